/// How the levels of a factor become columns, as `C(x, ref = "b")` says.
public struct FactorCoding: Sendable, Hashable {
  /// What the columns of a factor compare.
  public enum Contrast: String, Sendable, CaseIterable {
    /// Each level with the reference: 0/1 columns without that of the reference.
    case treatment
    /// Each level but the reference with the mean of all: the reference has -1 in every column.
    case sum
    /// Each level but the first with the mean of those before it.
    case helmert
    /// Every level keeps a 0/1 column of its own.
    case full
  }

  public var contrast: Contrast
  /// The level that the others are compared with; if none, the first, and the last for sums.
  public var reference: String?
  /// The levels in their order, also those that do not occur; if none, those that occur.
  public var levels: [String]?

  public init(
    _ contrast: Contrast = .treatment, reference: String? = nil, levels: [String]? = nil
  ) {
    self.contrast = contrast
    self.reference = reference
    self.levels = levels
  }
}

/// The levels of a factor as the fit saw them, and the columns they make.
public struct LevelCoding: Sendable, Equatable {
  public let levels: [String]
  public let contrast: FactorCoding.Contrast
  /// Position of the level that the others are compared with.
  public let reference: Int

  /// - Returns: `nil` for a level given twice, or a reference that is none.
  public init?(levels: [String], contrast: FactorCoding.Contrast, reference: Int) {
    guard Set(levels).count == levels.count,
      levels.indices.contains(reference) || (levels.isEmpty && reference == 0)
    else { return nil }
    self.levels = levels
    self.contrast = contrast
    self.reference = reference
  }

  /// - Throws: `DataError.unlistedLevel`, `.unknownReference`.
  init(
    _ coding: FactorCoding?, occurring: [String], column: String
  ) throws(DataError) {
    if let listed = coding?.levels, let stray = occurring.first(where: { !listed.contains($0) }) {
      throw .unlistedLevel(stray, column: column, listed: listed)
    }
    levels = coding?.levels ?? occurring
    contrast = coding?.contrast ?? .treatment
    let last = contrast == .sum ? max(levels.count - 1, 0) : 0
    guard let wanted = coding?.reference else {
      reference = last
      return
    }
    guard let place = levels.firstIndex(of: wanted) else {
      throw .unknownReference(wanted, column: column, known: levels)
    }
    reference = place
  }

  /// One column: what each level counts for, and what tells the column from its siblings.
  struct Piece {
    let suffix: String
    let weights: DesignColumn.Weights
  }

  /// The columns, without that of the reference where other columns stand for it.
  func columns(isReduced: Bool) -> [Piece] {
    guard isReduced, contrast == .sum || contrast == .helmert else {
      let isShort = isReduced && contrast != .full
      return levels.indices.filter { !isShort || $0 != reference }.map {
        Piece(suffix: "=\(levels[$0])", weights: .level($0))
      }
    }
    if contrast == .sum {
      return levels.indices.filter { $0 != reference }.map { level in
        var weights = [Double](repeating: 0, count: levels.count)
        weights[level] = 1
        weights[reference] = -1
        return Piece(suffix: "[sum=\(levels[level])]", weights: .levels(weights))
      }
    }
    return levels.indices.dropFirst().map { level in
      let weights = levels.indices.map { $0 < level ? -1 : $0 == level ? Double(level) : 0 }
      return Piece(suffix: "[helmert=\(levels[level])]", weights: .levels(weights))
    }
  }
}
