/// What the prompt remembers from one statement to the next.
final class PromptState {
  /// What was run last, as it was typed, pasted or edited.
  var lastStatement = ""
  var plotStyle = PlotStyle.text
}
