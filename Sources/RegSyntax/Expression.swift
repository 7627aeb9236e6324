/// An expression with its place.
///
/// Long chains are flat, so that neither the parser nor whoever walks the tree recurses along them;
/// true nesting is limited by the parser.
public struct Expression: Sendable {
  public let kind: Kind
  public let span: Span

  public init(kind: Kind, span: Span) {
    self.kind = kind
    self.span = span
  }

  public indirect enum Kind: Sendable {
    case number(Double)
    case string(StringLiteral)
    case logical(Bool)
    case none
    case name(Name)
    /// The size of what is indexed, inside a subscript.
    case end
    case matrix([[Expression]])
    /// `first + a - b …`, all of one level of precedence, worked out from the left.
    case chain(Expression, [Link])
    /// `a and b and …` or `a or b or …`.
    case logic(LogicOperator, [Expression])
    case not(Expression)
    case negate(Expression)
    /// `==` and its like, `^`, `.^` and `@`: operators that do not chain.
    case binary(Expression, BinaryOperator, operatorSpan: Span, Expression)
    case range(from: Expression, step: Expression?, to: Expression)
    /// `base(args)[subs].field'`, the steps in order.
    case postfix(Expression, [PostfixStep])
    /// `value |> f(a) |> g()`: each call gets what stands before it as its first argument.
    case pipe(Expression, [Expression])
    case lambda(Function)
    case conditional(Conditional)
    case formula(FormulaSyntax)
    /// `{expr}` among the columns of a formula: a value of the script.
    case braced(Expression)
  }

  public struct Link: Sendable {
    public let `operator`: BinaryOperator
    public let operatorSpan: Span
    public let operand: Expression
  }
}

/// `if … { } else if … { } else { }`.
public struct Conditional: Sendable {
  public let branches: [Branch]
  public let otherwise: Block?

  public struct Branch: Sendable {
    public let condition: Expression
    public let body: Block
  }
}

/// What follows an operand and binds tightest.
public enum PostfixStep: Sendable {
  case call([Argument], Span)
  case index([Subscript], Span)
  case field(Name)
  case transpose(Span)

  /// The step itself, without what it follows.
  public var span: Span {
    switch self {
    case .call(_, let span), .index(_, let span), .transpose(let span): span
    case .field(let name): name.span
    }
  }
}

/// One argument of a call.
public struct Argument: Sendable {
  public let keyword: Name?
  public let value: Expression
}

/// One subscript: `:` or an expression.
public enum Subscript: Sendable {
  case all(Span)
  case value(Expression)
}

public enum LogicOperator: Sendable { case and, or }

public enum BinaryOperator: String, Sendable, CaseIterable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case solve = "\\"
  case power = "^"
  case addEach = ".+"
  case subtractEach = ".-"
  case multiplyEach = ".*"
  case divideEach = "./"
  case powerEach = ".^"
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case contained = "in"
  case at = "@"
}

/// A string, in pieces where it has braces.
public struct StringLiteral: Sendable {
  public let pieces: [Piece]

  public enum Piece: Sendable {
    case text(String)
    case value(Expression, FormatSpec?)
  }

  /// The text, where there are no braces.
  public var plainText: String? {
    var text = ""
    for piece in pieces {
      guard case .text(let part) = piece else { return nil }
      text += part
    }
    return text
  }
}

/// The right and left side of `~`, before it is known what the names stand for.
public struct FormulaSyntax: Sendable {
  public let response: Expression?
  public let terms: FormulaTerm
}

/// A term of a formula, or a sum of them.
public struct FormulaTerm: Sendable {
  public let kind: Kind
  public let span: Span

  public indirect enum Kind: Sendable {
    case column(Name)
    /// A function of columns, as in `log(x)`, `I(x^2)`: an ordinary call whose names are columns.
    case function(Name, [Argument])
    /// `.`: every column not used elsewhere.
    case everyOther
    /// `0` or `1`.
    case intercept(Bool)
    /// `{expr}`: a value of the script.
    case value(Expression)
    case sum([Summand])
    /// `a * b`.
    case crossed([FormulaTerm])
    /// `a : b`.
    case interaction([FormulaTerm])
  }

  public struct Summand: Sendable {
    public let term: FormulaTerm
    public let isRemoved: Bool
  }
}
