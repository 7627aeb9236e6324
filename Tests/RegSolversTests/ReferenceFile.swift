import Foundation
import RegLinearAlgebra
import RegSolvers

/// Reference solutions computed independently, with the data they belong to.
///
/// Every stored fit gives the two penalty terms l1 and l2 themselves, so that no convention about λ
/// comes between.
struct ReferenceFile: Decodable {
  let cases: [Case]
  let cv: [CrossValidationCase]
  let relax: [RelaxedCase]
  let paths: [PathCase]

  struct DataSource: Decodable {
    let file: String
    let x: [String]
    let y: [String]
    let aux: String?
    let weights: String?
    let offset: [String]?
    let fold: String?
  }

  struct Options: Decodable {
    let alpha: Double
    let standardize: Bool
    let intercept: Bool
    let exclude: [Int]?
    let penalty_factor: [Double]?
    let lower: [Double?]?
    let upper: [Double?]?
    let standardize_response: Bool?
  }

  struct Fit: Decodable {
    let a0: [Double]
    let beta: [[Double]]
    let df: Int
    let dev_ratio: Double
  }

  struct Case: Decodable {
    let id: String
    let data: DataSource
    let options: Options
    let convention: String
    let penalty_factor_normalised: [Double]
    let x_sd: [Double]
    let lambda: [Double]
    let lambda_max: Double?
    let l1: [Double]
    let l2: [Double]
    let fits: [Fit]
  }

  struct CrossValidationCase: Decodable {
    let id: String
    let data: DataSource
    let options: Options
    let convention: String
    let lambda: [Double]
    let cv: Curve
  }

  struct RelaxedCase: Decodable {
    let data: DataSource
    let options: Options
    let gamma: [Double]
    let lambda: [Double]
    let fits: [RelaxedFit]
  }

  struct RelaxedFit: Decodable {
    let active: [Int]
    let gammas: [RelaxedSolution]
  }

  struct RelaxedSolution: Decodable {
    let gamma: Double
    let a0: [Double]
    let beta: [[Double]]
    let dev_ratio: Double
  }

  struct Curve: Decodable {
    let cvm: [Double]
    let cvsd: [Double]
    let lambda_min: Double
    let lambda_1se: Double
    let fold_means: [[Double]]
  }

  struct PathCase: Decodable {
    let id: String
    let data: DataSource
    let options: Options
    let convention: String
    let lambda_max: Double
    let lambda: [Double]
    let df: [Int]
    let dev_ratio: [Double]
  }

  static func load(_ name: String) throws -> ReferenceFile {
    try JSONDecoder().decode(
      ReferenceFile.self, from: Data(contentsOf: url(name)))
  }

  static func url(_ name: String) throws -> URL {
    let parts = name.split(separator: ".").map(String.init)
    guard
      let url = Bundle.module.url(
        forResource: "Reference/" + parts[0], withExtension: parts[1])
    else { throw CocoaError(.fileNoSuchFile) }
    return url
  }
}

/// The columns of a small numeric CSV file.
struct Columns {
  let rows: Int
  private let values: [String: [Double]]

  init(_ name: String) throws {
    let text = try String(contentsOf: ReferenceFile.url(name), encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline).map { $0.split(separator: ",") }
    let body = lines.dropFirst()
    values = Dictionary(
      uniqueKeysWithValues: lines[0].enumerated().map { position, name in
        (String(name), body.map { Double($0[position]) ?? .nan })
      })
    rows = body.count
  }

  subscript(name: String) -> [Double] { values[name] ?? [] }

  func matrix(_ names: [String]) -> Matrix {
    Matrix(rows: rows, columns: names.count, values: names.flatMap { self[$0] })
  }
}

extension ReferenceFile.DataSource {
  func problem(
    _ options: ReferenceFile.Options, penaltyFactors: [Double]? = nil
  ) throws -> Problem {
    let table = try Columns(file)
    let auxiliary = try aux.map(Columns.init)
    return Problem(
      x: table.matrix(x), y: table[y[0]], weights: weights.flatMap { auxiliary?[$0] },
      offset: offset.flatMap { auxiliary?[$0[0]] }, intercept: options.intercept,
      standardize: options.standardize, penaltyFactors: penaltyFactors,
      lower: options.lower?.map { $0 ?? -.infinity },
      upper: options.upper?.map { $0 ?? .infinity }, excluded: Set(options.exclude ?? []))
  }
}

/// A penalty of two terms given outright: λ = 1 is the problem meant.
struct FixedTerms: Penalty {
  let l1: Double
  let l2: Double

  func rates(on data: PenaltyScale) -> PenaltyRates { PenaltyRates(l1: l1, l2: l2) }
}

extension ReferenceFile.Options {
  /// The elastic net in the convention that a case names.
  func penalty(_ convention: String) throws -> any Penalty {
    try ConventionalPenalty(
      .elasticNet(alpha: alpha), convention == "glmnet" ? .glmnet : .reg)
  }
}
