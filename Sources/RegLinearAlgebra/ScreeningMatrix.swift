import CRegKernels

/// A copy of a matrix in 8 bits an entry, with 8 more for the entries' rests, and the norms of what
/// each column loses: enough to bound products with all columns in an eighth of the memory traffic.
///
/// With q the 8 bits of a column z in steps of s, |z'v| ≤ |s·q'v| + ‖z − s·q‖·‖v‖. The vector is
/// rounded to whole steps as well, so q'v is a sum of integers and free of rounding.
package struct ScreeningMatrix: Sendable {
  package let rows: Int
  package let columns: Int
  /// The first 8 bits of every column, then the next 8.
  private let entries: AlignedMemory<Int8>
  /// Two of each a column: for 8 bits, and for 16.
  private let steps: AlignedMemory<Double>
  private let lost: AlignedMemory<Double>
  private let norm: Double

  /// Columns start so many bytes apart.
  private let stride: Int
  private static let alignment = 64
  private static let blockWidth = 64

  /// Makes the copy of a matrix whose columns are written, one at a time, by `fill`.
  ///
  /// - Parameters:
  ///   - norm: No column is longer.
  ///   - fill: Writes the column of that position; called on several threads.
  package init(
    rows: Int, columns: Int, norm: Double, workers: Workers,
    fill: @Sendable (_ column: Int, _ target: UnsafeMutablePointer<Double>) -> Void
  ) {
    let stride = (rows + Self.alignment - 1) / Self.alignment * Self.alignment
    let entries = AlignedMemory<Int8>(count: 2 * stride * columns)
    let (steps, lost) = (
      AlignedMemory<Double>(count: 2 * columns), AlignedMemory<Double>(count: 2 * columns)
    )
    let width = Self.blockWidth
    workers.forEach((columns + width - 1) / width) { block in
      let scratch = AlignedMemory<Double>(count: rows)
      for column in block * width..<min((block + 1) * width, columns) {
        fill(column, scratch.base)
        let coarse = entries.base + column * stride
        reg_quantize_column(
          rows, scratch.base, coarse, coarse + columns * stride, steps.base + 2 * column,
          lost.base + 2 * column)
      }
    }
    self.rows = rows
    self.columns = columns
    self.norm = norm
    self.stride = stride
    self.entries = entries
    self.steps = steps
    self.lost = lost
  }

  /// Products of all columns with a vector, by their first 8 bits.
  ///
  /// - Parameters:
  ///   - values: One a column, written.
  ///   - errors: How far each may be off, written.
  package func products(
    with vector: QuantizedVector, workers: Workers, values: inout [Double], errors: inout [Double]
  ) {
    values.withUnsafeMutableBufferPointer { values in
      errors.withUnsafeMutableBufferPointer { errors in
        guard let base = values.baseAddress, let errorBase = errors.baseAddress else { return }
        let (value, error) = (SharedOutput(base), SharedOutput(errorBase))
        // A piece of some 100 µs.
        let width = max(64, (1 << 21) / stride)
        workers.forEach((columns + width - 1) / width) { piece in
          let first = piece * width
          let count = min(width, columns - first)
          vector.withEntries { entries in
            reg_quantized_products(
              rows, count, self.entries.base + first * stride, stride, entries,
              value.address + first)
          }
          for column in first..<first + count {
            value.address[column] *= steps.base[2 * column] * vector.step
            error.address[column] = bound(column, 0, vector)
          }
        }
      }
    }
  }

  /// The product of one column with a vector, by its first 8 bits.
  package func product(
    of column: Int, with vector: QuantizedVector
  ) -> (value: Double, error: Double) {
    var sum = 0.0
    vector.withEntries {
      reg_quantized_products(rows, 1, entries.base + column * stride, stride, $0, &sum)
    }
    return (sum * steps.base[2 * column] * vector.step, bound(column, 0, vector))
  }

  /// The same by all of its 16 bits.
  package func refinedProduct(
    of column: Int, with vector: QuantizedVector
  ) -> (value: Double, error: Double) {
    var rest = 0.0
    vector.withEntries {
      reg_quantized_products(rows, 1, entries.base + (columns + column) * stride, 0, $0, &rest)
    }
    return (
      product(of: column, with: vector).value
        + rest * steps.base[2 * column + 1] * vector.step, bound(column, 1, vector)
    )
  }

  /// ‖z − z̃‖·‖v‖ + ‖z̃‖·‖v − ṽ‖, and a little for the rounding of the few products outside the sums.
  private func bound(_ column: Int, _ level: Int, _ vector: QuantizedVector) -> Double {
    let lost = lost.base[2 * column + level]
    return (lost * vector.norm + (norm + lost) * vector.lost) * 1.000_001
      + 1e-15 * norm * vector.norm
  }
}

/// A vector rounded to whole steps of 16 bits.
package struct QuantizedVector: Sendable {
  private let entries: [Int16]
  let step: Double
  let norm: Double
  /// The norm of what rounding lost.
  let lost: Double

  package init(_ vector: [Double]) {
    var (step, lost, norm) = (1.0, 0.0, 0.0)
    entries = [Int16](unsafeUninitializedCapacity: vector.count) { entries, count in
      count = vector.count
      guard let base = entries.baseAddress else { return }
      vector.withUnsafeBufferPointer { vector in
        guard let vector = vector.baseAddress else { return }
        reg_quantize_vector(count, vector, base, &step, &lost, &norm)
      }
    }
    (self.step, self.lost, self.norm) = (step, lost, norm)
  }

  func withEntries(_ body: (UnsafePointer<Int16>) -> Void) {
    entries.withUnsafeBufferPointer { entries in
      if let base = entries.baseAddress { body(base) }
    }
  }
}
