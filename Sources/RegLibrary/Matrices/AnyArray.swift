import RegData
import RegLinearAlgebra
import RegRuntime
import RegSyntax

/// An array of any type of entry, for functions that move entries and do not look at them.
enum AnyArray {
  case numbers(Matrix)
  case logicals(Grid<Bool>)
  case texts(Grid<String?>)
  /// Categories, dates or logicals with gaps.
  case column(Column)

  init?(_ value: Value) {
    switch value.content {
    case .logical(let logical): self = .logicals(Grid(column: [logical]))
    case .mask(let mask): self = .logicals(mask)
    case .text(let text): self = .texts(Grid(column: [text]))
    case .texts(let texts): self = .texts(texts)
    case .column(let column): self = .column(column)
    default:
      guard let matrix = Matrix(argument: value) else { return nil }
      self = .numbers(matrix)
    }
  }

  /// - Throws: `argument-type` at the parameter, for a value that is no array.
  init(_ value: Value, _ arguments: Arguments, parameter: some AnyParameter) throws {
    guard let array = AnyArray(value) else {
      throw arguments.failure(
        .argumentType,
        "'\(parameter.name)' must be an array of numbers, logicals or strings, not "
          + value.description, at: parameter)
    }
    self = array
  }

  var rows: Int {
    switch self {
    case .numbers(let matrix): matrix.rows
    case .logicals(let mask): mask.rows
    case .texts(let texts): texts.rows
    case .column(let column): column.count
    }
  }

  var columns: Int {
    switch self {
    case .numbers(let matrix): matrix.columns
    case .logicals(let mask): mask.columns
    case .texts(let texts): texts.columns
    case .column: 1
    }
  }

  var count: Int { rows * columns }
  /// Whether there is just one row or one column.
  var isVector: Bool { rows == 1 || columns == 1 }

  var value: Value { rearranged(rows: rows, columns: columns) { $0 } }

  /// An array of another shape with entries of this one.
  ///
  /// - Parameter source: The position here of the entry for a position there, in column order.
  func rearranged(rows: Int, columns: Int, from source: (Int) -> Int) -> Value {
    switch self {
    case .numbers(let matrix):
      Value(
        Matrix(rows: rows, columns: columns) { entries in
          matrix.withUnsafeBuffer { old in
            for position in entries.indices { entries[position] = old[source(position)] }
          }
        })
    case .logicals(let mask): Value(rearranged(mask, rows, columns, source))
    case .texts(let texts): Value(rearranged(texts, rows, columns, source))
    case .column(let column):
      // A column stays one as long as it has one column, and is text or numbers in a matrix.
      if columns == 1 {
        Value(column.rows(at: (0..<rows).map(source)))
      } else if case .logical = column {
        AnyArray.numbers(Matrix(column.numbers ?? []))
          .rearranged(rows: rows, columns: columns, from: source)
      } else {
        Value(rearranged(Grid(column: column.dateTexts), rows, columns, source))
      }
    }
  }

  /// Entries of a vector, in a row if this is one and else in a column.
  func selecting(_ positions: [Int]) -> Value {
    let isRow = rows == 1 && columns != 1
    return rearranged(rows: isRow ? 1 : positions.count, columns: isRow ? positions.count : 1) {
      positions[$0]
    }
  }

  /// Whole rows, in the order given.
  func selecting(rows selected: [Int]) -> Value {
    let count = selected.count
    return rearranged(rows: count, columns: columns) { position in
      let (column, row) = position.quotientAndRemainder(dividingBy: count)
      return column * rows + selected[row]
    }
  }

  private func rearranged<Element>(
    _ grid: Grid<Element>, _ rows: Int, _ columns: Int, _ source: (Int) -> Int
  ) -> Grid<Element> {
    Grid(
      rows: rows, columns: columns,
      elements: (0..<rows * columns).map { grid[source($0)] })
  }

  /// Single entries as values, in column order.
  var entries: [Value] {
    switch self {
    case .numbers(let matrix): matrix.withUnsafeBuffer { $0.map { Value($0) } }
    case .logicals(let mask): mask.elements.map { Value($0) }
    case .texts(let texts): texts.elements.map { $0.map { Value($0) } ?? .none }
    case .column(let column): (0..<column.count).map { Value(column[$0]) }
    }
  }
}

extension Column {
  /// Every value as text that reads back as the same.
  var plainTexts: [String?] {
    if case .logical(let logicals) = self { return logicals.map { $0.map { "\($0)" } } }
    return dateTexts
  }

  /// The text of categories, and dates as ISO 8601 writes them.
  var dateTexts: [String?] {
    texts ?? (0..<count).map { if case .date(let day) = self[$0] { day.description } else { nil } }
  }
}
