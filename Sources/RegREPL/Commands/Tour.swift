import RegSyntax

/// Two minutes with the program, typed along: what to type next, and why. It is made of what the
/// studies of the lesson show at length.
struct Tour {
  struct Step {
    let text: String
    let line: String
  }

  static let steps = [
    Step(
      text: "Make a hundred observations of eight columns, of which three matter.",
      line: "X = randn(100, 8); y = X * [3; -2; 1; 0; 0; 0; 0; 0] + randn(100)"),
    Step(
      text: "A lasso fits every penalty λ at once. A name alone shows its value.",
      line: "m = lasso(X, y); m"),
    Step(
      text: "See coefficients shrink as λ grows: those that matter hold out longest.",
      line: "plot(m)"),
    Step(
      text: "L2 shrinks all of them and sets none to zero.",
      line: "plot(ridge(X, y))"),
    Step(
      text: "Any λ is answered, exactly. Alt-↑ and Alt-↓ on the number scale it.",
      line: "coef(m, 0.3)"),
    Step(
      text: "Which λ predicts best? Cross-validation tells.",
      line: "c = cv(m, folds = 10, seed = 1); c"),
    Step(
      text: "As λ rises so does the training error; the test error falls first, then rises.",
      line: "plot(validation_curve(m))"),
    Step(
      text: "In words: what is kept, what stands for what, and how sure that is.",
      line: "explain(m, c.lambda_1se)"),
    Step(
      text: "Make λ a knob: a variable with a range, to be turned.",
      line: "knob λ = c.lambda_1se in 0.01..3"),
    Step(
      text: "Watch what depends on it. Tab types what is asked for here.",
      line: "watch coef(m, λ); watch sqrt(c.mse(λ))"),
    Step(
      text: "Change λ, and see what follows. On an empty line Alt-↑ turns it too.",
      line: "λ *= 2"),
    Step(
      text: "Now turn it by hand: arrows move it, q leaves.", line: "tweak λ"),
    Step(text: "Every function has a page.", line: "?lasso"),
  ]

  private(set) var place = 0

  /// The line to be typed now; nil when the tour is over.
  var line: String? { place < Self.steps.count ? Self.steps[place].line : nil }

  /// Goes on where that is what was typed, blanks and the spelling of letters aside.
  mutating func take(_ statement: String) {
    guard let line, Self.bare(statement) == Self.bare(line) else { return }
    place += 1
  }

  private static func bare(_ text: String) -> String {
    Name.fold(text).filter { !$0.isWhitespace && $0 != ";" }
  }

  /// What to show before the prompt.
  var text: String {
    guard let line else {
      return """
        That was the tour. ? lists all functions, ?knobs and ?formulas tell more, and the studies
        in scripts/examples/lesson hold each claim of a lesson on L1 and L2 against numbers.

        """
    }
    let head = "tour \(place + 1) of \(Self.steps.count), ?? leaves it"
    return "\n\(head)\n\(Self.steps[place].text)\n    \(line)\n"
  }
}
