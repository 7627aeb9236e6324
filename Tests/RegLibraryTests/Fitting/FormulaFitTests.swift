import RegData
import RegLinearAlgebra
import RegRuntime
import RegSyntax
import Testing

@Suite struct FormulaFitTests {
  let calls = Calls()
  let data = FitData()

  private func formula(_ predictors: Formula.Terms, _ text: String) -> Value {
    .object(
      FormulaObject(Formula(response: .column("y"), predictors: predictors), text: text))
  }

  private var everything: Value { formula(.everyOther, "y ~ .") }

  @Test("a formula makes named columns, and predictions make them again")
  func formulaAndTable() throws {
    let table = try data.table()
    let model = try calls("lasso", Value(table), everything, Value(0.05))
    #expect(
      try model.field("names").shown == Value(["a", "b", "c", "d", "e", "f", "g=v", "g=w"]).shown)
    #expect(try model.field("formula").shown == "y ~ .")
    let some = [20, 4, 11]
    let predicted = try calls("predict", model, Value(table.rows(at: some))).numbers
    let fitted = try model.field("fitted").numbers
    for (place, row) in some.enumerated() { #expect(abs(predicted[place] - fitted[row]) < 1e-12) }
    #expect(model.shown.contains("a ") && model.shown.contains("intercept"))
  }

  @Test("a formula without intercept fits none, and says so if one is asked for")
  func withoutIntercept() throws {
    let table = Value(try data.table())
    let slopes = Formula.Terms.sum([.init(.factor(.column("a"))), .init(.noIntercept)])
    let model = try calls("ridge", table, formula(slopes, "y ~ a + 0"), Value(0.1))
    #expect(try model.field("intercept").numbers == [0])
    let code = calls.code {
      try calls(
        "ridge", table, formula(slopes, "y ~ a + 0"), options: ["intercept": Value(true)])
    }
    #expect(code == .argumentRange)
  }

  @Test("a formula needs a table and names columns that exist")
  func refusals() throws {
    let table = Value(try data.table())
    #expect(calls.code { try calls("lasso", Value(data.x), everything) } == .argumentType)
    let unknown = formula(.factor(.column("z")), "y ~ z")
    #expect(calls.code { try calls("lasso", table, unknown) } == .unknownColumn)
    let names = Value(["a"])
    let code = calls.code { try calls("lasso", table, everything, options: ["names": names]) }
    #expect(code == .argumentRange)
    #expect(calls.code { try calls("lasso", table, Value(data.y)) } == .typeMismatch)
  }

  @Test("the caret is on the formula for a wrong column, and on the table for missing values")
  func places() throws {
    var table = try data.table()
    let wrong = formula(.factor(.column("G")), "y ~ G")
    let unknown = #expect(throws: Diagnostic.self) { try calls("lasso", Value(table), wrong) }
    #expect(unknown?.span == Calls.span(ofArgument: 2))
    #expect(unknown?.help == "did you mean 'g'?")
    try table.set("y", to: .number([Double](repeating: .missing, count: 40)))
    let gaps = #expect(throws: Diagnostic.self) {
      try calls("lasso", Value(table), everything, options: ["na": Value("drop")])
    }
    #expect(gaps?.span == Calls.span(ofArgument: 1))
  }

  @Test("missing values in a table are refused, or their rows dropped")
  func missingValues() throws {
    var table = try data.table()
    var a = data.x.column(0).values
    a[5] = .missing
    try table.set("a", to: .number(a))
    #expect(calls.code { try calls("lasso", Value(table), everything) } == .missingValues)
    let model = try calls(
      "lasso", Value(table), everything, Value(0.1), options: ["na": Value("drop")])
    #expect(try model.field("n").numbers == [39])
    #expect(calls.code { try calls("predict", model, Value(table)) } == .missingValues)
  }

  @Test("a table of numbers with a vector keeps its names and finds them in new tables")
  func tableAndVector() throws {
    let table = try data.table().columns(named: ["a", "b", "c"])
    let model = try calls("lasso", Value(table), Value(data.y), Value(0.1))
    let turned = try table.columns(named: ["c", "a", "b"])
    #expect(
      try calls("predict", model, Value(turned)).numbers == (try model.field("fitted").numbers))
  }
}
