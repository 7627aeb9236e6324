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
  let rows: Int
  private let x: Matrix
  let weights: RowWeights
  private let workers: Workers
  private let y: [Double]
  private let made = Mutex<Matrix?>(nil)
  private let formed = Mutex<Products?>(nil)
  private let screened: Mutex<ColumnScreen?>

  struct Products {
    /// Z'Z.
    let gram: Matrix
    /// Z'y.
    let start: [Double]
    /// No entry is off by more than this: a bound on what rounding can do in the sums it is made of.
    let uncertainty: Double
  }

  /// Products that are all there is of Z.
  let given: Products?

  static let parts = 4

  init(
    _ x: Matrix, _ y: [Double], _ columns: [ScaledColumn], _ weights: RowWeights,
    _ workers: Workers, screen: ColumnScreen? = nil
  ) {
    screened = Mutex(screen)
    self.x = x
    self.y = y
    self.columns = columns
    self.weights = weights
    self.workers = workers
    rows = weights.count
    given = nil
  }

  /// A matrix of which only products are known.
  ///
  /// - Parameter rows: The rows that the products are sums over.
  init(_ products: Products, _ columns: [ScaledColumn], rows: Int, _ workers: Workers) {
    screened = Mutex(nil)
    x = Matrix(rows: 0, columns: 0)
    y = []
    weights = RowWeights(nil, count: 0)
    given = products
    self.rows = rows
    self.columns = columns
    self.workers = workers
  }

  /// Takes products that were formed elsewhere, to form none of its own.
  func adopt(_ products: Products) { formed.withLock { $0 = products } }

  /// Whether products have been formed.
  var hasProducts: Bool { given != nil || formed.withLock { $0 != nil } }

  var count: Int { columns.count }

  /// Z as a matrix, made at the first call.
  var whole: Matrix {
    made.withLock { made in
      if let made { return made }
      let matrix = make()
      if !StopFlag.current.isSet { made = matrix }
      return matrix
    }
  }

  /// Made in one pass over the data at the first call.
  var screen: ColumnScreen {
    screened.withLock { screened in
      if let screened { return screened }
      let made = makeScreen()
      if !StopFlag.current.isSet { screened = made }
      return made
    }
  }

  /// Whether products are better formed from blocks of rows than from Z.
  var isTall: Bool { rows >= 4 * count && isReadInBlocks }

  /// Whether Z is large and can be read block by block. By sizes alone, also where Z has been made: an
  /// answer's last bits must not depend on what was asked before.
  var isReadInBlocks: Bool { rows * count >= 1 << 18 && rows == x.rows }

  // MARK: products from blocks of rows

  /// Z'Z and Z'y, formed in one pass at the first call.
  var products: Products {
    if let given { return given }
    return formed.withLock { formed in
      if let formed { return formed }
      let products = form()
      if !StopFlag.current.isSet { formed = products }
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
    }
    sums.addColumnsToFirst(sharedBy: workers)
    let gram = Matrix(rows: count, columns: count) { gram in
      guard let gram = gram.baseAddress else { return }
      sums.withPointer { sums in
        for column in 0..<count {
          (gram + column * count).update(from: sums + column * order, count: column + 1)
        }
      }
      Matrix.mirrorUpper(gram, order: count)
    }
    let blocks = (rows / Self.parts) / blockRows(order) + 1
    return Products(
      gram: gram, start: (0..<count).map { sums[count * order + $0] },
      uncertainty: roundingBound(blockRows(order) + 2 * blocks + Self.parts))
  }

  /// The rows that are standardised at a time into so many columns.
  private func blockRows(_ width: Int) -> Int { min(max((1 << 17) / width / 64 * 64, 256), 1024) }

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
    }
    sums.addColumnsToFirst(sharedBy: workers)
    let all = Array(0..<order)
    return (0..<width).map { k in
      Evidence(
        columns: all, squares: sums[order * width + k],
        correlations: (0..<order).map { sums[k * order + $0] })
    }
  }

  /// Standardises the rows block by block, in memory of a worker's own with room for more columns,
  /// and hands each to `body` with the part it belongs to.
  func forEachBlock(
    extraColumns: Int, _ body: @Sendable (Int, Range<Int>, UnsafeMutablePointer<Double>) -> Void
  ) {
    let width = count + extraColumns
    let height = blockRows(width)
    let partRows = (rows + Self.parts - 1) / Self.parts
    let stop = StopFlag.current
    workers.forEach(Self.parts) { part in
      var block = Matrix(rows: height, columns: width)
      let end = min((part + 1) * partRows, rows)
      x.withPointer { x in
        for first in stride(from: part * partRows, to: end, by: height) where !stop.isSet {
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

  // MARK: single columns

  /// Writes a column of Z.
  func write(_ place: Int, into out: UnsafeMutablePointer<Double>) {
    x.withPointer { x in write(place, of: x, into: out) }
  }

  private func write(
    _ place: Int, of x: UnsafePointer<Double>, into out: UnsafeMutablePointer<Double>
  ) {
    let column = columns[place]
    weights.withValues(x + column.column * self.x.rows) { values in
      weights.standardize(
        0..<rows, of: values, center: column.center, length: column.length, into: out)
    }
  }

  private func makeScreen() -> ColumnScreen {
    var start = [Double](repeating: 0, count: count)
    let copy = start.withUnsafeMutableBufferPointer { start in
      x.withPointer { x in
        let (x, start) = (SharedInput(x), start.baseAddress.map(SharedOutput.init))
        // Columns have length 1, give or take their rounding.
        return ScreeningMatrix(rows: rows, columns: count, norm: 1.000_001, workers: workers) {
          place, column in
          write(place, of: x.address, into: column)
          y.withUnsafeBufferPointer { y in
            if let y = y.baseAddress { start?.address[place] = BLAS.dot(rows, column, y) }
          }
        }
      }
    }
    return ColumnScreen(copy, start: start)
  }

  /// sum ← sum + Z·scales.
  func addColumns(scaledBy scales: [Double], to sum: inout [Double]) {
    let known = made.withLock { $0 }
    var column = Matrix(rows: known == nil ? rows : 0, columns: 1)
    column.withMutablePointer { column in
      for (place, scale) in scales.enumerated() where scale != 0 {
        if let known {
          known.withPointer { BLAS.axpy(rows, scale, $0 + place * rows, &sum) }
        } else {
          write(place, into: column)
          BLAS.axpy(rows, scale, column, &sum)
        }
      }
    }
  }

  /// z'v for some columns.
  func correlations(_ places: [Int], _ vector: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: places.count)
    // A piece of some 100 µs.
    let step = max(16, 100_000 / max(rows, 1))
    result.withUnsafeMutableBufferPointer { result in
      guard let out = result.baseAddress.map(SharedOutput.init) else { return }
      x.withPointer { x in
        let x = SharedInput(x)
        workers.forEach((places.count + step - 1) / step) { piece in
          var column = Matrix(rows: rows, columns: 1) { _ in }
          column.withMutablePointer { column in
            vector.withUnsafeBufferPointer { vector in
              guard let vector = vector.baseAddress else { return }
              for index in piece * step..<min((piece + 1) * step, places.count) {
                write(places[index], of: x.address, into: column)
                out.address[index] = BLAS.dot(rows, column, vector)
              }
            }
          }
        }
      }
    }
    return result
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
            write(place, of: x.address, into: out.address + place * rows)
          }
        }
      }
    }
  }
}
