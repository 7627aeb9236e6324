/// What the prompt remembers from one statement to the next.
final class PromptState {
  /// What was run last, as it was typed, pasted or edited.
  var lastStatement = ""
  /// Nil while nobody takes it.
  var tour: Tour?
  var plotStyle = PlotStyle.text
}
