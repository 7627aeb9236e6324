import CRegKernels

/// A copy of a matrix in 16 bits an entry, with what each column lost: enough to bound products with
/// its columns in a quarter of the memory traffic.
package struct QuantizedMatrix: Sendable {
  private let rows: Int
  private let entries: [Int16]
  private let scales: [Double]
  /// The norm of what a column lost, plus what single precision may add, for a vector of norm 1.
  private let errors: [Double]

  package init(_ matrix: Matrix, workers: Workers) {
    let (rows, columns) = (matrix.rows, matrix.columns)
    self.rows = rows
    var scales = [Double](repeating: 0, count: columns)
    var errors = scales
    entries = [Int16](unsafeUninitializedCapacity: rows * columns) { entries, count in
      count = rows * columns
      guard let base = entries.baseAddress else { return }
      scales.withUnsafeMutableBufferPointer { scales in
        errors.withUnsafeMutableBufferPointer { errors in
          let out = Output(entries: base, scales: scales, errors: errors)
          matrix.withPointer { matrix in
            let input = SharedInput(matrix)
            workers.forEach((columns + 63) / 64) { piece in
              for column in piece * 64..<min(piece * 64 + 64, columns) {
                out.quantize(column, input.address + column * rows, rows)
              }
            }
          }
        }
      }
    }
    self.scales = scales
    self.errors = errors
  }

  private struct Output: @unchecked Sendable {
    let entries: UnsafeMutablePointer<Int16>
    let scales: UnsafeMutableBufferPointer<Double>
    let errors: UnsafeMutableBufferPointer<Double>

    func quantize(_ column: Int, _ values: UnsafePointer<Double>, _ rows: Int) {
      var (scale, lost) = (0.0, 0.0)
      reg_quantize(rows, values, entries + column * rows, &scale, &lost)
      let norm = BLAS.norm(rows, values) + lost
      // Each of the additions, and the conversion of the vector, rounds by at most 2⁻²⁴.
      let rounding = Double(rows + 8) * 0x1p-24 * norm
      scales[column] = scale
      errors[column] = 1.001 * (lost + rounding)
    }
  }

  /// What each column's product with a vector is about, and how far that may be off.
  package func products(
    _ vector: [Double], workers: Workers
  ) -> (values: [Double], errors: [Double]) {
    let single = vector.map { Float($0) }
    let norm = vector.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { BLAS.norm(buffer.count, $0) } ?? 0
    }
    var values = [Double](repeating: 0, count: scales.count)
    values.withUnsafeMutableBufferPointer { values in
      guard let base = values.baseAddress else { return }
      let out = SharedOutput(base)
      workers.forEach((scales.count + 1023) / 1024) { piece in
        for column in piece * 1024..<min(piece * 1024 + 1024, scales.count) {
          let sum = entries.withUnsafeBufferPointer { entries in
            single.withUnsafeBufferPointer { single -> Float in
              guard let q = entries.baseAddress, let r = single.baseAddress else { return 0 }
              return reg_quantized_dot(rows, q + column * rows, r)
            }
          }
          out.address[column] = Double(sum) * scales[column]
        }
      }
    }
    return (values, errors.map { $0 * norm })
  }
}
