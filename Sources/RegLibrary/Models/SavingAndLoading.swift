import OrderedCollections
import RegData
import RegLinearAlgebra
public import RegRuntime
import RegSolvers
import RegSyntax

struct Save: Builtin {
  let name = "save"
  let category = Category.models
  let summary = "Writes a fitted model, or nearly any other value, to a file."
  let details: String? = """
    load gives the same value back, to the last bit, on any machine. A model is stored with the data \
    it was fitted to, so that it can do all that it could before: answer any λ, predict, be \
    cross-validated. Levels, knots and what else a formula learned go with it. To hand on a model \
    without its data, export it.

    The file is written beside its place and then moved there, so that there is never half of one. \
    It carries a checksum: a file that is cut short or altered is refused. A function is stored as \
    its text and what it captured. Formulas, and models whose formula calls a function of the \
    script, cannot be saved.
    """
  let seeAlso = ["load", "export", "write"]

  let x = Parameter<Value>("x", "What to save.")
  let path = Parameter<String>("path", "The file; one that is there is replaced.", where: .notEmpty)

  let examples = [
    Example(
      "A model and its double",
      """
      > m = ridge([1; 2; 3], [2; 4; 6], λ = 1)
      > save(m, "m.regm")
      > load("m.regm").coefficients == m.coefficients
      true
      """)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    try arguments.context.require(.writeFiles, to: "write files")
    // The value's bytes, and the file around them.
    try arguments.context.reserve(bytes: 2 * arguments[x].storedBytes)
    var writer = ByteWriter()
    do {
      try writer.write(arguments[x])
    } catch var diagnostic as Diagnostic where diagnostic.code == .cannotSave {
      diagnostic.span = arguments.span(of: x)
      diagnostic.source = arguments.source
      throw diagnostic
    }
    let file = ModelFile.wrap(writer, kind: arguments[x].typeName)
    do {
      try DataFile.replace(arguments[path], with: file)
    } catch .fileNotFound(let path) {
      throw arguments.failure(
        .fileNotFound, "the folder of '\(path)' does not exist", at: self.path)
    } catch {
      throw arguments.placing(error, at: path)
    }
    return .none
  }
}

struct Load: Builtin {
  let name = "load"
  let category = Category.models
  let summary = "Reads what save wrote: a fitted model, or any other value."
  let details: String? = """
    A relative path is looked for in the current folder, then in that of the script. A \
    cross-validation is stored as its model and its folds, which are fitted again.
    """
  let seeAlso = ["save", "predict", "read"]

  let path = Parameter<String>("path", "The file.", where: .notEmpty)

  let examples = [
    Example(
      "A record",
      """
      > save(record(best = 0.25, names = ["age"; "bmi"]), "choice.regm")
      > load("choice.regm").best
      0.25
      """)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    try arguments.context.require(.readFiles, to: "read files")
    let file: [UInt8]
    let found = ReadTable().found(arguments[path], arguments.context)
    // What is in it takes about as much again.
    if let bytes = DataFile.size(of: found) {
      try arguments.context.reserve(bytes: min(bytes, Int.max / 2) * 2)
    }
    do {
      file = try DataFile.read(found)
    } catch {
      throw arguments.placing(error, at: path)
    }
    do {
      var reader = ByteReader(try ModelFile.unwrap(file))
      let value = try reader.value(arguments.context)
      guard reader.remaining == 0 else { throw StoredFault() }
      return value
    } catch let fault as StoredFault {
      throw bad(fault.reason, arguments)
    } catch SolverError.cancelled {
      throw SolverError.cancelled
    } catch let error as SolverError {
      throw bad("has data that no fit could have had: \(error.diagnostic.message)", arguments)
    }
  }

  private func bad(_ reason: String, _ arguments: Arguments) -> Diagnostic {
    arguments.failure(
      .badModel, "'\(arguments[path])' \(reason)", at: path,
      help: reason.hasPrefix("was not written")
        ? "load reads what save wrote; read is for data" : nil)
  }
}

extension Value {
  /// About what its data take in memory, and in a file; text takes more or less.
  public var storedBytes: Int {
    switch content {
    case .record(let record):
      if let backing = record.backing { return backing.storedBytes }
      return record.fields.values.reduce(0) { $0 + $1.storedBytes }
    case .list(let elements): return elements.reduce(0) { $0 + $1.storedBytes }
    case .range: return 0
    default: return 8 * shape.rows * shape.columns
    }
  }
}

extension RecordBacking {
  fileprivate var storedBytes: Int {
    switch self {
    case let model as any Fitted: 8 * model.regression.data.x.count
    case let model as any MultiResponseFitted: 8 * model.regression.data.x.count
    case let validated as ValidatedModel: validated.model.storedBytes
    case let validated as MultiResponseValidation: validated.model.storedBytes
    default: 0
    }
  }
}
