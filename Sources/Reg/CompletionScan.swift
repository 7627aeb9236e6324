/// One pass over a text for its open brackets and its open string.
struct CompletionScan {
  /// A bracket that is still open.
  struct Bracket {
    /// Where its inside begins, in bytes.
    let start: Int
    /// What is called or indexed: the names before it.
    let target: [String]
    let isCall: Bool
    /// Those between its arguments so far.
    var commas = 0
    /// Where the first of them is.
    var firstComma: Int?
    /// Whether the argument begun has a `~`.
    var hasTilde = false

    /// Names of what may be a table: what is indexed, the first argument, or what is piped here.
    func table(in bytes: [UInt8]) -> [String]? {
      guard isCall else { return target.isEmpty ? nil : target }
      guard !target.isEmpty else { return nil }
      var end = start - 1
      while end > 0, CompletionPlace.isWord(bytes[end - 1]) { end -= 1 }
      end = Self.trimmed(end, bytes)
      if end >= 2, bytes[end - 2..<end].elementsEqual("|>".utf8) {
        return path(endingAt: Self.trimmed(end - 2, bytes), in: bytes)
      }
      guard let firstComma, let path = path(endingAt: Self.trimmed(firstComma, bytes), in: bytes)
      else { return nil }
      let length = path.reduce(path.count - 1) { $0 + $1.utf8.count }
      // The argument is that name and nothing else.
      return Self.trimmed(firstComma, bytes) - length == start ? path : nil
    }

    private func path(endingAt end: Int, in bytes: [UInt8]) -> [String]? {
      let path = CompletionPlace.path(endingAt: end, in: bytes)
      return path.contains("") ? nil : path
    }

    private static func trimmed(_ end: Int, _ bytes: [UInt8]) -> Int {
      var end = end
      while end > 0, [UInt8(ascii: " "), UInt8(ascii: "\n")].contains(bytes[end - 1]) { end -= 1 }
      return end
    }
  }

  /// Outermost first.
  var brackets: [Bracket] = []
  var stringStart: Int?
  /// Whether the statement has a `~` outside of brackets.
  var hasTilde = false

  init(_ bytes: [UInt8]) {
    var offset = 0
    var isComment = false
    while offset < bytes.count {
      let byte = bytes[offset]
      if isComment {
        isComment = byte != UInt8(ascii: "\n")
      } else if stringStart != nil {
        if byte == UInt8(ascii: "\\") { offset += 1 }
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n") { stringStart = nil }
      } else {
        takeCode(byte, at: offset, in: bytes)
        isComment = byte == UInt8(ascii: "#")
      }
      offset += 1
    }
    // A comment completes to nothing: no function, no word.
    if isComment { brackets = [] }
  }

  /// The function in whose arguments the text ends.
  var function: String? {
    guard let last = brackets.last, last.isCall else { return nil }
    return last.target.last
  }

  private mutating func takeCode(_ byte: UInt8, at offset: Int, in bytes: [UInt8]) {
    switch byte {
    case UInt8(ascii: "\""): stringStart = offset
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
      let path = CompletionPlace.path(endingAt: offset, in: bytes)
      brackets.append(
        Bracket(
          start: offset + 1, target: path.contains("") || byte == UInt8(ascii: "{") ? [] : path,
          isCall: byte == UInt8(ascii: "(")))
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): _ = brackets.popLast()
    case UInt8(ascii: ","):
      guard var last = brackets.popLast() else { return hasTilde = false }
      last.commas += 1
      last.firstComma = last.firstComma ?? offset
      last.hasTilde = false
      brackets.append(last)
    case UInt8(ascii: "~"):
      if brackets.isEmpty { hasTilde = true } else { brackets[brackets.count - 1].hasTilde = true }
    case UInt8(ascii: ";"), UInt8(ascii: "\n"):
      if brackets.isEmpty { hasTilde = false }
    default: return
    }
  }
}
