import Foundation
import RegData
import Testing

@Suite("Packed CSV")
struct GzipTests {
  /// A member of a gzip file (RFC 1952) whose contents are stored as they are.
  private func packed(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    let size = UInt16(bytes.count)
    return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1] + little(size) + little(~size) + bytes
      + little(checksum(bytes)) + little(UInt32(bytes.count))
  }

  private func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  private func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
  }

  @Test("members are unpacked and joined, and padding is left out")
  func unpacks() throws {
    let table = try CSV.read(packed("a,b\n1,2\n") + packed("3,4\n") + [0, 0, 0]).table
    #expect(try cells(table, "b") == [.number(2), .number(4)])
  }

  @Test("what gzip itself packed is unpacked")
  func unpacksDeflated() throws {
    // "x,y" and forty rows "1.25,abc".
    let data = try #require(Data(base64Encoded: "H4sIAAAAAAACA6vQqeQy1DMy1UlMSh5l0JYBAKkEDfNsAQAA"))
    let table = try CSV.read(Array(data)).table
    #expect(table["x"]?.numbers == Array(repeating: 1.25, count: 40))
    #expect(table["y"]?.texts == Array(repeating: "abc", count: 40))
  }

  @Test("what is cut short or altered is refused")
  func refusesDamage() {
    let good = packed("a,b\n1,2\n")
    let damaged = DataError.badFile(path: nil, FileFault(line: nil, .damaged("gzip")))
    for count in 2..<good.count {
      #expect(throws: damaged, "\(count)") { try CSV.read(Array(good[..<count])) }
    }
    for position in 15..<good.count - 4 {
      var bytes = good
      bytes[position] ^= 1
      #expect(throws: damaged, "\(position)") { try CSV.read(bytes) }
    }
    #expect(throws: damaged) { try CSV.read(good + [7]) }
  }

  @Test("unpacking asks before it takes memory")
  func asks() {
    var monitor = ReadingMonitor()
    monitor.admits = { _, _ in false }
    #expect(throws: DataError.self) {
      try CSV.read(packed("a,b\n1,2\n"), monitor: monitor)
    }
  }
}
