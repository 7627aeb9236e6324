import RegRuntime
import RegSolvers
import RegSyntax

/// Which rows are held back together.
enum Holdout: Sendable {
  /// One assignment of rows for each repetition, and what is remarkable about them, in words.
  case folds([Folds], words: [String])
  case leaveOneOut
  case approximateLeaveOneOut
}

/// The parameters of `cv` that part the rows.
struct FoldParameters: ParameterGroup {
  let folds = Parameter<FoldCount>(
    "folds",
    """
    How many folds; "loo" leaves out one row at a time, and "alo" does so approximately, from the \
    leverages of the fit to all rows.
    """, default: .count(10), keywordOnly: true,
    where: Constraint("at least 2", refusing: Value(1)) {
      if case .count(let count) = $0 { count >= 2 } else { true }
    })
  let seed = Parameter<Int>(
    "seed", "Which of all assignments of rows to folds; the same on every machine.", default: 1,
    keywordOnly: true)
  let repeats = Parameter<Int>(
    "repeats", "How many times folds are drawn; the curve is the mean over all of them.",
    default: 1, keywordOnly: true, where: .between(1, 10_000))
  let stratify = Parameter<Strata>(
    "stratify",
    """
    What each fold is to have its share of: a label for each row; or true for small, middle and \
    large responses.
    """, default: .none, keywordOnly: true)
  let groups = Parameter<RowLabels?>(
    "groups", "The group of each row; the rows of a group stay in one fold.", default: nil,
    keywordOnly: true)
  let ordered = Parameter<TimeOrder>(
    "ordered",
    """
    Rows that follow each other in time: true as they stand, or the time of each. Every fold is \
    predicted by the rows before it, and the first stretch by none.
    """, default: .none, keywordOnly: true)
  let foldIDs = Parameter<FoldTable?>(
    "fold_ids",
    """
    The fold of each row, any whole numbers, with a column for each repetition; if none, folds are \
    drawn.
    """, default: nil, keywordOnly: true)

  func holdout(_ data: TrainingData, _ arguments: Arguments) throws -> Holdout {
    if let given = arguments[foldIDs] { return try asGiven(given, data, arguments) }
    guard case .count(let count) = arguments[folds] else {
      try refuse(drawing + [ordered], arguments) {
        "'\($0)' makes folds, and leaving out one row at a time makes its own"
      }
      guard data.y.count >= 2 else { throw SolverError.badFoldCount(folds: 1, rows: data.y.count) }
      return arguments[folds] == .leaveOneOut ? .leaveOneOut : .approximateLeaveOneOut
    }
    if let times = try times(data, arguments) {
      try refuse(drawing, arguments) {
        "'\($0)' draws folds at random, and 'ordered' takes them as they come in time"
      }
      return .folds([try inTime(times, count, arguments)], words: [Self.orderedWords])
    }
    return try drawn(count, data, arguments)
  }

  // MARK: folds that are drawn

  private func drawn(
    _ count: Int, _ data: TrainingData, _ arguments: Arguments
  ) throws -> Holdout {
    let seed = UInt64(bitPattern: Int64(arguments[seed]))
    let repetitions = (0..<arguments[repeats]).map { seed &+ UInt64($0) &* 0x9e37_79b9_7f4a_7c15 }
    try arguments.context.reserve(rows: data.y.count, columns: repetitions.count)
    if let labels = arguments[groups] {
      if arguments.isGiven(stratify) {
        throw arguments.failure(
          .argumentRange, "'stratify' spreads labels over folds, and 'groups' keeps rows together",
          at: stratify, help: "give one or the other")
      }
      let codes = try codes(labels, of: groups, data, arguments)
      let drawn = try repetitions.map { try Folds(groups: codes, count: count, seed: $0) }
      return .folds(drawn, words: ["\(Set(codes).count.counted("group")) kept together"])
    }
    let strata: [Int]
    var words: [String] = []
    switch arguments[stratify] {
    case .none: strata = [Int](repeating: 0, count: data.y.count)
    case .response:
      strata = Folds.strata(of: data.y, count: count)
      words = ["stratified by the response"]
    case .labels(let labels):
      strata = try codes(labels, of: stratify, data, arguments)
      words = ["stratified by \(Set(strata).count.counted("label"))"]
    }
    return .folds(
      try repetitions.map { try Folds(strata: strata, count: count, seed: $0) }, words: words)
  }

