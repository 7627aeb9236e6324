import RegRuntime
import RegSolvers
import RegSyntax

extension [Solution] {
  /// Refuses coefficients that are not numbers, which data near the limits of doubles can give.
  func requireFinite() throws {
    guard let bad = first(where: { !$0.isFinite }) else { return }
    throw Diagnostic(
      .notFitted, "the fit at λ = \(NumberText.display(bad.lambda)) has no finite coefficients",
      help: "columns, response or λ are too large or too small: give them in other units")
  }

  /// Warns where solutions miss the tolerance, and by how much; they are kept all the same.
  func warnUnlessConverged(tolerance: Double, _ arguments: Arguments) {
    let missed = filter { !$0.converged }
    guard let worst = missed.max(by: { $0.comparableGap < $1.comparableGap }) else { return }
    let others = missed.count - 1
    let rest = others == 0 ? "" : ", and \(others) other λ missed it by less"
    let tolerance = NumberText.display(tolerance)
    let isRounding = worst.comparableGap < Self.rounding
    let gap = isRounding ? Self.belowRounding : NumberText.display(worst.comparableGap, digits: 2)
    var warning = arguments.failure(
      .notConverged,
      "the fit at λ = \(NumberText.display(worst.lambda)) stopped at a duality gap "
        + "\(isRounding ? gap : "of " + gap), above the tolerance \(tolerance)\(rest)",
      help: isRounding
        ? "what was found is optimal to rounding; a smaller gap cannot be counted on"
        : "what was found is kept; a larger λ or fewer columns are easier to fit")
    warning.severity = .warning
    arguments.context.warn(warning)
  }

  /// A gap below this is nothing but rounding, which differs from machine to machine.
  private static var rounding: Double { 1e-13 }
  private static var belowRounding: String { "below \(NumberText.display(rounding))" }

  /// How exact solutions are, as a line of a presentation.
  func exactness(tolerance: Double) -> String {
    let worst = map(\.comparableGap).max() ?? 0
    let gap = NumberText.display(worst, digits: 1)
    let missed = self.count { !$0.converged }
    guard missed > 0 else {
      return worst < Self.rounding
        ? "optimal to rounding (duality gap \(Self.belowRounding))"
        : "optimal to \(gap) (duality gap)"
    }
    let tolerance = NumberText.display(tolerance)
    return self.count == 1
      ? "not converged: duality gap \(gap), tolerance \(tolerance)"
      : "not converged at \(missed) of \(self.count) λ: duality gap up to \(gap), "
        + "tolerance \(tolerance)"
  }
}

extension Solution {
  /// The gap, infinite where numbers too large or too small for doubles leave none.
  fileprivate var comparableGap: Double { gap.isNaN ? .infinity : gap }

  var isFinite: Bool { intercept.isFinite && coefficients.allSatisfy(\.isFinite) }
}

extension TrainingData {
  /// Rows left out of the fit, as a line of a presentation.
  var leftOut: [Presentation.Block] {
    guard droppedCount > 0 else { return [] }
    let rows = "\(droppedCount) of \(rowCount.counted("row"))"
    return [.line("\(rows) left out: values missing, nan or infinite")]
  }
}
