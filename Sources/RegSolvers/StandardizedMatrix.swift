import RegLinearAlgebra
import Synchronization

/// The columns of a problem, centred, scaled and weighted: Z; with the response, likewise: y.
///
/// Where rows are many, Z is not made until something needs it as a whole. Its products are formed
/// from blocks of rows that are standardised in the cache, so the data are read and nothing is
/// written. The rows are cut into four parts whatever the number of workers, and what the parts give
/// is added in order.
final class StandardizedMatrix: Sendable {
  let columns: [ScaledColumn]
  private let x: Matrix
  private let weights: RowWeights
  private let workers: Workers
  private let y: [Double]
  private let made = Mutex<Matrix?>(nil)
  private let formed = Mutex<Products?>(nil)
  private let screened = Mutex<QuantizedMatrix?>(nil)

  struct Products {
    /// Z'Z.
    let gram: Matrix
    /// Z'y.
    let start: [Double]
  }

  private static let parts = 4

  init(
    _ x: Matrix, _ y: [Double], _ columns: [ScaledColumn], _ weights: RowWeights,
    _ workers: Workers
  ) {
    self.x = x
    self.y = y
    self.columns = columns
    self.weights = weights
    self.workers = workers
  }

  var rows: Int { weights.count }
  var count: Int { columns.count }

  /// Z as a matrix, made at the first call.
  var whole: Matrix {
    made.withLock { made in
      if let made { return made }
      let matrix = make()
      made = matrix
      return matrix
    }
  }

  /// A small copy of Z that tells which columns cannot matter, made at the first call.
  var screen: QuantizedMatrix {
    let whole = whole
    return screened.withLock { screened in
      if let screened { return screened }
      let copy = QuantizedMatrix(whole, workers: workers)
      screened = copy
      return copy
    }
  }

  /// Whether products are better formed from blocks of rows than from Z.
  var isTall: Bool {
    rows >= 4 * count && rows * count >= 1 << 18 && rows == x.rows
      && made.withLock { $0 == nil }
  }

  // MARK: products from blocks of rows

  /// Z'Z and Z'y, formed in one pass at the first call.
  var products: Products {
    formed.withLock { formed in
      if let formed { return formed }
      let products = form()
      formed = products
      return products
    }
  }

  private func form() -> Products {
    let order = count + 1
    var sums = Matrix(rows: order * order, columns: Self.parts)
    sums.withMutablePointer { sums in
      let sums = SharedOutput(sums)
      forEachBlock(extraColumns: 1) { part, range, block in
        let last = block + count * range.count
        for row in range { last[row - range.lowerBound] = y[row] }
        BLAS.syrk(
          rows: range.count, columns: order, block, lda: range.count, beta: 1,
          sums.address + part * order * order, ldc: order)
      }
      for part in 1..<Self.parts {
        BLAS.axpy(order * order, 1, sums.address + part * order * order, sums.address)
      }
    }
    let gram = Matrix(rows: count, columns: count) { gram in
      for column in 0..<count {
        for row in 0...column {
          let value = sums[column * order + row]
          gram[column * count + row] = value
          gram[row * count + column] = value
        }
      }
    }
    return Products(gram: gram, start: (0..<count).map { sums[count * order + $0] })
  }

  /// What the data say about many vectors of coefficients, in one pass.
  func evidence(_ coefficients: [[Double]]) -> [Evidence] {
    let (order, width) = (count, coefficients.count)
    let b = Matrix(rows: order, columns: width, values: coefficients.flatMap(\.self))
    // Of each part the correlations, and the squares behind them.
    let size = (order + 1) * width
    var sums = Matrix(rows: size, columns: Self.parts)
    sums.withMutablePointer { sums in
      b.withPointer { b in
        let (sums, b) = (SharedOutput(sums), SharedInput(b))
        forEachBlock(extraColumns: width) { part, range, block in
          let height = range.count
          let residuals = block + order * height
          for k in 0..<width {
            for row in range { residuals[k * height + row - range.lowerBound] = y[row] }
          }
          BLAS.gemm(
            rows: height, columns: width, inner: order, scale: -1, block, lda: height, b.address,
            ldb: order, beta: 1, residuals, ldc: height)
          let out = sums.address + part * size
          BLAS.gemm(
            transposeA: true, rows: order, columns: width, inner: height, block, lda: height,
            residuals, ldb: height, beta: 1, out, ldc: order)
          for k in 0..<width {
            let residual = residuals + k * height
            out[order * width + k] += BLAS.dot(height, residual, residual)
          }
        }
      }
      for part in 1..<Self.parts { BLAS.axpy(size, 1, sums + part * size, sums) }
    }
    return (0..<width).map { k in
      Evidence(
        squares: sums[order * width + k],
        correlations: (0..<order).map { sums[k * order + $0] })
    }
  }

  /// Standardises the rows block by block, in memory of a worker's own with room for more columns,
  /// and hands each to `body` with the part it belongs to.
  private func forEachBlock(
    extraColumns: Int, _ body: @Sendable (Int, Range<Int>, UnsafeMutablePointer<Double>) -> Void
  ) {
    let width = count + extraColumns
    let height = min(max((1 << 17) / width / 64 * 64, 256), 2048)
    let partRows = (rows + Self.parts - 1) / Self.parts
    workers.forEach(Self.parts) { part in
      var block = Matrix(rows: height, columns: width)
      let end = min((part + 1) * partRows, rows)
      x.withPointer { x in
        for first in stride(from: part * partRows, to: end, by: height) {
          let range = first..<min(first + height, end)
          block.withMutablePointer { block in
            for (place, column) in columns.enumerated() {
              weights.standardize(
                range, of: x + column.column * rows, center: column.center, length: column.length,
                into: block + place * range.count)
            }
            body(part, range, block)
          }
        }
      }
    }
  }

  // MARK: Z itself

  private func make() -> Matrix {
    let step = max(1, 100_000 / max(x.rows, 1))
    return Matrix(rows: rows, columns: count) { result in
      guard let base = result.baseAddress else { return }
      let out = SharedOutput(base)
      x.withPointer { x in
        let x = SharedInput(x)
        workers.forEach((count + step - 1) / step) { piece in
          for place in piece * step..<min((piece + 1) * step, count) {
            let column = columns[place]
            weights.withValues(x.address + column.column * self.x.rows) { values in
              weights.standardize(
                0..<rows, of: values, center: column.center, length: column.length,
                into: out.address + place * rows)
            }
          }
        }
      }
    }
  }
}
