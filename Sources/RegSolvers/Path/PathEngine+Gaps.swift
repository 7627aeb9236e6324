import RegLinearAlgebra
import Synchronization

extension PathEngine {
  /// The duality gaps of solutions, from the rows of the data and nothing else.
  ///
  /// What a fit was made by (cross-products, a small copy of the columns) is not trusted: residuals
  /// are formed from the coefficients as they are reported, and every column is held against them.
  ///
  /// - Complexity: O(rows · columns · solutions), in products of matrices.
  func gapsByRows(
    _ solutions: [Solution], _ shouldStop: @escaping @Sendable () -> Bool
  ) throws(SolverError) -> [Double] {
    try stoppable(shouldStop) { (shouldStop) throws(SolverError) in
      var gaps: [Double] = []
      gaps.reserveCapacity(solutions.count)
      for first in stride(from: 0, to: solutions.count, by: 32) {
        guard !shouldStop() else { throw .cancelled }
        let block = solutions[first..<min(first + 32, solutions.count)]
        let vectors = block.map { problem.scaledCoefficients($0.coefficients) }
        for (place, evidence) in problem.evidenceByRows(vectors).enumerated() {
          let solution = block[block.startIndex + place]
          let penalty = problem.terms(rates, at: solution.lambda)
          // Least squares is certified by what a correction would add, from the rows as well.
          gaps.append(
            hasPenalty(penalty)
              ? Certificate(problem, penalty, b: vectors[place], evidence: evidence).gap
              : solution.gap)
        }
      }
      return gaps
    }
  }
}

/// The gaps of a path, made when somebody first asks for them.
final class PathGaps: Sendable {
  private let known = Mutex<[Double]?>(nil)

  func found(_ make: () throws(SolverError) -> [Double]) throws(SolverError) -> [Double] {
    if let known = known.withLock({ $0 }) { return known }
    let made = try make()
    known.withLock { $0 = made }
    return made
  }
}
