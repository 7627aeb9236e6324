/// A dense array of logicals or strings, stored column by column like `Matrix`.
public struct Grid<Element: Sendable>: Sendable {
  public private(set) var rows: Int
  public private(set) var columns: Int
  /// The entries in column order.
  public private(set) var elements: [Element]

  public var count: Int { elements.count }

  public init(rows: Int, columns: Int, elements: [Element]) {
    precondition(elements.count == rows * columns)
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// A vector: one column.
  public init(column elements: [Element]) {
    self.init(rows: elements.count, columns: 1, elements: elements)
  }

  /// The entry in a row and a column, both counted from 0.
  public subscript(row: Int, column: Int) -> Element {
    get {
      precondition(row >= 0 && row < rows)
      return elements[column * rows + row]
    }
    set {
      precondition(row >= 0 && row < rows)
      elements[column * rows + row] = newValue
    }
  }

  /// The entry at a position in column order, counted from 0.
  public subscript(position: Int) -> Element {
    get { elements[position] }
    set { elements[position] = newValue }
  }

  public func map<Other: Sendable>(_ transform: (Element) throws -> Other) rethrows -> Grid<Other> {
    Grid<Other>(rows: rows, columns: columns, elements: try elements.map(transform))
  }

  public var transposed: Grid {
    var result: [Element] = []
    result.reserveCapacity(count)
    for row in 0..<rows {
      for column in 0..<columns { result.append(self[row, column]) }
    }
    return Grid(rows: columns, columns: rows, elements: result)
  }
}

extension Grid: Equatable where Element: Equatable {}
