import RegLinearAlgebra
import RegRuntime
import RegSyntax
import Testing

@Suite struct EdgeCaseTests {
  /// Data that leave little to fit, or come near the limits of doubles.
  static let data: [(name: String, x: Matrix, y: [Double])] = [
    ("one row", Matrix(rows: 1, columns: 2, values: [1, 2]), [3]),
    ("two rows", Matrix(rows: 2, columns: 1, values: [1, 2]), [3, 4]),
    ("a constant response", Matrix([1, 2, 3]), [5, 5, 5]),
    ("no response", Matrix([1, 2, 3]), [0, 0, 0]),
    ("a constant column", Matrix(rows: 3, columns: 2, values: [1, 1, 1, 1, 2, 3]), [5, 6, 8]),
    ("constant columns alone", Matrix([1, 1, 1]), [5, 6, 5]),
    ("a far mean", Matrix([1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 5]), [1, 2, 3, 5]),
    ("huge columns", Matrix([1e150, 2e150, -1e150]), [1, 2, 3]),
    ("a huge response", Matrix([1, 2, 3.5]), [1e150, 2e150, -3e150]),
    ("tiny columns", Matrix([1e-150, 2e-150, -1e-150]), [1, 2, 3]),
    ("more columns than rows", FitData(rows: 5, columns: 30).x, FitData(rows: 5).y.values),
    (
      "equal columns", Matrix(rows: 4, columns: 2, values: [1, 2, 3, 5, 1, 2, 3, 5]),
      [1, 2, 4, 5]
    ),
  ]

  static let options: [KeyValuePairs<String, Value>] = [
    [:], ["λ": Value(0)], ["λ": Value(1e100)], ["λ": Value([1.0, 1])], ["nlambda": Value(1)],
    ["standardize": Value(false)], ["intercept": Value(false)], ["lower": Value(0)],
    ["upper": Value(-1), "λ": Value(0)], ["penalty_factor": Value(0)],
    ["penalty_factor": Value(Double.infinity)],
  ]

  @Test(
    "every fit has finite coefficients or is refused, and shows itself",
    arguments: ["lasso", "ridge", "enet"], EdgeCaseTests.data.map(\.name))
  func survives(fit: String, name: String) throws {
    let calls = Calls()
    let data = try #require(Self.data.first { $0.name == name })
    for options in Self.options {
      do {
        let model = try calls(fit, Value(data.x), Value(data.y), options: options)
        #expect(try model.field("coefficients").matrix.isFinite)
        #expect(try model.field("intercept").matrix.isFinite)
        #expect(model.shown.contains("n = \(data.y.count)"))
        let predicted = try calls("predict", model, Value(data.x))
        #expect(predicted.matrix.rows == data.y.count)
        guard data.y.count > 2 else { continue }
        #expect(try calls("cv", model, options: ["folds": Value(2)]).shown.contains("lambda_1se"))
      } catch let diagnostic as Diagnostic {
        #expect([.notFitted, .missingValues].contains(diagnostic.code))
      }
    }
  }

  @Test("a λ below the rounding error of the data is the least-squares fit, and certified")
  func tinyLambda() throws {
    for column in [[1.0, 2, 3], [1, 2, 3.01], [-3, 5, 4]] {
      for lambda in [1e-300, 1e-20, 1e-17, 1e-12] {
        let calls = Calls()
        let x = Matrix(rows: 3, columns: 2, values: [1, 2, 3] + column)
        let model = try calls("lasso", Value(x), Value([1.0, 2, 4]), Value(lambda))
        #expect(calls.warnings.isEmpty)
        let residuals = try model.field("residuals").numbers
        let slopes = (0..<2).map { j in
          residuals.indices.reduce(0) { $0 + x[$1, j] * residuals[$1] }
        }
        #expect(slopes.allSatisfy { abs($0) < 1e-6 })
      }
    }
  }

  @Test("a constant column has coefficient zero, whatever its penalty")
  func constantColumn() throws {
    let x = Matrix(rows: 3, columns: 2, values: [7, 7, 7, 1, 2, 3])
    let model = try Calls()(
      "ridge", Value(x), Value([2.0, 4, 6]), Value(1), options: ["penalty_factor": Value([0, 1.0])])
    let coefficients = try model.field("coefficients").numbers
    #expect(coefficients[0] == 0 && abs(coefficients[1] - 1) < 1e-14)
  }

  @Test("what has the same value in every row is named", arguments: ["lasso", "ridge", "enet"])
  func warnsOfConstants(fit: String) throws {
    let column = Matrix(rows: 3, columns: 3, values: [7, 7, 7, 1, 2, 3, 4, 4, 4])
    let cases: [(Matrix, [Double], KeyValuePairs<String, Value>, String?)] = [
      (column, [2, 4, 7], [:], "'x1', 'x3' have the same value in every row"),
      (
        column, [2, 4, 7], ["penalty_factor": Value([.infinity, 1, 1.0])], "'x3' has the same value"
      ),
      (column, [5, 5, 5], [:], "the response has the same value in every row"),
      (Matrix(rows: 1, columns: 2, values: [1, 2]), [3], [:], "there is one row only"),
      (Matrix([1, 2, 3]), [2, 4, 7], [:], nil),
    ]
    for (x, y, options, expected) in cases {
      let calls = Calls()
      _ = try calls(fit, Value(x), Value(y), Value(0.1), options: options)
      #expect(calls.warnings.map(\.code) == (expected == nil ? [] : [.noVariation]))
      if let expected { #expect(calls.warnings[0].message.hasPrefix(expected)) }
    }
  }

  @Test("without a penalty a lasso is least squares")
  func noPenalty() throws {
    let data = FitData()
    let model = try Calls()("lasso", Value(data.x), Value(data.y), Value(0))
    let violation = data.violation(
      try model.field("coefficients").numbers, intercept: try model.field("intercept").numbers[0],
      lambda: 0, alpha: 1)
    #expect(violation < 1e-10)
  }
}
