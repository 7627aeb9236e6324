import Synchronization

/// One λ on its way: coefficients that no certificate has been made for yet.
struct Draft: Sendable {
  let lambda: Double
  let penalty: ScaledPenalty
  var b: [Double]
  var iterations: Int
  /// The gap, where the method knows it better than the certificate can.
  var gap: Double?
}

/// A path on its way: what was found so far, and a copy of the solver to go on from.
///
/// Each λ is fitted from the state that the one before left, so going on gives the bits of a fit
/// that was never stopped if that state is brought back. A fit that is stopped within a λ leaves none
/// that could be used. So a copy is put aside now and then, and what came after it is fitted again.
struct PathDrafts: Sendable {
  /// The λ asked for, in their order.
  let lambdas: [Double]
  /// The positions in `lambdas` from the largest λ down.
  private let falling: [Int]
  /// What was found, largest λ first.
  private var found: [Draft] = []
  /// How many λ were fitted when the copy was made.
  private(set) var savedCount = 0
  private(set) var savedSolver: PathSolver?
  private var savedAt = ContinuousClock.now
  private let savingInterval: Duration

  init(_ lambdas: [Double], savingInterval: Duration) {
    self.lambdas = lambdas
    self.savingInterval = savingInterval
    falling = lambdas.indices.sorted { (lambdas[$0], $1) > (lambdas[$1], $0) }
  }

  /// How many λ are fitted.
  var count: Int { found.count }
  /// The λ that are not, falling.
  var remaining: [Double] { falling.dropFirst(count).map { lambdas[$0] } }
  /// What was found, in the order in which the λ were asked for.
  var inOrder: [Draft] {
    Swift.zip(falling, found).sorted { $0.0 < $1.0 }.map(\.1)
  }

  /// The λ of a place in the falling order.
  func lambda(_ place: Int) -> Double { lambdas[falling[place]] }

  /// Keeps the draft of a place; one that is fitted again is there already.
  mutating func add(_ draft: Draft, at place: Int) {
    if place == found.count { found.append(draft) }
  }

  /// Puts the solver's state before a place aside, unless that was done a moment ago.
  mutating func save(_ solver: PathSolver?, before place: Int) {
    let now = ContinuousClock.now
    guard now - savedAt >= savingInterval else { return }
    (savedCount, savedSolver, savedAt) = (place, solver, now)
  }

  /// Starts the clock of a fit that goes on.
  mutating func startClock() { savedAt = .now }
}

/// What a path needs to go on after its fit was stopped.
///
/// The solutions of the λ it has are certified when they are first asked for: whoever stopped the fit
/// wants an answer at once.
final class StoppedPath: Sendable {
  let engine: PathEngine
  let drafts: PathDrafts
  private let certified = Mutex<[Solution]?>(nil)

  init(_ engine: PathEngine, _ drafts: PathDrafts) {
    self.engine = engine
    self.drafts = drafts
  }

  var solutions: [Solution] {
    certified.withLock { certified in
      if let certified { return certified }
      let solutions = engine.certified(drafts.inOrder)
      certified = solutions
      return solutions
    }
  }
}
