public import RegLinearAlgebra

/// A walk down the textbook's cost, step by step.
public struct Descent: Sendable {
  /// How a step is taken.
  public enum Method: String, Sendable, CaseIterable {
    /// θ ← θ − rate·gradient, the penalty's gradient included.
    case gradient
    /// The same with a velocity that remembers earlier gradients (Polyak 1964).
    case momentum
    /// A step on the squares alone, then the penalty's own (Daubechies, Defrise & De Mol 2004).
    case proximal
    /// Proximal steps from a point ahead on the way (Beck & Teboulle 2009).
    case accelerated
  }

  /// What is to be made small.
  public let problem: TextbookCost
  /// How steps are taken.
  public let method: Method
  /// The length of a step in gradients.
  public let rate: Double
  /// The share of the last step's velocity that the next one keeps.
  public let momentum: Double

  /// The weights it stands at.
  public private(set) var weights: Matrix
  /// The cost there; infinite or NaN where a rate is too large.
  public private(set) var cost: Double

  private var velocity: Matrix
  /// Where an accelerated step starts from.
  private var ahead: Matrix
  private var pace = 1.0

  /// Stands at some weights, one a column of X.
  public init(
    _ problem: TextbookCost, from weights: Matrix, _ method: Method, rate: Double,
    momentum: Double = 0.9
  ) {
    self.problem = problem
    self.method = method
    self.rate = rate
    self.momentum = momentum
    self.weights = weights
    cost = problem.cost(weights)
    velocity = weights.map { _ in 0 }
    ahead = weights
  }

  /// Takes a step.
  ///
  /// - Complexity: Three products with X or its transpose.
  public mutating func step() {
    switch method {
    case .gradient: weights = weights.zip(problem.gradient(weights)) { $0 - rate * $1 }
    case .momentum:
      velocity = velocity.zip(problem.gradient(weights)) { momentum * $0 - rate * $1 }
      weights = weights.zip(velocity) { $0 + $1 }
    case .proximal: weights = proximalStep(from: weights)
    case .accelerated:
      let next = proximalStep(from: ahead)
      let nextPace = (1 + (1 + 4 * pace * pace).squareRoot()) / 2
      let share = (pace - 1) / nextPace
      ahead = next.zip(weights) { $0 + share * ($0 - $1) }
      weights = next
      pace = nextPace
    }
    cost = problem.cost(weights)
  }

  private func proximalStep(from start: Matrix) -> Matrix {
    problem.proximal(
      start.zip(problem.slope(start)) { $0 - rate * $1 }, rate: rate)
  }
}
