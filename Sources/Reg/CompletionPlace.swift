import RegSyntax

/// What surrounds the end of a text that is being typed: the word begun, and the call it is in.
struct CompletionPlace {
  enum Kind: Equatable {
    /// A name, perhaps in the call of a function.
    case name(inCallOf: String?)
    /// A field behind these names.
    case field(of: [String])
    /// The inside of a string, perhaps that of a keyword argument.
    case string(inCallOf: String?, keyword: String?)
  }

  /// Where the word begins, in bytes.
  let start: Int
  let typed: String
  let kind: Kind

  init(_ bytes: [UInt8]) {
    let scan = Scan(bytes)
    if let opening = scan.stringStart {
      start = opening + 1
      typed = Self.text(bytes[(opening + 1)...])
      kind = .string(
        inCallOf: scan.functions.last ?? nil, keyword: Self.keyword(before: opening, in: bytes))
      return
    }
    let path = Self.path(endingAt: bytes.count, in: bytes)
    typed = path.last ?? ""
    start = bytes.count - bytes.reversed().prefix { Self.isWord($0) }.count
    kind =
      path.count > 1
      ? .field(of: Array(path.dropLast())) : .name(inCallOf: scan.functions.last ?? nil)
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  /// Letters, digits, `_`, and every byte of what is not ASCII.
  fileprivate static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }

  /// The names joined by dots that end at an offset; the last may be empty.
  fileprivate static func path(endingAt end: Int, in bytes: [UInt8]) -> [String] {
    var start = end
    while start > 0, isWord(bytes[start - 1]) || bytes[start - 1] == UInt8(ascii: ".") {
      start -= 1
    }
    let names = bytes[start..<end].split(
      separator: UInt8(ascii: "."), omittingEmptySubsequences: false
    ).map(text)
    // `.5` and `1.5` are numbers, `x..y` is nothing.
    let isPath = names.dropLast().allSatisfy { name in
      name.utf8.first.map { !($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")) } ?? false
    }
    return isPath ? names : Array(names.suffix(1))
  }

  /// The name in `name = "…`, folded.
  private static func keyword(before offset: Int, in bytes: [UInt8]) -> String? {
    var end = offset
    while end > 0, bytes[end - 1] == UInt8(ascii: " ") { end -= 1 }
    guard end > 0, bytes[end - 1] == UInt8(ascii: "=") else { return nil }
    end -= 1
    while end > 0, bytes[end - 1] == UInt8(ascii: " ") { end -= 1 }
    let name = path(endingAt: end, in: bytes).last ?? ""
    return name.isEmpty ? nil : Name.fold(name)
  }
}

/// One pass over a text for its open brackets and its open string.
private struct Scan {
  /// For each open bracket, the function it calls, or `nil`.
  var functions: [String?] = []
  var stringStart: Int?

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
    if isComment { functions = [] }
  }

  private mutating func takeCode(_ byte: UInt8, at offset: Int, in bytes: [UInt8]) {
    switch byte {
    case UInt8(ascii: "\""): stringStart = offset
    case UInt8(ascii: "("):
      let name = CompletionPlace.path(endingAt: offset, in: bytes).last ?? ""
      functions.append(name.isEmpty ? nil : name)
    case UInt8(ascii: "["), UInt8(ascii: "{"): functions.append(nil)
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): _ = functions.popLast()
    default: return
    }
  }
}
