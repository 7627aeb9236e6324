import RegData

/// The container of stored values: a signature, a version, sections and a checksum.
///
/// The article "The format of stored models" in the documentation has all of it.
enum ModelFile {
  /// As that of PNG, it shows whether bytes were changed as text is.
  static let signature: [UInt8] = [0x89, 0x52, 0x45, 0x47, 0x4d, 0x0d, 0x0a, 0x1a]
  /// Those that this program reads; it writes the first one that will do.
  static let versions: ClosedRange<UInt32> = 1...2

  private static let headerSize = 24
  private static let checksumSize = 8
  private static let bodyTag = "BODY"

  /// A whole file around the bytes of a value.
  static func wrap(_ value: ByteWriter, kind: String) -> [UInt8] {
    let body = value.bytes
    var note = ByteWriter()
    note.write(kind)
    let sections = [("KIND", note.bytes), (bodyTag, body)]
    let size = sections.reduce(headerSize + checksumSize) { $0 + 16 + $1.1.count }
    var file = ByteWriter()
    file.append(signature)
    file.write(value.version)
    file.write(UInt32(sections.count))
    file.write(UInt64(size))
    for (tag, content) in sections {
      file.append(Array(tag.utf8))
      file.write(UInt32(0))
      file.write(UInt64(content.count))
      file.append(content)
    }
    file.write(file.bytes.withUnsafeBytes { XXHash64.hash($0) })
    return file.bytes
  }

  /// The bytes of the value in a file.
  ///
  /// - Throws: What is wrong with the file, if it is not whole and unaltered.
  static func unwrap(_ file: [UInt8]) throws(StoredFault) -> ArraySlice<UInt8> {
    guard file.starts(with: signature) else {
      throw StoredFault(
        file.isEmpty ? "is empty" : "was not written by 'save'")
    }
    var reader = ByteReader(file[signature.count...])
    let version = try reader.small()
    guard versions.contains(version) else {
      throw StoredFault(
        "has version \(version) of the format, and this program reads versions "
          + "\(versions.lowerBound) to \(versions.upperBound)")
    }
    let count = try reader.small()
    let size = try reader.large()
    guard size == UInt64(file.count) else {
      throw StoredFault(
        UInt64(file.count) < size
          ? "is cut short: \(file.count) of \(size) bytes"
          : "has \(UInt64(file.count) - size) bytes too many")
    }
    guard file.count >= headerSize + checksumSize else { throw StoredFault("is cut short") }
    var last = ByteReader(file[(file.count - checksumSize)...])
    let checksum = file.withUnsafeBytes {
      XXHash64.hash(UnsafeRawBufferPointer(rebasing: $0[..<(file.count - checksumSize)]))
    }
    guard try last.large() == checksum else {
      throw StoredFault("was altered or damaged: its checksum does not match")
    }
    var body: ArraySlice<UInt8>?
    for _ in 0..<count {
      let tag = try reader.skip(4)
      _ = try reader.small()
      let content = try reader.skip(try reader.count())
      // A section that this version does not know adds to a value and does not change it.
      if tag.elementsEqual(bodyTag.utf8) { body = content }
    }
    guard let body else { throw StoredFault("has no value in it") }
    return body
  }
}
