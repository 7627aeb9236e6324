import RegData
import RegLinearAlgebra
import RegRuntime
import RegSyntax
import Testing

@Suite struct CrossValidationCallTests {
  let calls = Calls()
  let data = FitData()

  @Test("every row is predicted by a fit without its fold", arguments: ["mse", "mae"])
  func outOfFold(measure: String) throws {
    let path = try calls("lasso", Value(data.x), Value(data.y), Value([0.5, 0.1]))
    let ids = (0..<40).map { Double($0 % 4 + 1) }
    let c = try calls(
      "cv", path, options: ["fold_ids": Value(ids), "measure": Value(measure)])
    #expect(try c.field("folds").numbers == ids)
    let predictions = try c.field("predictions").matrix
    var sum = 0.0
    for fold in 1...4 {
      let (inside, outside) = (
        ids.indices.filter { ids[$0] == Double(fold) },
        ids.indices.filter { ids[$0] != Double(fold) }
      )
      let other = try calls(
        "lasso", Value(data.x.selecting(rows: outside)), Value(data.y.selecting(rows: outside)),
        Value(0.1))
      let predicted = try calls("predict", other, Value(data.x.selecting(rows: inside))).numbers
      for (row, value) in zip(inside, predicted) {
        #expect(abs(predictions[row, 1] - value) < 1e-10)
        let error = (data.y[row] - value).magnitude
        sum += measure == "mse" ? error * error : error
      }
    }
    #expect(abs(try c.field("mean").numbers[1] - sum / 40) < 1e-10)
  }

