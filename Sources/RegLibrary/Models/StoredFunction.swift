import RegRuntime
import RegSyntax

/// Functions as bytes: those of a script by their text, built-ins by their name.
extension ByteWriter {
  /// Functions of an imported file go along with those that they call, which may call others.
  private static let mostFunctions = 1000

  /// - Throws: `cannot-save` where functions of an imported file call each other in a circle.
  mutating func write(_ function: FunctionObject) throws {
    needs(version: 2)
    guard let closure = function as? Closure else {
      write(StoredKind.builtin)
      write(function.name ?? "")
      return
    }
    let identity = ObjectIdentifier(closure)
    let name = closure.name.map { "'\($0)'" } ?? "this function"
    guard !openFunctions.contains(identity) else {
      throw Diagnostic(
        .cannotSave, "\(name) and others of an imported file call each other",
        help: "import the file again instead")
    }
    guard functionCount < Self.mostFunctions else {
      throw Diagnostic(
        .cannotSave, "\(name) is one of more than \(Self.mostFunctions) functions in one value")
    }
    openFunctions.append(identity)
    functionCount += 1
    defer { openFunctions.removeLast() }
    let portable = closure.portable
    write(StoredKind.function)
    write(portable.name) { $0.write($1) }
    write(portable.text)
    write(portable.knowsItself)
    write(portable.readsSession)
    try write(portable.captured) { writer, captured in
      writer.write(captured.name)
      writer.write(captured.value != nil)
      if let value = captured.value { try writer.write(value) }
    }
  }
}

extension ByteReader {
  mutating func function(_ context: Context) throws -> Value {
    let (name, text) = (try optionalText(), try text())
    let (knowsItself, readsSession) = (try logical(), try logical())
    let captured = try items { reader in
      (name: try reader.text(), value: try reader.logical() ? try reader.value(context) : nil)
    }
    let portable = PortableFunction(
      name: name, text: text, captured: captured, knowsItself: knowsItself,
      readsSession: readsSession)
    do {
      return .object(try context.makeFunction(portable))
    } catch is Diagnostic {
      throw StoredFault("has a function that this program does not understand")
    }
  }

  mutating func builtin(_ context: Context) throws -> Value {
    let name = try text()
    guard let builtin = context.builtins[name] else {
      throw StoredFault("has a function '\(name)' that this program does not know")
    }
    return .object(BuiltinFunction(builtin))
  }
}
