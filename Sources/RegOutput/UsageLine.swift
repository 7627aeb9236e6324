import RegRuntime
import RegSyntax

/// A built-in's call with every parameter, its default included: `enet(X, y, alpha = 0.5)`.
struct UsageLine {
  let name: String
  /// The parameters in order, options after those that must be given.
  let parameters: [String]

  init(_ function: BuiltinFunction) {
    self.init(name: function.builtin.name, signature: function.signature)
  }

  init(name: String, signature: Signature) {
    self.name = name
    var texts = signature.parameters.filter { !$0.isKeywordOnly }.map(Self.text)
    if let rest = signature.rest { texts.append("\(rest.name)…") }
    texts += signature.parameters.filter(\.isKeywordOnly).map(Self.text)
    if let keywords = signature.keywords { texts.append("\(keywords.name) = …") }
    parameters = texts
  }

  var text: String { "\(name)(\(parameters.joined(separator: ", ")))" }

  /// The call broken between parameters so that no line is longer than `width`.
  func lines(width: Int) -> [String] {
    let hanging = String(repeating: " ", count: DisplayWidth.columns(of: name) + 1)
    var lines: [String] = []
    var line = name + "("
    for (index, parameter) in parameters.enumerated() {
      let piece = parameter + (index == parameters.count - 1 ? ")" : ",")
      let isFirst = line == hanging || index == 0
      let longer = line + (isFirst ? "" : " ") + piece
      if !isFirst, DisplayWidth.columns(of: longer) > width {
        lines.append(line)
        line = hanging + piece
      } else {
        line = longer
      }
    }
    return lines + [parameters.isEmpty ? line + ")" : line]
  }

  private static func text(_ parameter: any AnyParameter) -> String {
    guard let text = parameter.defaultText else {
      return parameter.isKeywordOnly && parameter.isRequired
        ? "\(parameter.name) = …" : parameter.name
    }
    return "\(parameter.name) = \(text)"
  }
}