  @Test("the two choices are the best λ and the largest within a standard error of it")
  func choices() throws {
    let c = try calls(
      "cv", calls("lasso", Value(data.x), Value(data.y)), options: ["folds": Value(5)])
    let (lambda, mean) = (try c.field("lambda").numbers, try c.field("mean").numbers)
    let best = try #require(mean.indices.min { mean[$0] < mean[$1] })
    #expect(try c.field("λ_min".folded).numbers == [lambda[best]])
    let limit = mean[best] + (try c.field("se").numbers[best])
    #expect(
      try c.field("lambda_1se").numbers == [
        lambda.indices.filter { mean[$0] <= limit }
          .map { lambda[$0] }.max() ?? 0
      ])
    #expect(c.shown.contains("lambda_min = ") && c.shown.contains("lambda_1se = "))
    let folds = try c.field("fold_means").matrix
    #expect(folds.rows == 5 && folds.columns == lambda.count)
  }

  @Test("the measure is a function of λ, also between those of the path")
  func scoreFunction() throws {
    let c = try calls(
      "cv", calls("ridge", Value(data.x), Value(data.y), Value([2.0, 1])),
      options: ["folds": Value(4), "seed": Value(9)])
    let score = try #require(try c.field("mse").builtinFunction)
    #expect(
      try calls.call(score, [Value([1.0, 2])], [:]).numbers
        == Array(try c.field("mean").numbers.reversed()))
    let between = try calls(
      "cv", calls("ridge", Value(data.x), Value(data.y), Value(1.5)),
      options: ["folds": Value(4), "seed": Value(9)])
    let expected = try between.field("mean").numbers[0]
    #expect(abs(try calls.call(score, [Value(1.5)], [:]).numbers[0] - expected) < 1e-10)
  }

  @Test("a seed gives its folds again, and another seed others")
  func seeds() throws {
    let path = try calls("lasso", Value(data.x), Value(data.y), Value([0.5, 0.1]))
    func folds(_ seed: Int) throws -> [Double] {
      try calls("cv", path, options: ["seed": Value(seed)]).field("folds").numbers
    }
    #expect(try folds(4) == folds(4))
    #expect(try folds(4) != folds(5))
    #expect(try folds(-1).sorted() == folds(1).sorted())
  }

  @Test("a model at one λ of a path is validated there")
  func oneLambda() throws {
    let path = try calls("lasso", Value(data.x), Value(data.y))
    let c = try calls("cv", path.at(Value(0.2)))
    #expect(try c.field("lambda").numbers == [0.2])
    #expect(try c.field("lambda_1se").numbers == [0.2])
    #expect(c.shown.contains("lambda_min, lambda_1se"))
  }

  @Test("rows left out of the fit need no fold, and may have one")
  func droppedRows() throws {
    var y = data.y
    y[0] = .missing
    let path = try calls(
      "lasso", Value(data.x), Value(y), Value(0.1), options: ["na": Value("drop")])
    let ids = (0..<40).map { Double($0 % 3) }
    let all = try calls("cv", path, options: ["fold_ids": Value(ids)])
    let kept = try calls("cv", path, options: ["fold_ids": Value(Array(ids.dropFirst()))])
    #expect(try all.field("mean").numbers == kept.field("mean").numbers)
  }

  @Test("a measure of one's own is called for each fold, with the weights where it takes them")
  func ownMeasure() throws {
    let path = try calls("lasso", Value(data.x), Value(data.y), Value([0.5, 0.1]))
    let c = try calls("cv", path, options: ["folds": Value(4), "repeats": Value(2)])
    let table = try c.field("folds").matrix
    #expect(table.rows == 40 && table.columns == 2)
    #expect(try c.field("fold_means").matrix.rows == 8)
    let again = try calls("cv", path, options: ["fold_ids": Value(table)])
    #expect(try again.field("mean").numbers == c.field("mean").numbers)
  }

  @Test("rows before the first fold in time are never predicted")
  func ordered() throws {
    let path = try calls("lasso", Value(data.x), Value(data.y), Value(0.1))
    let times = (0..<40).map { Double(($0 * 7) % 40) }
    let c = try calls("cv", path, options: ["folds": Value(4), "ordered": Value(times)])
    let (folds, predictions) = (
      try c.field("folds").numbers, try c.field("predictions").numbers
    )
    for row in 0..<40 {
      #expect(predictions[row].isMissing == (folds[row] == 0))
      for other in 0..<40 where times[other] < times[row] { #expect(folds[other] <= folds[row]) }
    }
  }

  @Test("a grid over alpha fits each mix on the same folds, and knows the best")
  func mixes() throws {
    let path = try calls("enet", Value(data.x), Value(data.y))
    let c = try calls(
      "cv", path, options: ["folds": Value(5), "alpha": Value([0.2, 0.9])])
    var best = Double.infinity
    for (place, alpha) in [0.2, 0.9].enumerated() {
      let single = try calls(
        "cv", calls("enet", Value(data.x), Value(data.y), options: ["alpha": Value(alpha)]),
        options: ["folds": Value(5)])
      let curve = try #require(try Value.vector(c.field("curves"))?[place])
      for (a, b) in zip(try curve.field("mean").numbers, try single.field("mean").numbers) {
        #expect(abs(a - b) < 1e-9 * b)
      }
      let least = try #require(try single.field("mean").numbers.min())
      if least < best {
        best = least
        #expect(
          try abs(c.field("lambda_min").numbers[0] / single.field("lambda_min").numbers[0] - 1)
            < 1e-9 || c.field("alpha").numbers != [alpha])
      }
    }
    #expect(abs(try #require(try c.field("mean").numbers.min()) - best) < 1e-9 * best)
  }

  @Test("folds that cannot be are refused by code")
  func refusals() throws {
    let path = try calls("lasso", Value(data.x), Value(data.y), Value(0.1))
    func code(_ options: KeyValuePairs<String, Value>) -> DiagnosticCode? {
      calls.code { try calls("cv", path, options: options) }
    }
    #expect(code(["folds": Value(1)]) == .argumentRange)
    #expect(code(["folds": Value(41)]) == .argumentRange)
    #expect(code(["fold_ids": Value([1.0, 2])]) == .argumentShape)
    #expect(code(["fold_ids": Value([Double](repeating: 1, count: 40))]) == .argumentRange)
    #expect(code(["fold_ids": Value([1.5])]) == .argumentType)
    let ids = Value((0..<40).map { Double($0 % 2) })
    #expect(code(["fold_ids": ids, "seed": Value(1)]) == .argumentRange)
    #expect(code(["fold_ids": ids, "folds": Value(2)]) == .argumentRange)
    #expect(code(["measure": Value("auc")]) == .argumentRange)
    #expect(calls.code { try calls("cv", Value(data.x)) } == .argumentType)
  }

  @Test(
    "a fit to other folds that misses the tolerance is named by its fold and its λ",
    arguments: [
      ("folds", Value(4), #"the fit without fold [1-4] at λ = 0\.1 stopped"#),
      ("ordered", Value(true), #"the fit before fold [1-9][0-9]? at λ = 0\.1 stopped"#),
      ("repeats", Value(2), #"the fit without fold [0-9]+ of repetition [12] at λ = 0\.1 stopped"#),
      ("folds", Value("loo"), #"the fit without row [0-9]+ at λ = 0\.1 stopped"#),
    ])
  func missedFit(option: String, value: Value, pattern: String) throws {
    let path = try calls(
      "lasso", Value(data.x), Value(data.y), Value(0.1), options: ["tolerance": Value(1e-300)])
    let earlier = calls.warnings.count
    let cv = BuiltinFunction(try #require(calls.context.builtins["cv"]))
    _ = try calls.call(cv, [path], KeyValuePairs(dictionaryLiteral: (option, value)))
    let warnings = calls.warnings.dropFirst(earlier)
    #expect(warnings.map(\.code) == [.notConverged])
    let message = try #require(warnings.first?.message)
    #expect(try Regex(pattern).firstMatch(in: message) != nil, "\(message)")
  }
}

extension String {
  fileprivate var folded: String { Name.fold(self) }
}

extension Value {
  fileprivate var builtinFunction: BuiltinFunction? {
    guard case .function(let function) = content else { return nil }
    return function as? BuiltinFunction
  }
}
