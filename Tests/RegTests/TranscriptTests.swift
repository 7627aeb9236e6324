import Foundation
import Reg
import Testing

@Suite("Transcripts")
struct TranscriptTests {
  @Test("a session shows what its transcript says", arguments: Transcripts.names)
  func transcript(name: String) throws {
    let expected = Transcript(try Transcripts.text(name))
    #expect(!expected.cases.isEmpty)
    var actual = expected
    actual.cases = expected.cases.map { $0.replayed() }
    if Transcripts.isRecording {
      try actual.text.write(toFile: Transcripts.path(name), atomically: true, encoding: .utf8)
    }
    for (expected, actual) in zip(expected.cases, actual.cases) {
      for (entry, replayed) in zip(expected.entries, actual.entries) {
        #expect(
          entry.output == replayed.output, "\(name).txt, \(expected.heading): \(entry.input)")
      }
    }
  }

  @Test("every code has a transcript that shows it", arguments: DiagnosticCode.all.map(\.name))
  func everyCode(name: String) throws {
    let text = try Transcripts.text(name)
    #expect(
      text.contains("error[\(name)]") || text.contains("warning[\(name)]"),
      "\(name).txt never shows its code")
  }

  @Test("every example of a built-in is true", arguments: Session().builtins.all.map(\.name))
  func example(name: String) throws {
    let builtin = try #require(Session().builtins[name])
    check(builtin.examples.map { ($0.title, $0.transcript) }, of: name)
  }

  @Test("every example of a topic is true", arguments: Session().builtins.topics.map(\.name))
  func topic(name: String) throws {
    let topic = try #require(Session().builtins.topics.first { $0.name == name })
    check(topic.examples.map { ($0.title, $0.transcript) }, of: name)
  }

  private func check(_ examples: [(title: String, transcript: String)], of name: String) {
    for example in examples {
      let transcript = Transcript("=== \(example.title)\n\(example.transcript)")
      for expected in transcript.cases {
        for (entry, replayed) in zip(expected.entries, expected.replayed().entries) {
          #expect(entry.output == replayed.output, "\(name), \(example.title): \(entry.input)")
        }
      }
    }
  }
}
