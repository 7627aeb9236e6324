import Glibc
public import RegLinearAlgebra

/// Data whose truth is known: predictors that are correlated in a given way, a few of which matter.
public struct SimulatedData: Sendable {
  /// The predictors: one row an observation.
  public let x: Matrix
  /// The response.
  public let y: [Double]
  /// The true coefficients, as they were used.
  public let coefficients: [Double]
  /// The expected response of each row.
  public let mean: [Double]
  /// The standard deviation of the errors of gaussian data.
  public let noise: Double?

  /// Draws data; the same design and seed give the same on every machine.
  ///
  /// - Precondition: The design is valid.
  /// - Throws: `SolverError.cancelled` when stopped.
  /// - Complexity: O(rows · columns).
  public init(
    _ design: SimulationDesign, seed: UInt64,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(SolverError) {
    var generator = RandomGenerator(seed: seed)
    guard let predictors = design.predictors(&generator, shouldStop) else { throw .cancelled }
    x = predictors
    let signal = design.signalVariance.squareRoot()
    switch design.family {
    case .gaussian:
      let noise = signal > 0 ? signal / design.signalToNoise.squareRoot() : 1
      coefficients = design.coefficients
      mean = (x * Matrix(coefficients)).values.map { $0 + design.intercept }
      self.noise = noise
      y = mean.map { noise > 0 ? $0 + noise * generator.normal() : $0 }
    case .binomial:
      // A logistic model is a linear one whose errors have variance π²/3, of which the sign is seen.
      let error = Double.pi / 3.0.squareRoot()
      let scale = signal > 0 ? error * design.signalToNoise.squareRoot() / signal : 0
      coefficients = design.coefficients.map { $0 * scale }
      mean = (x * Matrix(coefficients)).values.map { 1 / (1 + exp(-($0 + design.intercept))) }
      noise = nil
      y = mean.map { generator.uniform() < $0 ? 1 : 0 }
    }
  }
}

/// What data are to be simulated.
public struct SimulationDesign: Sendable {
  /// How predictors, each normal with mean 0 and variance 1, are correlated.
  public enum Correlation: Sendable, Equatable {
    /// ρ^|i − j| between columns i and j, which fades with their distance.
    case fading(Double)
    /// ρ between all columns; not negative.
    case equal(Double)
    /// ρ between the columns of a block of so many neighbours, 0 between blocks; not negative.
    case blocks(Double, size: Int)
  }

  public enum Family: String, Sendable, CaseIterable {
    /// Normal errors.
    case gaussian
    /// 1 or 0, with log-odds that are linear in the predictors.
    case binomial
  }

  /// At least one.
  public var rows: Int
  /// Between -1 and 1, the ends left out.
  public var correlation: Correlation
  /// One a column.
  public var coefficients: [Double]
  /// Added to xβ, also on the scale of log-odds.
  public var intercept: Double
  /// The variance of the linear predictor over that of the errors; positive, and infinite for gaussian
  /// data without errors.
  public var signalToNoise: Double
  /// What the response is.
  public var family: Family

  public init(
    rows: Int, correlation: Correlation, coefficients: [Double], intercept: Double = 0,
    signalToNoise: Double, family: Family = .gaussian
  ) {
    self.rows = rows
    self.correlation = correlation
    self.coefficients = coefficients
    self.intercept = intercept
    self.signalToNoise = signalToNoise
    self.family = family
  }

  /// Coefficients of 1 at `nonzero` columns that are spread evenly, 0 elsewhere: the first kind of
  /// Hastie, Tibshirani and Tibshirani (2020).
  public static func evenCoefficients(_ nonzero: Int, of columns: Int) -> [Double] {
    var coefficients = [Double](repeating: 0, count: columns)
    for place in 0..<min(nonzero, columns) {
      coefficients[Int((Double(place) + 0.5) / Double(nonzero) * Double(columns))] = 1
    }
    return coefficients
  }

  /// The variance of xβ over all rows there could be: β'Σβ.
  public var signalVariance: Double {
    let b = coefficients
    switch correlation {
    case .fading(let rho):
      // Σᵢ bᵢ·(bᵢ + 2·Σ_{j<i} ρ^(i−j)·bⱼ), with the inner sum carried along.
      var (sum, carried) = (0.0, 0.0)
      for entry in b {
        sum += entry * (entry + 2 * rho * carried)
        carried = rho * carried + entry
      }
      return sum
    case .equal(let rho): return Self.blockVariance(b[...], rho)
    case .blocks(let rho, let size):
      return stride(from: 0, to: b.count, by: size).reduce(0) { sum, start in
        sum + Self.blockVariance(b[start..<min(start + size, b.count)], rho)
      }
    }
  }

  private static func blockVariance(_ b: ArraySlice<Double>, _ rho: Double) -> Double {
    let total = b.reduce(0, +)
    return (1 - rho) * b.reduce(0) { $0 + $1 * $1 } + rho * total * total
  }

  /// nil when stopped.
  fileprivate func predictors(
    _ generator: inout RandomGenerator, _ shouldStop: () -> Bool
  ) -> Matrix? {
    let columns = coefficients.count
    var isStopped = false
    let predictors = Matrix(rows: rows, columns: columns) { entries in
      for row in 0..<rows {
        var previous = 0.0
        for column in 0..<columns {
          // The first row alone may take long: it makes the system clear all memory.
          if column % 256 == 0, shouldStop() {
            isStopped = true
            return
          }
          let own = generator.normal()
          let value: Double
          switch correlation {
          case .fading(let rho):
            value = column == 0 ? own : rho * previous + (1 - rho * rho).squareRoot() * own
            previous = value
          case .equal(let rho):
            if column == 0 { previous = generator.normal() }
            value = rho.squareRoot() * previous + (1 - rho).squareRoot() * own
          case .blocks(let rho, let size):
            if column % size == 0 { previous = generator.normal() }
            value = rho.squareRoot() * previous + (1 - rho).squareRoot() * own
          }
          entries[column * rows + row] = value
        }
      }
    }
    return isStopped ? nil : predictors
  }
}
