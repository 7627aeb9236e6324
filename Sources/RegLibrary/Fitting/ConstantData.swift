import RegData
import RegRuntime
import RegSolvers
import RegSyntax

extension DataParameters {
  /// Warns of a response or columns with one value, of which a fit can make nothing.
  ///
  /// Levels that no row has are asked for by whoever lists them.
  func warnOfConstants(_ fit: PathFit, _ data: TrainingData, _ arguments: Arguments) {
    if fit.hasConstantResponse {
      let isAlone = fit.problem.y.count == 1
      warn(
        isAlone
          ? "there is one row only, and nothing to explain"
          : "the response has the same value in every row, and there is nothing to explain",
        at: y, help: isAlone ? "give more rows" : "give a response that varies", arguments)
      return
    }
    let columns = fit.constantColumns.filter { column in
      guard case .formula(let recipe, _) = data.inputs else { return true }
      return !recipe.standsForLevel(column)
    }
    if !columns.isEmpty {
      let constant = columns.map { data.names[$0] }
      let isOne = constant.count == 1
      warn(
        "\(listed(constant)) \(isOne ? "has" : "have") the same value in every row, and so "
          + "\(isOne ? "a coefficient" : "coefficients") of 0",
        at: x, help: "leave \(isOne ? "it" : "them") out", arguments)
    }
  }

  private func warn(
    _ text: String, at parameter: some AnyParameter, help: String, _ arguments: Arguments
  ) {
    var warning = arguments.failure(.noVariation, text, at: parameter, help: help)
    warning.severity = .warning
    arguments.context.warn(warning)
  }
}

/// Names as part of a sentence; of many the first.
private func listed(_ names: [String]) -> String {
  let shown = names.prefix(4).map { "'\($0)'" }
  let others = names.count - shown.count
  return shown.joined(separator: ", ") + (others > 0 ? " and \(others) more" : "")
}
