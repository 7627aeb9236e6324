import RegRuntime
import RegSyntax

struct Assert: Builtin {
  let name = "assert"
  let category = Category.session
  let summary = "Stops with an error unless something is true."
  let seeAlso = ["error"]

  let condition = Parameter<Bool>("condition", "What has to hold.")
  let message = Parameter<String?>(
    "message", "What to say when it does not; if none, the condition itself.", default: nil)

  let examples = [Example("Nothing happens", "> assert(1 < 2)")]

  func call(_ arguments: Arguments) throws -> Value {
    if arguments[condition] { return .none }
    let written = arguments.source?.text(arguments.span(of: condition)) ?? "the condition"
    throw arguments.failure(
      .assertionFailed, arguments[message] ?? "'\(written)' does not hold", at: condition)
  }
}

struct RaiseError: Builtin {
  let name = "error"
  let category = Category.session
  let summary = "Stops with an error of the script's own."
  let details: String? = "try { … } catch e { … } catches it: e.message is the message."
  let seeAlso = ["assert"]

  let message = Parameter<String>("message", "What is wrong, and what to do about it.")

  let examples = [
    Example(
      "Caught", #"> try { error("no rows left") } catch e { print(e.message) }\#nno rows left"#)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    throw arguments.failure(.raised, arguments[message])
  }
}

struct Exit: Builtin {
  let name = "exit"
  let category = Category.session
  let summary = "Ends the script."

  let status = Parameter<Int>(
    "status", "What the shell sees: 0 for success.", default: 0, where: .between(0, 255))

  let examples = [
    Example("Not in this branch", "> if 1 > 2 { exit(1) }")
  ]

  func call(_ arguments: Arguments) throws -> Value {
    throw ExitRequest(status: UInt8(clamping: arguments[status]))
  }
}
