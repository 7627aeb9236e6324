import RegLinearAlgebra
import RegSolvers
import Testing

/// A kind of regression data that a solver must cope with, drawn anew for every seed.
struct ProblemShape: Sendable, CustomTestStringConvertible {
  let name: String
  let rows: Int
  let columns: Int
  /// Whether the lasso's solution is unique and well conditioned, so that coefficients can be
  /// compared one by one.
  var isUnique = true
  var correlation = 0.3
  /// Applied to the predictors before the response is made of them.
  var changing: @Sendable (_ x: inout Matrix, _ generator: inout RandomGenerator) -> Void = {
    _, _ in
  }
  /// Applied to the finished problem.
  var finishing: @Sendable (_ problem: inout Problem, _ generator: inout RandomGenerator) -> Void =
    { _, _ in }

  var testDescription: String { name }

  func problem(seed: UInt64) -> Problem {
    var generator = RandomGenerator(seed: seed &* 7919 &+ UInt64(rows * 1000 + columns))
    var x = Matrix(rows: rows, columns: columns)
    let spread = (1 - correlation * correlation).squareRoot()
    for row in 0..<rows {
      var previous = generator.normal()
      for column in 0..<columns {
        previous = correlation * previous + spread * generator.normal()
        x[row, column] = previous
      }
    }
    changing(&x, &generator)
    var y = [Double](repeating: 0, count: rows)
    // A sparse truth in units of the columns' spread, so that every scale takes part.
    let deviations = x.columnVariances().map { $0.squareRoot() }
    for column in 0..<columns where column % 5 == 0 && deviations[column] > 0 {
      let size = (column % 2 == 0 ? 1.5 : -1) / deviations[column]
      for row in 0..<rows { y[row] += size * x[row, column] }
    }
    for row in 0..<rows { y[row] += 2 + 0.7 * generator.normal() }
    var problem = Problem(x: x, y: y)
    finishing(&problem, &generator)
    return problem
  }

  static let all: [ProblemShape] = [
    ProblemShape(name: "tall", rows: 80, columns: 9),
    ProblemShape(name: "long", rows: 300, columns: 15, correlation: 0.6),
    ProblemShape(name: "square", rows: 30, columns: 30, isUnique: false),
    ProblemShape(name: "wide", rows: 25, columns: 70, isUnique: false),
    ProblemShape(name: "wider", rows: 20, columns: 260, isUnique: false, correlation: 0.5),
    ProblemShape(name: "strongly correlated", rows: 60, columns: 20, correlation: 0.97),
    ProblemShape(name: "one column", rows: 40, columns: 1),
    ProblemShape(name: "one row", rows: 1, columns: 1),
    ProblemShape(name: "one row, several columns", rows: 1, columns: 6),
    ProblemShape(name: "two rows", rows: 2, columns: 3, isUnique: false),
    ProblemShape(
      name: "duplicated columns", rows: 40, columns: 12, isUnique: false,
      changing: { x, _ in
        for row in 0..<x.rows {
          x[row, 5] = x[row, 0]
          x[row, 10] = -x[row, 0]
          x[row, 11] = x[row, 3]
        }
      }),
    ProblemShape(
      name: "collinear columns", rows: 40, columns: 10, isUnique: false,
      changing: { x, _ in
        for row in 0..<x.rows {
          x[row, 9] = x[row, 0] + x[row, 5]
          x[row, 8] = 0.5 * x[row, 5] - x[row, 2]
        }
      }),
    ProblemShape(
      name: "nearly collinear columns", rows: 40, columns: 8, isUnique: false,
      changing: { x, generator in
        for row in 0..<x.rows { x[row, 7] = x[row, 0] + 1e-7 * generator.normal() }
      }),
    ProblemShape(
      name: "constant columns", rows: 40, columns: 8,
      changing: { x, _ in
        for row in 0..<x.rows {
          x[row, 0] = 3
          x[row, 4] = 0
        }
      }),
    ProblemShape(
      name: "scaled columns", rows: 50, columns: 9,
      changing: { x, _ in
        for row in 0..<x.rows {
          x[row, 0] *= 1e8
          x[row, 3] *= 1e-8
          x[row, 5] *= 1e-8
        }
      }),
    ProblemShape(
      name: "far from zero", rows: 50, columns: 8,
      changing: { x, _ in
        for row in 0..<x.rows {
          x[row, 0] += 1e6
          x[row, 1] -= 1e4
        }
      }),
    ProblemShape(
      name: "zeros and ones", rows: 60, columns: 14, isUnique: false,
      changing: { x, _ in x = x.map { $0 > 0.8 ? 1 : 0 } }),
    ProblemShape(
      name: "large response", rows: 40, columns: 8,
      finishing: { problem, _ in problem.y = problem.y.map { $0 * 1e8 } }),
    ProblemShape(
      name: "small response", rows: 40, columns: 8,
      finishing: { problem, _ in problem.y = problem.y.map { $0 * 1e-8 } }),
    ProblemShape(
      name: "constant response", rows: 30, columns: 6,
      finishing: { problem, _ in problem.y = problem.y.map { _ in 0.1 } }),
    ProblemShape(
      name: "exact fit", rows: 30, columns: 6,
      finishing: { problem, _ in
        problem.y = (problem.x * Matrix([1, 0, 0, -2, 0, 3])).values
      }),
    ProblemShape(
      name: "weights, some zero", rows: 50, columns: 8,
      finishing: { problem, generator in
        problem.weights = problem.y.indices.map { $0 % 7 == 0 ? 0 : 0.1 + 4 * generator.uniform() }
      }),
    ProblemShape(
      name: "offset", rows: 40, columns: 8,
      finishing: { problem, generator in
        problem.offset = problem.y.map { _ in 2 * generator.normal() }
      }),
    ProblemShape(
      name: "no intercept", rows: 50, columns: 8, changing: { x, _ in x = x.map { $0 + 0.4 } },
      finishing: { problem, _ in problem.intercept = false }),
    ProblemShape(
      name: "not standardised", rows: 50, columns: 9,
      changing: { x, _ in for row in 0..<x.rows { x[row, 0] *= 5 } },
      finishing: { problem, _ in problem.standardize = false }),
    ProblemShape(
      name: "penalty factors", rows: 50, columns: 10,
      finishing: { problem, _ in
        problem.penaltyFactors = [1, 0, 2, 0.5, 1, .infinity, 3, 0, 1, 1]
      }),
    ProblemShape(
      name: "excluded columns", rows: 50, columns: 8,
      finishing: { problem, _ in problem.excluded = [0, 7] }),
    ProblemShape(
      name: "nonnegative", rows: 50, columns: 12,
      finishing: { problem, _ in problem.lower = [Double](repeating: 0, count: 12) }),
    ProblemShape(
      name: "nonnegative and wide", rows: 25, columns: 60, isUnique: false,
      finishing: { problem, _ in problem.lower = [Double](repeating: 0, count: 60) }),
    ProblemShape(
      name: "boxed", rows: 50, columns: 10,
      finishing: { problem, _ in
        problem.lower = (0..<10).map { $0 % 3 == 0 ? -0.1 : -.infinity }
        problem.upper = (0..<10).map { $0 % 2 == 0 ? 0.4 : 0.05 }
      }),
  ]

