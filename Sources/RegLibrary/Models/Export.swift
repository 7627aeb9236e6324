import RegData
import RegLinearAlgebra
import RegRuntime
import RegSolvers
import RegSyntax

struct Export: Builtin {
  let name = "export"
  let category = Category.models
  let summary = "Writes a model at one λ as code that predicts: SQL, C, Swift, Python or JSON."
  let details: String? = """
    The code stands by itself and gives the predictions of predict to twelve digits. Its inputs are \
    the columns that the model uses; factors, interactions, functions, splines and gaps that were \
    filled in are written out with what the fit learned. SQL is one expression of the columns; C, \
    Swift and Python are a function of them. Where a value is missing, or a level was not in the \
    fit, they give NULL or nan, where predict would refuse the row.

    The data of the fit are not in it. What has no form in another language, such as a function of \
    the script or a polynomial of degree 20, is refused by name.
    """
  let seeAlso = ["save", "predict", "coef"]

  let model = Parameter<AnyFittedArgument>("m", "A fitted model: m @ λ, or a path with 'λ'.")
  let language = Parameter<String>(
    "language", "What to write.", where: .oneOf(["sql", "c", "swift", "python", "json"]))
  let lambda = Parameter<Double?>(
    "λ", "Strength of the penalty; if none, that of a model at one λ.",
    unit: "units of the objective", default: nil,
    where: .optional(
      Constraint("zero or more, and finite", refusing: Value(-1)) { $0 >= 0 && $0.isFinite }))
  let file = Parameter<String?>(
    "file", "A file to write to; if none, the text comes back.", default: nil, keywordOnly: true,
    where: .optional(Constraint("not empty", refusing: Value("")) { !$0.isEmpty }))
  let function = Parameter<String>(
    "name", "What the function is called in C, Swift and Python.", default: "predict",
    keywordOnly: true,
    where: Constraint("a name of letters, digits and _", refusing: Value("2b")) { name in
      name.utf8.first.map { !(0x30...0x39).contains($0) } == true
        && name.utf8.allSatisfy {
          (0x30...0x39).contains($0) || (0x41...0x5a).contains($0) || (0x61...0x7a).contains($0)
            || $0 == 0x5f
        }
    })
  let response = Parameter<String?>(
    "response", "Which response of a model of several.", default: nil, keywordOnly: true)

  let examples = [
    Example(
      "A query",
      """
      > d = table(dose = [1; 2; 3], y = [2; 4; 6])
      > print(export(lasso(d, y ~ dose, λ = 0.5, standardize = false), "sql"))
      -- y by a lasso model at λ = 0.5
      -- y ~ dose
      1.5
      + (1.25 * CAST("dose" AS DOUBLE PRECISION))
      """),
    Example(
      "A function of C",
      """
      > d = table(dose = [1; 2; 3], y = [2; 4; 6])
      > print(export(lasso(d, y ~ dose, λ = 0.5, standardize = false), "c"))
      // y by a lasso model at λ = 0.5
      // y ~ dose

      #include <math.h>

      double predict(double dose) {
        double y = 1.5;
        y += 1.25 * dose;
        return y;
      }
      """),
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let text = try text(arguments)
    guard let path = arguments[file] else { return Value(text) }
    try arguments.context.require(.writeFiles, to: "write files")
    do {
      try DataFile.replace(path, with: Array(text.utf8))
    } catch .fileNotFound(let path) {
      throw arguments.failure(.fileNotFound, "the folder of '\(path)' does not exist", at: file)
    } catch {
      throw arguments.placing(error, at: file)
    }
    return .none
  }

  private func text(_ arguments: Arguments) throws -> String {
    let model = try ExportedModel(arguments, self)
    do {
      return try model.text(arguments[language], function: arguments[function])
    } catch var diagnostic {
      diagnostic.span = arguments.span(of: self.model)
      diagnostic.source = arguments.source
      throw diagnostic
    }
  }
}

