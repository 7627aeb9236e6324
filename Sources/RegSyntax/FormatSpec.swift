/// How a number or a string is laid out in a string's braces: the part after the colon.
///
/// `{x:8.3f}`: `[fill? align][sign][0][width][,][.precision][kind]`, as in Python. Fill is a blank,
/// or a zero before the digits.
public struct FormatSpec: Sendable, Equatable {
  public enum Alignment: String, Sendable { case left = "<", right = ">", center = "^" }
  public enum Kind: String, Sendable {
    case fixed = "f"
    case scientific = "e"
    case general = "g"
    case whole = "d"
    case text = "s"
    case percent = "%"
  }

  public var alignment: Alignment?
  public var showsPlus = false
  public var padsWithZeros = false
  /// At most 1000.
  public var width = 0
  public var groupsThousands = false
  /// Decimals, or significant digits for `.general`; at most 100.
  public var precision: Int?
  public var kind: Kind?

  /// Reads the text after the colon; `nil` when it is no format.
  public init?(_ text: some StringProtocol) {
    var rest = Substring(text)
    if let first = rest.first, let alignment = Alignment(rawValue: String(first)) {
      self.alignment = alignment
      rest.removeFirst()
    }
    showsPlus = rest.take("+")
    padsWithZeros = rest.take("0")
    guard let width = rest.takeNumber(upTo: 1000) else { return nil }
    self.width = width ?? 0
    groupsThousands = rest.take(",")
    if rest.take(".") {
      guard let precision = rest.takeNumber(upTo: 100), let precision else { return nil }
      self.precision = precision
    }
    if let last = rest.first {
      guard let kind = Kind(rawValue: String(last)) else { return nil }
      self.kind = kind
      rest.removeFirst()
    }
    guard rest.isEmpty else { return nil }
  }
}

extension Substring {
  fileprivate mutating func take(_ character: Character) -> Bool {
    guard first == character else { return false }
    removeFirst()
    return true
  }

  /// The digits ahead: `.some(nil)` where there are none, `nil` where they say too much.
  fileprivate mutating func takeNumber(upTo limit: Int) -> Int?? {
    let digits = prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty else { return .some(nil) }
    removeFirst(digits.count)
    guard let number = Int(digits), number <= limit else { return nil }
    return .some(number)
  }
}
