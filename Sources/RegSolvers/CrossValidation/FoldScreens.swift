import RegLinearAlgebra

/// What the columns of all rows say about those of each training part, from one pass over the data.
///
/// Where columns are many, most of a fit to a training part would go into standardising columns that
/// never enter. With z the standardised columns of all rows, ρ the roots of the rows' shares and y
/// the standardised response, the sums of z·y, z·ρ and z² over the rows of a fold are all it takes to
/// know the mean, the deviation and the correlation of a column in the other rows, and the small copy
/// of Z serves them too.
struct FoldScreens: Sendable {
  private let problem: Problem
  fileprivate let whole: StandardizedProblem
  private let folds: Folds
  /// For each column, and each fold in turn: the sums of z·y, of z·ρ and of z².
  fileprivate let sums: Matrix
  /// The place of each row of the data among those with weight; nil without weight.
  fileprivate let positions: [Int?]

  /// Where less than this share of a variance is left, it is taken from the rows themselves.
  fileprivate static let leastLeft = 0.01

  /// - Parameter whole: The problem, standardised.
  /// - Returns: nil where training parts are to be standardised by themselves.
  init?(_ problem: Problem, _ whole: StandardizedProblem, _ folds: Folds) {
    guard Self.mayServe(problem, folds), whole.isScreened, whole.responseDeviation > 0 else {
      return nil
    }
    self.problem = problem
    self.whole = whole
    self.folds = folds
    let weights = whole.design.weights
    var positions = [Int?](repeating: nil, count: folds.ids.count)
    for (position, row) in weights.indices.enumerated() { positions[row] = position }
    self.positions = positions
    var places = [Int](repeating: 0, count: weights.count)
    for place in folds.labels.indices {
      for row in folds.rows(at: place) {
        if let position = positions[row] { places[position] = 3 * place }
      }
    }
    sums = Self.sums(whole, places, height: 3 * folds.labels.count)
  }

  /// Whether it is worth looking at the problem standardised. Sums over the other rows follow from
  /// those over a fold where a mean is taken off every column.
  static func mayServe(_ problem: Problem, _ folds: Folds) -> Bool {
    problem.intercept && !folds.isOrdered
      && !StandardizedProblem.holdsProducts(ofColumns: problem.x.columns, rows: problem.x.rows)
  }

  /// - Parameter places: Of each row, where the sums of its fold are.
  private static func sums(
    _ whole: StandardizedProblem, _ places: [Int], height: Int
  ) -> Matrix {
    let (rows, roots, y) = (whole.rows, whole.design.weights.roots, whole.y)
    let step = max(1, 100_000 / max(rows, 1))
    return Matrix(rows: height, columns: whole.count) { sums in
      guard let base = sums.baseAddress else { return }
      let out = SharedOutput(base)
      whole.workers.forEach((whole.count + step - 1) / step) { piece in
        var scratch = Matrix(rows: rows, columns: 1) { _ in }
        scratch.withMutablePointer { z in
          for j in piece * step..<min((piece + 1) * step, whole.count) {
            whole.design.write(j, into: z)
            let column = out.address + j * height
            column.update(repeating: 0, count: height)
            for row in 0..<rows {
              let sums = column + places[row]
              sums[0] += z[row] * y[row]
              sums[1] += z[row] * roots[row]
              sums[2] += z[row] * z[row]
            }
          }
        }
      }
    }
  }

  /// The problem that is left when a fold is held back.
  ///
  /// - Parameter frame: The whole problem without weight in the fold; its penalty factors may differ.
  /// - Returns: nil where it has to be standardised by itself.
  func standardized(
    holdingBack place: Int, _ frame: Problem, workers: Workers
  ) -> StandardizedProblem? {
    let rows = RowWeights(frame.weights, count: frame.x.rows)
    let response = StandardizedProblem.centeredResponse(frame, rows)
    let entering = (0..<frame.x.columns).filter(frame.mayEnter)
    let share = response.length / whole.responseScale
    guard share * share > Self.leastLeft, entering.allSatisfy(problem.mayEnter),
      let fold = Fold(self, place, rows, lift: response.center - whole.responseCenter)
    else { return nil }
    let y = response.values.map { $0 / response.length }
    let places = Dictionary(uniqueKeysWithValues: zip(whole.columns, whole.columns.indices))
    // A column that does not vary in all rows does not in some.
    var columns = entering.compactMap { places[$0] }.map { fold.column($0, share) }
    let doubtful = columns.indices.filter { columns[$0].isDoubtful }
    correct(&columns, doubtful, frame, rows, y, workers)
    columns.removeAll { $0.scaled.isConstant }

    let kept = columns.map(\.scaled)
    let part = ColumnScreen.Part(
      rows: fold.rows, places: columns.map(\.place), factors: columns.map(\.factor),
      shifts: columns.map(\.mean), roots: fold.rows.map { whole.design.weights.roots[$0] })
    let screen = whole.design.screen.screen(of: part, start: columns.map(\.start))
    return StandardizedProblem(
      frame, kept, StandardizedMatrix(frame.x, y, kept, rows, workers, screen: screen), y: y,
      center: response.center, length: response.length, workers: workers)
  }

