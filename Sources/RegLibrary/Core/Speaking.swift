import RegRuntime
import RegSyntax

struct Print: Builtin {
  let name = "print"
  let category = Category.session
  let summary = "Writes values on a line, strings as they are."
  let details: String? = "An array or a model starts on a line of its own."
  let seeAlso = ["format", "text"]

  let values = RestParameter("values", "What to write.")

  let examples = [
    Example("Several values", #"> print("λ is", 0.1)\#nλ is 0.1"#),
    Example("A format", #"> print("{1/3:.2f}")\#n0.33"#),
  ]

  func call(_ arguments: Arguments) -> Value {
    var line = ""
    for (position, value) in arguments[values].enumerated() {
      let text = text(of: value, in: arguments.context)
      if position > 0 { line += text.contains("\n") || line.contains("\n") ? "\n" : " " }
      line += text
    }
    arguments.context.write(line + "\n")
    return .none
  }

  private func text(of value: Value, in context: Context) -> String {
    switch value.content {
    case .text(let text): text
    case .none: "none"
    default: context.show(value)
    }
  }
}

struct Help: Builtin {
  let name = "help"
  let category = Category.session
  let summary = "Shows what a function does, how it is called, and examples."
  let details: String? = "help() lists every function. At the prompt ?name does the same."

  let topic = Parameter<Value>(
    "topic", "A function, its name, or the code of an error.", default: .none)

  let examples = [
    Example("In short", #"> contains("help(lasso), help(\"lasso\")", "lasso")\#ntrue"#)
  ]

  func call(_ arguments: Arguments) throws -> Value {
    let context = arguments.context
    let name: String
    switch arguments[topic].content {
    case .none: name = ""
    case .text(let text): name = text
    case .function(let function): name = function.name ?? ""
    default:
      throw arguments.failure(
        .argumentType, "there is no help on \(arguments[topic].description)", at: topic,
        help: "help(\"name\") shows the page of a function")
    }
    guard let page = context.helpPage(name) else {
      let near = nearest(name, in: context.builtins.names)
      throw arguments.failure(
        .unknownName, "there is no help on '\(name)'", at: topic,
        help: near.map { "did you mean '\($0)'?" })
    }
    context.write(page + "\n")
    return .none
  }
}
