import Reg
import RegOutput
import RegRuntime

/// Turns the newest knob from the prompt, and tells what follows.
final class KnobTurner {
  private let session: Session
  /// What was watched before the first turn of a row of them.
  private var before: [String: Value]?

  init(session: Session) { self.session = session }

  /// Something else was done: the next turn is compared with what is then.
  func rest() { before = nil }

  /// Moves the knob by steps.
  ///
  /// - Returns: Lines that fit the window: the knob, and what is watched, compared with its values
  ///   when the turning began; nil where there is no knob.
  func turn(by steps: Double, layout: TextLayout) -> [String]? {
    guard let knob = session.workbench.knobs.last, let value = session.number(of: knob) else {
      return nil
    }
    if before == nil {
      before = session.watched().reduce(into: [:]) { $0[$1.label] = $1.new }
    }
    try? session.turn(knob, to: knob.moved(value, by: steps))
    let text = WatchText(layout: layout)
    let watched = session.watched(comparedWith: before ?? [:])
    // As many as leave the statement in sight.
    let shown = text.lines(of: watched).prefix(max((layout.rows ?? 20) / 2, 1))
    return text.lines(of: [knob]) { self.session.number(of: $0) } + shown
  }
}
