import RegLinearAlgebra
import RegSyntax

/// The statements of knobs and watches, and what happens after every other one.
extension Interpreter {
  /// Whether a statement is one of knobs and watches; these are run here.
  func runWatching(_ statement: Statement, _ lowering: Lowering) throws -> Bool {
    let source = lowering.source
    switch statement.kind {
    case .knob(let name, let value, let range):
      try setKnob(name, value, range, lowering)
      try refresh(changed: [name.canonical])
    case .watch(let name, let expression):
      try add(
        Watch(
          label: name?.written ?? source.text(expression.span), name: name?.canonical,
          expression: expression, source: source), name, lowering)
    case .unwatch(let name):
      if workbench.remove(name?.canonical) == 0, let name {
        throw Diagnostic(
          .unknownName, "nothing that is watched is called '\(name.written)' or mentions it",
          at: name.span, source: source)
      }
    case .tweak(let name):
      if let name, workbench.knob(name.canonical) == nil {
        let help = "knob \(name.written) = 1 in 0.01..100 makes one"
        throw Diagnostic(
          .unknownName, "there is no knob '\(name.written)'", at: name.span, help: help,
          source: source)
      }
      guard !workbench.knobs.isEmpty else {
        throw Diagnostic(
          .unknownName, "there is no knob to turn", at: statement.span,
          help: "knob λ = 1 in 0.01..100 makes one", source: source)
      }
      try context.tweak(name?.canonical)
    default: return false
    }
    return true
  }

  // MARK: knobs

  private func setKnob(
    _ name: Name, _ value: Expression, _ range: KnobRange?, _ lowering: Lowering
  ) throws {
    if Lowering.constants[name.canonical] != nil {
      throw Diagnostic(
        .constantName, "'\(name.written)' is a constant", at: name.span, source: lowering.source)
    }
    let number = try number(value, "a knob's value", lowering)
    let knob: Knob
    if let range {
      let low = try self.number(range.low, "a knob's bound", lowering)
      let high = try self.number(range.high, "a knob's bound", lowering)
      guard low < high else {
        throw Diagnostic(
          .argumentRange,
          "a knob's bounds rise, and \(NumberText.display(low)) is not below "
            + NumberText.display(high), at: range.low.span, source: lowering.source)
      }
      guard low > 0 || range.isLinear else {
        throw Diagnostic(
          .argumentRange, "a knob that moves by equal factors has positive bounds",
          at: range.low.span, help: "write 'linear' behind the bounds to move by equal amounts",
          source: lowering.source)
      }
      knob = Knob(
        name: name.written, canonicalName: name.canonical, low: low, high: high,
        isLinear: range.isLinear)
    } else if number > 0 {
      knob = Knob(
        name: name.written, canonicalName: name.canonical, low: number / 100, high: number * 100,
        isLinear: false)
    } else {
      let reach = max(abs(number), 1) * 2
      knob = Knob(
        name: name.written, canonicalName: name.canonical, low: number - reach,
        high: number + reach, isLinear: true)
    }
    workbench.set(knob)
    globals[name.canonical] = Value(number)
  }

  private func number(
    _ expression: Expression, _ what: String, _ lowering: Lowering
  ) throws -> Double {
    let value = try self.value(of: expression, lowering)
    guard case .number(let number) = value.content, number.isFinite else {
      throw Diagnostic(
        .typeMismatch, "\(what) must be a finite number, not \(value.description)",
        at: expression.span, source: lowering.source)
    }
    return number
  }

  // MARK: watches

  private func add(_ watch: Watch, _ name: Name?, _ lowering: Lowering) throws {
    var watch = watch
    if let name, Lowering.constants[name.canonical] != nil {
      throw Diagnostic(
        .constantName, "'\(name.written)' is a constant", at: name.span, source: lowering.source)
    }
    let value = try value(of: watch.expression, lowering)
    watch.take(value)
    try workbench.add(watch)
    if let name = watch.name { globals[name] = value }
    context.reportWatches([report(watch, old: nil)])
    if let name = watch.name { try refresh(changed: [name]) }
  }

  /// Works out the watches that read one of some names, and tells of those that changed.
  ///
  /// - Throws: `interrupted`, when that is what stopped one of them.
  public func refresh(changed names: Set<String>) throws {
    guard !workbench.isIdle, !isRefreshing else { return }
    isRefreshing = true
    defer { isRefreshing = false }
    var (changed, reports, stop) = (names, [WatchReport](), Diagnostic?.none)
    for place in workbench.watches.indices {
      let watch = workbench.watches[place]
      guard stop == nil, !workbench.reads(watch).isDisjoint(with: changed) else { continue }
      do {
        let lowering = Lowering(interpreter: self, globals: globals, source: watch.source)
        let value = try value(of: watch.expression, lowering)
        let isNews = watch.failure != nil || !(watch.value.map(value.isSame) ?? false)
        workbench.update(place) { $0.take(value) }
        guard isNews else { continue }
        if let name = watch.name {
          globals[name] = value
          changed.insert(name)
        }
        reports.append(report(workbench.watches[place], old: watch.value))
      } catch let diagnostic as Diagnostic {
        if diagnostic.code == .interrupted { stop = diagnostic }
        // The same trouble is told of once.
        let isKnown = watch.failure?.message == diagnostic.message
        workbench.update(place) { $0.failure = diagnostic }
        if !isKnown { reports.append(report(workbench.watches[place], old: watch.value)) }
      }
    }
    if !reports.isEmpty { context.reportWatches(reports) }
    if let stop { throw stop }
  }

  /// What there is to say of a watch.
  public func report(_ watch: Watch, old: Value?) -> WatchReport {
    WatchReport(
      label: watch.label, old: old, new: watch.value, failure: watch.failure,
      history: watch.history, names: columnNames(for: watch))
  }

  /// The names of a model's columns, where the watch is a vector with one entry for each and reads
  /// that model.
  private func columnNames(for watch: Watch) -> Grid<String?>? {
    guard let value = watch.value else { return nil }
    if case .record(let record) = value.content { return names(of: record) }
    guard case .matrix(let matrix) = value.content, matrix.columns == 1, matrix.rows > 1 else {
      return nil
    }
    for name in watch.expression.namesRead.sorted() {
      guard case .record(let record)? = globals[name]?.content, let names = names(of: record),
        names.count == matrix.rows
      else { continue }
      return names
    }
    return nil
  }

  private func names(of record: Record) -> Grid<String?>? {
    guard record.names.contains("coefficients"), let value = try? record.field("names"),
      case .texts(let texts) = value.content
    else { return nil }
    return texts
  }
}

/// Looks at the watches again after each round of a loop.
final class RefreshAction: Action {
  private unowned let interpreter: Interpreter
  private let names: Set<String>

  init(_ interpreter: Interpreter, _ names: Set<String>, _ span: Span) {
    self.interpreter = interpreter
    self.names = names
    super.init(span)
  }

  override func run(_ machine: MachinePointer) throws(Stop) -> Flow {
    do {
      try interpreter.refresh(changed: names)
    } catch let diagnostic as Diagnostic {
      machine.pointee.failure = diagnostic
      throw .failed
    } catch {
      machine.pointee.failure = error
      throw .failed
    }
    return .next
  }
}
