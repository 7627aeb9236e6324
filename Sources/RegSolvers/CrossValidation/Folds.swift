import RegLinearAlgebra

/// An assignment of every row to one fold.
///
/// Each fold is predicted by a model that is fitted to the rows of all others or, where folds are
/// ordered in time, to those of the folds before it.
public struct Folds: Sendable, Equatable {
  /// The fold of each row.
  public let ids: [Int]
  /// The folds there are, rising.
  public let labels: [Int]
  /// The seed the assignment was drawn with; nil when nothing was drawn.
  public let seed: UInt64?
  /// Whether a fold is predicted by the folds with smaller labels alone, so that the first is never
  /// predicted.
  public let isOrdered: Bool

  /// The rows of each fold, in the order of the labels.
  private let members: [[Int]]

  /// Takes the folds as given: any whole numbers, one a row.
  ///
  /// - Parameter isOrdered: Whether labels rise with time, and the future is not to be trained on.
  /// - Throws: `SolverError.badFoldCount` unless there are at least two different ones.
  public init(ids: [Int], isOrdered: Bool = false) throws(SolverError) {
    try self.init(ids: ids, isOrdered: isOrdered, seed: nil)
  }

  /// Folds as they were drawn before.
  ///
  /// - Throws: `SolverError.badFoldCount` unless there are at least two different ones.
  public init(ids: [Int], isOrdered: Bool, seed: UInt64?) throws(SolverError) {
    var members: [Int: [Int]] = [:]
    for (row, label) in ids.enumerated() { members[label, default: []].append(row) }
    guard members.count >= 2 else {
      throw .badFoldCount(folds: members.count, rows: ids.count)
    }
    self.ids = ids
    self.seed = seed
    self.isOrdered = isOrdered
    labels = members.keys.sorted()
    self.members = labels.map { members[$0] ?? [] }
  }

  /// The places, among the labels, of the folds that are predicted.
  public var predicted: Range<Int> { (isOrdered ? 1 : 0)..<labels.count }

  /// The rows of one fold, by its place among the labels; they rise.
  public func rows(at place: Int) -> [Int] { members[place] }

  /// The rows that the model which predicts a fold is fitted to; they rise.
  ///
  /// - Parameter place: The place of the fold among the labels.
  public func trainingRows(at place: Int) -> [Int] {
    let label = labels[place]
    return ids.indices.filter { isOrdered ? ids[$0] < label : ids[$0] != label }
  }

  /// How many rows `trainingRows` gives.
  func trainingCount(at place: Int) -> Int {
    isOrdered
      ? members[..<place].reduce(0) { $0 + $1.count } : ids.count - members[place].count
  }

  /// The rows of one fold, rising.
  public func rows(in label: Int) -> [Int] { labels.firstIndex(of: label).map(rows(at:)) ?? [] }
}
