import RegData
import RegLinearAlgebra
import RegRuntime
import RegSyntax
import Testing

@Suite struct FitTests {
  let calls = Calls()
  let data = FitData()

  @Test(
    "the coefficients of every fit satisfy the conditions for a minimum",
    arguments: [
      ("lasso", 1.0), ("ridge", 0), ("enet", 0.5),
    ])
  func isOptimal(name: String, alpha: Double) throws {
    let path = try calls(name, Value(data.x), Value(data.y))
    let (lambda, intercept) = (
      try path.field("lambda").numbers, try path.field("intercept").numbers
    )
    let coefficients = try path.field("coefficients").matrix
    #expect(lambda.count == 100 && coefficients.rows == 6 && coefficients.columns == 100)
    for column in lambda.indices {
      let violation = data.violation(
        coefficients.column(column).values, intercept: intercept[column], lambda: lambda[column],
        alpha: alpha)
      #expect(violation < 1e-10)
    }
  }

  @Test("a λ between those of the path is solved and not interpolated")
  func solvesAnyLambda() throws {
    let path = try calls("lasso", Value(data.x), Value(data.y), options: ["nlambda": Value(5)])
    let model = try path.at(Value(0.3))
    let violation = data.violation(
      try model.field("coefficients").numbers, intercept: try model.field("intercept").numbers[0],
      lambda: 0.3, alpha: 1)
    #expect(violation < 1e-10)
    #expect(
      try calls("coef", path, Value(0.3)).numbers == (try model.field("coefficients").numbers))
  }

  @Test("on columns as they are, the penalty acts on their coefficients alone")
  func withoutStandardizing() throws {
    let model = try calls(
      "enet", Value(data.x), Value(data.y),
      options: ["λ": Value(0.4), "alpha": Value(0.3), "standardize": Value(false)])
    let violation = data.violation(
      try model.field("coefficients").numbers, intercept: try model.field("intercept").numbers[0],
      lambda: 0.4, alpha: 0.3, standardized: false)
    #expect(violation < 1e-10)
    #expect(
      try model.field("objective").shown
        == "‖y - β₀ - Xβ‖² / (2n) + λ · Σ (0.3·|βⱼ| + 0.35·βⱼ²)")
  }

  @Test("one column without intercept has the solution of the closed form")
  func closedForm() throws {
    let fit = try calls(
      "enet", Value([1.0, 2, 3]), Value([2.0, 4, 6]),
      options: ["λ": Value(1), "intercept": Value(false), "standardize": Value(false)])
    // (x'y/n - λα) / (x'x/n + λ(1 - α))
    let expected = (28.0 / 3 - 0.5) / (14.0 / 3 + 0.5)
    #expect(abs(try fit.field("coefficients").numbers[0] - expected) < 1e-14)
    #expect(try fit.field("coefficients").shown == "1.70968")
  }

  @Test("several λ are answered in the order given")
  func keepsOrder() throws {
    let path = try calls("lasso", Value(data.x), Value(data.y), Value([0.1, 2, 0.5]))
    #expect(try path.field("lambda").numbers == [0.1, 2, 0.5])
    let middle = try path.field("coefficients").matrix.column(1).values
    #expect(middle == (try calls("coef", path, Value(2)).numbers))
  }

  @Test("whole weights do what repeated rows do")
  func weightsRepeatRows() throws {
    let counts = data.x.rows
    let weights = (0..<counts).map { Double($0 % 3) }
    let repeated = (0..<counts).flatMap { Array(repeating: $0, count: $0 % 3) }
    let weighted = try calls(
      "lasso", Value(data.x), Value(data.y), Value(0.2), options: ["weights": Value(weights)])
    let long = try calls(
      "lasso", Value(data.x.selecting(rows: repeated)), Value(data.y.selecting(rows: repeated)),
      Value(0.2))
    for (a, b) in zip(
      try weighted.field("coefficients").numbers, try long.field("coefficients").numbers)
    {
      #expect(abs(a - b) < 1e-10)
    }
  }

  @Test("penalty factors and bounds hold column by column or for all")
  func columnOptions() throws {
    let excluded = try calls(
      "lasso", Value(data.x), Value(data.y), Value(0.01),
      options: ["penalty_factor": Value([Double.infinity, 1, 1, 1, 1, 1])])
    #expect(try excluded.field("coefficients").numbers[0] == 0)
    let bounded = try calls(
      "ridge", Value(data.x), Value(data.y), Value(0.01),
      options: ["lower": Value(0), "upper": Value(0.5)])
    let coefficients = try bounded.field("coefficients").numbers
    #expect(coefficients.allSatisfy { $0 >= 0 && $0 <= 0.5 } && coefficients[0] == 0.5)
  }

  @Test("predictions are the intercept and the rows times the coefficients")
  func predicts() throws {
    let path = try calls("lasso", Value(data.x), Value(data.y), Value([0.5, 0.1]))
    let all = try calls("predict", path, Value(data.x))
    #expect(all.matrix.rows == 40 && all.matrix.columns == 2)
    let model = try path.at(Value(0.1))
    for (one, all) in zip(
      try calls("predict", model, Value(data.x)).numbers, all.matrix.column(1).values)
    {
      #expect(abs(one - all) < 1e-12)
    }
    #expect(
      try calls("predict", path, Value(data.x), Value(0.1)).numbers
        == (try model.field("fitted").numbers))
    let residuals = try model.field("residuals").numbers
    #expect(abs(residuals.reduce(0, +)) < 1e-10)
  }

  @Test("without any column the intercept alone is fitted")
  func noColumns() throws {
    let fit = try calls("lasso", Value(Matrix(rows: 3, columns: 0)), Value([1.0, 2, 6]))
    #expect(try fit.field("intercept").numbers.allSatisfy { $0 == 3 })
    #expect(!fit.shown.isEmpty)
  }

  @Test("a solution that misses the tolerance warns and is kept")
  func warns() throws {
    let fit = try calls(
      "enet", Value(data.x), Value(data.y), Value([0.5, 0.1]), options: ["tolerance": Value(1e-300)]
    )
    #expect(try fit.field("coefficients").matrix.columns == 2)
    #expect(calls.warnings.map(\.code) == [.notConverged])
    #expect(calls.warnings.first?.severity == .warning)
    #expect(fit.shown.contains("not converged at "))
  }

  @Test("an interrupt ends a fit")
  func interrupted() {
    calls.context.interrupt.set()
    #expect(calls.code { try calls("lasso", Value(data.x), Value(data.y)) } == .interrupted)
  }
}
