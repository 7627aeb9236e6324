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
  ///
  /// - Parameter gaps: In place of the solutions' own.
  func warnUnlessConverged(tolerance: Double, gaps: [Double]? = nil, _ arguments: Arguments) {
    let gaps = (gaps ?? map(\.gap)).map(\.comparableGap)
    let missed = indices.filter { gaps[$0] > tolerance }
    guard let worst = missed.max(by: { gaps[$0] < gaps[$1] }) else { return }
    let others = missed.count - 1
    let rest = others == 0 ? "" : ", and \(others) other λ missed it by less"
    arguments.warn(
      "the fit at λ = \(NumberText.display(self[worst].lambda))", stoppedAt: gaps[worst],
      tolerance: tolerance, rest: rest)
  }

  /// How exact solutions are, as a line of a presentation.
  ///
  /// - Parameter gaps: In place of the solutions' own.
  func exactness(tolerance: Double, gaps: [Double]? = nil) -> String {
    let gaps = (gaps ?? map(\.gap)).map(\.comparableGap)
    let worst = gaps.max() ?? 0
    let gap = NumberText.display(worst, digits: 1)
    let missed = gaps.count { $0 > tolerance }
    guard missed > 0 else {
      return worst < Rounding.gap
        ? "optimal to rounding (duality gap \(Rounding.text))"
        : "optimal to \(gap) (duality gap)"
    }
    let tolerance = NumberText.display(tolerance)
    return self.count == 1
      ? "not converged: duality gap \(gap), tolerance \(tolerance)"
      : "not converged at \(missed) of \(self.count) λ: duality gap up to \(gap), "
        + "tolerance \(tolerance)"
  }
}

/// A gap that is nothing but rounding, which differs from machine to machine.
private enum Rounding {
  static let gap = 1e-13
  static let text = "below \(NumberText.display(gap))"
}

extension Arguments {
  /// Warns that a fit missed its tolerance; what it found is kept.
  ///
  /// - Parameters:
  ///   - subject: Which fit, as the subject of the sentence.
  ///   - rest: What else is to be said of others.
  func warn(_ subject: String, stoppedAt gap: Double, tolerance: Double, rest: String = "") {
    let isRounding = gap < Rounding.gap
    let text = isRounding ? Rounding.text : "of " + NumberText.display(gap, digits: 2)
    let warning = failure(
      .notConverged,
      "\(subject) stopped at a duality gap \(text), above the tolerance "
        + "\(NumberText.display(tolerance))\(rest)",
      help: isRounding
        ? "what was found is optimal to rounding; a smaller gap cannot be counted on"
        : "what was found is kept; a larger λ or fewer columns are easier to fit")
    warn(warning)
  }
}

extension Double {
  /// A gap, infinite where numbers too large or too small for doubles leave none.
  fileprivate var comparableGap: Double { isNaN ? .infinity : self }
}

extension Solution {
  var isFinite: Bool { intercept.isFinite && coefficients.allSatisfy(\.isFinite) }
}

extension TrainingData {
  /// Rows left out of the fit, and values filled in, as lines of a presentation.
  var leftOut: [Presentation.Block] {
    var lines: [String] = []
    if droppedCount > 0 {
      let rows = "\(droppedCount) of \(rowCount.counted("row"))"
      lines.append("\(rows) left out: values missing, nan or infinite")
    }
    if filledCount > 0 {
      let values = filledCount.counted("missing value")
      lines.append("\(values) filled in: medians of numbers, the most frequent of levels")
    }
    return lines.map { .line($0) }
  }
}
