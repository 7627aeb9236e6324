import Foundation
import RegData
import Testing

@Suite("Torture set")
struct TortureTests {
  @Test("every file reads, or is refused, as its manifest says", arguments: try Manifest.cases())
  func followsTheManifest(_ expected: Manifest.Case) throws {
    let bytes = try Manifest.bytes(expected.file)
    let outcome: Result<CSVContents, DataError>
    do throws(DataError) {
      outcome = .success(try CSV.read(bytes, path: expected.file))
    } catch {
      outcome = .failure(error)
    }
    switch (outcome, expected.expect) {
    case (.success(let contents), "ok"), (.success(let contents), "either"):
      check(contents.table, expected)
    case (.failure(let error), "error"), (.failure(let error), "either"):
      check(error, expected)
    default:
      Issue.record("\(expected.file) should be \(expected.expect): \(outcome)")
    }
  }

  private func check(_ table: Table, _ expected: Manifest.Case) {
    if let header = expected.header {
      #expect(table.names.map(\.unicodeScalars.spelled) == header.map(\.unicodeScalars.spelled))
    }
    if let prefix = expected.header_prefix { #expect(table.names.starts(with: prefix)) }
    if let count = expected.header_count { #expect(table.columnCount == count) }
    if let rows = expected.rows { #expect(table.rowCount == rows) }
    guard let cells = expected.cells else { return }
    #expect(table.rowCount == cells.count)
    for (row, values) in cells.enumerated() {
      #expect(values.count == table.columnCount)
      for (column, value) in values.enumerated() {
        let cell = table.column(at: column).column[row]
        #expect(
          value.matches(cell, isEither: expected.expect == "either"), "row \(row), column \(column)"
        )
      }
    }
  }

  private func check(_ error: DataError, _ expected: Manifest.Case) {
    guard case .badFile(expected.file, let fault) = error else {
      Issue.record("\(error)")
      return
    }
    if let line = expected.line { #expect(fault.line == line) }
    let message = error.message.lowercased()
    #expect(message.contains(expected.file))
    for pattern in expected.mention ?? [] {
      let found = pattern.split(separator: "|").contains { message.contains($0.lowercased()) }
      #expect(found, "\(message) should mention \(pattern)")
    }
  }
}

/// The list of files with what must come of each.
enum Manifest {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let file: String
    let expect: String
    let line: Int?
    let mention: [String]?
    let header: [String]?
    let header_prefix: [String]?
    let header_count: Int?
    let rows: Int?
    let cells: [[Value?]]?

    var testDescription: String { file }
  }

  enum Value: Decodable, Sendable {
    case number(Double)
    case text(String)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self = .text(text)
      } else {
        self = .number(try container.decode(Double.self))
      }
    }
  }

  private struct List: Decodable {
    let cases: [Case]
  }

  static func cases() throws -> [Case] {
    try JSONDecoder().decode(List.self, from: Data(bytes("manifest.json"))).cases
  }

  static func bytes(_ file: String) throws -> [UInt8] {
    let folder = try #require(Bundle.module.url(forResource: "Torture", withExtension: nil))
    return Array(try Data(contentsOf: folder.appending(path: file)))
  }
}

extension Manifest.Value? {
  fileprivate func matches(_ cell: Column.Cell, isEither: Bool) -> Bool {
    switch (self, cell) {
    case (.none, .missing): true
    case (.none, .number(let number)): number.isNaN
    case (.number(let expected), .number(let number)): expected == number
    // Text by the rule that a column whose values are all quoted is, where that is left open.
    case (.number(let expected), .text(let text)): isEither && expected == Double(text)
    case (.text(let expected), .text(let text)):
      expected.unicodeScalars.spelled == text.unicodeScalars.spelled
    case (.text(let expected), .date(let day)): expected == day.description
    default: false
    }
  }
}

extension String.UnicodeScalarView {
  /// The scalars one by one, since strings also compare equal when they are only equivalent.
  fileprivate var spelled: [UInt32] { map(\.value) }
}