  /// The labels of the rows that are fitted.
  func codes(
    _ labels: RowLabels, of parameter: some AnyParameter, _ data: TrainingData,
    _ arguments: Arguments
  ) throws -> [Int] {
    let fitted = try perRow(labels.codes, of: parameter, "label", data, arguments)
    let codes = fitted.compactMap(\.self)
    guard codes.count == fitted.count else {
      let missing = fitted.count - codes.count
      throw arguments.failure(
        .missingValues, "'\(parameter.name)' has no label for \(missing.counted("row"))",
        at: parameter)
    }
    return codes
  }

  private func times(_ data: TrainingData, _ arguments: Arguments) throws -> [Double]? {
    switch arguments[ordered] {
    case .none: return nil
    case .rows: return data.y.indices.map(Double.init)
    case .times(let times):
      let fitted = try perRow(times, of: ordered, "time", data, arguments)
      guard fitted.allSatisfy({ !$0.isNaN }) else {
        let missing = fitted.count { $0.isNaN }
        throw arguments.failure(
          .missingValues, "'ordered' has no time for \(missing.counted("row"))", at: ordered)
      }
      return fitted
    }
  }

  private func inTime(_ times: [Double], _ count: Int, _ arguments: Arguments) throws -> Folds {
    if let folds = try? Folds(times: times, count: count) { return folds }
    let different = Set(times).count
    throw arguments.failure(
      .argumentRange,
      different < times.count
        ? "\(different.counted("different time")) cannot be parted evenly into \(count) folds and "
          + "a stretch before them"
        : "\(different.counted("row")) cannot be parted into \(count) folds and a stretch before "
          + "them", at: ordered,
      help: "each fold is predicted by rows before it: give fewer folds")
  }

  private static let orderedWords = "each fold predicted by the rows before it"

  // MARK: folds that are given

  private func asGiven(
    _ given: FoldTable, _ data: TrainingData, _ arguments: Arguments
  ) throws -> Holdout {
    try refuse([folds] + drawing, arguments) {
      "'\($0)' draws folds, and 'fold_ids' gives them"
    }
    var isOrdered = false
    switch arguments[ordered] {
    case .none: break
    case .rows: isOrdered = true
    case .times:
      throw arguments.failure(
        .argumentRange, "'ordered' has times, and 'fold_ids' gives the folds", at: ordered,
        help: "ordered = true takes the folds given in rising order")
    }
    var risesFromZero = false
    let assignments = try given.columns.map { column in
      let ids = try perRow(column, of: foldIDs, "number", data, arguments)
      guard Set(ids).count >= 2 else {
        throw arguments.failure(
          .argumentRange, "'fold_ids' must name at least two different folds", at: foldIDs)
      }
      if ids.first == 0, ids == ids.sorted() { risesFromZero = true }
      return try Folds(ids: ids, isOrdered: isOrdered)
    }
    if risesFromZero, !arguments.isGiven(ordered) { warnOfOrder(arguments) }
    return .folds(assignments, words: isOrdered ? [Self.orderedWords] : [])
  }

  /// Of the folds of an ordered cross-validation, which has a fold 0 that is never predicted.
  private func warnOfOrder(_ arguments: Arguments) {
    let warning = arguments.failure(
      .argumentRange,
      "'fold_ids' rise from 0 as folds ordered in time do, and each fold, 0 too, is predicted by "
        + "all others", at: foldIDs,
      help: "ordered = true predicts each by those before it; ordered = false does as now")
    arguments.warn(warning)
  }

  // MARK: checks

  /// What has a meaning only where folds are drawn.
  private var drawing: [any AnyParameter] { [seed, repeats, stratify, groups] }

  private func refuse(
    _ parameters: [any AnyParameter], _ arguments: Arguments, _ message: (String) -> String
  ) throws {
    for parameter in parameters where arguments.isGiven(parameter) {
      throw arguments.failure(
        .argumentRange, message(parameter.name), at: parameter, help: "give one or the other")
    }
  }

  /// Of what is given for each row, that of the rows fitted; rows left out of the fit may have
  /// theirs all the same.
  private func perRow<Element>(
    _ given: [Element], of parameter: some AnyParameter, _ noun: String, _ data: TrainingData,
    _ arguments: Arguments
  ) throws -> [Element] {
    let fitted = given.count == data.rowCount ? data.kept(given) : given
    guard fitted.count == data.y.count else {
      throw arguments.failure(
        .argumentShape,
        "'\(parameter.name)' has \(given.count.counted(noun)) for \(data.rowCount.counted("row"))",
        at: parameter)
    }
    return fitted
  }
}
