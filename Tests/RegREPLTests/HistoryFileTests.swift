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
}
