import RegRuntime
import RegSyntax

/// What could stand at the cursor.
public struct Completion: Sendable, Equatable {
  public enum Kind: String, Sendable {
    case variable, function, keyword, argument, field, column, choice
  }

  /// The text that replaces what is typed of it.
  public let text: String
  public let kind: Kind
  /// A few words on it, or nothing.
  public let note: String
}

/// The candidates for one place in a text.
public struct Completions: Sendable {
  /// Where the typed part of the word begins, in bytes.
  public let start: Int
  /// In the order in which to list them.
  public let candidates: [Completion]
}

extension Session {
  /// What could stand at `cursor`, an offset in bytes of the UTF-8 text.
  ///
  /// Behind a dot these are fields or columns, inside the call of a built-in its arguments come
  /// first, and a string offers the choices of the argument it is for. Nothing of the text is run.
  public func completions(for text: String, cursor: Int) -> Completions {
    let bytes = Array(text.utf8.prefix(max(cursor, 0)))
    let place = CompletionPlace(bytes)
    let candidates: [Completion]
    switch place.kind {
    case .field(let path): candidates = fields(of: path)
    case .string(let function, let keyword): candidates = choices(function, keyword)
    case .name(let function): candidates = arguments(of: function) + names(in: place)
    }
    let typed = Name.fold(place.typed)
    return Completions(
      start: place.start, candidates: candidates.filter { Name.fold($0.text).hasPrefix(typed) })
  }

  // MARK: Candidates

  private func fields(of path: [String]) -> [Completion] {
    guard let first = path.first, var value = self[first] else { return [] }
    for name in path.dropFirst() {
      guard let next = try? value[name] else { return [] }
      value = next
    }
    let isTable = if case .table = value.content { true } else { false }
    return interpreter.completionFields(of: value).map {
      Completion(text: $0, kind: isTable ? .column : .field, note: "")
    }
  }

  private func arguments(of function: String?) -> [Completion] {
    parameters(of: function).map {
      Completion(text: $0.name + " = ", kind: .argument, note: $0.meaning)
    }
  }

  private func choices(_ function: String?, _ keyword: String?) -> [Completion] {
    let parameter = parameters(of: function).first { keyword == Name.fold($0.name) }
    return (parameter?.choices ?? []).map { Completion(text: $0, kind: .choice, note: "") }
  }

  private func parameters(of function: String?) -> [any AnyParameter] {
    guard let function else { return [] }
    if let builtin = context.builtins[Name.fold(function)] { return builtin.signature.parameters }
    guard case .function(let object)? = self[function]?.content,
      let builtin = object as? BuiltinFunction
    else { return [] }
    return builtin.signature.parameters
  }

  /// Variables, built-ins and keywords; a variable hides the built-in of its name.
  private func names(in place: CompletionPlace) -> [Completion] {
    // An empty word would list the whole library.
    guard !place.typed.isEmpty else { return [] }
    let variables = names
    let taken = Set(variables)
    return variables.map { Completion(text: $0, kind: .variable, note: self[$0]?.typeName ?? "") }
      + context.builtins.all.filter { !taken.contains($0.name) }
      .map { Completion(text: $0.name, kind: .function, note: $0.summary) }
      .sorted { $0.text < $1.text }
      + Self.keywords.map { Completion(text: $0, kind: .keyword, note: "") }
  }

  private static let keywords = [
    "and", "break", "catch", "continue", "else", "end", "false", "fn", "for", "if", "import", "in",
    "none", "not", "or", "return", "true", "try", "while",
  ]
}
