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
      arguments.warn(
        arguments.failure(
          .noVariation,
          isAlone
            ? "there is one row only, and nothing to explain"
            : "the response has the same value in every row, and there is nothing to explain",
          at: y, help: isAlone ? "give more rows" : "give a response that varies"))
      return
    }
    let columns = fit.constantColumns.filter { column in
      guard case .formula(let recipe, _) = data.inputs else { return true }
      return !recipe.standsForLevel(column)
    }
    guard !columns.isEmpty else { return }
    let isOne = columns.count == 1
    arguments.warn(
      arguments.failure(
        .noVariation,
        "\(listed(columns.map { data.names[$0] })) \(isOne ? "has" : "have") the same value in "
          + "every row, and so \(isOne ? "a coefficient" : "coefficients") of 0",
        at: x, help: "leave \(isOne ? "it" : "them") out"))
  }
}

/// Names as part of a sentence; of many the first.
private func listed(_ names: [String]) -> String {
  let shown = names.prefix(4).map { "'\($0)'" }
  let others = names.count - shown.count
  return shown.joined(separator: ", ") + (others > 0 ? " and \(others) more" : "")
}
