import RegData
import RegLinearAlgebra
import Testing

@Suite("Factors as formulas code them")
struct DesignCodingTests {
  let table: Table

  init() throws {
    table = try Table(literal: [
      "y": .number([1, 2, 3, 4, 5, 6]), "x": .number([10, 2, 9, 10, 2, 9]),
      "z": .number([1, 2, 3, 4, 5, 6]), "g": .text(["b", "a", "c", "a", "b", "c"]),
      "t": .logical([true, false, true, true, false, false]),
    ])
  }

  private func frame(_ terms: Formula.Terms, full: Bool = false) throws -> ModelFrame {
    try ModelFrame(Formula(response: .column("y"), predictors: terms), table, full: full)
  }

  private func coded(
    _ column: String, _ contrast: FactorCoding.Contrast = .treatment, ref: String? = nil,
    levels: [String]? = nil
  ) -> Formula.Terms {
    let coding = FactorCoding(contrast, reference: ref, levels: levels)
    let label = "C(\(column), \(contrast.rawValue)\(ref ?? ""))"
    return .factor(.coded(.column(column), coding, label: label))
  }

  @Test("a reference other than the first level")
  func reference() throws {
    let frame = try frame(coded("g", ref: "b"))
    #expect(frame.columnNames == ["g=a", "g=c"])
    #expect(frame.matrix.columnValues == [[0, 1, 0, 1, 0, 0], [0, 0, 1, 0, 0, 1]])
    #expect(throws: DataError.unknownReference("d", column: "g", known: ["a", "b", "c"])) {
      try self.frame(coded("g", ref: "d"))
    }
  }

  @Test("sums and Helmert contrasts are those of R")
  func contrasts() throws {
    let sums = try frame(coded("g", .sum))
    #expect(sums.columnNames == ["g[sum=a]", "g[sum=b]"])
    #expect(sums.matrix.columnValues == [[0, 1, -1, 1, 0, -1], [1, 0, -1, 0, 1, -1]])
    #expect(try frame(coded("g", .sum, ref: "a")).columnNames == ["g[sum=b]", "g[sum=c]"])
    let helmert = try frame(coded("g", .helmert))
    #expect(helmert.columnNames == ["g[helmert=b]", "g[helmert=c]"])
    #expect(helmert.matrix.columnValues == [[1, -1, 0, -1, 1, 0], [-1, -1, 2, -1, -1, 2]])
  }

  @Test("numbers by size and logicals are levels too")
  func numbersAsLevels() throws {
    #expect(try frame(coded("x")).columnNames == ["x=9", "x=10"])
    #expect(try frame(coded("t")).columnNames == ["t=true"])
    #expect(try frame(coded("x", ref: "10")).columnNames == ["x=2", "x=9"])
  }

  @Test("a factor may keep all levels of its own, and listed levels need not occur")
  func fullAndListed() throws {
    #expect(try frame(coded("g", .full)).columnNames == ["g=a", "g=b", "g=c"])
    let listed = try frame(coded("g", levels: ["c", "b", "a", "d"]))
    #expect(listed.columnNames == ["g=b", "g=a", "g=d"])
    let new = try Table(literal: ["g": .text(["d"])])
    #expect(try listed.recipe.design(for: new).matrix.columnValues == [[0], [0], [1]])
    #expect(throws: DataError.unlistedLevel("b", column: "g", listed: ["a", "c"])) {
      try frame(coded("g", levels: ["a", "c"]))
    }
  }

  @Test("contrasts give way to all levels where the rest of the term is not in the model")
  func marginality() throws {
    let z = Formula.Terms.column("z")
    #expect(try frame(coded("g", .sum) & z).columnNames == ["g=a:z", "g=b:z", "g=c:z"])
    #expect(
      try frame(z + (coded("g", .sum) & z)).columnNames == ["z", "z:g[sum=a]", "z:g[sum=b]"])
    #expect(
      try frame(.noIntercept + coded("g", .helmert)).columnNames == ["g=a", "g=b", "g=c"])
    let values = try frame(z + (coded("g", .sum) & z)).matrix.columnValues
    #expect(values[1] == [0, 2, -3, 4, 0, -6])
  }

  @Test("every coding of one factor and its interaction spans the same space")
  func sameSpan() throws {
    let z = Formula.Terms.column("z")
    let reference = try hat(frame(.column("g") * z).matrix)
    for contrast in [FactorCoding.Contrast.sum, .helmert, .treatment] {
      let other = try hat(frame(coded("g", contrast) * z).matrix)
      #expect(reference.zip(other) { abs($0 - $1) }.values.allSatisfy { $0 < 1e-10 })
    }
  }

  /// The projection on the columns and the constant.
  private func hat(_ x: Matrix) throws -> Matrix {
    let ones = [Double](repeating: 1, count: x.rows)
    let design = Matrix(rows: x.rows, columns: x.columns + 1, values: ones + x.values)
    return design * (try design.solve(Matrix.identity(x.rows)))
  }

  @Test("two codings of one column are told apart by what is written")
  func twice() throws {
    let names = try frame(coded("g", ref: "b") + .column("g")).columnNames
    #expect(Set(names).count == 4)
  }
}

