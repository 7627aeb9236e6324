import RegSyntax

/// The parameters of a built-in, in the order in which its declaration lists them.
public struct Signature: Sendable {
  public var parameters: [any AnyParameter]
  public var rest: RestParameter?
  public var keywords: KeywordsParameter?

  public init(
    parameters: [any AnyParameter], rest: RestParameter? = nil, keywords: KeywordsParameter? = nil
  ) {
    self.parameters = parameters
    self.rest = rest
    self.keywords = keywords
    canonicalNames = parameters.map { Name.fold($0.name) }
    positionalCount = parameters.count { !$0.isKeywordOnly }
  }

  /// Reads the parameters off a declaration's stored properties, those of its groups included.
  init(readFrom declaration: any Builtin) {
    self.init(parameters: [])
    var parameters: [any AnyParameter] = []
    collect(from: declaration, into: &parameters)
    self = Signature(parameters: parameters, rest: rest, keywords: keywords)
  }

  /// Canonical names, parallel to `parameters`.
  let canonicalNames: [String]
  /// How many parameters take positional arguments; they come first in a call.
  public let positionalCount: Int

  func index(of canonicalName: String) -> Int? { canonicalNames.firstIndex(of: canonicalName) }

  private mutating func collect(from value: Any, into parameters: inout [any AnyParameter]) {
    for child in Mirror(reflecting: value).children {
      switch child.value {
      case let parameter as any AnyParameter: parameters.append(parameter)
      case let parameter as RestParameter: rest = parameter
      case let parameter as KeywordsParameter: keywords = parameter
      case let group as any ParameterGroup: collect(from: group, into: &parameters)
      default: continue
      }
    }
  }
}
