import RegLinearAlgebra
import RegSolvers
import Testing

@Suite("folds")
struct FoldsTests {
  @Test("folds drawn by a seed differ in size by one at most and depend on the seed alone")
  func drawnFolds() throws {
    let folds = try Folds(rows: 23, count: 5, seed: 9)
    let sizes = folds.labels.map { folds.rows(in: $0).count }
    #expect(sizes.sorted() == [4, 4, 5, 5, 5])
    #expect(try Folds(rows: 23, count: 5, seed: 9) == folds)
    #expect(try Folds(rows: 23, count: 5, seed: 10).ids != folds.ids)
    #expect(throws: SolverError.badFoldCount(folds: 1, rows: 23)) {
      try Folds(rows: 23, count: 1, seed: 0)
    }
    #expect(throws: SolverError.badFoldCount(folds: 24, rows: 23)) {
      try Folds(rows: 23, count: 24, seed: 0)
    }
    #expect(throws: SolverError.badFoldCount(folds: 1, rows: 3)) { try Folds(ids: [4, 4, 4]) }
  }

  @Test("strata are spread evenly, and folds stay of nearly equal size", arguments: [2, 3, 7])
  func strata(count: Int) throws {
    let strata = (0..<41).map { $0 % 5 == 0 ? 2 : ($0 % 3 == 0 ? 1 : 0) }
    let folds = try Folds(strata: strata, count: count, seed: 3)
    let sizes = folds.labels.map { folds.rows(in: $0).count }
    #expect(try #require(sizes.max()) - #require(sizes.min()) <= 1)
    for stratum in 0...2 {
      let shares = folds.labels.map { label in
        folds.rows(in: label).count { strata[$0] == stratum }
      }
      #expect(try #require(shares.max()) - #require(shares.min()) <= 1)
    }
    #expect(try Folds(strata: strata, count: count, seed: 3) == folds)
  }

  @Test("strata of a response give each fold one of every few neighbours")
  func strataOfValues() throws {
    var generator = RandomGenerator(seed: 5)
    let values = (0..<30).map { _ in generator.normal() }
    let folds = try Folds(strata: Folds.strata(of: values, count: 5), count: 5, seed: 1)
    let rising = values.indices.sorted { values[$0] < values[$1] }
    for start in stride(from: 0, to: 30, by: 5) {
      #expect(Set(rising[start..<start + 5].map { folds.ids[$0] }) == [1, 2, 3, 4, 5])
    }
  }

  @Test("a group never straddles folds, and folds are balanced", arguments: [1, 2, 3] as [UInt64])
  func groups(seed: UInt64) throws {
    var generator = RandomGenerator(seed: seed)
    let groups = (0..<200).map { _ in generator.integer(below: 23) * generator.integer(below: 2) }
    let folds = try Folds(groups: groups, count: 4, seed: seed)
    for group in Set(groups) {
      let homes = Set(groups.indices.filter { groups[$0] == group }.map { folds.ids[$0] })
      #expect(homes.count == 1)
    }
    // One group has half of the rows; the other folds share the rest, but for the largest group.
    let sizes = folds.labels.map { folds.rows(in: $0).count }.sorted()
    #expect(sizes[2] - sizes[0] <= 12)
    #expect(try Folds(groups: groups, count: 4, seed: seed) == folds)
    #expect(throws: SolverError.tooFewGroups(groups: 2, folds: 3)) {
      try Folds(groups: [1, 2, 1, 2], count: 3, seed: 1)
    }
  }

  @Test("folds in time are never trained on the future, and equal times stay together")
  func ordered() throws {
    var generator = RandomGenerator(seed: 8)
    let times = (0..<50).map { _ in Double(generator.integer(below: 30)) }
    let folds = try Folds(times: times, count: 4)
    #expect(folds.predicted.count == 4)
    for place in folds.predicted {
      let latest = try #require(folds.trainingRows(at: place).map { times[$0] }.max())
      let earliest = try #require(folds.rows(at: place).map { times[$0] }.min())
      #expect(latest < earliest)
    }
    // The window only grows.
    for place in folds.predicted.dropFirst() {
      let before = Set(folds.trainingRows(at: place - 1))
      #expect(before.isStrictSubset(of: folds.trainingRows(at: place)))
    }
    #expect(throws: SolverError.self) { try Folds(times: [1, 1, 1, 1], count: 2) }
    #expect(throws: SolverError.self) { try Folds(times: [1, 2], count: 2) }
  }

  @Test("leaving out one row at a time has a fold for each")
  func leaveOneOut() throws {
    #expect(try Folds(leavingOutEachOf: 4).ids == [1, 2, 3, 4])
    #expect(throws: SolverError.self) { try Folds(leavingOutEachOf: 1) }
    #expect(throws: SolverError.self) { try Folds(leavingOutEachOf: 0) }
  }
}