  /// Shapes and penalties to be tried with each other.
  static let penalties: [Double] = [1, 0.5, 0]
}

extension Problem {
  /// What the fit minimises, by its definition, at coefficients on the scale of the data.
  func objective(_ solution: Solution, l1: Double, l2: Double) -> Double {
    PlainProblem(self).objective(
      solution.coefficients, intercept: solution.intercept, l1: l1, l2: l2)
  }
}

/// A problem with its weights, means and units worked out plainly, for the tests' own solver.
struct PlainProblem {
  let problem: Problem
  let shares: [Double]
  /// Weighted standard deviations; 0 for a constant column.
  let deviations: [Double]
  let means: [Double]
  let targets: [Double]

  init(_ problem: Problem) {
    self.problem = problem
    let raw = problem.weights ?? [Double](repeating: 1, count: problem.y.count)
    let total = raw.reduce(0, +)
    let shares = raw.map { $0 / total }
    self.shares = shares
    targets = problem.y.indices.map { problem.y[$0] - (problem.offset?[$0] ?? 0) }
    let columns = (0..<problem.x.columns).map { problem.x.column($0).values }
    let means = columns.map { column in
      let origin = column[0]
      return origin + Swift.zip(column, shares).reduce(0) { $0 + ($1.0 - origin) * $1.1 }
    }
    self.means = means
    deviations = columns.indices.map { j in
      let counted = problem.y.indices.filter { raw[$0] > 0 }.map { columns[j][$0] }
      guard counted.contains(where: { $0 != counted[0] }) else { return 0 }
      return Swift.zip(columns[j], shares).reduce(0) {
        $0 + ($1.0 - means[j]) * ($1.0 - means[j]) * $1.1
      }.squareRoot()
    }
  }

  func factor(_ j: Int) -> Double { problem.penaltyFactors?[j] ?? 1 }
  func unit(_ j: Int) -> Double { problem.standardize ? deviations[j] : 1 }

  func mayEnter(_ j: Int) -> Bool {
    deviations[j] > 0 && factor(j) < .infinity && !problem.excluded.contains(j)
  }

  func residual(_ coefficients: [Double], intercept: Double) -> [Double] {
    // Centred, so that columns far from zero do not drown the rest.
    let shift = Swift.zip(means, coefficients).reduce(intercept) { $0 + $1.0 * $1.1 }
    return targets.indices.map { row in
      coefficients.indices.reduce(targets[row] - shift) { rest, j in
        coefficients[j] == 0 ? rest : rest - (problem.x[row, j] - means[j]) * coefficients[j]
      }
    }
  }

  func objective(_ coefficients: [Double], intercept: Double, l1: Double, l2: Double) -> Double {
    let residual = residual(coefficients, intercept: intercept)
    let loss = Swift.zip(residual, shares).reduce(0) { $0 + $1.0 * $1.0 * $1.1 } / 2
    return coefficients.indices.reduce(loss) { sum, j in
      guard mayEnter(j) else { return sum }
      let size = unit(j) * coefficients[j].magnitude
      return sum + factor(j) * (l1 * size + l2 / 2 * size * size)
    }
  }

  /// The objective without predictors, which gives all others their scale.
  var nullObjective: Double {
    let center =
      problem.intercept ? Swift.zip(targets, shares).reduce(0) { $0 + $1.0 * $1.1 } : 0
    return Swift.zip(targets, shares).reduce(0) {
      $0 + ($1.0 - center) * ($1.0 - center) * $1.1
    } / 2
  }
}
