import Foundation
import RegData
import Testing

@Suite("Working with tables")
struct TableWorkTests {
  static let gap = Double.missing

  @Test("what fills a gap is learnt from one column and fills another")
  func filling() throws {
    let training = Column.number([1, 2, 2, 7, Self.gap, .nan])
    let values: [(FillingRule, Double)] = [(.mean, 3), (.median, 2), (.mode, 2)]
    for (rule, expected) in values {
      let filling = try Filling(rule, learntFrom: training, named: "x")
      #expect(filling.cell == .number(expected))
      guard case .number(let filled) = try filling.filled(.number([5, Self.gap]), named: "x") else {
        Issue.record("numbers stay numbers")
        return
      }
      #expect(filled == [5, expected])
    }
  }

  @Test("dates are filled by whole days, text, categories and logicals by the most frequent")
  func fillingOthers() throws {
    let dates = try Filling(.mean, learntFrom: .date([0, 3, Self.gap]), named: "d")
    #expect(dates.cell == CalendarDay(days: 2).map(Column.Cell.date))
    let text = try Filling(.median, learntFrom: .text(["b", "a", "b", nil]), named: "t")
    #expect(text.cell == .text("b"))
    let logical = try Filling(.mode, learntFrom: .logical([true, nil, true, false]), named: "l")
    #expect(logical.cell == .logical(true))
    let categories = Categories(levels: ["low", "high"], codes: [1, 0, Categories.missing, 1])
    let level = try Filling(.mode, learntFrom: .categorical(categories), named: "c")
    guard
      case .categorical(let filled) = try level.filled(.categorical(categories), named: "c")
    else {
      Issue.record("categories stay categories")
      return
    }
    #expect(filled.levels == ["low", "high"] && filled.codes == [1, 0, 1, 1])
    let other = try Filling(
      .constant(.text("none")), learntFrom: .categorical(categories), named: "c")
    guard
      case .categorical(let added) = try other.filled(.categorical(categories), named: "c")
    else {
      Issue.record("categories stay categories")
      return
    }
    #expect(added.levels == ["low", "high", "none"] && added.codes == [1, 0, 2, 1])
  }

  @Test("nothing is learnt from gaps alone, and constants have to fit")
  func fillingErrors() {
    #expect(throws: DataError.nothingToLearn(column: "x")) {
      try Filling(.mean, learntFrom: .number([Self.gap]), named: "x")
    }
    #expect(throws: DataError.wrongFilling(column: "x", kind: .number, value: "\"low\"")) {
      try Filling(.constant(.text("low")), learntFrom: .number([1, Self.gap]), named: "x")
    }
    #expect(throws: DataError.wrongFilling(column: "t", kind: .text, value: "3")) {
      try Filling(.mean, learntFrom: .number([3]), named: "x").filled(.text([nil]), named: "t")
    }
  }

  @Test("a bin holds its lower edge, and the last one its upper edge too")
  func bins() throws {
    let bins = try #require(Bins(edges: [0, 1, 2]))
    #expect([-0.1, 0, 0.99, 1, 2, 2.01, .nan].map(bins.bin) == [nil, 0, 0, 1, 1, nil, nil])
    #expect(
      Bins(edges: [0, 0]) == nil && Bins(edges: [1]) == nil && Bins(edges: [0, .nan]) == nil)
    let open = try #require(Bins(edges: [-.infinity, 0, .infinity]))
    #expect([-.infinity, -1, 0, .infinity].map(open.bin) == [0, 0, 1, 1])
  }

  @Test("bins of equal width hold every number, also at the limits of doubles")
  func equalBins() throws {
    var random = SplitMix(seed: 5)
    for count in [1, 2, 3, 7, 8, 100] {
      let values = (0..<200).map { _ in Double.random(in: -3...4, using: &random) }
      let bins = try #require(Bins(count, over: values))
      #expect(bins.count == count)
      #expect(bins.counts(values).reduce(0, +) == values.count)
      for value in values {
        let bin = try #require(bins.bin(of: value))
        #expect(bins.edges[bin] <= value && value <= bins.edges[bin + 1])
      }
    }
    let huge = Double.greatestFiniteMagnitude
    let wide = try #require(Bins(4, over: [-huge, huge]))
    #expect(wide.edges.first == -huge && wide.edges[2] == 0 && wide.edges.last == huge)
    #expect(Bins(3, over: [2, 2]) == nil && Bins(3, over: [.nan, .infinity]) == nil)
  }

  @Test("groups come in the order of their values, missing last, and hold every row once")
  func groups() throws {
    let table = try Table([
      ("g", .categorical(Categories(levels: ["z", "a", "never"], codes: [1, 0, -1, 0, 1]))),
      ("x", .number([2, 10, 1, 9, 2])),
    ])
    let groups = try RowGroups(table, by: ["g"])
    #expect(groups.rows == [[1, 3], [0, 4], [2]])
    #expect(groups.keys["g"]?.texts == ["z", "a", nil])
    let both = try RowGroups(table, by: ["g", "x"])
    #expect(both.rows == [[3], [1], [0, 4], [2]])
    #expect(throws: DataError.unknownColumn("h", available: ["g", "x"])) {
      try RowGroups(table, by: ["h"])
    }
  }

  @Test("sorting is stable, by one column after the other, missing last either way")
  func sorting() throws {
    let table = try Table([
      ("x", .number([2, Self.gap, 1, 2, 1])), ("t", .text(["b", "a", "z", "a", nil])),
    ])
    #expect(try table.order(by: ["x"], descending: [false]) == [2, 4, 0, 3, 1])
    #expect(try table.order(by: ["x"], descending: [true]) == [0, 3, 2, 4, 1])
    #expect(try table.order(by: ["x", "t"], descending: [true, false]) == [3, 0, 2, 4, 1])
  }

  @Test("tables under each other go by names, with gaps where one has no such column")
  func stacking() throws {
    let first = try Table([("a", .number([1])), ("g", .text(["x"]))])
    let second = try Table([
      ("g", .categorical(Categories(["y"]))), ("d", .date([3])), ("a", .number([2])),
    ])
    let both = try Table(stacking: [first, second])
    #expect(both.names == ["a", "g", "d"])
    #expect(both["g"]?.texts == ["x", "y"])
    #expect(both["d"]?[0] == .missing && both["a"]?[1] == .number(2))
    #expect(throws: DataError.unlikeColumns("a", .number, .text)) {
      try Table(stacking: [first, Table([("a", .text(["?"]))])])
    }
    // A column without values is read as one of numbers, whatever it would hold.
    let blank = try Table([("d", .number([Self.gap, Self.gap]))])
    #expect(
      try Table(stacking: [blank, second])["d"]?[2] == .date(try #require(CalendarDay(days: 3))))
    #expect(try Table(stacking: [second, blank])["d"]?.missingCount == 2)
  }

  @Test("standardised numbers have mean 0 and mean square 1; constants become 0")
  func standardizing() throws {
    let column = Column.number([1, 5, Self.gap, 9, 2])
    let values = try #require(column.standardized?.numbers)
    let known = values.filter { !$0.isNaN }
    #expect(known.count == 4 && values[2].isMissing)
    #expect(abs(known.reduce(0, +)) < 1e-14)
    #expect(abs(known.map { $0 * $0 }.reduce(0, +) / 4 - 1) < 1e-14)
    #expect(Column.number([3, 3, Self.gap]).standardized?.numbers?.prefix(2) == [0, 0])
    #expect(Column.text(["a"]).standardized == nil)
  }
}

