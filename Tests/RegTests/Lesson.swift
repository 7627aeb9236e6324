import Foundation
import Reg

/// A study of `scripts/examples/lesson`, and what comes of running it.
struct Lesson {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let folder = root.appending(path: "scripts/examples/lesson").path()
  static let catalogue = root.appending(path: "Sources/Reg/Reg.docc").path()

  /// The names of all studies.
  static var names: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".reg") }.map { String($0.dropLast(4)) }.sorted()
  }

  let name: String
  let source: String
  /// What it prints, pictures apart.
  let text: String
  /// The title of each picture, and the picture as SVG.
  let pictures: [(title: String, svg: String)]

  init(_ name: String) throws {
    self.name = name
    source = try String(contentsOfFile: "\(Self.folder)/\(name).reg", encoding: .utf8)
    let session = Session(capabilities: [.readFiles])
    session.scriptDirectory = Self.folder + "/"
    var text = ""
    var pictures: [(title: String, svg: String)] = []
    session.output = { text += $0 }
    session.warnings = { text += DiagnosticRenderer(color: false).render($0) + "\n" }
    try session.run(session.compile(source, name: "\(name).reg")) { value in
      guard value.typeName == "plot" else { return try session.write(value) }
      pictures.append((try value["title"].string(), try value["svg"].string()))
    }
    self.text = text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { line in String(line.reversed().drop { $0 == " " }.reversed()) }
      .joined(separator: "\n").trimmingCharacters(in: .newlines)
    self.pictures = pictures
  }

  /// The sentence at the end, worked out from the numbers.
  var conclusion: String { text.split(separator: "\n").last.map(String.init) ?? "" }

  /// The comment at the top: a title, and paragraphs.
  private var comment: [String] {
    source.split(separator: "\n", omittingEmptySubsequences: false)
      .prefix { $0.hasPrefix("#") }.map { $0.dropFirst(2) }.map(String.init)
  }

  /// The script below that comment.
  private var script: String {
    source.split(separator: "\n", omittingEmptySubsequences: false)
      .drop { $0.hasPrefix("#") }.joined(separator: "\n").trimmingCharacters(in: .newlines)
  }

  // MARK: As an article

  var articlePath: String { "\(Self.catalogue)/Lesson/Lesson-\(name).md" }

  func pictureName(_ place: Int) -> String { "lesson-\(name)-\(place + 1)" }

  func picturePath(_ place: Int) -> String {
    "\(Self.catalogue)/Resources/\(pictureName(place)).svg"
  }

  /// The page of the documentation.
  var article: String {
    let findings = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "\n").trimmingCharacters(in: .newlines)
    let images = pictures.indices.map { "![\(pictures[$0].title)](\(pictureName($0)))" }
    let parts =
      ["# \(comment.first ?? name)", comment.dropFirst(2).joined(separator: "\n")] + images + [
        conclusion, "## The study",
        "`scripts/examples/lesson/\(name).reg`; change a number, and run it again.",
        "```\n\(script)\n```",
      ] + (findings.isEmpty ? [] : ["## What it prints", "```text\n\(findings)\n```"])
    return parts.joined(separator: "\n\n") + "\n"
  }

  func record() throws {
    try FileManager.default.createDirectory(
      atPath: Self.catalogue + "/Lesson", withIntermediateDirectories: true)
    try article.write(toFile: articlePath, atomically: true, encoding: .utf8)
    for (place, picture) in pictures.enumerated() {
      try picture.svg.write(toFile: picturePath(place), atomically: true, encoding: .utf8)
    }
  }
}

/// Two pictures, compared: the same marks and words, and numbers that differ by less than can be seen.
///
/// The last digits of a fit depend on the processor, and may round a coordinate the other way.
func looksAlike(_ first: String, _ second: String) -> Bool {
  let (first, second) = (Pieces(first), Pieces(second))
  guard first.words == second.words, first.numbers.count == second.numbers.count else {
    return false
  }
  return zip(first.numbers, second.numbers).allSatisfy { abs($0 - $1) < 1 }
}

private struct Pieces {
  var words: [Substring] = []
  var numbers: [Double] = []

  init(_ text: String) {
    let isOfNumber: (Character) -> Bool = { $0.isASCII && ($0.isNumber || $0 == ".") }
    var rest = text[...]
    while !rest.isEmpty {
      let word = rest.prefix { !isOfNumber($0) }
      words.append(word)
      rest = rest.dropFirst(word.count)
      let number = rest.prefix(while: isOfNumber)
      if let value = Double(number) { numbers.append(value) } else { words.append(number) }
      rest = rest.dropFirst(number.count)
    }
  }
}

/// The index of the studies by the claims they bear out or correct.
struct LessonIndex {
  static let path = Lesson.folder + "/README.md"

  /// The lines, with what each study found left out.
  private let claims: [String]

  init() throws {
    let lines = try String(contentsOfFile: Self.path, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    claims = lines.filter { !$0.hasPrefix(Self.mark) }
  }

  private static let mark = "  > "

  /// The study that a line refers to.
  private static func study(of line: String) -> String? {
    guard line.hasSuffix(".reg)"), let open = line.lastIndex(of: "(") else { return nil }
    return String(line[line.index(after: open)...].dropLast(5))
  }

  var studies: Set<String> { Set(claims.compactMap(Self.study)) }

  /// The phrases of the teaching text, in quotation marks.
  var phrases: [String] {
    claims.joined(separator: " ").split(separator: "“").dropFirst().compactMap {
      $0.split(separator: "”").first.map(String.init)
    }
  }

  /// The page, with what the studies found below each line that refers to one.
  func page(_ conclusions: [String: String]) -> String {
    claims.flatMap { line in
      [line] + (Self.study(of: line).flatMap { conclusions[$0] }.map { [Self.mark + $0] } ?? [])
    }.joined(separator: "\n")
  }
}
