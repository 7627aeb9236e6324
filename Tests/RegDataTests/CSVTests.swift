import RegData
import Testing

func read(_ text: String, _ options: CSVOptions = CSVOptions()) throws -> CSVContents {
  try CSV.read(Array(text.utf8), options: options)
}

/// The fault that reading some text finds.
func fault(_ text: String, _ options: CSVOptions = CSVOptions()) -> FileFault? {
  do throws(DataError) {
    _ = try CSV.read(Array(text.utf8), options: options)
    return nil
  } catch {
    if case .badFile(_, let fault) = error { return fault }
    return nil
  }
}

func cells(_ table: Table, _ name: String) throws -> [Column.Cell] {
  let column = try table.column(named: name)
  return (0..<column.count).map { column[$0] }
}

@Suite("Reading CSV")
struct CSVTests {
  @Test(
    "the delimiter is recognised",
    arguments: [
      ("a,b\n1,2\n", ","), ("a;b\n1;2\n", ";"), ("a\tb\n1\t2\n", "\t"), ("a|b\n1|2\n", "|"),
      ("a;b\n\"x,y\";2\n", ";"), ("a\n1\n", ","), ("name\nhello; world\n", ","),
      ("\"a;b\",c\n1,2\n", ","), ("x,\"|y\"\n1,2\n3,\"|4\"\n", ","),
      ("a, b;c\n1;2\n", ";"),
    ])
  func recognisesTheDelimiter(text: String, delimiter: String) throws {
    #expect(try read(text).delimiter == delimiter.utf8.first)
  }

  @Test("a comma is the decimal mark where fields end in semicolons")
  func recognisesDecimalCommas() throws {
    let table = try read("x;y\n1,5;2\n-0,25;1e3\n").table
    #expect(try cells(table, "x") == [.number(1.5), .number(-0.25)])
    #expect(try cells(table, "y") == [.number(2), .number(1000)])
  }

  @Test("points beside commas leave commas in text")
  func keepsDecimalPoints() throws {
    let table = try read("x;y\n1,5;2.5\n").table
    #expect(try cells(table, "x") == [.text("1,5")])
    #expect(try cells(table, "y") == [.number(2.5)])
  }

  @Test("a first row of numbers is data, and quotes make it names")
  func recognisesHeaders() throws {
    #expect(try read("1,2\n3,4\n").table.names == ["x1", "x2"])
    #expect(try read("1,2\n3,4\n").table.rowCount == 2)
    #expect(try read("\"1\",\"2\"\n3,4\n").table.names == ["1", "2"])
    #expect(try read("1,a\n3,4\n").table.names == ["1", "a"])
  }

  @Test("a value far from the start can change the kind of a column")
  func revisesKinds() throws {
    let numbers = Array(repeating: "1,1,NA", count: 300).joined(separator: "\n")
    let contents = try read("a,b,c\n\(numbers)\n2,x,TRUE\n")
    let table = contents.table
    #expect(table.names.map { table[$0]?.kind } == [.number, .text, .logical])
    #expect(try cells(table, "b").first == .text("1"))
    #expect(try cells(table, "b").last == .text("x"))
    #expect(try cells(table, "c").last == .logical(true))
    #expect(contents.notes == [.textAmongNumbers(column: "b", value: "x", line: 302)])
  }

  @Test("logicals mixed with numbers are text")
  func mixedLogicals() throws {
    let table = try read("a,b\nTRUE,1\n1,FALSE\n").table
    #expect(try cells(table, "a") == [.text("TRUE"), .text("1")])
    #expect(try cells(table, "b") == [.text("1"), .text("FALSE")])
  }

