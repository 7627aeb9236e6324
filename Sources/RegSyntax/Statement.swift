/// A script as a tree: what the parser makes and the interpreter lowers.
public struct Program: Sendable {
  public let statements: [Statement]
  public let source: SourceText

  public init(statements: [Statement], source: SourceText) {
    self.statements = statements
    self.source = source
  }
}

/// One statement.
public struct Statement: Sendable {
  public let kind: Kind
  public let span: Span
  /// Whether its value is shown at top level: it is not where a `;` follows.
  public let isShown: Bool

  public init(kind: Kind, span: Span, isShown: Bool) {
    self.kind = kind
    self.span = span
    self.isShown = isShown
  }

  public indirect enum Kind: Sendable {
    case expression(Expression)
    /// `a, b[1] = value`; most have one target.
    case assign([Target], Expression)
    /// `a += value`.
    case update(Target, BinaryOperator, operatorSpan: Span, Expression)
    case function(Name, Function)
    case forLoop(Name, Expression, Block)
    case whileLoop(Expression, Block)
    case attempt(Block, error: Name?, handler: Block)
    case returning(Expression?)
    case breaking
    case continuing
    case importing(path: String, pathSpan: Span, name: Name?)
    /// `knob a = value in low..high`.
    case knob(Name, Expression, KnobRange?)
    /// `watch a = value`, or without a name.
    case watch(Name?, Expression)
    /// `unwatch a`, or all of them.
    case unwatch(Name?)
    /// `tweak a`, or all knobs.
    case tweak(Name?)
  }
}

/// Between which values a knob turns, and whether in equal steps or by equal factors.
public struct KnobRange: Sendable {
  public let low: Expression
  public let high: Expression
  public let isLinear: Bool
}

/// `{ … }`: statements without a scope of their own.
public struct Block: Sendable {
  public let statements: [Statement]
  public let span: Span
}

/// What an assignment writes: a variable, or a part of one.
public struct Target: Sendable {
  public let name: Name
  /// From the variable inwards.
  public let path: [Step]
  public let span: Span

  public enum Step: Sendable {
    case subscripts([Subscript], Span)
    case field(Name)
  }
}

/// The parameters and the body of a function or a lambda.
public struct Function: Sendable {
  public let parameters: [Parameter]
  public let body: Body
  public let span: Span

  public init(parameters: [Parameter], body: Body, span: Span) {
    self.parameters = parameters
    self.body = body
    self.span = span
  }

  public struct Parameter: Sendable {
    public let name: Name
    public let defaultValue: Expression?

    public init(name: Name, defaultValue: Expression?) {
      self.name = name
      self.defaultValue = defaultValue
    }
  }

  public enum Body: Sendable {
    case expression(Expression)
    case block(Block)
  }
}
