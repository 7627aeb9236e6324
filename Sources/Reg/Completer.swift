import RegRuntime
import RegSyntax

/// What could stand at the cursor.
public struct Completion: Sendable, Equatable {
  public enum Kind: String, Sendable {
    case variable, function, keyword, argument, field, column, choice, file
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
  /// Whether they stand in a string, which one that is whole may close.
  public let isInString: Bool
}

extension Session {
  /// What could stand at `cursor`, an offset in bytes of the UTF-8 text.
  ///
  /// Behind a dot these are fields or columns, in a formula the columns of the table it is for;
  /// inside the call of a built-in its arguments come first; a string offers the choices of the
  /// argument it is for, columns, and files. Nothing of the text is run.
  public func completions(for text: String, cursor: Int) -> Completions {
    let bytes = Array(text.utf8.prefix(max(cursor, 0)))
    let place = CompletionPlace(bytes)
    var (candidates, isInString) = ([Completion](), false)
    switch place.kind {
    case .field(let path): candidates = fields(of: path)
    case .string(let function, _):
      isInString = true
      candidates = choices(function, place)
      if candidates.isEmpty { candidates = columns(place) + files(place) }
    case .name(let function):
      let columns = columns(place).compactMap(Self.quotingOddName)
      candidates = place.isInFormula ? columns : values(function, place)
      if candidates.isEmpty, !place.isInFormula { candidates = arguments(of: function) + columns }
      candidates += names(in: place)
    }
    let typed = Name.fold(place.typed)
    return Completions(
      start: place.start, candidates: candidates.filter { Name.fold($0.text).hasPrefix(typed) },
      isInString: isInString)
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

  private func parameter(_ function: String?, _ place: CompletionPlace) -> (any AnyParameter)? {
    let parameters = parameters(of: function)
    if let keyword = place.keyword { return parameters.first { keyword == Name.fold($0.name) } }
    return place.position < parameters.count ? parameters[place.position] : nil
  }

  private func choices(_ function: String?, _ place: CompletionPlace) -> [Completion] {
    (parameter(function, place)?.choices ?? []).map {
      Completion(text: $0, kind: .choice, note: "")
    }
  }

  /// What may stand behind `name =`, where that is little enough to list.
  private func values(_ function: String?, _ place: CompletionPlace) -> [Completion] {
    guard place.keyword != nil, let parameter = parameter(function, place) else { return [] }
    let isLogical = ["true", "false"].contains(parameter.defaultText)
    let values = isLogical ? ["true", "false"] : parameter.choices.map { "\"\($0)\"" }
    return values.map { Completion(text: $0, kind: .choice, note: "") }
  }

  /// The columns of the table that is in reach.
  private func columns(_ place: CompletionPlace) -> [Completion] {
    for path in place.tables {
      guard let first = path.first, var value = self[first] else { continue }
      for name in path.dropFirst() { value = (try? value[name]) ?? .none }
      guard case .table = value.content else { continue }
      return interpreter.completionFields(of: value).map {
        Completion(text: $0, kind: .column, note: "")
      }
    }
    return []
  }

  /// A column as code names it: in backquotes where it is no name.
  private static func quotingOddName(_ column: Completion) -> Completion? {
    let name = column.text
    let isName =
      name.unicodeScalars.allSatisfy { $0 == "_" || $0.properties.isXIDContinue }
      && name.unicodeScalars.first?.properties.isXIDStart == true
    guard !isName else { return column }
    guard !name.contains("`"), !name.contains(where: \.isNewline) else { return nil }
    return Completion(text: "`\(name)`", kind: .column, note: "")
  }

  private func files(_ place: CompletionPlace) -> [Completion] {
    guard context.capabilities.contains(.readFiles) else { return [] }
    return FolderListing.paths(beginning: place.typed).map {
      Completion(text: $0, kind: .file, note: "")
    }
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

  private static let keywords =
    (Keyword.allCases.map(\.rawValue) + ["knob", "watch", "unwatch", "tweak"]).sorted()
}
