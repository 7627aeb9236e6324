import RegLinearAlgebra
import RegSyntax

/// What indexing needs of an array, whatever its entries are.
protocol ArrayStorage: Shaped {
  associatedtype Entry
  var count: Int { get }
  subscript(position: Int) -> Entry { get set }
  /// The entries at these positions of column order, in another shape.
  func gathering(rows: Int, columns: Int, _ position: (Int, Int) -> Int) -> Self
}

extension Matrix: ArrayStorage {
  func gathering(rows: Int, columns: Int, _ position: (Int, Int) -> Int) -> Matrix {
    Matrix(rows: rows, columns: columns) { out in
      withUnsafeBuffer { entries in
        for j in 0..<columns {
          for i in 0..<rows { out[j * rows + i] = entries[position(i, j)] }
        }
      }
    }
  }
}

extension Grid: ArrayStorage {
  func gathering(rows: Int, columns: Int, _ position: (Int, Int) -> Int) -> Grid {
    var chosen: [Element] = []
    chosen.reserveCapacity(rows * columns)
    for j in 0..<columns {
      for i in 0..<rows { chosen.append(self[position(i, j)]) }
    }
    return Grid(rows: rows, columns: columns, elements: chosen)
  }
}

/// What indexing an array gives: an entry where every subscript is a scalar.
enum ArrayPart<Storage: ArrayStorage> {
  case entry(Storage.Entry)
  case array(Storage)
}

extension ArrayStorage {
  func part(
    _ subscripts: [SubscriptValue], _ context: Context
  ) throws(Diagnostic) -> ArrayPart<Self> {
    let places = try ArrayPlaces(subscripts, rows: rows, columns: columns)
    if let position = places.single { return .entry(self[position]) }
    try context.reserve(rows: places.rows, columns: places.columns)
    return .array(
      gathering(rows: places.rows, columns: places.columns) { places.position($0, $1) })
  }
}

/// The places of an array that one or two subscripts mean.
struct ArrayPlaces {
  let rows: Int
  let columns: Int
  /// The position in column order, where every subscript is a scalar.
  let single: Int?
  private let first: Selection
  private let second: Selection?
  private let stride: Int
  private let isTurned: Bool

  init(
    _ subscripts: [SubscriptValue], rows: Int, columns: Int
  ) throws(Diagnostic) {
    stride = rows
    switch subscripts.count {
    case 1:
      first = try Selection(subscripts[0], of: rows * columns, "entry")
      second = nil
      single = if case .one(let place) = first { place } else { nil }
      // A row stays a row; everything else is walked in column order and becomes a vector.
      let isRow = rows == 1 && columns != 1
      let isAll = if case .all = first { true } else { false }
      isTurned = isRow && !isAll
      self.rows = isTurned ? 1 : first.count
      self.columns = isTurned ? first.count : 1
    case 2:
      let row = try Selection(subscripts[0], of: rows, "row")
      let column = try Selection(subscripts[1], of: columns, "column")
      first = row
      second = column
      single =
        if case .one(let i) = row, case .one(let j) = column { j * rows + i } else { nil }
      // A vector is n × 1, whichever dimension was dropped.
      isTurned = row.isScalar && !column.isScalar
      self.rows = isTurned ? column.count : row.count
      self.columns = isTurned ? 1 : column.count
    default:
      throw Diagnostic(
        .badIndex, "an array has rows and columns, not \(subscripts.count) dimensions")
    }
  }

  /// The position in column order of the whole of a place in the part.
  @inline(__always)
  func position(_ i: Int, _ j: Int) -> Int {
    guard let second else { return first[isTurned ? j : i] }
    return isTurned ? second[i] * stride + first[0] : second[j] * stride + first[i]
  }

  var count: Int { rows * columns }
}
