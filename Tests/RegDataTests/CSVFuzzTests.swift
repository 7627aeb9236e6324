import Foundation
import RegData
import Testing

@Suite("Fuzzing CSV")
struct CSVFuzzTests {
  /// How many files to damage; `REG_FUZZ_CASES` sets it.
  private static let count =
    ProcessInfo.processInfo.environment["REG_FUZZ_CASES"].flatMap { Int($0) } ?? 400

  private static let fragments = [
    ",", ";", "\t", "|", "\"", "\"\"", "\n", "\r", "\r\n", " ", "NA", "TRUE", "false", "inf", "1e",
    "1e999",
    "-", ".", "1.5", "00", "é", "\u{FEFF}", "\0", "\"a\nb\"", ",,,,",
    "123456789012345678901234567890",
  ].map { Array($0.utf8) }

  @Test("damaged files give a table or an error, the same however they are cut", arguments: 0..<4)
  func survives(share: Int) throws {
    let files = try Manifest.cases().map { try Manifest.bytes($0.file) }
      .filter { $0.count < 20_000 }
    var random = SplitMix(seed: UInt64(share))
    for _ in 0..<max(Self.count / 4, 1) {
      var bytes = files.randomElement(using: &random) ?? []
      for _ in 0..<Int.random(in: 1...6, using: &random) { Self.damage(&bytes, files, &random) }
      let whole = Outcome(bytes)
      let size = Int.random(in: 1...100, using: &random)
      let cut = Outcome(bytes, blockSize: size, workers: size % 3 + 1)
      #expect(cut == whole, "blocks of \(size): \(bytes)")
      if case .failure(let error) = whole {
        guard case .badFile = error else {
          Issue.record("\(error)")
          continue
        }
      }
    }
  }

  private static func damage(
    _ bytes: inout [UInt8], _ files: [[UInt8]], _ random: inout SplitMix
  ) {
    let position = Int.random(in: 0...bytes.count, using: &random)
    let end = min(bytes.count, position + Int.random(in: 0...8, using: &random))
    switch Int.random(in: 0..<6, using: &random) {
    case 0: bytes.removeSubrange(position..<end)
    case 1: bytes.insert(UInt8.random(in: 0...255, using: &random), at: position)
    case 2: bytes.insert(contentsOf: fragments.randomElement(using: &random) ?? [], at: position)
    case 3: bytes.insert(contentsOf: bytes[position..<end], at: position)
    case 4:
      let other = files.randomElement(using: &random) ?? []
      let start = Int.random(in: 0...other.count, using: &random)
      bytes.insert(contentsOf: other[start..<min(start + 60, other.count)], at: position)
    default:
      if position < bytes.count { bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &random) }
    }
  }
}
