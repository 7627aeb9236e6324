@testable import RegSolvers
import RegLinearAlgebra
import Testing

@Suite("certificates")
struct CertificateTests {
  @Test("a correlation that rounding puts at the edge of its limit leaves a finite gap")
  func edge() throws {
    let data = try SyntheticData(rows: 20, columns: 2, seed: 5).problem()
    let problem = try StandardizedProblem(data, workers: Workers(count: 1))
    let limit = 0.6
    let penalty = ScaledPenalty(l1: limit / problem.absoluteFactors[1], l2: 0)
    let absolute = penalty.l1 * problem.absoluteFactors[1]
    var edges = 0
    for step in 0..<4000 {
      let b = [Double(step) / 1000, 0]
      let noise = (1 + b[0]) * Double.ulpOfOne * 4
      let correlation = absolute + noise
      // Here the sum has been rounded up.
      if correlation - absolute > noise { edges += 1 }
      let evidence = Evidence(
        columns: [0, 1], squares: 0.5,
        correlations: [penalty.l1 * problem.absoluteFactors[0], correlation])
      #expect(Certificate(problem, penalty, b: b, evidence: evidence).gap.isFinite)
    }
    #expect(edges > 100)
  }

  @Test("cross-products are off by no more than is charged", arguments: [1, 2])
  func crossProducts(seed: UInt64) throws {
    let data = SyntheticData(rows: 30_000, columns: 12, seed: seed)
    var problem = try data.problem()
    problem.weights = data.weights().map { $0 + 0.1 }
    let workers = Workers(count: 2)
    let blocks = try StandardizedProblem(problem, workers: workers)
    #expect(blocks.design.isTall)
    let (gram, start) = (blocks.gram, blocks.start)
    let most = blocks.productsUncertainty
    #expect(most < 1e-12)
    let z = blocks.z
    for j in 0..<blocks.count {
      let column = z.column(j).values
      #expect(abs(start[j] - exactDot(column, blocks.y)) < most)
      for k in 0...j {
        #expect(abs(gram[k, j] - exactDot(z.column(k).values, column)) < most)
      }
    }
  }

  @Test("folds taken off the whole are off by no more than is charged")
  func foldsTakenOff() throws {
    let problem = try SyntheticData(rows: 3000, columns: 6, seed: 4).problem()
    let folds = try Folds(ids: (0..<3000).map { $0 % 7 + 1 })
    let workers = Workers(count: 2)
    let products = try FoldProducts(problem, folds, workers: workers) { false }
    for place in folds.labels.indices {
      let training = problem.selecting(
        rows: (0..<3000).filter { $0 % 7 + 1 != folds.labels[place] })
      let rows = try StandardizedProblem(training, workers: workers)
      let given = try #require(
        StandardizedMatrix.Products(products.training(place), training, rows.design.columns))
      #expect(given.uncertainty < 1e-11)
      for j in 0..<rows.count {
        let column = rows.z.column(j).values
        #expect(abs(given.start[j] - exactDot(column, rows.y)) < given.uncertainty)
        for k in 0...j {
          let exact = exactDot(rows.z.column(k).values, column)
          #expect(abs(given.gram[k, j] - exact) < given.uncertainty)
        }
      }
    }
  }
}

/// A dot product in twice the precision: Ogita, Rump and Oishi (2005), *Accurate sum and dot product*.
private func exactDot(_ x: [Double], _ y: [Double]) -> Double {
  var (sum, rest) = (0.0, 0.0)
  for (x, y) in zip(x, y) {
    let product = x * y
    let total = sum + product
    let added = total - sum
    rest += ((sum - (total - added)) + (product - added)) + (-product).addingProduct(x, y)
    sum = total
  }
  return sum + rest
}
