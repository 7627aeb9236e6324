import RegData
import RegLinearAlgebra
import RegRuntime
import RegSyntax
import Testing

@Suite struct FitErrorTests {
  let calls = Calls()
  let data = FitData()

  private func code(_ options: KeyValuePairs<String, Value>) -> DiagnosticCode? {
    calls.code { try calls("lasso", Value(data.x), Value(data.y), options: options) }
  }

  @Test("arguments that cannot be are refused by code")
  func refusals() {
    #expect(code(["λ": Value(-1)]) == .argumentRange)
    #expect(code(["λ": Value(Double.nan)]) == .argumentRange)
    #expect(code(["λ": Value(Matrix([]))]) == .argumentRange)
    #expect(code(["λ": Value("much")]) == .argumentType)
    #expect(code(["λ": Value(1), "nlambda": Value(5)]) == .argumentRange)
    #expect(code(["λ": Value(1), "lambda_min_ratio": Value(0.1)]) == .argumentRange)
    #expect(code(["lambda_min_ratio": Value(1)]) == .argumentRange)
    #expect(code(["nlambda": Value(0)]) == .argumentRange)
    #expect(code(["tolerance": Value(0)]) == .argumentRange)
    #expect(code(["weights": Value([1.0, 2])]) == .argumentShape)
    #expect(code(["weights": Value([Double](repeating: 0, count: 40))]) == .argumentRange)
    #expect(code(["weights": Value(-1)]) == .argumentRange)
    #expect(code(["penalty_factor": Value([1.0, 2])]) == .argumentShape)
    #expect(code(["penalty_factor": Value(-1)]) == .argumentRange)
    #expect(code(["lower": Value(2), "upper": Value(1)]) == .argumentRange)
    #expect(code(["lower": Value(Double.infinity)]) == .argumentRange)
    #expect(code(["names": Value(["a", "b"])]) == .argumentShape)
    #expect(code(["na": Value("keep")]) == .argumentRange)
    #expect(code(["alpha": Value(1)]) == .unknownArgument)
  }

  @Test("rows that do not match, and no rows, are refused")
  func sizes() {
    #expect(calls.code { try calls("lasso", Value(data.x), Value([1.0])) } == .argumentShape)
    let empty = Value(Matrix(rows: 0, columns: 2))
    #expect(calls.code { try calls("ridge", empty, Value(Matrix([]))) } == .notFitted)
    let responses = Value(Matrix(rows: 3, columns: 2))
    #expect(calls.code { try calls("lasso", Value(data.x), responses) } == .argumentShape)
    #expect(calls.code { try calls("lasso", Value(data.x), Value(["a", "b"])) } == .argumentType)
  }

  @Test("missing values name columns and counts, and can be dropped")
  func missingValues() throws {
    var (x, y) = (data.x, data.y)
    x[3, 1] = .missing
    x[7, 1] = .infinity
    y[8] = .nan
    let refused = #expect(throws: Diagnostic.self) { try calls("lasso", Value(x), Value(y)) }
    #expect(refused?.code == .missingValues)
    #expect(refused?.message.contains("3 of 40 rows") == true)
    #expect(refused?.message.contains("'x2' (1 missing, 1 not finite)") == true)
    #expect(refused?.help?.contains("dropna") == true)

    let dropped = try calls(
      "lasso", Value(x), Value(y), Value(0.1),
      options: ["na": Value("drop"), "weights": Value((0..<40).map { Double($0 + 1) })])
    let kept = (0..<40).filter { ![3, 7, 8].contains($0) }
    let same = try calls(
      "lasso", Value(x.selecting(rows: kept)), Value(y.selecting(rows: kept)), Value(0.1),
      options: ["weights": Value(kept.map { Double($0 + 1) })])
    #expect(
      try dropped.field("coefficients").numbers == (try same.field("coefficients").numbers))
    #expect(try dropped.field("dropped").numbers == [3])
    #expect(dropped.shown.contains("3 of 40 rows left out"))
  }

  @Test("predicting asks for the columns of the fit")
  func predicting() throws {
    let model = try calls("lasso", Value(data.x), Value(data.y), Value(0.1))
    #expect(calls.code { try calls("predict", model, Value([1.0, 2])) } == .argumentShape)
    var x = data.x
    x[0, 0] = .nan
    #expect(calls.code { try calls("predict", model, Value(x)) } == .missingValues)
    #expect(calls.code { try calls("predict", Value(1), Value(x)) } == .argumentType)
    #expect(calls.code { try calls("coef", model, Value(-1)) } == .argumentRange)
    #expect(calls.code { try model.at(Value("λ")) } == .typeMismatch)
    #expect(calls.code { try model.at(Value(-1)) } == .argumentRange)
  }
}
