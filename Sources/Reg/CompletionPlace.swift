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
  /// Whether the word is in a formula: behind a `~` that no comma ends.
  let isInFormula: Bool
  /// The argument that it is the value of, by its name.
  let keyword: String?
  /// The argument that it is the value of, by its place: 0 for the first.
  let position: Int
  /// Names of what may be the table whose columns are meant, the likeliest first: what is indexed,
  /// the first argument of a call, or what is piped into it.
  let tables: [[String]]

  init(_ bytes: [UInt8]) {
    let scan = CompletionScan(bytes)
    isInFormula = scan.brackets.contains { $0.hasTilde } || scan.hasTilde
    position = scan.brackets.last?.commas ?? 0
    tables = scan.brackets.reversed().compactMap { $0.table(in: bytes) }
    if let opening = scan.stringStart {
      start = opening + 1
      typed = Self.text(bytes[(opening + 1)...])
      keyword = Self.keyword(before: opening, in: bytes)
      kind = .string(inCallOf: scan.function, keyword: keyword)
      return
    }
    let path = Self.path(endingAt: bytes.count, in: bytes)
    typed = path.last ?? ""
    start = bytes.count - bytes.reversed().prefix { Self.isWord($0) }.count
    keyword = Self.keyword(before: start, in: bytes)
    kind =
      path.count > 1 ? .field(of: Array(path.dropLast())) : .name(inCallOf: scan.function)
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  /// Letters, digits, `_`, and every byte of what is not ASCII.
  static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }

  /// The names joined by dots that end at an offset; the last may be empty.
  static func path(endingAt end: Int, in bytes: [UInt8]) -> [String] {
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
