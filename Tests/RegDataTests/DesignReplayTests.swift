import RegData
import RegLinearAlgebra
import Testing

@Suite("Designs repeated on new data")
struct DesignReplayTests {
  let table: Table
  let formula = Formula(
    response: .column("y"),
    predictors: .column("g") + .factor(.function(Centred("x"))))

  init() throws {
    table = try Table(literal: [
      "y": .number([1, 2, 3, 4]), "x": .number([1, 2, 3, 6]), "g": .text(["b", "a", "c", "a"]),
    ])
  }

  @Test("levels, their order, and what functions learned are those of the fit")
  func replays() throws {
    let recipe = try ModelFrame(formula, table).recipe
    #expect(recipe.columnNames == ["g=b", "g=c", "centred(x)[1]", "centred(x)[2]"])
    let new = try Table(literal: ["g": .text(["c", "c"]), "x": .number([3, 5])])
    let design = try recipe.design(for: new)
    #expect(design.matrix.columnValues == [[0, 0], [1, 1], [0, 2], [0, 4]])
    #expect(recipe.predictorColumns == ["g", "x"])
  }

  @Test("the rows of the fit give the matrix of the fit")
  func replaysItself() throws {
    let frame = try ModelFrame(formula, table)
    #expect(try frame.recipe.design(for: table).matrix == frame.matrix)
    #expect(try frame.recipe.response(for: table) == frame.response)
    #expect(try frame.recipe.design(for: table.head(0)).matrix.rows == 0)
  }

  @Test("an unseen level names itself, its column and its row")
  func unseenLevel() throws {
    let recipe = try ModelFrame(formula, table).recipe
    let new = try Table(literal: ["g": .text(["c", "d"]), "x": .number([3, 5])])
    #expect(throws: DataError.unseenLevel("d", column: "g", row: 2, known: ["a", "b", "c"])) {
      try recipe.design(for: new)
    }
  }

  @Test("the row of an unseen level is counted in the table, also behind dropped rows")
  func unseenLevelBehindDroppedRows() throws {
    let recipe = try ModelFrame(formula, table).recipe
    let new = try Table(literal: ["g": .text([nil, "a", "d"]), "x": .number([3, 5, 7])])
    #expect(throws: DataError.unseenLevel("d", column: "g", row: 3, known: ["a", "b", "c"])) {
      try recipe.design(for: new, missing: .drop)
    }
  }

  @Test("a column that is gone, or changed its kind, is an error")
  func changedColumns() throws {
    let recipe = try ModelFrame(formula, table).recipe
    let gone = try Table(literal: ["g": .text(["c"])])
    #expect(throws: DataError.unknownColumn("x", available: ["g"])) {
      try recipe.design(for: gone)
    }
    let changed = try Table(literal: ["g": .number([1]), "x": .number([1])])
    #expect(throws: DataError.changedKind(column: "g", fitted: .text, found: .number)) {
      try recipe.design(for: changed)
    }
  }
}

@Suite("Missing values in designs")
struct MissingValueTests {
  let table: Table
  let formula = Formula(response: .column("y"), predictors: .column("g") + .column("x"))

  init() throws {
    table = try Table(literal: [
      "y": .number([1, .missing, 3, 4, 5]), "x": .number([1, 2, .nan, .infinity, 6]),
      "g": .text(["b", "a", nil, "a", "a"]), "unused": .number([.missing, 1, 1, 1, 1]),
    ])
  }

  @Test("a fit refuses them and says which columns, how many values and how many rows")
  func refuses() throws {
    let expected = IncompleteData(
      entries: [
        .init(name: "g", missing: 1, nonFinite: 0), .init(name: "x", missing: 0, nonFinite: 2),
        .init(name: "y", missing: 1, nonFinite: 0),
      ], rows: 3, rowCount: 5)
    #expect(throws: DataError.incomplete(expected)) { try ModelFrame(formula, table) }
    let message = DataError.incomplete(expected).message
    #expect(
      message == "3 of 5 rows cannot be used: 'g' (1 missing), 'x' (2 not finite), "
        + "'y' (1 missing)")
  }

  @Test("dropping leaves out their rows, counts them, and forgets levels only they had")
  func drops() throws {
    let frame = try ModelFrame(formula, table, missing: .drop)
    #expect(frame.rows == [0, 4])
    #expect(frame.droppedCount == 3)
    #expect(frame.response == Matrix([1, 5]))
    #expect(frame.matrix.columnValues == [[1, 0], [1, 6]])
    let design = try frame.recipe.design(for: table, missing: .drop)
    #expect(design.rows == [0, 1, 4] && design.droppedCount == 2)
  }

  @Test("dropping all rows is refused like keeping them")
  func dropsNothingAtAll() throws {
    let table = try Table(literal: ["y": .number([1, 2]), "x": .number([.missing, .nan])])
    let expected = IncompleteData(
      entries: [.init(name: "x", missing: 1, nonFinite: 1)], rows: 2, rowCount: 2, policy: .drop)
    #expect(throws: DataError.incomplete(expected)) {
      try ModelFrame(
        Formula(response: .column("y"), predictors: .column("x")), table, missing: .drop)
    }
  }

  @Test("values that a function makes infinite count, and others learn without their rows")
  func computedValues() throws {
    let table = try Table(literal: [
      "y": .number([1, 2, 3]), "x": .number([0, 2, 4]), "z": .number([100, 1, 3]),
    ])
    let inverse = Formula.Factor.function(Elementwise("1 / x", of: "x") { 1 / $0 })
    let formula = Formula(
      response: .column("y"),
      predictors: .factor(inverse) + .factor(.function(Centred("z"))))
    let expected = IncompleteData(
      entries: [.init(name: "1 / x", missing: 0, nonFinite: 1)], rows: 1, rowCount: 3)
    #expect(throws: DataError.incomplete(expected)) { try ModelFrame(formula, table) }
    let frame = try ModelFrame(formula, table, missing: .drop)
    #expect(frame.matrix.columnValues == [[0.5, 0.25], [-1, 1], [1, 1]])
    #expect(frame.droppedCount == 1)
  }

  @Test("values of the script follow the rows that are kept")
  func scriptValues() throws {
    let value = Formula.Terms.factor(.value(Matrix([10, 20, 30, 40, 50]), label: "w"))
    let frame = try ModelFrame(
      Formula(response: .column("y"), predictors: value), table, missing: .drop)
    #expect(frame.matrix == Matrix([10, 30, 40, 50]))
  }

  @Test("missing is not the nan of a computation, whatever its sign")
  func missingIsNotNan() {
    #expect(Double.missing.isNaN && Double.missing.isMissing && (-Double.missing).isMissing)
    #expect(!Double.nan.isMissing && !(Double.infinity - .infinity).isMissing)
    #expect((Double.missing + 1).isMissing)
  }
}
