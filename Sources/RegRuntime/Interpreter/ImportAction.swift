import OrderedCollections
import RegSyntax

/// `import "file.reg" as name`.
final class ImportAction: Action {
  let path: String
  let pathSpan: Span
  /// Where the record of the file's variables goes; `nil` to take them over one by one.
  let slot: Int?
  /// The top level that takes them over; `nil` inside a function.
  let globals: Globals?

  init(path: String, pathSpan: Span, slot: Int?, into globals: Globals?, _ span: Span) {
    self.path = path
    self.pathSpan = pathSpan
    self.slot = slot
    self.globals = globals
    super.init(span)
  }

  override func run(_ machine: MachinePointer) throws(Stop) -> Flow {
    guard slot != nil || globals != nil else {
      throw machine.fail(
        .importFailed, "inside a function an import needs a name", at: span,
        help: "import \"\(path)\" as name")
    }
    let imported = try machine.pointee.interpreter.globals(
      ofFile: path, from: machine.source, at: pathSpan)
    if let slot {
      var record = Record()
      for name in imported.assignedNames { record.fields[name] = imported[name] }
      let value = Value(record)
      guard value.nesting <= Nesting.deepest else { throw machine.fail(Nesting.tooDeep, at: span) }
      machine.pointee.base[slot] = value
    } else if let globals {
      for name in imported.assignedNames { globals[name] = imported[name] }
    }
    return .next
  }
}
