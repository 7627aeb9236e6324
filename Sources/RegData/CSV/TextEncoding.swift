import Glibc

/// What the first bytes of a file and its bytes as a whole say about how it is written.
enum TextEncoding {
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The offset at which the text starts, behind a byte order mark.
  ///
  /// - Throws: A fault for packed files, and for text that is recognised not to be UTF-8.
  static func start(of bytes: UnsafeBufferPointer<UInt8>) throws(CSVFault) -> Int {
    if let (name, isText) = signature(bytes) {
      throw CSVFault(offset: nil, isText ? .wrongEncoding(name) : .compressed(name))
    }
    // Text of two bytes a character has zero bytes from the start.
    if bytes.prefix(2).contains(0) { throw CSVFault(offset: nil, .wrongEncoding("UTF-16")) }
    return bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
  }

  /// Checks that bytes in a range are UTF-8 without zero bytes; a character that reaches into the
  /// range or out of it is looked at as a whole.
  ///
  /// - Throws: A fault with the first offset.
  static func check(
    _ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>
  ) throws(CSVFault) {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start > 0, range.lowerBound - start < 3, start < bytes.count, bytes[start].isContinuation
    {
      start -= 1
    }
    while end < bytes.count, end - range.upperBound < 3, bytes[end].isContinuation { end += 1 }
    let part = UnsafeBufferPointer(rebasing: bytes[start..<end])
    if let zero = firstZero(part) { throw CSVFault(offset: start + zero, .nulByte) }
    do {
      _ = try UTF8Span(validating: part.span)
    } catch {
      throw CSVFault(offset: start + error.byteOffsets.lowerBound, .notUTF8)
    }
  }

  /// Whether bytes are packed with gzip.
  static func isGzip(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.starts(with: [0x1F, 0x8B])
  }

  private static func signature(
    _ bytes: UnsafeBufferPointer<UInt8>
  ) -> (name: String, isText: Bool)? {
    let known: [(start: [UInt8], name: String, isText: Bool)] = [
      ([0xFF, 0xFE, 0, 0], "UTF-32", true), ([0, 0, 0xFE, 0xFF], "UTF-32", true),
      ([0xFF, 0xFE], "UTF-16", true), ([0xFE, 0xFF], "UTF-16", true),
      ([0x1F, 0x8B], "gzip", false), ([0x50, 0x4B, 3, 4], "zip", false),
      ([0x28, 0xB5, 0x2F, 0xFD], "zstd", false),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "xz", false),
    ]
    return known.first { bytes.starts(with: $0.start) }.map { ($0.name, $0.isText) }
  }

  private static func firstZero(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let base = bytes.baseAddress, let found = memchr(base, 0, bytes.count) else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }
}

/// A fault by its offset in the bytes, from which the line is counted only when one is found.
struct CSVFault: Error {
  let offset: Int?
  let reason: FileFault.Reason

  init(offset: Int?, _ reason: FileFault.Reason) {
    self.offset = offset
    self.reason = reason
  }

  func fault(in bytes: UnsafeBufferPointer<UInt8>) -> FileFault {
    FileFault(line: offset.map { Self.line(of: $0, in: bytes) }, reason)
  }

  /// The line an offset is on, counted from 1; lines end in LF, CRLF or CR.
  static func line(of offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var line = 1
    for position in bytes[..<offset].indices {
      let isReturn = bytes[position] == .carriageReturn
      let isPair = isReturn && position + 1 < bytes.count && bytes[position + 1] == .lineFeed
      if bytes[position] == .lineFeed || (isReturn && !isPair) { line += 1 }
    }
    return line
  }
}

extension UInt8 {
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let quote = UInt8(ascii: "\"")
  static let tab = UInt8(ascii: "\t")
  static let space = UInt8(ascii: " ")
  static let comma = UInt8(ascii: ",")
  static let point = UInt8(ascii: ".")

  var isLineEnd: Bool { self == .lineFeed || self == .carriageReturn }
  var isBlank: Bool { self == .space || self == .tab }
  /// Whether it is a byte of a character in UTF-8 but not its first.
  var isContinuation: Bool { self & 0xC0 == 0x80 }
}
