import RegLinearAlgebra

/// Writes values as bytes, little-endian, each with its length before it where it has one.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []
  /// The first version of the format that has all that was written.
  private(set) var version = ModelFile.versions.lowerBound
  /// Those in the middle of whose values something is written, outermost first.
  var openFunctions: [ObjectIdentifier] = []
  var functionCount = 0

  mutating func needs(version: UInt32) { self.version = max(self.version, version) }

  mutating func write(_ byte: UInt8) { bytes.append(byte) }

  mutating func write(_ number: UInt32) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func write(_ number: UInt64) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func write(_ logical: Bool) { write(UInt8(logical ? 1 : 0)) }
  mutating func write(_ number: Int) { write(UInt64(bitPattern: Int64(number))) }
  mutating func write(_ number: Double) { write(number.bitPattern) }

  mutating func write(_ text: String) {
    var text = text
    text.withUTF8 { utf8 in
      write(UInt64(utf8.count))
      bytes.append(contentsOf: utf8)
    }
  }

  mutating func write(_ numbers: [Double]) {
    write(UInt64(numbers.count))
    numbers.withUnsafeBufferPointer { append($0) }
  }

  mutating func write(_ matrix: Matrix) {
    write(UInt64(matrix.rows))
    write(UInt64(matrix.columns))
    matrix.withUnsafeBuffer { append($0) }
  }

  mutating func write<Item>(
    _ items: some Collection<Item>, each: (inout ByteWriter, Item) throws -> Void
  ) rethrows {
    write(UInt64(items.count))
    for item in items { try each(&self, item) }
  }

  mutating func write<Item>(
    _ item: Item?, some: (inout ByteWriter, Item) throws -> Void
  ) rethrows {
    write(item != nil)
    if let item { try some(&self, item) }
  }

  mutating func write(_ texts: [String]) { write(texts) { $0.write($1) } }

  mutating func append(_ other: [UInt8]) { bytes.append(contentsOf: other) }

  mutating func append(_ other: ByteWriter) {
    append(other.bytes)
    needs(version: other.version)
  }

  private mutating func append(_ numbers: UnsafeBufferPointer<Double>) {
    // Every processor that Swift runs on is little-endian, or the loop is what it takes.
    if 1.littleEndian == 1 {
      bytes.append(contentsOf: UnsafeRawBufferPointer(numbers))
    } else {
      for number in numbers { write(number) }
    }
  }
}

/// A file does not hold what its format says it should.
struct StoredFault: Error {
  /// What is wrong, as the end of a sentence that starts with the file.
  let reason: String

  init(_ reason: String = "holds something that no version of the format has") {
    self.reason = reason
  }
}

/// Reads what `ByteWriter` wrote, trusting nothing: every length is held against what is left.
struct ByteReader {
  private let bytes: ArraySlice<UInt8>
  private var place: Int
  /// How many more lists, records and the like may be opened.
  private(set) var depth = 0

  private static let deepest = 200

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    place = bytes.startIndex
  }

  var remaining: Int { bytes.endIndex - place }

  mutating func skip(_ count: Int) throws(StoredFault) -> ArraySlice<UInt8> {
    guard count >= 0, count <= remaining else { throw StoredFault("ends too early") }
    defer { place += count }
    return bytes[place..<place + count]
  }

  mutating func byte() throws(StoredFault) -> UInt8 {
    guard let byte = try skip(1).first else { throw StoredFault() }
    return byte
  }

  private mutating func word(_ size: Int) throws(StoredFault) -> UInt64 {
    try skip(size).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
  }

  mutating func small() throws(StoredFault) -> UInt32 { UInt32(truncatingIfNeeded: try word(4)) }
  mutating func large() throws(StoredFault) -> UInt64 { try word(8) }
  mutating func number() throws(StoredFault) -> Double { Double(bitPattern: try word(8)) }

  mutating func logical() throws(StoredFault) -> Bool {
    switch try byte() {
    case 0: return false
    case 1: return true
    default: throw StoredFault()
    }
  }

  mutating func integer() throws(StoredFault) -> Int {
    Int(truncatingIfNeeded: Int64(bitPattern: try word(8)))
  }

  /// A number of items that take so many bytes each, at least.
  mutating func count(of size: Int = 1) throws(StoredFault) -> Int {
    let count = try word(8)
    guard count <= UInt64(remaining / size) else { throw StoredFault("ends too early") }
    return Int(count)
  }

  mutating func text() throws(StoredFault) -> String {
    let utf8 = try skip(try count())
    guard let text = String(validating: utf8, as: UTF8.self) else {
      throw StoredFault("holds text that is not UTF-8")
    }
    return text
  }

  mutating func numbers() throws(StoredFault) -> [Double] {
    let count = try count(of: 8)
    var numbers: [Double] = []
    numbers.reserveCapacity(count)
    let slice = try skip(8 * count)
    slice.withUnsafeBytes { raw in
      for index in 0..<count {
        let bits = raw.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self)
        numbers.append(Double(bitPattern: UInt64(littleEndian: bits)))
      }
    }
    return numbers
  }

  mutating func matrix() throws(StoredFault) -> Matrix {
    let (rows, columns) = (try word(8), try word(8))
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    // Also a matrix without entries has no more rows than anybody could have filled.
    guard !overflow, count <= UInt64(remaining / 8), rows <= 1 << 31, columns <= 1 << 31 else {
      throw StoredFault("ends too early")
    }
    let slice = try skip(8 * Int(count))
    return Matrix(rows: Int(rows), columns: Int(columns)) { entries in
      slice.withUnsafeBytes { raw in
        for index in 0..<Int(count) {
          let bits = raw.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self)
          entries[index] = Double(bitPattern: UInt64(littleEndian: bits))
        }
      }
    }
  }

  mutating func texts() throws(StoredFault) -> [String] {
    try items { (reader) throws(StoredFault) in try reader.text() }
  }

  mutating func items<Item, Failure>(
    _ item: (inout ByteReader) throws(Failure) -> Item
  ) throws -> [Item] {
    let count = try count()
    var items: [Item] = []
    for _ in 0..<count { items.append(try item(&self)) }
    return items
  }

  mutating func items<Item>(
    _ item: (inout ByteReader) throws(StoredFault) -> Item
  ) throws(StoredFault) -> [Item] {
    let count = try count()
    var items: [Item] = []
    for _ in 0..<count { items.append(try item(&self)) }
    return items
  }

  mutating func optional<Item>(
    _ item: (inout ByteReader) throws(StoredFault) -> Item
  ) throws(StoredFault) -> Item? {
    try logical() ? try item(&self) : nil
  }

  /// Reads something that may hold others of its kind.
  mutating func nested<Result>(
    _ body: (inout ByteReader) throws -> Result
  ) throws -> Result {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else { throw StoredFault("is nested too deep") }
    return try body(&self)
  }
}
