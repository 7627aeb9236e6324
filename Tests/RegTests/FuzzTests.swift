import Foundation
import Reg
import Testing

@Suite("Damaged scripts")
struct FuzzTests {
  /// How many damaged scripts to run; `REG_FUZZ_CASES=100000` for a thorough search.
  private static let cases =
    ProcessInfo.processInfo.environment["REG_FUZZ_CASES"].flatMap { Int($0) } ?? 400

  /// The example scripts, and what the transcripts type.
  private static func scripts() throws -> [[UInt8]] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let examples = root.appending(path: "scripts/examples").path()
    let names = try FileManager.default.contentsOfDirectory(atPath: examples).sorted()
    var scripts = try names.filter { $0.hasSuffix(".reg") }.map {
      try String(contentsOfFile: examples + "/" + $0, encoding: .utf8)
    }
    for name in Transcripts.names {
      let transcript = Transcript(try Transcripts.text(name))
      scripts += transcript.cases.map { $0.entries.map(\.input).joined(separator: "\n") }
    }
    return scripts.map { Array($0.utf8) }
  }

  @Test("a damaged script ends in a value or a diagnostic, and never stops the program")
  func damaged() throws {
    let scripts = try Self.scripts()
    #expect(scripts.count > 50)
    var generator = Generator(state: 2026)
    let mutator = Mutator()
    for _ in 0..<Self.cases {
      let script = scripts[mutator.index(scripts.count, &generator)]
      let donor = scripts[mutator.index(scripts.count, &generator)]
      try run(mutator.damaged(script, donor: donor, &generator))
    }
  }

  private func run(_ bytes: [UInt8]) throws {
    // Whole studies are left out by time: what is looked for here are crashes.
    let session = Session(limits: Limits(steps: 5000, seconds: 0.2, bytes: 1 << 22))
    do {
      let program = try session.compile(SourceText(name: "damaged.reg", bytes: bytes))
      try session.run(program, show: session.write)
    } catch let error as RegError {
      #expect(!error.text().isEmpty)
    } catch is ExitRequest {
      return
    }
  }
}

/// The same numbers in every run (Knuth's linear congruential generator).
private struct Generator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 33
  }
}

/// Damages texts the way that slips, bad merges and broken transfers do.
private struct Mutator {
  private let fragments = [
    "(", ")", "[", "]", "{", "}", "\"", "'", "=", "~", "->", "|>", ".", ",", ";", ":", "\n",
    "1e999",
    "-1", "0", "1e18", "nan", "end", "λ", "\u{0}", "\u{FF}", "{{", "for ", "fn f(x) = f(x)\nf(1)\n",
    "[1:1e12]", "x[", "^", "'", "@", " \\ ", "none", "true",
  ]

  func index(_ count: Int, _ generator: inout Generator) -> Int {
    Int(generator.next() % UInt64(count))
  }

  func damaged(
    _ script: [UInt8], donor: [UInt8], _ generator: inout Generator
  ) -> [UInt8] {
    var bytes = script
    for _ in 0...index(4, &generator) {
      let place = index(bytes.count + 1, &generator)
      switch index(5, &generator) {
      case 0:
        bytes.insert(contentsOf: fragments[index(fragments.count, &generator)].utf8, at: place)
      case 1: bytes.removeSubrange(place..<min(place + 1 + index(8, &generator), bytes.count))
      case 2 where place < bytes.count: bytes[place] = UInt8(index(256, &generator))
      case 3 where !donor.isEmpty:
        let start = index(donor.count, &generator)
        let end = min(start + 1 + index(40, &generator), donor.count)
        bytes.insert(contentsOf: donor[start..<end], at: place)
      default: bytes.removeSubrange(place...)
      }
    }
    return bytes
  }
}