/// What is written of a model.
private struct ExportedModel {
  let data: TrainingData
  let kind: String
  let response: String
  let lambda: Double
  let intercept: Double
  let coefficients: [Double]

  init(_ arguments: Arguments, _ export: Export) throws {
    switch arguments[export.model] {
    case .one(let fitted):
      guard !arguments.isGiven(export.response) else {
        throw arguments.failure(
          .argumentRange, "'response' chooses among several, and m has one", at: export.response)
      }
      let solution: Solution
      if let lambda = arguments[export.lambda] {
        solution = try fitted.regression.solutions(at: [lambda])[0]
      } else {
        solution = try Self.only(of: fitted.solutions, arguments, export)
      }
      data = fitted.regression.data
      kind = "\(fitted.regression.mix.title) model"
      response = data.responseName
      lambda = solution.lambda
      (intercept, coefficients) = (solution.intercept, solution.coefficients)
    case .several(let fitted):
      let names = fitted.regression.responseNames
      guard let name = arguments[export.response] else {
        throw arguments.failure(
          .missingArgument, "m has the responses \(names.joined(separator: ", "))",
          help: "name one: response = \"\(names[0])\"")
      }
      guard let place = names.firstIndex(of: name) else {
        throw arguments.failure(
          .argumentRange, "m has no response '\(name)'", at: export.response,
          help: nearest(name, in: names).map { "did you mean '\($0)'?" }
            ?? "it has \(names.joined(separator: ", "))")
      }
      let solution: MultiResponseSolution
      if let lambda = arguments[export.lambda] {
        solution = try fitted.regression.solutions(at: [lambda])[0]
      } else {
        solution = try Self.only(of: fitted.solutions, arguments, export)
      }
      data = fitted.regression.data
      kind = "\(fitted.regression.mix.title) model"
      response = name
      lambda = solution.lambda
      intercept = solution.intercepts[place]
      coefficients = solution.coefficients.column(place).values
    }
  }

  private static func only<Solution>(
    of solutions: [Solution], _ arguments: Arguments, _ export: Export
  ) throws -> Solution {
    guard solutions.count == 1 else {
      throw arguments.failure(
        .missingArgument, "m has \(solutions.count) λ, and code is written for one",
        at: export.model, help: "choose: export(m, \"\(arguments[export.language])\", λ), or m @ λ")
    }
    return solutions[0]
  }

  func text(_ language: String, function: String) throws(Diagnostic) -> String {
    let formula = try ModelFormula(data, intercept: intercept, coefficients: coefficients)
    let comments =
      ["\(response) by \(kind.withArticle) at λ = \(NumberText.shortest(lambda))"]
      + [data.formulaText].compactMap(\.self)
    let languages: [any CodeLanguage] = [CLanguage(), SwiftLanguage(), PythonLanguage()]
    if let code = languages.first(where: { $0.name == language }) {
      guard !code.reserved.contains(function) else {
        throw Diagnostic(.cannotExport, "'\(function)' is a word of its own in \(language)")
      }
      return CodeWriter.write(formula, code, function: function, comments: comments)
    }
    guard language == "json" else { return try SQLWriter.write(formula, comments: comments) }
    var facts = [
      ("model", ModelJSON.quoted(kind)), ("lambda", NumberText.shortest(lambda)),
      ("response", ModelJSON.quoted(response)),
    ]
    if let text = data.formulaText { facts.append(("formula", ModelJSON.quoted(text))) }
    facts.append(("intercept", NumberText.shortest(intercept)))
    let nonzero = coefficients.indices.filter { coefficients[$0] != 0 }
    return try ModelJSON.write(
      formula, facts: facts, coefficients: nonzero.map { (data.names[$0], coefficients[$0]) })
  }
}

extension TrainingData {
  /// What is predicted, as the formula has it.
  fileprivate var responseName: String {
    guard case .formula(let recipe, _) = inputs else { return "y" }
    return recipe.responseName ?? "y"
  }
}
