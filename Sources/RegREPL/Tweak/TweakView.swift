import Reg
import RegRuntime
import RegPlot

/// `tweak` at a terminal: turns knobs by keys, and shows at once what follows.
struct TweakView {
  let session: Session
  let hasColor: Bool
  /// Gets the keys that follow the one by which the user leaves.
  let typedAhead: TypedAhead

  /// Runs until the user leaves; the knobs keep their values.
  ///
  /// - Parameter name: The knob to begin with.
  /// - Returns: False where there is no terminal to do it in.
  func run(_ name: String?) throws -> Bool {
    guard let terminal = RawTerminal(typedAhead: typedAhead) else { return false }
    var state = TweakState(session.workbench.knobs, selecting: name)
    state.compare(with: session.watched(), isMark: false)
    terminal.enter()
    defer { terminal.leave() }
    var (size, charts) = (Terminal.size, session.charts(for: state.knob))
    show(state, charts, size, terminal)
    while true {
      guard !session.interrupt.isSet, let bytes = terminal.read(milliseconds: 100) else {
        return true
      }
      var isStale = Terminal.size != size
      var rest = bytes[...]
      while let (found, length) = Key.first(in: rest) {
        rest = rest.dropFirst(length)
        guard let key = found else { continue }
        let value = session.number(of: state.knob) ?? state.knob.low
        let before = state.selected
        isStale = true
        switch state.press(key, at: value, session.watched()) {
        case .none: break
        case .leave:
          typedAhead.append(rest)
          return true
        case .suspend: terminal.suspend()
        case .turn(let value): try session.turn(state.knob, to: value)
        }
        if state.selected != before { charts = session.charts(for: state.knob) }
      }
      guard isStale else { continue }
      size = Terminal.size
      show(state, charts, size, terminal)
    }
  }

  private func show(
    _ state: TweakState, _ charts: [(name: String, chart: Chart)],
    _ size: (columns: Int, rows: Int), _ terminal: RawTerminal
  ) {
    let screen = TweakScreen(
      columns: size.columns, rows: size.rows, hasColor: hasColor, hasUnicode: Terminal.speaksUTF8)
    terminal.show(
      screen.lines(
        state, values: state.knobs.map(session.number(of:)),
        watched: session.watched(comparedWith: state.baseline), charts: charts))
  }
}
