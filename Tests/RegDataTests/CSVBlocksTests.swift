import Foundation
import RegData
import RegLinearAlgebra
import Testing

/// What reading gives, with the spelling of text, or how it fails.
enum Outcome: Equatable {
  case table([UInt8], [Column.Kind], [CSVContents.Note])
  case failure(DataError)

  init(_ bytes: [UInt8], blockSize: Int = 1 << 20, workers: Int = 1) {
    var options = CSVOptions()
    options.blockSize = blockSize
    options.workers = Workers(count: workers)
    do throws(DataError) {
      let contents = try CSV.read(bytes, options: options)
      let kinds = contents.table.names.map { contents.table[$0]?.kind ?? .number }
      self = .table(CSV.text(contents.table), kinds, contents.notes)
    } catch { self = .failure(error) }
  }
}

@Suite("CSV in blocks")
struct CSVBlocksTests {
  private static let quoted =
    "id,text,x\r\n1,\"a\r\nb, \"\"c\"\"\",1.5\r\n2,,NA\r\n\r\n3,\"\",-2e3\r\n4,d,\"7\"\r\n"
    + "5,\"\n\n\n\",8\r\n"

  @Test(
    "the size of blocks and the number of threads change nothing",
    arguments: [
      quoted, "x\n1\n\n2\n\n\n", "x\n\n\n1\n2", "a,b\n1,2\n3\n4,5\n",
      "a,b\n1,x\"y\n2,z\"\n3,w\n4,\"v\"\n",
      "a,b\n1,2\n\"x\ny\",3\n5,\"open\n6,7\n", "a\rb\r1\r2\r\r3\r",
      "n,m\n1,é\n2,日本\n3,é\n4,\u{1F600}\n",
      "a,b,\n1,2,\n3,x,\n", "a,b\n1,2\n3,4,5\n\"6\" x,1\n", "a;b\n1,5;2\n2,5;x\n",
      "x\n\"a\n\nb\"\n\n\"\"\n",
      // An odd quote has the blocks found row by row, and there is an empty line between two.
      "a,b\n5\" disk,1\n\nr1,1,,,2\nr2,3,4\nb,2\n", "a,b\n5\" disk,1\n\n\nr1,1\n\nr2,3\n",
    ])
  func sizesAgree(text: String) {
    let bytes = Array(text.utf8)
    let whole = Outcome(bytes)
    for size in 1...16 { #expect(Outcome(bytes, blockSize: size, workers: 3) == whole) }
    for size in [31, 64, 65, 200] { #expect(Outcome(bytes, blockSize: size, workers: 2) == whole) }
  }

  @Test("megabytes of quotes, lines in quotes and quotes in text read as they were written")
  func readsLargeText() throws {
    var random = SplitMix(seed: 11)
    let pieces = ["a", "line\nbreak", "say \"hi\"", "x,y", "NA", "", "\r\n", "ü"]
    let rows = 60_000
    var table = Table()
    try table.set(
      "x", to: .number((0..<rows).map { _ in Double.random(in: -1...1, using: &random) }))
    let texts = (0..<rows).map { _ in pieces.randomElement(using: &random) }
    try table.set("few", to: .text(TextColumn(texts)))
    try table.set("many", to: .text(TextColumn((0..<rows).map { "number \($0) of many\n" })))
    let bytes = CSV.text(table)
    #expect(bytes.count > 2 << 20)
    let read = try CSV.read(bytes).table
    #expect(CSV.text(read) == bytes)
    #expect(read["few"]?.texts == texts)
  }

  @Test("quotes in the middle of fields do not lead astray")
  func readsStrayQuotes() throws {
    // An odd number of quotes before each cut, none of which opens a field.
    let line = "12,5\" pipe,3.25\n"
    let text = "a,b,c\n" + String(repeating: line, count: 100_001)
    let table = try read(text).table
    #expect(table.rowCount == 100_001)
    #expect(table["b"]?.texts?.allSatisfy { $0 == "5\" pipe" } == true)
    #expect(table["c"]?.numbers?.allSatisfy { $0 == 3.25 } == true)
  }

  @Test(
    "a column that turns text far down is text in every row, and faults far down have their line")
  func farRows() throws {
    let numbers = (0..<150_000).map { "\($0),\(Double($0) / 8),7\n" }.joined()
    let contents = try read("a,b,c\n" + numbers + "x,1,TRUE\n")
    let table = contents.table
    #expect(table.names.map { table[$0]?.kind } == [.text, .number, .text])
    #expect(table["a"]?.texts?[149_999] == "149999")
    #expect(table["b"]?.numbers?[149_999] == 149_999.0 / 8)
    #expect(
      contents.notes == [.textAmongNumbers(column: "a", value: "x", line: 150_002)])
    #expect(fault("a,b,c\n" + numbers + "1,2\n")?.line == 150_002)
    #expect(
      fault("a,b,c\n" + numbers + "\"1,2,3\n") == FileFault(line: 150_002, .unterminatedQuote))
  }

  @Test("what is not UTF-8 is found on both sides of a cut")
  func findsBadBytes() {
    for position in 0..<40 {
      var bytes = Array("a,b\n".utf8) + Array(repeating: UInt8(ascii: "z"), count: 40)
      bytes += Array(",1\n".utf8)
      // Part of a character of three bytes.
      bytes.replaceSubrange(4 + position..<4 + position, with: [0xE6, 0x97])
      let whole = Outcome(bytes)
      #expect(whole == .failure(.badFile(path: nil, FileFault(line: 2, .notUTF8))))
      for size in [1, 7, 8, 16] { #expect(Outcome(bytes, blockSize: size) == whole) }
    }
  }

  @Test("only the columns asked for are read, and only as many rows")
  func readsParts() throws {
    var options = CSVOptions()
    options.columns = ["c", "a"]
    options.rowLimit = 2
    let table = try read("a,b,c\n1,x,2\n3,1e999,4\n5,\"open\n", options).table
    #expect(table.names == ["c", "a"])
    #expect(try cells(table, "c") == [.number(2), .number(4)])
    options.columns = ["d"]
    #expect(throws: DataError.unknownColumn("d", available: ["a", "b"])) {
      try read("a,b\n1,2\n", options)
    }
    options.columns = ["a", "a"]
    #expect(throws: DataError.duplicateColumn("a")) { try read("a,b\n1,2\n", options) }
  }

  @Test("a reading stops when it is asked to, and asks before it takes memory")
  func monitors() throws {
    let bytes = Array(("a,b\n" + String(repeating: "1,2\n", count: 1000)).utf8)
    var monitor = ReadingMonitor()
    monitor.isCancelled = { true }
    #expect(throws: DataError.stopped) { try CSV.read(bytes, monitor: monitor) }
    monitor = ReadingMonitor()
    var asked: [Int] = []
    monitor.admits = { rows, columns in
      asked = [rows, columns]
      return false
    }
    #expect(throws: DataError.tooLarge(rows: 1000, columns: 2)) {
      try CSV.read(bytes, monitor: monitor)
    }
    #expect(asked == [1000, 2])
  }
}
