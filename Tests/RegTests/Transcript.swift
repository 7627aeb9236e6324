import Foundation
import Reg

/// A session as text: input behind `> `, continued behind `. `, what it shows below.
///
/// Cases start with `=== ` and a heading; each has a session of its own. Lines of the form
/// `! steps 1000`, before the first input, change what that session may do.
struct Transcript {
  struct Case {
    var heading: String
    var directives: [String] = []
    var entries: [Entry] = []
  }

  struct Entry: Equatable {
    var input: String
    var output: [String] = []
  }

  var cases: [Case] = []

  init(_ text: String) {
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("=== ") {
        cases.append(Case(heading: String(line.dropFirst(4))))
      } else if cases.isEmpty {
        cases.append(Case(heading: line))
      } else {
        cases[cases.count - 1].take(line)
      }
    }
    for index in cases.indices { cases[index].dropTrailingBlankLines() }
  }

  var text: String {
    cases.map(\.text).joined(separator: "\n\n") + "\n"
  }
}

extension Transcript.Case {
  fileprivate mutating func take(_ line: String) {
    if line.hasPrefix("! ") {
      directives.append(String(line.dropFirst(2)))
    } else if line.hasPrefix("> ") {
      dropTrailingBlankLines()
      entries.append(Transcript.Entry(input: String(line.dropFirst(2))))
    } else if line.hasPrefix(". "), let last = entries.indices.last, entries[last].output.isEmpty {
      entries[last].input += "\n" + line.dropFirst(2)
    } else if let last = entries.indices.last {
      entries[last].output.append(line)
    }
  }

  fileprivate mutating func dropTrailingBlankLines() {
    guard let last = entries.indices.last else { return }
    while entries[last].output.last?.isEmpty == true { entries[last].output.removeLast() }
  }

  fileprivate var text: String {
    let lines = entries.flatMap { entry in
      let input = entry.input.split(separator: "\n", omittingEmptySubsequences: false)
      return input.enumerated().map { ($0 == 0 ? "> " : ". ") + $1 } + entry.output
    }
    return (["=== \(heading)"] + directives.map { "! \($0)" } + lines).joined(separator: "\n")
  }

  /// The same inputs with the outputs that a session gives now.
  func replayed() -> Transcript.Case {
    let run = TranscriptRun(directives: directives)
    var result = self
    result.entries = entries.map { entry in
      Transcript.Entry(input: entry.input, output: run.output(of: entry.input))
    }
    return result
  }
}

/// The session that a case of a transcript runs in.
final class TranscriptRun {
  private let session: Session
  private var text = ""
  private let isInterrupted: Bool

  init(directives: [String] = []) {
    var limits = Limits(steps: 10_000_000)
    var capabilities = Capabilities.all.subtracting(.randomSeed)
    for directive in directives {
      let words = directive.split(separator: " ")
      switch words.first {
      case "steps": limits.steps = words.last.flatMap { Int($0) }
      case "bytes": limits.bytes = words.last.flatMap { Int($0) } ?? limits.bytes
      case "sandbox": capabilities = []
      default: continue
      }
    }
    isInterrupted = directives.contains("interrupt")
    Transcripts.enterScratchFolder
    session = Session(limits: limits, capabilities: capabilities)
    session.scriptDirectory = Transcripts.directory + "/Files/"
    session.output = { [unowned self] in text += $0 }
    session.warnings = { [unowned self] in
      text += DiagnosticRenderer(color: false).render($0) + "\n"
    }
  }

  /// What an input prints and shows, its errors included, as lines without blanks at their ends.
  func output(of input: String) -> [String] {
    text = ""
    // A loop without end is what an interruption is for; nothing else is asked to stop.
    if isInterrupted, input.contains("while") { session.interrupt.set() }
    do {
      try session.evaluate(input)
    } catch let error as RegError {
      text += error.text() + "\n"
    } catch {
      text += "\(error)\n"
    }
    session.interrupt.clear()
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(line.reversed().drop { $0 == " " }.reversed())
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }
}

/// The transcripts beside these tests.
enum Transcripts {
  /// The folder in the sources, where `scripts/record` rewrites them.
  static let directory = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Transcripts").path()

  /// Makes a folder of its own the current one, once, for the files that examples write.
  static let enterScratchFolder: Void = {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    _ = FileManager.default.changeCurrentDirectoryPath(folder.path())
  }()

  static var names: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    return names.filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(4)) }.sorted()
  }

  static func path(_ name: String) -> String { "\(directory)/\(name).txt" }

  static func text(_ name: String) throws -> String {
    try String(contentsOfFile: path(name), encoding: .utf8)
  }

  /// Whether to rewrite the transcripts instead of only comparing them.
  static var isRecording: Bool { ProcessInfo.processInfo.environment["REG_RECORD"] != nil }
}
