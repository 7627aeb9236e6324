import RegData
import RegLinearAlgebra

/// Formulas as tests write them: `.column("x") + .everyOther - .column("g")`.
extension Formula.Terms {
  static func column(_ name: String) -> Formula.Terms { .factor(.column(name)) }

  static func + (left: Self, right: Self) -> Self {
    .sum([Formula.Summand(left), Formula.Summand(right)])
  }

  static func - (left: Self, right: Self) -> Self {
    .sum([Formula.Summand(left), Formula.Summand(right, isRemoved: true)])
  }

  static func * (left: Self, right: Self) -> Self { .crossed([left, right]) }

  /// The interaction, `:` in a formula.
  static func & (left: Self, right: Self) -> Self { .interaction([left, right]) }
}

/// A function of one column that learns nothing.
struct Elementwise: ColumnTransform, FittedTransform {
  let label: String
  let columns: [String]
  let function: @Sendable (Double) -> Double

  init(_ label: String, of column: String, _ function: @escaping @Sendable (Double) -> Double) {
    self.label = label
    columns = [column]
    self.function = function
  }

  func fitted(to table: Table) -> any FittedTransform { self }

  func apply(to table: Table) throws -> TransformedColumns {
    .numbers(Matrix(try table.column(named: columns[0]).numbers?.map(function) ?? []))
  }
}

/// A column less the mean it had in the fit, and the square of that.
struct Centred: ColumnTransform {
  let label: String
  let columns: [String]

  init(_ column: String) {
    label = "centred(\(column))"
    columns = [column]
  }

  func fitted(to table: Table) throws -> any FittedTransform {
    let numbers = try table.column(named: columns[0]).numbers ?? []
    return Fitted(column: columns[0], mean: numbers.reduce(0, +) / Double(numbers.count))
  }

  struct Fitted: FittedTransform {
    let column: String
    let mean: Double

    func apply(to table: Table) throws -> TransformedColumns {
      let centred = (try table.column(named: column).numbers ?? []).map { $0 - mean }
      return .numbers(
        Matrix(
          rows: centred.count, columns: 2, values: centred + centred.map { $0 * $0 }))
    }
  }
}

/// A column of numbers as levels.
struct Levels: ColumnTransform, FittedTransform {
  let column: String
  var label: String { "levels(\(column))" }
  var columns: [String] { [column] }

  func fitted(to table: Table) -> any FittedTransform { self }

  func apply(to table: Table) throws -> TransformedColumns {
    .texts((try table.column(named: column).numbers ?? []).map { String(Int($0)) })
  }
}

extension Table {
  /// - Throws: As `init(_:)`, for columns in a literal.
  init(literal columns: KeyValuePairs<String, Column>) throws {
    try self.init(columns.map { (name: $0.key, column: $0.value) })
  }
}

extension Matrix {
  /// The columns one by one.
  var columnValues: [[Double]] {
    (0..<columns).map { column in (0..<rows).map { self[$0, column] } }
  }
}
