import CLibedit

/// Which keys do what, in libedit's emacs mode and in its vi mode.
extension LineEditor {
  /// Binds keys to functions that are there already.
  func bindFunctions() {
    bind("\n", "reg-enter")
    // Which of the two a key sends depends on the terminal's mode when it was pressed.
    bind("\r", "reg-enter")
    bind("\t", "reg-complete")
    bind("}", "reg-close")
    bind("\u{12}", "em-inc-search-prev")
    let inner = [
      (Inner.accept, "ed-newline"), (Inner.lineUp, "ed-prev-line"),
      (Inner.lineDown, "ed-next-line"),
    ]
    for (key, function) in inner { bind(key, function) }
    guard isVi else {
      for (key, function) in KeySequence.all + Self.emacsBindings { bind(key, function) }
      return
    }
    for (key, function) in inner { _ = reg_edit_bind_command(editor, key, function) }
    for function in KeySequence.functions {
      let key = String(KeySequence.stand(in: function))
      bind(key, function)
      if Self.inCommandMode.contains(function) {
        _ = reg_edit_bind_command(editor, key, function)
      } else {
        // Behind the character at the cursor, as when typing went on there, and back to commands;
        // a paste takes in all keys that follow.
        let end = function == KeySequence.paste ? "" : "\u{1B}"
        _ = reg_edit_bind_command_keys(editor, key, "a\(key)\(end)")
      }
    }
    for key in ["\n", "\r"] { _ = reg_edit_bind_command_keys(editor, key, "A\(key)") }
  }

  private static let emacsBindings = [
    ("\u{10}", "reg-up"), ("\u{0E}", "reg-down"), ("\u{1}", "reg-home"), ("\u{5}", "reg-end"),
    ("\u{17}", "ed-delete-prev-word"),
  ]

  /// What does the same in vi's command mode as when typing.
  private static let inCommandMode: Set = [
    "reg-home", "ed-delete-next-char", "em-next-word", "ed-prev-word",
  ]

  private func bind(_ key: String, _ function: String) {
    _ = reg_edit_bind(editor, key, function)
  }
}

/// Keys that come as several characters, the first of them Escape.
///
/// In vi mode libedit would take Escape by itself, and what follows for commands. There one
/// character stands in for the key, when the rest of it comes at once.
enum KeySequence {
  static let paste = "reg-paste"

  static let all = [
    ("\u{1B}[A", "reg-up"), ("\u{1B}[B", "reg-down"), ("\u{1B}OA", "reg-up"),
    ("\u{1B}OB", "reg-down"), ("\u{1B}[H", "reg-home"), ("\u{1B}[F", "reg-end"),
    ("\u{1B}[1~", "reg-home"), ("\u{1B}[4~", "reg-end"), ("\u{1B}OH", "reg-home"),
    ("\u{1B}OF", "reg-end"), ("\u{1B}[3~", "ed-delete-next-char"),
    ("\u{1B}[1;3A", "reg-turn-up"), ("\u{1B}[1;3B", "reg-turn-down"),
    ("\u{1B}\u{1B}[A", "reg-turn-up"), ("\u{1B}\u{1B}[B", "reg-turn-down"),
    ("\u{1B}[1;4A", "reg-turn-far-up"), ("\u{1B}[1;4B", "reg-turn-far-down"),
    (PasteMark.start, paste),
    ("\u{1B}[1;5C", "em-next-word"), ("\u{1B}[1;5D", "ed-prev-word"),
  ]

  static let functions = Array(Set(all.map(\.1))).sorted()

  /// The character for a function: of the controls behind ASCII, those that libedit has no use for.
  static func stand(in function: String) -> Unicode.Scalar {
    let place = functions.firstIndex(of: function) ?? 0
    return Unicode.Scalar(0x90 + UInt8(place))
  }

  /// Whether a key may begin like this.
  static func begins(_ scalars: [Unicode.Scalar]) -> Bool {
    all.contains { key, _ in
      key.unicodeScalars.count > scalars.count && key.unicodeScalars.starts(with: scalars)
    }
  }

  /// The character that stands for a key; nil for what is none.
  static func stand(for scalars: [Unicode.Scalar]) -> Unicode.Scalar? {
    all.first { $0.0.unicodeScalars.elementsEqual(scalars) }.map { stand(in: $0.1) }
  }
}
