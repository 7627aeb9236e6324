extension String {
  /// The text on one line, for a place in something that is laid out for a person: what a terminal
  /// would act on is spelled as the language's strings spell it, as in `\n`, `\t`, `\u{1b}`.
  ///
  /// Data hold anything; a name with a line end or an escape sequence in it is to be seen, not to
  /// break a table or to colour the window.
  public var spelledOut: String { spelledOut { $0 } }

  /// The same on as many lines as there are, for what a script says itself.
  public var spelledOutLines: String { spelledOut { $0 == "\n" ? nil : $0 } }

  /// - Parameter chosen: The scalar where it is to be spelled out; `nil` leaves it as it is.
  private func spelledOut(_ chosen: (Unicode.Scalar) -> Unicode.Scalar?) -> String {
    // Controls are below a blank, 7F, or begin with C2 in UTF-8; separators of lines with E2.
    let isSuspicious = utf8.contains { $0 < 0x20 || $0 == 0x7F || $0 == 0xC2 || $0 == 0xE2 }
    guard isSuspicious else { return self }
    return unicodeScalars.reduce(into: "") { text, scalar in
      guard scalar.isActedUpon, let scalar = chosen(scalar) else {
        text.unicodeScalars.append(scalar)
        return
      }
      switch scalar {
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      default: text += "\\u{\(String(scalar.value, radix: 16))}"
      }
    }
  }
}

extension Unicode.Scalar {
  /// Whether a terminal does something else for it than to show it.
  fileprivate var isActedUpon: Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
