import RegSyntax

/// The knobs and the watches of a script.
///
/// After each statement the watches that read what it changed, directly, through functions or through
/// other watches, are worked out again, each once and after those that it reads.
public final class Workbench {
  public private(set) var knobs: [Knob] = []
  /// In an order in which none reads a later one.
  public private(set) var watches: [Watch] = []
  /// The names that the functions of the script read.
  private var readByFunction: [String: Set<String>] = [:]

  public var isIdle: Bool { watches.isEmpty }

  // MARK: knobs

  func set(_ knob: Knob) {
    if let place = knobs.firstIndex(where: { $0.canonicalName == knob.canonicalName }) {
      knobs[place] = knob
    } else {
      knobs.append(knob)
    }
  }

  public func knob(_ canonicalName: String) -> Knob? {
    knobs.first { $0.canonicalName == canonicalName }
  }

  // MARK: watches

  /// Adds a watch behind those that it reads; one of the same name or text is replaced.
  ///
  /// - Throws: `cyclic-watch` where it would read itself.
  func add(_ watch: Watch) throws(Diagnostic) {
    var others = watches.filter {
      $0.label != watch.label && ($0.name == nil || $0.name != watch.name)
    }
    if let name = watch.name {
      if let cycle = path(from: watch, to: name, among: others) {
        throw Diagnostic(
          .cyclicWatch, "this watch reads itself: \(cycle.joined(separator: " reads "))",
          at: watch.expression.span, help: "let one of them read a variable instead",
          source: watch.source)
      }
      // It comes before those that read it.
      let place = others.firstIndex { reads($0, among: others).contains(name) } ?? others.count
      others.insert(watch, at: place)
    } else {
      others.append(watch)
    }
    watches = others
  }

  /// Takes away the watches of a name, or that mention it; all of them without one.
  ///
  /// - Returns: How many there were.
  func remove(_ canonicalName: String?) -> Int {
    let before = watches.count
    watches.removeAll { watch in
      canonicalName.map { watch.name == $0 || watch.expression.namesRead.contains($0) } ?? true
    }
    return before - watches.count
  }

  func update(_ place: Int, _ change: (inout Watch) -> Void) { change(&watches[place]) }

  // MARK: what is read

  /// Takes in what a statement says of the functions that it makes, and what it made of variables.
  func note(_ statement: Statement, value: (String) -> Value?) {
    switch statement.kind {
    case .function(let name, let function):
      readByFunction[name.canonical] = function.namesRead
    case .assign(let targets, let expression):
      for name in targets.map(\.name.canonical) {
        note(name, value(name))
        guard let read = expression.lambdaNamesRead else { continue }
        readByFunction[name, default: []].formUnion(read)
      }
    default: break
    }
  }

  /// Takes in what a variable has become.
  func note(_ canonicalName: String, _ value: Value?) {
    guard case .object(let object)? = value, let closure = object as? Closure else {
      readByFunction[canonicalName] = nil
      return
    }
    readByFunction[canonicalName] = closure.namesRead
  }

  /// All names whose change may change a watch.
  public func reads(_ watch: Watch) -> Set<String> { reads(watch, among: watches) }

  private func reads(_ watch: Watch, among watches: [Watch]) -> Set<String> {
    closure(watch.expression.namesRead, among: watches)
  }

  private func closure(_ names: Set<String>, among watches: [Watch]) -> Set<String> {
    var (found, open) = (names, Array(names))
    while let name = open.popLast() {
      for next in direct(name, among: watches) where found.insert(next).inserted {
        open.append(next)
      }
    }
    return found
  }

  /// What a name stands for reads.
  private func direct(_ name: String, among watches: [Watch]) -> Set<String> {
    let watched = watches.first { $0.name == name }?.expression.namesRead ?? []
    return watched.union(readByFunction[name] ?? [])
  }

  /// The names by which a watch comes back to itself.
  private func path(
    from watch: Watch, to name: String, among others: [Watch]
  ) -> [String]? {
    func search(_ current: Set<String>, _ passed: [String]) -> [String]? {
      if current.contains(name) { return passed + [name] }
      for other in others {
        guard let next = other.name, current.contains(next), !passed.contains(next) else {
          continue
        }
        if let found = search(reads(other, among: []), passed + [next]) { return found }
      }
      return nil
    }
    return search(closure(watch.expression.namesRead, among: []), [name])
  }
}

extension Expression {
  /// The names that the lambdas in an expression read, and what it hands them along with.
  fileprivate var lambdaNamesRead: Set<String>? {
    var hasLambda = false
    func look(_ expression: Expression) {
      if case .lambda = expression.kind { hasLambda = true }
      expression.forEachPart(look)
    }
    look(self)
    return hasLambda ? namesRead : nil
  }
}
