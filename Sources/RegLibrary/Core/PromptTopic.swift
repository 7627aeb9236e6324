import RegRuntime

extension HelpTopic {
  /// The keys of the prompt, and what it does by itself.
  static let prompt = HelpTopic(
    name: "prompt",
    summary: "The keys of the prompt, and what it keeps from one session to the next.",
    text: """
      A statement is edited as a whole, however many lines it has: Enter goes on with one that is \
      unfinished and runs one that is not. What it would give stands at the right edge while it is \
      typed, where that can be told at once.
      """,
    table: [
      ["key", "what it does"],
      ["Up, Down", "moves in the statement; above its first line, goes back in the history"],
      ["text, then Up", "finds the statements that begin with the text"],
      ["Ctrl-R", "finds those that have a text anywhere"],
      ["Tab", "completes names, arguments, values, fields, columns, files, and \\lambda as λ"],
      ["Alt-Up, Alt-Down", "scales the number at the cursor by 1.1, with Shift by 2"],
      ["the same on an empty line", "turns the newest knob, and shows what is watched"],
      ["Home, End", "goes to the ends of the line"],
      ["Ctrl-Left, Ctrl-Right", "moves by words; Ctrl-W deletes one"],
      ["Ctrl-C", "drops the line, or stops what is running and keeps everything"],
      ["Ctrl-Z", "stops the program, until fg"],
      ["Ctrl-D", "leaves, on an empty line"],
    ],
    notes: """
      What is pasted waits to be edited; what is taller than the window is run at once. Statements \
      are kept in $XDG_STATE_HOME/reg/history, which all prompts share as they go. \
      $XDG_CONFIG_HOME/reg/init.reg is run at the start. ~/.editrc may rebind keys: bind -v makes \
      them those of vi.

      :help lists the commands of the prompt: :vars, :time, :edit, :save, :load and others. ?name \
      shows a page, ??word searches, ?? alone is a tour.
      """,
    seeAlso: ["knobs"])
}
