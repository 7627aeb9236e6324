extension Matrix {
  /// rows · columns, refused when it is no size that memory could hold.
  ///
  /// Whoever takes sizes from a user asks this before allocating.
  ///
  /// - Throws: `LinearAlgebraError.tooLarge`, also for a negative size.
  public static func checkedCount(
    rows: Int, columns: Int
  ) throws(LinearAlgebraError) -> Int {
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard rows >= 0, columns >= 0, !overflow, count <= Int.max / MemoryLayout<Double>.stride / 2
    else { throw .tooLarge(rows: rows, columns: columns) }
    return count
  }

  /// Ones on the diagonal, zeros elsewhere.
  public static func identity(_ order: Int) -> Matrix {
    var result = Matrix(rows: order, columns: order)
    result.withUnsafeMutableBuffer { entries in
      for index in 0..<order { entries[index * order + index] = 1 }
    }
    return result
  }

  /// The matrix with rows and columns exchanged.
  public func transpose() -> Matrix {
    if rows == 1 || columns == 1 { return reshaped(rows: columns, columns: rows) }
    // Square tiles keep both the rows read and the columns written in the cache.
    let tile = 32
    return Matrix(rows: columns, columns: rows) { result in
      withUnsafeBuffer { entries in
        for firstColumn in stride(from: 0, to: columns, by: tile) {
          for firstRow in stride(from: 0, to: rows, by: tile) {
            for column in firstColumn..<min(firstColumn + tile, columns) {
              for row in firstRow..<min(firstRow + tile, rows) {
                result[row * columns + column] = entries[column * rows + row]
              }
            }
          }
        }
      }
    }
  }

  /// One column as a vector; counted from 0.
  public func column(_ index: Int) -> Matrix {
    selecting(columns: CollectionOfOne(index))
  }

  /// The named columns in the order given; an index may repeat.
  public func selecting(columns selected: some Collection<Int>) -> Matrix {
    Matrix(rows: rows, columns: selected.count) { result in
      withUnsafeBuffer { entries in
        var position = 0
        for column in selected {
          precondition(column >= 0 && column < columns)
          for row in 0..<rows { result[position + row] = entries[column * rows + row] }
          position += rows
        }
      }
    }
  }

  /// The named rows in the order given; an index may repeat.
  public func selecting(rows selected: [Int]) -> Matrix {
    precondition(selected.allSatisfy { $0 >= 0 && $0 < rows })
    return Matrix(rows: selected.count, columns: columns) { result in
      withUnsafeBuffer { entries in
        var position = 0
        for column in 0..<columns {
          for row in selected {
            result[position] = entries[column * rows + row]
            position += 1
          }
        }
      }
    }
  }

  /// The entries whose row and column are equal.
  public var diagonal: [Double] {
    withUnsafeBuffer { entries in
      (0..<min(rows, columns)).map { entries[$0 * rows + $0] }
    }
  }

  /// Whether no entry is NaN or infinite.
  public var isFinite: Bool {
    withPointer { ColumnKernels.areFinite(count, $0) }
  }

  /// Whether the matrix is square and equals its transpose up to `tolerance` times its largest
  /// entry.
  public func isSymmetric(tolerance: Double = 0) -> Bool {
    guard rows == columns else { return false }
    return withUnsafeBuffer { entries in
      let limit =
        tolerance == 0 ? 0 : tolerance * entries.reduce(0) { max($0, $1.magnitude) }
      for column in 0..<columns {
        for row in 0..<column {
          let difference = entries[column * rows + row] - entries[row * rows + column]
          guard difference.magnitude <= limit else { return false }
        }
      }
      return true
    }
  }

  /// The entries under a function.
  @inlinable
  public func map(_ transform: (Double) throws -> Double) rethrows -> Matrix {
    try Matrix(rows: rows, columns: columns) { result in
      try withUnsafeBuffer { entries in
        for index in entries.indices { result[index] = try transform(entries[index]) }
      }
    }
  }

  /// The entries of two equally shaped matrices combined.
  @inlinable
  public func zip(
    _ other: Matrix, with combine: (Double, Double) throws -> Double
  ) rethrows -> Matrix {
    precondition(rows == other.rows && columns == other.columns)
    return try Matrix(rows: rows, columns: columns) { result in
      try withUnsafeBuffer { a in
        try other.withUnsafeBuffer { b in
          for index in a.indices { result[index] = try combine(a[index], b[index]) }
        }
      }
    }
  }
}
