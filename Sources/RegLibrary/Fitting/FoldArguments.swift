import RegData
import RegLinearAlgebra
import RegRuntime

/// How many folds: a number, or leaving out one row at a time.
enum FoldCount: ArgumentConvertible, Equatable {
  case count(Int)
  case leaveOneOut
  case approximateLeaveOneOut

  static var typeName: String { "a whole number, \"loo\" or \"alo\"" }

  init?(argument: Value) {
    if let count = Int(argument: argument) {
      self = .count(count)
      return
    }
    switch String(argument: argument) {
    case "loo": self = .leaveOneOut
    case "alo": self = .approximateLeaveOneOut
    default: return nil
    }
  }

  static func text(_ argument: FoldCount) -> String {
    switch argument {
    case .count(let count): "\(count)"
    case .leaveOneOut: "\"loo\""
    case .approximateLeaveOneOut: "\"alo\""
    }
  }
}

/// Given folds: a column for each repetition, a row for each row of the data.
struct FoldTable: ArgumentConvertible {
  let columns: [[Int]]

  static var typeName: String { "a vector or a matrix of whole numbers" }

  init?(argument: Value) {
    guard let matrix = Matrix(argument: argument) else { return nil }
    let height = matrix.rows == 1 ? matrix.columns : matrix.rows
    let whole = matrix.values.compactMap { $0.magnitude <= 0x1p53 ? Int(exactly: $0) : nil }
    guard whole.count == matrix.count, height > 0, !whole.isEmpty else { return nil }
    columns = stride(from: 0, to: whole.count, by: height).map {
      Array(whole[$0..<$0 + height])
    }
  }

  static func flaw(in value: Value) -> String? { Matrix(argument: value)?.flawOfWhole }

  static func text(_ argument: FoldTable) -> String {
    "\(argument.columns.first?.count ?? 0) × \(argument.columns.count)"
  }
}

/// What tells rows apart or together: numbers, strings or logicals, one a row.
struct RowLabels: ArgumentConvertible {
  /// The same number for the same label, rising with it; nil where it is missing.
  let codes: [Int?]

  static var typeName: String { "a vector of numbers, strings or logicals" }

  init?(argument: Value) {
    switch argument.content {
    case .texts(let texts) where texts.rows == 1 || texts.columns == 1:
      codes = Self.codes(texts.elements)
    case .mask(let mask) where mask.rows == 1 || mask.columns == 1:
      codes = mask.elements.map { $0 ? 1 : 0 }
    case .column(let column): codes = column.rankedLabels
    default:
      guard let numbers = Double.vector(argument) else { return nil }
      codes = Self.codes(numbers.map { $0.isNaN ? nil : $0 })
    }
  }

  private static func codes<Label: Hashable & Comparable>(_ labels: [Label?]) -> [Int?] {
    let ranked = Set(labels.compactMap(\.self)).sorted()
    let ranks = Dictionary(uniqueKeysWithValues: ranked.enumerated().map { ($1, $0) })
    return labels.map { label in label.flatMap { ranks[$0] } }
  }

  static func text(_ argument: RowLabels) -> String { "\(argument.codes.count) labels" }
}

/// What folds are to have alike shares of.
enum Strata: ArgumentConvertible {
  case none
  /// Small, middle and large values of the response.
  case response
  case labels(RowLabels)

  static var typeName: String { "true, or \(RowLabels.typeName)" }

  init?(argument: Value) {
    if case .logical(let isWanted) = argument {
      self = isWanted ? .response : .none
    } else if let labels = RowLabels(argument: argument) {
      self = .labels(labels)
    } else {
      return nil
    }
  }

  static func text(_ argument: Strata) -> String {
    switch argument {
    case .none: "false"
    case .response: "true"
    case .labels(let labels): RowLabels.text(labels)
    }
  }
}

/// Whether rows follow each other in time, and when they were observed.
enum TimeOrder: ArgumentConvertible {
  case none
  /// The rows follow each other as they stand.
  case rows
  case times([Double])

  static var typeName: String { "true, or a vector of times" }

  init?(argument: Value) {
    if case .logical(let isWanted) = argument {
      self = isWanted ? .rows : .none
    } else if let times = Double.vector(argument) {
      self = .times(times)
    } else {
      return nil
    }
  }

  static func text(_ argument: TimeOrder) -> String {
    switch argument {
    case .none: "false"
    case .rows: "true"
    case .times(let times): "\(times.count) times"
    }
  }
}
