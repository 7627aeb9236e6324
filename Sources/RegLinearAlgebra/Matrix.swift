/// A dense matrix of doubles, stored column by column.
///
/// A value: copies share storage until one of them is written. A vector is an n × 1 matrix.
public struct Matrix: Sendable {
  public private(set) var rows: Int
  public private(set) var columns: Int
  private var storage: MatrixStorage

  public var count: Int { rows * columns }

  /// A matrix with every entry equal to `value`.
  ///
  /// - Precondition: Neither size is negative and their product is an `Int`; whoever takes sizes
  ///   from a user checks them first.
  public init(rows: Int, columns: Int, repeating value: Double = 0) {
    let storage = MatrixStorage(count: rows * columns)
    storage.base.initialize(repeating: value, count: rows * columns)
    self.init(rows: rows, columns: columns, storage: storage)
  }

  /// A matrix filled by `initialize`, which gets its entries column by column and must set all.
  public init(
    rows: Int, columns: Int,
    initializingWith initialize: (UnsafeMutableBufferPointer<Double>) throws -> Void
  ) rethrows {
    let storage = MatrixStorage(count: rows * columns)
    try initialize(UnsafeMutableBufferPointer(start: storage.base, count: rows * columns))
    self.init(rows: rows, columns: columns, storage: storage)
  }

  /// A matrix from its entries in column order.
  public init(rows: Int, columns: Int, values: [Double]) {
    precondition(values.count == rows * columns, "\(values.count) values for \(rows) × \(columns)")
    self.init(rows: rows, columns: columns) { entries in
      _ = entries.update(fromContentsOf: values)
    }
  }

  /// A vector: one column.
  public init(_ column: [Double]) {
    self.init(rows: column.count, columns: 1, values: column)
  }

  private init(rows: Int, columns: Int, storage: MatrixStorage) {
    self.rows = rows
    self.columns = columns
    self.storage = storage
  }

  /// The entry in a row and a column, both counted from 0.
  public subscript(row: Int, column: Int) -> Double {
    get {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns)
      return storage.base[column * rows + row]
    }
    set {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns)
      makeUnique()
      storage.base[column * rows + row] = newValue
    }
  }

  /// The entry at a position in column order, counted from 0.
  public subscript(position: Int) -> Double {
    get {
      precondition(position >= 0 && position < count)
      return storage.base[position]
    }
    set {
      precondition(position >= 0 && position < count)
      makeUnique()
      storage.base[position] = newValue
    }
  }

  /// The entries in column order, read in place.
  public func withUnsafeBuffer<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<Double>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeBufferPointer(start: storage.base, count: count))
  }

  /// The entries in column order, written in place after one uniqueness check.
  public mutating func withUnsafeMutableBuffer<Result, Failure: Error>(
    _ body: (UnsafeMutableBufferPointer<Double>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    makeUnique()
    return try body(UnsafeMutableBufferPointer(start: storage.base, count: count))
  }

  /// The first entry's address, for a kernel that takes sizes apart; never null.
  package func withPointer<Result, Failure: Error>(
    _ body: (UnsafePointer<Double>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(storage.base)
  }

  /// The first entry's address for a kernel that writes, after one uniqueness check; never null.
  @discardableResult
  package mutating func withMutablePointer<Result, Failure: Error>(
    _ body: (UnsafeMutablePointer<Double>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    makeUnique()
    return try body(storage.base)
  }

  /// The entries in column order, copied out.
  public var values: [Double] {
    withUnsafeBuffer { Array($0) }
  }

  /// The same entries in the same order under another shape.
  public func reshaped(rows: Int, columns: Int) -> Matrix {
    precondition(rows * columns == count)
    return Matrix(rows: rows, columns: columns, storage: storage)
  }

  private mutating func makeUnique() {
    if !isKnownUniquelyReferenced(&storage) { storage = MatrixStorage(copying: storage) }
  }
}

extension Matrix: Equatable {
  public static func == (left: Matrix, right: Matrix) -> Bool {
    left.rows == right.rows && left.columns == right.columns
      && left.withUnsafeBuffer { a in right.withUnsafeBuffer { b in a.elementsEqual(b) } }
  }
}
