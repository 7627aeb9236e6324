public import RegPlot
public import RegRuntime
import RegSyntax

/// What a view needs in which knobs are turned by hand.
extension Session {
  /// Called by `tweak`, with the canonical name of a knob or none; by default the knobs and what is
  /// watched are written out.
  public var tweak: (String?) throws -> Void {
    get { context.tweak }
    set { context.tweak = newValue }
  }

  /// Where a knob stands; nil where its variable has become something else.
  public func number(of knob: Knob) -> Double? {
    guard case .number(let number)? = interpreter[global: knob.canonicalName]?.content else {
      return nil
    }
    return number
  }

  /// Sets a knob and works out what is watched; nothing is written.
  ///
  /// - Throws: `RegError` when interrupted; other errors are those of watches, and are kept in them.
  public func turn(_ knob: Knob, to value: Double) throws {
    interpreter[global: knob.canonicalName] = Value(value)
    let report = context.reportWatches
    context.reportWatches = { _ in }
    defer { context.reportWatches = report }
    do {
      try interpreter.refresh(changed: [knob.canonicalName])
    } catch let diagnostic as Diagnostic {
      throw RegError([diagnostic])
    }
  }

  /// What is watched, each compared with the value of that label where it differs.
  public func watched(comparedWith old: [String: Value] = [:]) -> [WatchReport] {
    workbench.watches.map { watch in
      let before = old[watch.label]
      let isSame = before.flatMap { before in watch.value.map(before.isSame) } ?? false
      return interpreter.report(watch, old: isSame ? nil : before)
    }
  }

  /// The pictures of the paths and cross-validations that the watches of a knob read, by the name of
  /// their variable.
  public func charts(for knob: Knob) -> [(name: String, chart: Chart)] {
    var names: [String] = []
    for watch in workbench.watches {
      let read = interpreter.workbench.reads(watch)
      guard read.contains(knob.canonicalName) else { continue }
      for name in read.sorted() where !names.contains(name) && hasPicture(name) {
        names.append(name)
      }
    }
    return names.compactMap { name in
      guard let program = try? compile("plot(`\(name)`)"), let value = try? run(program),
        case .record(let record) = value.content, let backing = record.backing
      else { return nil }
      for case .chart(let chart) in backing.presentation.blocks { return (name, chart) }
      return nil
    }
  }

  /// Whether a variable is something that answers for any λ.
  private func hasPicture(_ name: String) -> Bool {
    guard case .record(let record)? = interpreter[global: name]?.content,
      record.backing != nil, let lambda = try? record.field("lambda"),
      case .matrix(let lambdas) = lambda.content
    else { return false }
    return lambdas.count > 1
  }
}
