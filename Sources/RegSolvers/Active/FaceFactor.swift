import RegLinearAlgebra

/// The Cholesky factor of the cross-products of the free coefficients, kept while they stay the same
/// and changed by a row and a column where one of them joins or leaves.
struct FaceFactor {
  /// The free places, in the order of the factor's columns.
  private var order: [Int] = []
  /// R with R'R = G + S on `order`, in the upper triangle of a square of `capacity`.
  private var factor = Matrix(rows: 0, columns: 0)
  private var capacity = 0
  private var isValid = false
  /// The multiple of the identity that was added to make the block definite.
  private(set) var shift = 0.0
  /// How many columns joined or left since the factor was made afresh.
  private var changes = 0

  /// Rounding adds up with every change; Newton steps correct what little there is.
  private static let mostChanges = 500

  mutating func invalidate() { isValid = false }

  /// (G + R)⁻¹·slope on the free places, which rise; nil when there is no usable factor.
  mutating func solve(
    _ slope: [Double], on free: [Int], set: WorkingSet, square: [Double]
  ) -> [Double]? {
    guard bring(to: free, set, square) else { return nil }
    let position = positions(of: free, among: set.count)
    var step = [Double](repeating: 0, count: free.count)
    for (place, value) in Swift.zip(free, slope) { step[position[place]] = value }
    factor.withPointer { BLAS.choleskySolve(free.count, $0, lda: capacity, &step) }
    guard step.allSatisfy(\.isFinite) else { return nil }
    return free.map { step[position[$0]] }
  }

  /// Where each place stands in `order`.
  private func positions(of free: [Int], among count: Int) -> [Int] {
    var position = [Int](repeating: 0, count: count)
    for (index, place) in order.enumerated() { position[place] = index }
    return position
  }

  // MARK: following the free places

  private mutating func bring(to free: [Int], _ set: WorkingSet, _ square: [Double]) -> Bool {
    guard isValid else { return refactor(free, set, square) }
    var isWanted = [Bool](repeating: false, count: set.count)
    for place in free { isWanted[place] = true }
    let leaving = order.indices.filter { !isWanted[order[$0]] }
    for index in leaving { isWanted[order[index]] = false }
    for place in order { isWanted[place] = false }
    let joining = free.filter { isWanted[$0] }
    let count = leaving.count + joining.count
    if count == 0 { return true }
    changes += count
    let isWorthwhile = count * 4 < free.count && changes < Self.mostChanges && shift == 0
    guard isWorthwhile else { return refactor(free, set, square) }
    for index in leaving.reversed() { remove(index) }
    return append(joining, set, square) || refactor(free, set, square)
  }

  /// Adds columns at the end: R₁₂ = R₁₁⁻'·G₁₂, and the factor of what G₂₂ has left.
  private mutating func append(_ joining: [Int], _ set: WorkingSet, _ square: [Double]) -> Bool {
    guard !joining.isEmpty else { return true }
    let (old, added) = (order.count, joining.count)
    reserve(old + added)
    order += joining
    let (order, capacity) = (order, capacity)
    let isDefinite = factor.withMutablePointer { factor in
      let block = factor + old * capacity
      set.gram.withPointer { gram in
        for (offset, place) in joining.enumerated() {
          let source = gram + place * set.capacity
          let target = block + offset * capacity
          for row in 0...old + offset { target[row] = source[order[row]] }
          target[old + offset] += square[place]
        }
      }
      BLAS.triangularSolve(old, columns: added, factor, lda: capacity, block, ldb: capacity)
      BLAS.syrk(
        rows: old, columns: added, scale: -1, block, lda: capacity, beta: 1, block + old,
        ldc: capacity)
      return BLAS.cholesky(added, block + old, lda: capacity) == 0
        && Self.isWellConditioned(factor, order.count, capacity)
    }
    isValid = isDefinite
    return isDefinite
  }

  /// Takes a column out, and turns what is left back into a triangle by plane rotations.
  private mutating func remove(_ index: Int) {
    let (count, capacity) = (order.count, capacity)
    order.remove(at: index)
    var rotations: [(cosine: Double, sine: Double)] = []
    rotations.reserveCapacity(count - index)
    factor.withMutablePointer { factor in
      for column in index..<count - 1 {
        let source = factor + (column + 1) * capacity
        let target = factor + column * capacity
        for row in 0..<index { target[row] = source[row] }
        var carried = source[index]
        for (offset, turn) in rotations.enumerated() {
          let below = source[index + offset + 1]
          target[index + offset] = turn.cosine * carried + turn.sine * below
          carried = turn.cosine * below - turn.sine * carried
        }
        let below = source[column + 1]
        let length = (carried * carried + below * below).squareRoot()
        let turn = length > 0 ? (carried / length, below / length) : (1, 0)
        target[column] = length
        rotations.append(turn)
      }
    }
  }

  private mutating func reserve(_ needed: Int) {
    guard needed > capacity else { return }
    let wider = max(needed, 2 * capacity, 32)
    var larger = Matrix(rows: wider, columns: wider)
    larger.withMutablePointer { target in
      factor.withPointer { source in
        for column in order.indices {
          (target + column * wider).update(from: source + column * capacity, count: column + 1)
        }
      }
    }
    (factor, capacity) = (larger, wider)
  }

  // MARK: factoring afresh

  /// Twin columns, or more of them than rows, make the block singular. A small multiple of the
  /// identity then turns the Newton step into a step of the proximal point method: it converges to a
  /// minimiser as well, and along directions the data does not see it runs to the next wall, which is
  /// what removes the surplus column.
  private mutating func refactor(_ free: [Int], _ set: WorkingSet, _ square: [Double]) -> Bool {
    isValid = false
    order = []
    reserve(free.count)
    order = free
    changes = 0
    for shift in [0, 1e-10, 1e-7] {
      let isDefinite = gather(set, square, shift)
      guard isDefinite else { continue }
      self.shift = shift
      isValid = true
      return true
    }
    return false
  }

  private mutating func gather(_ set: WorkingSet, _ square: [Double], _ shift: Double) -> Bool {
    let (order, capacity) = (order, capacity)
    return factor.withMutablePointer { block in
      set.gram.withPointer { gram in
        for (column, place) in order.enumerated() {
          let source = gram + place * set.capacity
          let target = block + column * capacity
          for row in 0...column { target[row] = source[order[row]] }
          target[column] += square[place] + shift
        }
      }
      guard BLAS.cholesky(order.count, block, lda: capacity) == 0 else { return false }
      return shift > 0 || Self.isWellConditioned(block, order.count, capacity)
    }
  }

  private static func isWellConditioned(
    _ factor: UnsafeMutablePointer<Double>, _ order: Int, _ capacity: Int
  ) -> Bool {
    var (smallest, largest) = (Double.infinity, 0.0)
    for column in 0..<order {
      let pivot = factor[column * capacity + column]
      smallest = min(smallest, pivot)
      largest = max(largest, pivot)
    }
    return !(smallest * smallest < 1e-12 * largest * largest)
  }
}
