import RegData
public import RegLinearAlgebra

/// An element of the Swift arrays that a built-in takes as vectors or lists.
public protocol VectorElement: ArgumentConvertible {
  /// As a message names the whole: "a vector of numbers".
  static var vectorTypeName: String { get }
  static func vector(_ value: Value) -> [Self]?
  /// Which entry keeps a value from being such a vector.
  static func vectorFlaw(in value: Value) -> String?
}

extension VectorElement {
  public static func vectorFlaw(in value: Value) -> String? { nil }
}

extension Double: VectorElement {
  public static var vectorTypeName: String { "a vector of numbers" }

  /// A row or a column of numbers; a number is a vector of one.
  public static func vector(_ value: Value) -> [Double]? {
    guard let matrix = Matrix(argument: value) else { return nil }
    guard matrix.count == 0 || matrix.rows == 1 || matrix.columns == 1 else { return nil }
    return matrix.values
  }
}

extension Int: VectorElement {
  public static var vectorTypeName: String { "a vector of whole numbers" }

  public static func vector(_ value: Value) -> [Int]? {
    guard let numbers = Double.vector(value) else { return nil }
    let whole = numbers.compactMap { abs($0) <= 0x1p53 ? Int(exactly: $0) : nil }
    return whole.count == numbers.count ? whole : nil
  }

  public static func vectorFlaw(in value: Value) -> String? {
    // Of a lone number it is said already.
    if case .number = value { return nil }
    return Double.vector(value).flatMap { Matrix($0).flawOfWhole }
  }
}

extension Matrix {
  /// The first entry that is no whole number: "entry 3 is 0.5", "entry (3, 2) is nan".
  public var flawOfWhole: String? {
    let place = (0..<count).first { !(abs(self[$0]) <= 0x1p53) || Int(exactly: self[$0]) == nil }
    return place.map { place in
      let isVector = rows == 1 || columns == 1
      let name = isVector ? "\(place + 1)" : "(\(place % rows + 1), \(place / rows + 1))"
      return "entry \(name) is \(NumberText.display(self[place]))"
    }
  }
}

extension String: VectorElement {
  public static var vectorTypeName: String { "a vector of strings" }

  public static func vector(_ value: Value) -> [String]? {
    switch value.content {
    case .text(let text): return [text]
    case .texts(let texts):
      let present = texts.elements.compactMap(\.self)
      return present.count == texts.count ? present : nil
    case .column(.categorical(let categories)):
      let present = categories.text.compactMap(\.self)
      return present.count == categories.count ? present : nil
    case .list(let elements):
      let texts = elements.compactMap(String.init(argument:))
      return texts.count == elements.count ? texts : nil
    default: return nil
    }
  }
}

extension Value: VectorElement {
  public static var vectorTypeName: String { "a list" }

  public static func vector(_ value: Value) -> [Value]? {
    guard case .list(let elements) = value.content else { return nil }
    return elements
  }
}

/// An element of the grids that a built-in takes.
public protocol GridElement: Sendable {
  static var arrayTypeName: String { get }
  static func grid(_ value: Value) -> Grid<Self>?
}

extension Bool: GridElement {
  public static var arrayTypeName: String { "a mask" }

  public static func grid(_ value: Value) -> Grid<Bool>? {
    switch value.content {
    case .mask(let mask): mask
    case .logical(let logical): Grid(column: [logical])
    // What is not known to be true counts as false, as where a mask chooses rows.
    case .column(.logical(let logicals)): Grid(column: logicals.map { $0 == true })
    default: nil
    }
  }
}

extension String?: GridElement {
  public static var arrayTypeName: String { "an array of strings" }

  public static func grid(_ value: Value) -> Grid<String?>? {
    switch value.content {
    case .texts(let texts): texts
    case .text(let text): Grid(column: [text])
    case .column(.categorical(let categories)): Grid(column: categories.text)
    default: nil
    }
  }
}