  @Test("quotes keep a missing mark and an empty field as text among text")
  func quotedMarks() throws {
    let table = try read("a,b\n\"NA\",\"NA\"\n\"\",\"\"\nNA,2\n,3\nx,4\n").table
    #expect(
      try cells(table, "a") == [.text("NA"), .text(""), .missing, .missing, .text("x")])
    #expect(
      try cells(table, "b") == [.missing, .missing, .number(2), .number(3), .number(4)])
  }

  @Test(
    "a column whose values are all quoted is text",
    arguments: [
      ("id,y\n\"007\",1\n\"010\",2\n", Column.Kind.text),
      ("id,y\n\"007\",1\n10,2\n", .number),
      ("id,y\n\"TRUE\",1\n,2\n", .text), ("id,y\n\"TRUE\",1\nFALSE,2\n", .logical),
      ("id,y\n\"2024-03-01\",1\n", .text), ("id,y\n\"2024-03-01\",1\n2024-03-02,2\n", .date),
      // R quotes names and text.
      ("\"id\",\"y\"\n\"1\",1\n\"2\",2\n", .text),
      ("\"id\",\"y\"\n\"2024-03-01\",1\n", .date), ("\"id\",\"y\"\n\"TRUE\",1\n", .logical),
      // Nothing is told by quotes around all there is.
      ("\"id\",\"y\"\n\"1\",\"1\"\n\"2\",\"2\"\n", .number),
      ("\"id\",\"y\"\n\"1\",\"1\"\nNA,\"2\"\n", .number),
      ("\"id\",\"y\"\n\"2024-03-01\",\"1\"\n", .date),
      ("id,y\n\"1\",\"1\"\n\"2\",\"2\"\n", .text),
      ("\"id, old\"\n\"1\"\n\"2\"\n", .text), ("\"id;y\"\n\"1\"\n\"2\"\n", .text),
    ])
  func quotedColumns(text: String, kind: Column.Kind) throws {
    let table = try read(text).table
    #expect(table.column(at: 0).column.kind == kind)
    var options = CSVOptions()
    if kind == .text, try cells(table, table.names[0])[0] == .text("1") {
      options.kinds = [table.names[0]: .number]
      #expect(try cells(read(text, options).table, table.names[0])[0] == .number(1))
    }
  }

  @Test("values without quotes far from the start tell that quotes around others are none of text")
  func revisesQuotedKinds() throws {
    let quoted = Array(repeating: "\"1\",\"\",\"TRUE\",0", count: 300).joined(separator: "\n")
    let table = try read("a,b,c,y\n\(quoted)\n2,3,FALSE,1\n").table
    #expect(table.names.map { table[$0]?.kind } == [.number, .number, .logical, .number])
    #expect(try cells(table, "b").first == .missing)
    let plain = Array(repeating: "1,0", count: 300).joined(separator: "\n")
    #expect(try read("a,y\n\(plain)\n\"2\",1\n").table["a"]?.kind == .number)
  }

  @Test("numbers whose comma is the delimiter too need their quotes")
  func quotedDecimalCommas() throws {
    var options = CSVOptions()
    options.decimalMark = UInt8(ascii: ",")
    options.delimiter = UInt8(ascii: ",")
    #expect(try cells(read("x,y\n\"1,5\",2\n", options).table, "x") == [.number(1.5)])
    let text = "x;y\n\"1,5\";2\n"
    #expect(try cells(read(text).table, "x") == [.text("1,5")])
    #expect(try cells(read("\"x\";\"y\"\n\"1,5\";\"2\"\n").table, "x") == [.number(1.5)])
  }

  @Test("missing marks can be given, also as numbers")
  func givenMarks() throws {
    var options = CSVOptions()
    options.missingMarks = ["?", "-999"]
    let table = try read("a,b\n?,-999\n1,2\n", options).table
    #expect(try cells(table, "a") == [.missing, .number(1)])
    #expect(try cells(table, "b") == [.missing, .number(2)])
  }

  @Test("nan and infinities are numbers")
  func specialNumbers() throws {
    let column = try read("a\nNaN\nInf\n-inf\n+Infinity\n1\n").table.column(named: "a")
    let numbers = try #require(column.numbers)
    #expect(numbers[0].isNaN && !numbers[0].isMissing)
    #expect(numbers[1...] == [.infinity, -.infinity, .infinity, 1])
  }

  @Test("a number out of range is refused among numbers and kept among text")
  func overflow() throws {
    #expect(
      fault("a,b\n1,2\n3,1e999\n")
        == FileFault(line: 3, .numberTooLarge("1e999", column: "b")))
    #expect(try cells(try read("a\n1e999\nx\n").table, "a") == [.text("1e999"), .text("x")])
  }

  @Test("kinds can be given, and other values are then refused")
  func givenKinds() throws {
    var options = CSVOptions()
    options.kinds = ["id": .text, "g": .categorical]
    let table = try read("id,g\n007,b\n010,a\n", options).table
    #expect(try cells(table, "id") == [.text("007"), .text("010")])
    guard case .categorical(let groups) = table["g"] else {
      Issue.record("g should be categorical")
      return
    }
    #expect(groups.levels == ["a", "b"])
    options.kinds = ["g": .number]
    #expect(
      fault("id,g\n1,2\n2,b\n", options)
        == FileFault(line: 3, .notOfKind(.number, value: "b", column: "g")))
    options.kinds = ["nobody": .number]
    #expect(throws: DataError.unknownColumn("nobody", available: ["a"])) {
      try read("a\n1\n", options)
    }
  }

  @Test("lines can be skipped and rows limited")
  func partialReading() throws {
    var options = CSVOptions()
    options.skippedLines = 2
    options.rowLimit = 2
    let table = try read("made by hand\r\n,,,\r\na,b\r\n1,2\r\n3,4\r\n5,6\r\n", options).table
    #expect(try cells(table, "b") == [.number(2), .number(4)])
  }

  @Test("names are made different without taking one that another column has")
  func uniqueNames() throws {
    let contents = try read("x,x,x_2,,\n1,2,3,4,5\n")
    #expect(contents.table.names == ["x", "x_3", "x_2", "column_4", "column_5"])
    #expect(contents.notes.count == 3)
  }

  @Test("a nameless last column without values is left out")
  func trailingDelimiter() throws {
    let contents = try read("x,y,\n1,2,\n")
    #expect(contents.table.names == ["x", "y"])
    #expect(contents.notes == [.droppedEmptyColumn(position: 3)])
  }

  @Test("a fault names its line, counting line ends in quotes")
  func faultLines() {
    #expect(fault("a,b\n\"1\n2\",x\n3\n")?.line == 4)
    #expect(fault("a,b\r\n1,2\r\n3\r\n")?.line == 3)
    #expect(fault("a,b\n1,2\n3,\"4\n5,6\n") == FileFault(line: 3, .unterminatedQuote))
    #expect(fault("a,b\n1,2,3\n") == FileFault(line: 2, .shortHeader(fields: 3, names: 2)))
    #expect(
      fault("a,b\n1,2\n1,2,3\n") == FileFault(line: 3, .raggedRow(fields: 3, expected: 2)))
  }

  @Test("packed files are recognised")
  func packedFiles() {
    #expect(throws: DataError.badFile(path: nil, FileFault(line: nil, .compressed("zip")))) {
      try CSV.read([0x50, 0x4B, 3, 4, 0, 0])
    }
  }

  @Test("a delimiter that cannot work is refused", arguments: ["\"", "\n", " "])
  func badDelimiter(delimiter: String) throws {
    var options = CSVOptions()
    options.delimiter = delimiter.utf8.first
    #expect(throws: DataError.self) { try read("a,b\n1,2\n", options) }
  }

  @Test("a missing file and a folder are told apart")
  func fileErrors() {
    #expect(throws: DataError.fileNotFound(path: "nobody.csv")) {
      try CSV.read(path: "nobody.csv")
    }
    #expect(throws: DataError.fileAccess(path: "/", reason: "is a folder")) {
      try CSV.read(path: "/")
    }
    #expect(throws: DataError.fileNotFound(path: "a\0b")) { try CSV.read(path: "a\0b") }
  }
}
