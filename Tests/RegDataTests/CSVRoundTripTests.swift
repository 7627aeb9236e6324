import RegData
import Testing

@Suite("Writing CSV")
struct CSVRoundTripTests {
  @Test("numbers have the fewest digits, missing values are NA, quotes only where needed")
  func writesPlainly() throws {
    let table = try Table(literal: [
      "x": .number([1, 0.1, -2.5e-10, .missing, .nan, -.infinity]),
      "two words": .text(["a", "b c", "", nil, "NA", "say \"hi\", all"]),
      "t": .logical([true, false, nil, true, true, true]),
    ])
    #expect(
      String(decoding: CSV.text(table), as: UTF8.self) == """
        x,two words,t
        1,a,TRUE
        0.1,b c,FALSE
        -2.5e-10,"",NA
        NA,NA,TRUE
        NaN,"NA",TRUE
        -inf,"say ""hi"", all",TRUE

        """)
  }

  @Test("a table reads back as it was, bit by bit", arguments: 0..<300 as Range<UInt64>)
  func roundTrips(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let delimiter = ([",", ";", "\t", "|"] as [Character]).randomElement(using: &random)
    let table = try Self.table(&random)
    let bytes = CSV.text(table, delimiter: delimiter?.asciiValue ?? 0)
    let read = try CSV.read(bytes)
    #expect(read.notes == [])
    #expect(read.table.names == table.names)
    #expect(read.table.rowCount == table.rowCount)
    for name in table.names {
      let (old, new) = (try table.column(named: name), try read.table.column(named: name))
      #expect(old.kind == new.kind)
      for row in 0..<table.rowCount { #expect(Self.isSame(old, new, row), "\(name) \(row)") }
    }
    // Unlike the comparison above, this sees the spelling of text.
    #expect(CSV.text(read.table, delimiter: delimiter?.asciiValue ?? 0) == bytes)
  }

  @Test(
    "text that looks like something else stays text",
    arguments: [
      ["007", "010"], ["1"], ["1e5", nil, "2"], ["true", "FALSE"], ["2024-03-01", "2024-03-02"],
      ["NA", ""], ["inf", "nan"], ["1", "2024-03-01", "true", "x"], ["2024-03-01", "x"], ["1e999"],
    ] as [[String?]], ["x", "1", "a,b", "two words "])
  func keepsText(_ text: [String?], name: String) throws {
    let other = Column.number(text.indices.map(Double.init))
    for others in [[], [("other", other)]] {
      let table = try Table([(name, .text(TextColumn(text)))] + others)
      let contents = try CSV.read(CSV.text(table))
      #expect(contents.notes == [])
      #expect(contents.table.names == table.names)
      #expect(contents.table[name]?.kind == .text)
      #expect(contents.table[name]?.texts == text)
    }
  }

  @Test("categories read back as text of the same values, and by their levels as they were")
  func categories() throws {
    let groups = Categories(levels: ["3", "1", "unused"], codes: [0, 1, -1, 0])
    let bytes = CSV.text(try Table([("g", .categorical(groups))]))
    #expect(try CSV.read(bytes).table["g"]?.texts == groups.text)
    var options = CSVOptions()
    options.levels = ["g": groups.levels]
    guard case .categorical(let read) = try CSV.read(bytes, options: options).table["g"] else {
      Issue.record("g should be categorical")
      return
    }
    #expect(read == groups)
  }

  private static func isSame(_ old: Column, _ new: Column, _ row: Int) -> Bool {
    if case .number(let a) = old, case .number(let b) = new {
      return a[row].bitPattern == b[row].bitPattern
        || (a[row].isNaN && b[row].isNaN && a[row].isMissing == b[row].isMissing)
    }
    return old[row] == new[row]
  }

  private static func table(_ random: inout SplitMix) throws -> Table {
    let rows = Int.random(in: 1...150, using: &random)
    var table = Table()
    for position in 0..<Int.random(in: 1...6, using: &random) {
      let name = Bool.random(using: &random) ? "\(position)" : "\(position)" + text(&random)
      let column: Column =
        switch Int.random(in: 0..<4, using: &random) {
        case 3:
          .date(
            [19783]
              + (1..<rows).map { _ in
                Bool.random(using: &random)
                  ? Double(Int.random(in: CalendarDay.range, using: &random)) : .missing
              })
        case 0: .number((0..<rows).map { _ in number(&random) })
        // The first value of a column settles its kind, which none that is missing could.
        case 1:
          .logical(
            [true]
              + (1..<rows).map { _ in [true, false, nil].randomElement(using: &random) ?? nil })
        default:
          .text(
            TextColumn(
              [text(&random)]
                + (1..<rows).map { _ in Bool.random(using: &random) ? text(&random) : nil }))
        }
      try table.set(name, to: column)
    }
    return table
  }

  private static func number(_ random: inout SplitMix) -> Double {
    switch Int.random(in: 0..<5, using: &random) {
    case 0: Double(Int.random(in: -1000...1000, using: &random))
    case 1: .missing
    case 2: Double.random(in: -1...1, using: &random)
    case 3:
      [.nan, .infinity, -.infinity, -0.0, .leastNonzeroMagnitude].randomElement(using: &random) ?? 0
    default:
      Double(bitPattern: random.next()).isNaN ? 0 : Double(bitPattern: random.next() & ~(1 << 62))
    }
  }

  /// What reads as something other than text.
  private static let lookalikes = [
    "007", "1", "-1.5", "1e5", "1e999", "+3", ".5", "-0", "inf", "-Infinity", "nan", "NA", "",
    "true",
    "FALSE", "2024-03-01", "2024-03-01T00:00:00", "1,5", "1.5",
  ]

  private static func text(_ random: inout SplitMix) -> String {
    if Bool.random(using: &random) { return lookalikes.randomElement(using: &random) ?? "" }
    let pieces = [
      "\u{FEFF}", "a", "é", "e\u{301}", "日本", " ", "\t", ",", ";", "|", "\"", "\n", "\r\n", "\r",
      "NA", "1",
      "TRUE", "#", "'", "-",
    ]
    return (0..<Int.random(in: 0...4, using: &random))
      .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
  }

  @Test("damaged text is read or refused, never worse", arguments: 0..<40 as Range<UInt64>)
  func survivesDamage(seed: UInt64) throws {
    var random = SplitMix(seed: seed &+ 1000)
    let original = CSV.text(try Self.table(&random))
    for _ in 0..<25 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...5, using: &random) {
        let position = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0:
          bytes[position] = Array("\",;\n\r\t1e.N\u{80}".utf8).randomElement(using: &random) ?? 0
        case 1: bytes.remove(at: position)
        default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: position)
        }
        if bytes.isEmpty { break }
      }
      do throws(DataError) {
        let table = try CSV.read(bytes).table
        for name in table.names { #expect(table[name]?.count == table.rowCount) }
      } catch {
        guard case .badFile = error else {
          Issue.record("\(error)")
          continue
        }
      }
    }
  }
}
