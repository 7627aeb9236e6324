import RegRuntime

extension HelpTopic {
  /// What-if: variables that are turned, and what follows them.
  static let knobs = HelpTopic(
    name: "knobs",
    summary: "How to turn a value and see at once what follows: knob, watch, unwatch, tweak.",
    text: """
      knob λ = 0.1 in 0.001..10 makes an ordinary variable with a range. It moves by equal factors, \
      or by equal amounts with 'linear' behind the range. Without a range it goes from a hundredth \
      to a hundred times its value.

      watch e remembers an expression. After every statement that changes something it reads, \
      directly, through functions or through other watches, it is worked out again, once, and shown \
      if it changed: the old value and the new one, by how much, and for coefficients which columns \
      came and went. watch a = e also keeps the value as the variable a, for other watches to read. \
      In a loop, watches are looked at after each round.

      An error or Ctrl-C in a watch leaves its last value, marked as stale. unwatch a takes away the \
      watches of that name or that mention it, unwatch all of them.

      tweak shows the knobs and what is watched; at a prompt it fills the window, and arrow keys turn \
      the knobs: up and down choose one, left and right turn it by a step, with shift or page keys by \
      ten, Home and End go to its ends, digits type a value, m marks a point to compare with, p \
      writes the window to tweak.svg, a picture, q leaves and keeps the values.
      """,
    examples: [
      Example(
        "A column leaves as λ rises",
        """
        > X = [1, 1; -1, 1; 1, -1; -1, -1]
        > m = lasso(X, X * [4; 2])
        > knob λ = 1 in 0.1..5
        > watch coef(m, λ)
          coef(m, λ)   2 numbers
        > λ *= 3
          coef(m, λ)   2 → 1 nonzero   gone: x2
        """)
    ],
    seeAlso: ["coef", "cv", "plot"])
}
