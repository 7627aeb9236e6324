import RegData
import RegLinearAlgebra
import Testing

/// Designs against the columns that R's `model.matrix` gives, without the intercept.
@Suite("Designs")
struct DesignTests {
  let table: Table

  init() throws {
    table = try Table(literal: [
      "y": .number([1, 2, 3, 4, 5, 6]),
      "x": .number([1, 2, 3, 4, 5, 6]),
      "z": .number([2, 0, 1, 0, 3, 1]),
      "g": .text(["b", "a", "c", "a", "b", "c"]),
      "h": .text(["u", "v", "u", "v", "v", "u"]),
      "t": .logical([true, false, true, true, false, false]),
    ])
  }

  private func frame(_ terms: Formula.Terms, full: Bool = false) throws -> ModelFrame {
    try ModelFrame(Formula(response: .column("y"), predictors: terms), table, full: full)
  }

  private let x = Formula.Terms.column("x")
  private let z = Formula.Terms.column("z")
  private let g = Formula.Terms.column("g")
  private let h = Formula.Terms.column("h")
  private let t = Formula.Terms.column("t")

  @Test("numbers, levels without the first in sorted order, and logicals as 0 and 1")
  func mainEffects() throws {
    let frame = try frame(x + g + t)
    #expect(frame.columnNames == ["x", "g=b", "g=c", "t"])
    #expect(
      frame.matrix.columnValues == [
        [1, 2, 3, 4, 5, 6], [1, 0, 0, 0, 1, 0], [0, 0, 1, 0, 0, 1], [1, 0, 1, 1, 0, 0],
      ])
    #expect(frame.response == Matrix([1, 2, 3, 4, 5, 6]))
    #expect(frame.recipe.hasIntercept)
    #expect(frame.droppedCount == 0)
  }

  @Test("one predictor is enough")
  func onePredictor() throws {
    #expect(try frame(x).matrix == Matrix([1, 2, 3, 4, 5, 6]))
  }

  @Test("a crossing has both effects and their products")
  func crossing() throws {
    let frame = try frame(g * x)
    #expect(frame.columnNames == ["g=b", "g=c", "x", "g=b:x", "g=c:x"])
    #expect(frame.matrix.columnValues[3] == [1, 0, 0, 0, 5, 0])
    #expect(frame.matrix.columnValues[4] == [0, 0, 3, 0, 0, 6])
  }

  @Test("levels cross with the first factor fastest")
  func levelsCrossed() throws {
    let frame = try frame(g * h)
    #expect(frame.columnNames == ["g=b", "g=c", "h=v", "g=b:h=v", "g=c:h=v"])
    #expect(frame.matrix.columnValues[3] == [0, 0, 0, 0, 1, 0])
  }

  @Test("an interaction keeps the first level when the rest of its term is not in the model")
  func marginality() throws {
    #expect(try frame(g & x).columnNames == ["g=a:x", "g=b:x", "g=c:x"])
    #expect(try frame(x + (g & x)).columnNames == ["x", "x:g=b", "x:g=c"])
    #expect(
      try frame(g + (g & h)).columnNames
        == ["g=b", "g=c", "g=a:h=v", "g=b:h=v", "g=c:h=v"])
    #expect(
      try frame(g & h).columnNames
        == ["g=a:h=u", "g=b:h=u", "g=c:h=u", "g=a:h=v", "g=b:h=v", "g=c:h=v"])
  }

  @Test("without an intercept the first factor keeps all its levels")
  func noIntercept() throws {
    for terms in [.noIntercept + x + g + h, x + g + h - .intercept] {
      let frame = try frame(terms)
      #expect(!frame.recipe.hasIntercept)
      #expect(frame.columnNames == ["x", "g=a", "g=b", "g=c", "h=v"])
    }
    #expect(try frame(x + .noIntercept + .intercept).recipe.hasIntercept)
  }

  @Test("full keeps every level everywhere")
  func fullCoding() throws {
    #expect(try frame(g + x, full: true).columnNames == ["g=a", "g=b", "g=c", "x"])
    #expect(try frame(g * x, full: true).columnNames.count == 7)
  }

  @Test("a dot is every column that the response does not use, and terms can be taken away")
  func everyOther() throws {
    #expect(try frame(.everyOther).columnNames == ["x", "z", "g=b", "g=c", "h=v", "t"])
    #expect(try frame(.everyOther - g - t).columnNames == ["x", "z", "h=v"])
    let log = Formula.Factor.function(Elementwise("log(y)", of: "y") { $0 - 1 })
    let frame = try ModelFrame(Formula(response: log, predictors: .everyOther - g - h - t), table)
    #expect(frame.columnNames == ["x", "z"])
    #expect(frame.response == Matrix([0, 1, 2, 3, 4, 5]))
    #expect(frame.recipe.responseName == "log(y)")
  }

  @Test("terms are united, ordered by degree, and never repeated")
  func termAlgebra() throws {
    #expect(try frame((x & z) + z + x + z).columnNames == ["z", "x", "x:z"])
    #expect(try frame((z & x) + (x & z)).columnNames == ["z:x"])
    #expect(try frame(x & x).columnNames == ["x"])
    #expect(try frame((x + z) & t).columnNames == ["x:t", "z:t"])
    #expect(try frame(x * z * t - (x & z & t)).columnNames.count == 6)
    #expect(try frame(x + z - (x + t)).columnNames == ["z"])
  }

  @Test("the intercept alone is a model")
  func interceptOnly() throws {
    let frame = try frame(.intercept)
    #expect(frame.matrix.columns == 0 && frame.matrix.rows == 6 && frame.recipe.hasIntercept)
  }

  @Test("functions of columns and values of the script are terms")
  func computedTerms() throws {
    let double = Formula.Terms.factor(.function(Elementwise("I(x * 2)", of: "x") { $0 * 2 }))
    let value = Formula.Terms.factor(
      .value(Matrix(rows: 6, columns: 2, values: (1...12).map(Double.init)), label: "w"))
    let frame = try frame(double + value + .factor(.function(Levels(column: "z"))))
    #expect(
      frame.columnNames
        == ["I(x * 2)", "w[1]", "w[2]", "levels(z)=1", "levels(z)=2", "levels(z)=3"])
    #expect(frame.matrix.columnValues[0] == [2, 4, 6, 8, 10, 12])
    #expect(frame.matrix.columnValues[2] == [7, 8, 9, 10, 11, 12])
    #expect(frame.matrix.columnValues[3] == [0, 0, 1, 0, 0, 1])
  }

  @Test("categories keep the order of their levels, and lose those that do not occur")
  func categories() throws {
    var table = table
    try table.set(
      "g",
      to: .categorical(
        Categories(levels: ["low", "none", "mid", "high"], codes: [3, 0, 2, 0, 3, 2])))
    let frame = try ModelFrame(Formula(response: .column("y"), predictors: g), table)
    #expect(frame.columnNames == ["g=mid", "g=high"])
  }

  @Test("what cannot be a design says why")
  func refusals() throws {
    #expect(throws: DataError.unknownColumn("w", available: table.names)) {
      try frame(.everyOther - .column("w"))
    }
    #expect(throws: DataError.badResponse("y", reason: "is also on the right of '~'")) {
      try frame(x + .column("y"))
    }
    #expect(throws: DataError.badResponse("g", reason: "is text, and a fit needs numbers")) {
      try ModelFrame(Formula(response: .column("g"), predictors: x), table)
    }
    #expect(throws: DataError.noRows) {
      try ModelFrame(Formula(response: .column("y"), predictors: x), table.head(0))
    }
    let value = Formula.Terms.factor(.value(Matrix([1, 2]), label: "w"))
    #expect(
      throws: DataError.termShape(
        "w", rows: 2, columns: 1, expectedRows: 6, expectedColumns: nil)
    ) { try frame(value) }
  }

  @Test("crossings beyond any use are refused before they are worked out")
  func termExplosion() throws {
    let wide = try Table((0..<2000).map { ("x\($0)", .number([1, 2])) })
    #expect(throws: DataError.self) {
      try ModelFrame(
        Formula(response: nil, predictors: .crossed([.everyOther, .everyOther])), wide)
    }
  }
}