@Suite("Offsets and filled gaps")
struct DesignOffsetTests {
  let table: Table

  init() throws {
    table = try Table(literal: [
      "y": .number([1, 2, 3, 4]), "x": .number([1, .missing, 3, 5]),
      "w": .number([10, 20, 30, 40]), "g": .text(["b", nil, "b", "a"]),
    ])
  }

  private func formula(_ terms: Formula.Terms) -> Formula {
    Formula(response: .column("y"), predictors: terms)
  }

  @Test("offsets add up, are no columns, and a dot leaves them out")
  func offsets() throws {
    let terms = Formula.Terms.everyOther + .offset(.column("w")) + .offset(.column("y2"))
    var table = try table.columns(named: ["y", "w"])
    try table.set("y2", to: .number([1, 1, 1, 2]))
    try table.set("v", to: .number([4, 3, 2, 1]))
    let frame = try ModelFrame(formula(terms), table)
    #expect(frame.columnNames == ["v"])
    #expect(frame.offset == [11, 21, 31, 42])
    let new = try Table(literal: [
      "w": .number([1]), "y2": .number([2]), "v": .number([3]),
    ])
    let design = try frame.recipe.design(for: new)
    #expect(design.offset == [3] && design.matrix.columnValues == [[3]])
    #expect(throws: DataError.unknownColumn("y2", available: ["w", "v"])) {
      try frame.recipe.design(for: new.columns(named: ["w", "v"]))
    }
  }

  @Test("an offset in a product, or of text, is refused; one taken away is gone")
  func badOffsets() throws {
    let offset = Formula.Terms.offset(.column("w"))
    #expect(throws: DataError.badOffset("w")) {
      try ModelFrame(formula(.column("x") * offset), table, missing: .drop)
    }
    #expect(throws: DataError.badOffset("g")) {
      try ModelFrame(formula(.intercept + .offset(.column("g"))), table, missing: .drop)
    }
    let frame = try ModelFrame(formula(.intercept + offset - offset), table)
    #expect(frame.offset == nil)
  }

  @Test("gaps are filled by the median and the most frequent level of the fit, also in new rows")
  func imputed() throws {
    let frame = try ModelFrame(
      formula(.column("x") + .column("g")), table, missing: .impute)
    #expect(frame.matrix.columnValues == [[1, 3, 3, 5], [1, 1, 1, 0]])
    #expect(frame.droppedCount == 0)
    let new = try Table(literal: ["x": .number([.missing, 100]), "g": .text(["a", nil])])
    #expect(try frame.recipe.design(for: new).matrix.columnValues == [[3, 100], [0, 1]])
    #expect(throws: DataError.self) {
      try ModelFrame(formula(.column("x")), table.rows(at: [1]), missing: .impute)
    }
  }

  @Test("a missing response is refused, not filled")
  func missingResponse() throws {
    var table = table
    try table.set("y", to: .number([1, .missing, 3, 4]))
    #expect(throws: DataError.self) {
      try ModelFrame(formula(.column("w")), table, missing: .impute)
    }
  }

  @Test("a function that deals with gaps gets them")
  func tolerantFunctions() throws {
    let gap = Formula.Terms.factor(.function(Gap("x")))
    let frame = try ModelFrame(formula(gap + .column("w")), table)
    #expect(frame.matrix.columnValues == [[0, 1, 0, 0], [10, 20, 30, 40]])
    #expect(throws: DataError.self) { try ModelFrame(formula(gap + .column("x")), table) }
  }

  @Test("predictions may do without rows, even all of them")
  func omitted() throws {
    let recipe = try ModelFrame(formula(.column("x")), table, missing: .drop).recipe
    let new = try Table(literal: ["x": .number([.missing, 1])])
    #expect(try recipe.design(for: new, missing: .omit).rows == [1])
    #expect(try recipe.design(for: new.head(1), missing: .omit).rows == [])
  }

  @Test("fillings: median of an even count, mean, mode")
  func fillings() {
    #expect(GapFiller(.median, of: .number([4, .nan, 1, 3, 2])) == .number(2.5))
    #expect(GapFiller(.mean, of: .number([4, .missing, 1, 1])) == .number(2))
    #expect(GapFiller(.mode, of: .number([4, 4, 1, 1, 3])) == .number(1))
    #expect(GapFiller(.median, of: .text(TextColumn(["b", "a", nil, "b", "a"]))) == .text("a"))
    #expect(GapFiller(.median, of: .number([.missing])) == nil)
    #expect(GapFiller(.mode, of: .text(TextColumn([nil]))) == nil)
    #expect(GapFiller(.median, of: .date([10, .missing, 14])) == .number(12))
  }
}

/// 1 where a column is missing.
private struct Gap: ColumnTransform, FittedTransform {
  let column: String
  init(_ column: String) { self.column = column }
  var label: String { "is_missing(\(column))" }
  var columns: [String] { [column] }
  var columnsWithGaps: [String] { [column] }
  func fitted(to table: Table) -> any FittedTransform { self }
  func apply(to table: Table) throws -> TransformedColumns {
    .numbers(Matrix((try table.column(named: column).numbers ?? []).map { $0.isNaN ? 1 : 0 }))
  }
}
