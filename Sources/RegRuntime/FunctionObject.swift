/// A function: a built-in, one of the host program's, or one that the script defines.
public class FunctionObject: Object, @unchecked Sendable {
  /// What a message calls it; `nil` for a lambda.
  public let name: String?
  /// Which subclass it is, for calls in a hurry.
  let isClosure: Bool

  init(name: String?, isClosure: Bool) {
    self.name = name
    self.isClosure = isClosure
    super.init(kind: .function)
  }

  public override var content: Content { .function(self) }
}

/// A built-in, with the signature read off its declaration once.
public final class BuiltinFunction: FunctionObject, @unchecked Sendable {
  public let builtin: any Builtin
  public let signature: Signature

  public init(_ builtin: any Builtin) {
    self.builtin = builtin
    signature = builtin.signature
    super.init(name: builtin.name, isClosure: false)
  }
}
