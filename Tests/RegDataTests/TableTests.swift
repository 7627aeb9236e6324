import RegData
import RegLinearAlgebra
import Testing

@Suite("Tables")
struct TableTests {
  let table: Table

  init() throws {
    table = try Table(literal: [
      "x": .number([1, .missing, 3]), "t": .logical([true, nil, false]),
      "g": .text(["b", "a", "b"]),
    ])
  }

  @Test("columns are found by name, in order, whether accents are composed or not")
  func names() throws {
    var table = table
    #expect(table.names == ["x", "t", "g"])
    try table.set("caf\u{E9}", to: .number([1, 2, 3]))
    #expect(table["cafe\u{301}"] != nil)
    #expect(throws: DataError.unknownColumn("X", available: table.names)) {
      try table.column(named: "X")
    }
  }

  @Test("columns are replaced in place, added at the end and taken out")
  func editing() throws {
    var copy = table
    try copy.set("x", to: .text(["p", "q", "r"]))
    try copy.set("new", to: .number([7, 8, 9]))
    try copy.remove("t")
    #expect(copy.names == ["x", "g", "new"])
    #expect(copy["x"]?[2] == .text("r"))
    #expect(table.names == ["x", "t", "g"])
    #expect(table["x"]?[2] == .number(3))
    #expect(throws: DataError.columnLength("x", count: 2, expected: 3)) {
      try copy.set("x", to: .number([1, 2]))
    }
  }

  @Test("columns of unequal length, and names given twice, make no table")
  func badTables() {
    #expect(throws: DataError.columnLength("b", count: 1, expected: 2)) {
      try Table(literal: ["a": .number([1, 2]), "b": .number([1])])
    }
    #expect(throws: DataError.duplicateColumn("a")) {
      try Table(literal: ["a": .number([1]), "a": .number([1])])
    }
    #expect(throws: DataError.duplicateColumn("a")) {
      try table.renamed(to: ["a", "b", "a"])
    }
  }

  @Test("rows are taken in any order, also more than once")
  func rows() throws {
    let taken = table.rows(at: [2, 0, 2, 1])
    #expect(taken.rowCount == 4)
    #expect(try cells(taken, "x") == [.number(3), .number(1), .number(3), .missing])
    #expect(try cells(taken, "g") == [.text("b"), .text("b"), .text("b"), .text("a")])
    #expect(table.head(2).rowCount == 2 && table.head(9).rowCount == 3)
  }

  @Test("rows with missing values are found in the columns asked for")
  func usableRows() throws {
    #expect(try table.usableRows() == [0, 2])
    #expect(try table.usableRows(in: ["g"]) == [0, 1, 2])
    #expect(table["x"]?.missingCount == 1 && table["g"]?.missingCount == 0)
  }

  @Test("numbers and logicals make a matrix, and a matrix a table")
  func matrices() throws {
    let complete = table.rows(at: [0, 2])
    let matrix = try complete.matrix(["t", "x"])
    #expect(matrix == Matrix(rows: 2, columns: 2, values: [1, 0, 1, 3]))
    #expect(throws: DataError.notNumeric(column: "g", value: "b")) { try complete.matrix() }
    let back = try Table(matrix, names: ["t", "x"])
    #expect(try cells(back, "x") == [.number(1), .number(3)])
  }

  @Test("categories keep each level once, sorted")
  func categories() {
    let categories = Categories(["b", nil, "a", "b"])
    #expect(categories.levels == ["a", "b"])
    #expect(categories.codes == [1, Categories.missing, 0, 1])
    #expect(categories.text == ["b", nil, "a", "b"])
  }

  @Test("a summary counts and measures each column")
  func summary() throws {
    let table = try Table(literal: [
      "x": .number([1, 2, .missing, 3, 4, .nan]),
      "t": .logical([true, nil, false, true, true, false]),
      "g": .text(["b", "a", "b", nil, "c", "b"]),
      "none": .number(.init(repeating: .missing, count: 6)),
    ])
    let columns = table.summary().columns
    #expect(columns.map(\.missingCount) == [1, 1, 1, 6])
    #expect(columns[1].content == .logicals(trueCount: 3))
    if case .levels(let levels) = columns[2].content {
      #expect(levels.map(\.level) == ["b", "a", "c"] && levels.map(\.count) == [3, 1, 1])
    } else {
      Issue.record("g should be summarised by its levels")
    }
    #expect(columns[3].content == .numbers(nil))
    guard case .numbers(let numbers?) = columns[0].content else {
      Issue.record("x should be summarised as numbers")
      return
    }
    // Of 1, 2, 3, 4: quartiles by R's default rule, variance 5/3.
    #expect(numbers.minimum == 1 && numbers.maximum == 4 && numbers.mean == 2.5)
    #expect(numbers.firstQuartile == 1.75 && numbers.median == 2.5 && numbers.thirdQuartile == 3.25)
    #expect(abs(numbers.deviation * numbers.deviation - 5.0 / 3) < 1e-15)
    #expect(numbers.nanCount == 1)
  }

  @Test("summaries survive infinities and the largest doubles")
  func extremeSummaries() throws {
    let infinite = try #require(NumberSummary([-.infinity, 1]))
    #expect(
      infinite.mean == -.infinity && infinite.minimum == -.infinity && infinite.median == -.infinity
    )
    let large = try #require(
      NumberSummary([Double.greatestFiniteMagnitude, .greatestFiniteMagnitude]))
    #expect(large.mean == .greatestFiniteMagnitude && large.deviation == 0)
    #expect(try #require(NumberSummary([5])).median == 5)
  }
}
