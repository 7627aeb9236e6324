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

  /// A level that some row has and that is not among those wanted.
  struct UnknownLevel: Error {
    let level: String
    /// The first such row, counted from 0.
    let row: Int
  }

  /// The same values with other levels, in the order given.
  ///
  /// - Precondition: No level is given twice.
  func releveled(_ levels: [String]) -> Result<Categories, UnknownLevel> {
    var places: [String: Int32] = [:]
    for (place, level) in levels.enumerated() { places[level] = Int32(place) }
    let codes = self.levels.map { places[$0] }
    var result: [Int32] = []
    result.reserveCapacity(count)
    for (row, code) in self.codes.enumerated() {
      guard code != Categories.missing else {
        result.append(code)
        continue
      }
      guard let place = codes[Int(code)] else {
        return .failure(UnknownLevel(level: self.levels[Int(code)], row: row))
      }
      result.append(place)
    }
    return .success(Categories(levels: levels, codes: result))
  }

  /// The categories of some text with the levels given, in their order.
  ///
  /// - Returns: `nil` for the row of the first text that is none of them, counted from 0.
  public static func with(
    levels: [String], of text: [String?]
  ) -> (categories: Categories?, unknownRow: Int?) {
    switch Categories(text).releveled(levels) {
    case .success(let categories): (categories, nil)
    case .failure(let unknown): (nil, unknown.row)
    }
  }
}
