import Foundation
import Testing

@testable import RegREPL

@Suite("The history file")
struct HistoryFileTests {
  @Test(
    "a statement takes one line and comes back as it was",
    arguments: ["1 + 1", "fn f(x)\n  x\nend", #"X \ y"#, #""a\nb""#, "\\", "\n", "λ θ̂", ""])
  func encoding(statement: String) {
    let line = HistoryFile.encoded(statement)
    #expect(!line.contains("\n"))
    #expect(HistoryFile.decoded(line) == statement)
  }

  @Test("statements are added at the end; the last ones are read")
  func file() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = HistoryFile(path: folder.appending(path: "state/history").path())
    #expect(file.statements(last: 10).isEmpty)
    for number in 1...5 { file.append("a = \(number)\nb") }
    #expect(file.statements(last: 2) == ["a = 4\nb", "a = 5\nb"])
    #expect(HistoryFile(path: file.path).statements(last: 100).count == 5)
    let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test("two prompts see what the other adds, once, and a line cut short swallows none")
  func shared() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "history").path()
    let (one, two) = (HistoryFile(path: path), HistoryFile(path: path))
    #expect(one.append("a").isEmpty)
    #expect(two.append("b") == ["a"])
    #expect(one.news() == ["b"])
    #expect(one.news().isEmpty && two.news().isEmpty)
    try Data("a\nb\ncut sho".utf8).write(to: URL(filePath: path))
    one.append("c")
    #expect(HistoryFile(path: path).statements(last: 9) == ["a", "b", "cut sho", "c"])
  }

  @Test("a file that has grown long is cut to the last statements, in sight of all")
  func long() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "history").path()
    let one = HistoryFile(path: path)
    one.append("first")
    let text = (1...20_001).map { "\($0)\n" }.joined()
    try Data(text.utf8).write(to: URL(filePath: path))
    let two = HistoryFile(path: path)
    #expect(two.statements(last: 2) == ["20000", "20001"])
    one.append("last")
    #expect(two.news() == ["last"])
    #expect(HistoryFile(path: path).statements(last: 100_000).count == 10_001)
  }
}
