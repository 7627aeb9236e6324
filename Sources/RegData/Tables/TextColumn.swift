/// The text of a column, any of it missing.
///
/// Text that takes few values is stored as levels and codes, at four bytes a row; which of the two
/// it is makes no difference to what it holds.
public struct TextColumn: Sendable {
  private enum Storage {
    case plain([String?])
    /// A code is the position of a level, or `Categories.missing`. Levels may be equal.
    case coded(levels: [String], codes: [Int32])
  }

  private let storage: Storage

  public init(_ text: [String?]) { storage = .plain(text) }

  /// - Precondition: Every code is `Categories.missing` or a position in `levels`.
  init(levels: [String], codes: [Int32]) { storage = .coded(levels: levels, codes: codes) }

  /// The rows at these positions, in this order; a position may occur more than once.
  ///
  /// - Precondition: Every position is a row.
  public func rows(at positions: [Int]) -> TextColumn {
    switch storage {
    case .plain(let text): TextColumn(positions.map { text[$0] })
    case .coded(let levels, let codes):
      TextColumn(levels: levels, codes: positions.map { codes[$0] })
    }
  }

  public var missingCount: Int {
    switch storage {
    case .plain(let text): text.count { $0 == nil }
    case .coded(_, let codes): codes.count { $0 == Categories.missing }
    }
  }

  /// The levels that occur and the codes of the rows, where that is how the text is stored.
  var coded: (levels: [String], codes: [Int32])? {
    guard case .coded(let levels, let codes) = storage else { return nil }
    return (levels, codes)
  }
}

extension TextColumn: RandomAccessCollection {
  public var startIndex: Int { 0 }

  public var endIndex: Int {
    switch storage {
    case .plain(let text): text.count
    case .coded(_, let codes): codes.count
    }
  }

  /// The text of a row, counted from 0, or `nil` where it is missing.
  public subscript(row: Int) -> String? {
    switch storage {
    case .plain(let text): text[row]
    case .coded(let levels, let codes):
      codes[row] == Categories.missing ? nil : levels[Int(codes[row])]
    }
  }
}

extension TextColumn: ExpressibleByArrayLiteral {
  public init(arrayLiteral text: String?...) { self.init(text) }
}
