public import OrderedCollections
public import RegSyntax

/// What a built-in is called with: checked values, and where each was written.
public struct Arguments {
  public let function: BuiltinFunction
  public let context: Context
  let bound: BoundArguments

  init(function: BuiltinFunction, context: Context, bound: BoundArguments) {
    self.function = function
    self.context = context
    self.bound = bound
  }

  /// The argument of a parameter, or its default.
  ///
  /// The binder has checked type and constraint, so this cannot fail for a declared parameter.
  public subscript<Argument>(parameter: Parameter<Argument>) -> Argument {
    guard let value = given(parameter) else {
      guard let argument = parameter.defaultArgument else {
        preconditionFailure("'\(parameter.name)' is required, and the binder saw none")
      }
      return argument
    }
    guard let argument = Argument(argument: value) else {
      preconditionFailure("'\(parameter.name)' has a type that the binder does not let through")
    }
    return argument
  }

  /// The positional arguments that no other parameter took.
  public subscript(rest: RestParameter) -> [Value] { bound.rest.map(\.value) }

  /// The keyword arguments that no parameter has the name of, by canonical name.
  public subscript(keywords: KeywordsParameter) -> OrderedDictionary<String, Value> {
    bound.keywords.mapValues(\.value)
  }

  /// Whether the caller gave the argument.
  public func isGiven(_ parameter: some AnyParameter) -> Bool { given(parameter) != nil }

  /// The argument as given, before conversion.
  public func given(_ parameter: some AnyParameter) -> Value? { written(parameter.name)?.value }

  /// Where the argument was written; the whole call when it was not.
  public func span(of parameter: some AnyParameter) -> Span {
    written(parameter.name)?.span ?? bound.callSpan
  }

  /// Where the argument of that position among the rest was written.
  public func span(ofRest position: Int) -> Span {
    bound.rest.indices.contains(position) ? bound.rest[position].span : bound.callSpan
  }

  /// Where the argument of a keyword that no parameter has the name of was written.
  public func span(ofKeyword name: String) -> Span { bound.keywords[name]?.span ?? bound.callSpan }

  /// The whole call.
  public var span: Span { bound.callSpan }
  public var source: SourceText? { bound.source }

  /// A failure with the caret on one argument.
  public func failure(
    _ code: DiagnosticCode, _ message: String, at parameter: some AnyParameter, help: String? = nil
  ) -> Diagnostic {
    Diagnostic(code, message, at: span(of: parameter), help: help, source: source)
  }

  /// Says what a failure would, and goes on.
  public func warn(_ failure: Diagnostic) {
    var warning = failure
    warning.severity = .warning
    context.warn(warning)
  }

  /// A failure with the caret on the call.
  public func failure(
    _ code: DiagnosticCode, _ message: String, help: String? = nil
  ) -> Diagnostic {
    Diagnostic(code, message, at: span, help: help, source: source)
  }

  func written(_ name: String) -> BoundArguments.Written? {
    let canonical = Name.fold(name)
    guard let index = function.signature.index(of: canonical) else { return nil }
    return bound.parameters[index]
  }
}

/// The values of a call, sorted onto the parameters of its signature.
struct BoundArguments {
  struct Written {
    var value: Value
    var span: Span
  }

  /// Parallel to the signature's parameters; `nil` where nothing was given.
  var parameters: [Written?]
  var rest: [Written] = []
  var keywords: OrderedDictionary<String, Written> = [:]
  var callSpan: Span
  var source: SourceText?
}
