/// How far a long built-in has come, for whoever watches.
public struct WorkProgress: Sendable, Equatable {
  /// Something that is counted: `λ 37 of 100`.
  public struct Count: Sendable, Equatable {
    public var noun: String
    public var done: Int
    public var total: Int

    public init(_ noun: String, _ done: Int, of total: Int) {
      self.noun = noun
      self.done = done
      self.total = total
    }
  }

  /// The share that is done, from 0 to 1.
  public var fraction: Double
  /// What is counted, the coarsest first.
  public var counts: [Count]

  public init(fraction: Double, counts: [Count] = []) {
    self.fraction = fraction
    self.counts = counts
  }
}

extension WorkProgress {
  /// That of reading a file, counted in megabytes where it has some.
  public init(bytes: Int, of total: Int) {
    let megabyte = 1 << 20
    self.init(
      fraction: total > 0 ? Double(bytes) / Double(total) : 0,
      counts: total < megabyte ? [] : [Count("MB", bytes / megabyte, of: total / megabyte)])
  }
}

extension Context {
  /// Runs work whose progress is told to whoever watches, and tells when it is over.
  ///
  /// - Parameter body: Is given what to report to, from any thread; nil where nobody watches.
  public func watching<Result>(
    _ body: ((@Sendable (WorkProgress) -> Void)?) throws -> Result
  ) rethrows -> Result {
    guard let progress else { return try body(nil) }
    progress(WorkProgress(fraction: 0))
    defer { progress(nil) }
    return try body { progress($0) }
  }
}
