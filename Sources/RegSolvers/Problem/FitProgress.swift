import Synchronization

/// How far a fit has come.
public struct FitProgress: Sendable, Equatable {
  /// The λ that are fitted, of the path being worked on.
  public var lambdas: Int
  /// The λ of a path.
  public var lambdaCount: Int
  /// The folds that are finished.
  public var folds: Int
  /// The folds of a cross-validation; 0 where there is none.
  public var foldCount: Int
  /// The share of all λ of all folds that is done, from 0 to 1.
  public var fraction: Double

  /// What certificates take of the time of a wide path; elsewhere they take less.
  private static let shareOfCertificates = 0.1

  /// The progress of one path.
  init(lambdas: Int, certified: Int = 0, of lambdaCount: Int) {
    self.lambdas = lambdas
    self.lambdaCount = lambdaCount
    folds = 0
    foldCount = 0
    let share = Self.shareOfCertificates
    let done = (1 - share) * Double(lambdas) + share * Double(certified)
    fraction = certified == lambdaCount ? 1 : done / Double(lambdaCount)
  }
}

/// Takes reports of progress: after every λ, on whatever thread does the work.
///
/// Called often, so it should return at once; what it does with most reports is up to it.
public typealias ProgressReport = @Sendable (FitProgress) -> Void

/// Adds up the progress of folds, which may be fitted side by side.
final class FoldProgress: Sendable {
  private let report: ProgressReport
  private let fractions: Mutex<[Double]>

  /// Nil where nobody is to be told.
  init?(folds: Int, report: ProgressReport?) {
    guard let report else { return nil }
    self.report = report
    fractions = Mutex([Double](repeating: 0, count: folds))
  }

  /// What the fit of one fold, counted from 0, reports to.
  func reporter(fold: Int) -> ProgressReport {
    { progress in
      // Reported under the lock, so that the reports of several folds never run backwards.
      self.fractions.withLock { fractions in
        fractions[fold] = progress.fraction
        var whole = progress
        whole.folds = fractions.count { $0 >= 1 }
        whole.foldCount = fractions.count
        whole.fraction = fractions.reduce(0, +) / Double(fractions.count)
        self.report(whole)
      }
    }
  }
}