@Suite("Dates and levels in CSV")
struct CSVKindTests {
  private func read(_ text: String, _ change: (inout CSVOptions) -> Void = { _ in }) throws
    -> CSVContents
  {
    var options = CSVOptions()
    change(&options)
    return try CSV.read(Array(text.utf8), options: options)
  }

  @Test("a column of dates with gaps is one, and reads back as it was written")
  func recognised() throws {
    let contents = try read("d,x\n2024-03-01,1\n,2\nNA,3\n\"1999-12-31\",4\n")
    let column = try contents.table.column(named: "d")
    #expect(column.kind == .date && column.missingCount == 2)
    let text = CSV.text(contents.table)
    #expect(
      String(decoding: text, as: UTF8.self) == "d,x\n2024-03-01,1\nNA,2\nNA,3\n1999-12-31,4\n")
    #expect(CSV.text(try CSV.read(text).table) == text)
  }

  @Test("one odd value among dates leaves text, with a note of its line")
  func almostDates() throws {
    let contents = try read("d,x\n2024-03-01,1\n2024-03-02,1\nsoon,1\n")
    #expect(contents.table["d"]?.kind == .text)
    #expect(contents.notes == [.textAmongDates(column: "d", value: "soon", line: 4)])
    #expect(try read("d\na\n2024-03-01\n").notes.isEmpty)
  }

  @Test("dates that are asked for and not there are an error with the line")
  func asked() throws {
    #expect(
      throws: DataError.badFile(
        path: nil, FileFault(line: 3, .notOfKind(.date, value: "1.3.2024", column: "d")))
    ) { try read("d,x\n2024-03-01,1\n1.3.2024,1\n") { $0.kinds = ["d": .date] } }
    let text = try read("d,x\n2024-03-01,1\n") { $0.kinds = ["d": .text] }
    #expect(text.table["d"]?.kind == .text)
  }

  @Test("levels that are said are in their order, and others an error with the line")
  func levels() throws {
    let table = try read("g,x\nlow,1\nhigh,1\nNA,2\n") {
      $0.levels = ["g": ["low", "mid", "high"]]
    }
    .table
    guard case .categorical(let categories)? = table["g"] else {
      Issue.record("g should be categorical")
      return
    }
    #expect(categories.levels == ["low", "mid", "high"] && categories.codes == [0, 2, -1])
    #expect(
      throws: DataError.badFile(
        path: nil, FileFault(line: 3, .notOfLevels(value: "hi", column: "g", levels: ["low"])))
    ) { try read("g,x\nlow,1\nhi,1\n") { $0.levels = ["g": ["low"]] } }
  }

  @Test("dates are found in large files, block by block", arguments: [64, 1000, 1 << 20])
  func blocks(size: Int) throws {
    var text = "d,x\n"
    for row in 0..<500 {
      text += "\(try #require(CalendarDay(days: row * 13)).description),\(row)\n"
    }
    let table = try read(text) { $0.blockSize = size }.table
    guard case .date(let days)? = table["d"] else {
      Issue.record("d should be dates")
      return
    }
    #expect(days == (0..<500).map { Double($0 * 13) })
  }
}
