import RegLinearAlgebra
import Synchronization

/// The cross-products of all rows with weight, and of those in each fold.
///
/// The rows are copied once, shifted and weighted, so that those of a fold lie side by side; one
/// product for each fold then makes everything. How work is cut depends on sizes alone, so results do
/// not depend on the workers.
final class FoldProducts: Sendable {
  let total: CrossProducts
  /// Of each fold; empty where keeping them all takes too much memory.
  private let kept: [CrossProducts]
  private let rows: FoldedRows
  private let folds: Folds

  /// Up to so many numbers in all, the products of folds are kept.
  private static let mostKept = 1 << 25

  /// Of all folds before each, where folds are ordered and the products of folds are kept.
  private let past: [CrossProducts]

  /// - Precondition: The problem is valid, and the folds are for its rows.
  /// - Throws: `SolverError.cancelled` when asked to stop.
  /// - Complexity: O(*n*·*p*²).
  init(
    _ problem: Problem, _ folds: Folds, workers: Workers, shouldStop: @Sendable () -> Bool
  ) throws(SolverError) {
    let rows = FoldedRows(problem, folds, workers)
    let count = folds.labels.count
    let keepsAll = count * rows.order * rows.order <= Self.mostKept
    // Where the products of folds are not kept, those of a few large parts are summed up.
    let pieces = keepsAll ? rows.ranges : rows.parts(8)
    let found = Mutex([CrossProducts?](repeating: nil, count: pieces.count))
    workers.forEach(pieces.count) { place in
      guard !shouldStop() else { return }
      let products = rows.products(pieces[place])
      found.withLock { $0[place] = products }
    }
    guard !shouldStop() else { throw .cancelled }
    let products = found.withLock { $0.compactMap(\.self) }
    var (sum, past) = (products[0], [CrossProducts]())
    for part in products.dropFirst() {
      guard !shouldStop() else { throw .cancelled }
      if folds.isOrdered, keepsAll { past.append(sum) }
      sum.add(part)
    }
    total = sum
    self.past = past
    self.rows = rows
    self.folds = folds
    kept = keepsAll ? products : []
  }

  /// Those of one fold, by its place among the labels.
  func fold(_ place: Int) -> CrossProducts {
    kept.isEmpty ? rows.products(rows.ranges[place]) : kept[place]
  }

  /// Those of the rows that the model for a fold is fitted to.
  func training(_ place: Int) -> CrossProducts {
    guard folds.isOrdered else { return total.subtracting(fold(place)) }
    return past.isEmpty ? rows.products(0..<rows.ranges[place].lowerBound) : past[place - 1]
  }
}

/// The rows of a problem that have weight, in the order of their folds: √w·[X − a, y − o − b, 1].
private struct FoldedRows: Sendable {
  /// The rows of each fold.
  let ranges: [Range<Int>]
  private let origins: [Double]
  private let entries: Matrix

  var order: Int { entries.columns }

  init(_ problem: Problem, _ folds: Folds, _ workers: Workers) {
    let weights = RowWeights(problem.weights, count: problem.y.count)
    let placeOfRow = Self.places(of: weights.indices, below: problem.y.count)
    // The rows in their new order, as numbers of the problem's.
    let rowsOfFold = folds.labels.indices.map { fold in
      folds.rows(at: fold).filter { placeOfRow[$0] != nil }
    }
    let order = rowsOfFold.flatMap(\.self)
    var ranges: [Range<Int>] = []
    for rows in rowsOfFold {
      let first = ranges.last?.upperBound ?? 0
      ranges.append(first..<first + rows.count)
    }
    self.ranges = ranges
    let (rows, columns, height) = (order.count, problem.x.columns, problem.x.rows)
    // Σ(n·share) = n: sums of weights are near numbers of rows.
    let scale = Double(rows).squareRoot()
    let roots = order.map { weights.roots[placeOfRow[$0] ?? 0] * scale }
    let response = problem.y.indices.map { problem.y[$0] - (problem.offset?[$0] ?? 0) }
    let step = max(1, 50_000 / max(rows, 1))
    let pieces = (columns + step - 1) / step
    var entries = Matrix(rows: rows, columns: columns + 2) { _ in }
    var origins = [Double](repeating: 0, count: columns + 1)
    @Sendable func fill(_ source: UnsafePointer<Double>, _ target: UnsafeMutablePointer<Double>)
      -> Double
    {
      let origin = weights.withValues(source) { weights.mean($0) }
      for place in 0..<rows { target[place] = (source[order[place]] - origin) * roots[place] }
      return origin
    }
    entries.withMutablePointer { entries in
      let out = SharedOutput(entries)
      origins.withUnsafeMutableBufferPointer { origins in
        guard let first = origins.baseAddress else { return }
        let means = SharedOutput(first)
        problem.x.withPointer { x in
          let x = SharedInput(x)
          workers.forEach(pieces) { piece in
            for column in piece * step..<min((piece + 1) * step, columns) {
              means.address[column] = fill(
                x.address + column * height, out.address + column * rows)
            }
          }
        }
        response.withUnsafeBufferPointer { response in
          guard let response = response.baseAddress else { return }
          means.address[columns] = fill(response, out.address + columns * rows)
        }
      }
      for place in 0..<rows { entries[(columns + 1) * rows + place] = roots[place] }
    }
    self.entries = entries
    self.origins = origins
  }

  /// Where each number below `count` stands in a list, if it does.
  private static func places(of list: [Int], below count: Int) -> [Int?] {
    var places = [Int?](repeating: nil, count: count)
    for (place, number) in list.enumerated() { places[number] = place }
    return places
  }

  func products(_ range: Range<Int>) -> CrossProducts {
    entries.withPointer { entries in
      CrossProducts(
        origins: origins, rows: range.count, entries: entries + range.lowerBound,
        stride: self.entries.rows)
    }
  }

  /// All rows in parts of nearly equal size.
  func parts(_ count: Int) -> [Range<Int>] {
    (0..<count).map { $0 * entries.rows / count..<($0 + 1) * entries.rows / count }
  }
}
