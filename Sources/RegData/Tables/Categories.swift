import OrderedCollections

/// Text that takes few values, each stored once and referred to by number.
public struct Categories: Sendable, Equatable {
  /// The distinct values; the first is the reference level of treatment coding.
  public let levels: [String]
  /// For each row the position of its level, or `missing`.
  public let codes: [Int32]

  public static let missing: Int32 = -1

  /// Levels and codes as they are.
  ///
  /// - Precondition: Every code is `missing` or a position in `levels`, and no level is given twice.
  public init(levels: [String], codes: [Int32]) {
    precondition(codes.allSatisfy { $0 >= Categories.missing && Int($0) < levels.count })
    self.levels = levels
    self.codes = codes
  }

  /// The categories of some text, with its distinct values in sorted order as levels.
  public init(_ text: [String?]) {
    let levels = OrderedSet(Set(text.lazy.compactMap { $0 }).sorted())
    self.levels = levels.elements
    codes = text.map { value in
      value.flatMap { levels.firstIndex(of: $0) }.map(Int32.init) ?? Categories.missing
    }
  }

  /// The categories of a column's text.
  public init(_ text: TextColumn) {
    guard let (given, codes) = text.coded else {
      self.init(Array(text))
      return
    }
    let levels = OrderedSet(Set(given).sorted())
    let places = given.map { levels.firstIndex(of: $0).map(Int32.init) ?? Categories.missing }
    self.init(
      levels: levels.elements,
      codes: codes.map { $0 == Categories.missing ? $0 : places[Int($0)] })
  }

  public var count: Int { codes.count }

  /// The text of a row, or `nil` where it is missing.
  public subscript(row: Int) -> String? {
    codes[row] == Categories.missing ? nil : levels[Int(codes[row])]
  }

  public var text: [String?] { codes.map { $0 == Categories.missing ? nil : levels[Int($0)] } }

  /// The same levels, and the rows at these positions in this order.
  func rows(at positions: [Int]) -> Categories {
    Categories(levels: levels, codes: positions.map { codes[$0] })
  }
}

extension Categories {
  /// The levels that occur in some row, in their order.
  var usedLevels: [String] {
    var used = Array(repeating: false, count: levels.count)
    for code in codes where code != Categories.missing { used[Int(code)] = true }
    return levels.indices.filter { used[$0] }.map { levels[$0] }
  }
}