  /// Takes some columns from the rows themselves.
  private func correct(
    _ columns: inout [PartColumn], _ places: [Int], _ frame: Problem, _ rows: RowWeights,
    _ y: [Double], _ workers: Workers
  ) {
    let scaled = ScaledColumn.some(
      places.map { columns[$0].scaled.column }, of: frame, rows, workers)
    let varying = scaled.filter { !$0.isConstant }
    let starts = StandardizedMatrix(frame.x, y, varying, rows, workers)
      .correlations(Array(varying.indices), y)
    var next = starts.makeIterator()
    for (place, scaled) in zip(places, scaled) {
      columns[place].take(
        scaled, insteadOf: whole.design.columns[columns[place].place],
        start: scaled.isConstant ? 0 : next.next() ?? 0)
    }
  }
}

/// A column in the rows of a training part.
private struct PartColumn {
  /// The column of all rows.
  let place: Int
  private(set) var scaled: ScaledColumn
  /// z' = factor·(z − mean·ρ).
  private(set) var mean: Double
  private(set) var factor: Double
  /// z'·y'.
  private(set) var start: Double
  let isDoubtful: Bool
  /// The share of the weight in the part.
  private let left: Double

  init(
    place: Int, _ whole: ScaledColumn, mean: Double, variance: Double, left: Double, start: Double,
    isDoubtful: Bool
  ) {
    self.place = place
    self.mean = mean
    self.left = left
    self.isDoubtful = isDoubtful
    let deviation = variance.squareRoot()
    factor = 1 / (deviation * left.squareRoot())
    self.start = start / (deviation * left)
    scaled = ScaledColumn(
      column: whole.column, isConstant: false, center: whole.center + whole.length * mean,
      length: whole.length * deviation, deviation: whole.length * deviation)
  }

  mutating func take(_ scaled: ScaledColumn, insteadOf whole: ScaledColumn, start: Double) {
    self.scaled = scaled
    self.start = start
    mean = (scaled.center - whole.center) / whole.length
    factor = whole.length / (scaled.length * left.squareRoot())
  }
}

/// What a training part takes from the sums over the fold that it leaves out.
private struct Fold {
  /// The rows of the part among those with weight.
  let rows: [Int]
  private let screens: FoldScreens
  private let first: Int
  /// The share of the weight that is left.
  private let left: Double
  /// How far the mean of the response is above that of all rows, in its deviations.
  private let lift: Double

  init?(_ screens: FoldScreens, _ place: Int, _ rows: RowWeights, lift: Double) {
    let roots = screens.whole.design.weights.roots
    self.rows = rows.indices.compactMap { screens.positions[$0] }
    left = self.rows.reduce(0) { $0 + roots[$1] * roots[$1] }
    guard left > FoldScreens.leastLeft else { return nil }
    self.screens = screens
    self.lift = lift / screens.whole.responseScale
    first = 3 * place
  }

  /// - Parameter share: The deviation of the response, relative to that in all rows.
  func column(_ j: Int, _ share: Double) -> PartColumn {
    let sums = screens.sums
    let (product, sum, square) = (sums[first, j], sums[first + 1, j], sums[first + 2, j])
    let mean = -sum / left
    let variance = (1 - square) / left - mean * mean
    return PartColumn(
      place: j, screens.whole.design.columns[j], mean: mean, variance: variance, left: left,
      start: (screens.whole.start[j] - product + lift * sum) / share,
      isDoubtful: !(variance > FoldScreens.leastLeft))
  }
}
