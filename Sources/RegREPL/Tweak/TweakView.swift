import Glibc
import Reg
import RegPlot
import RegRuntime

/// `tweak` at a terminal: turns knobs by keys, and shows at once what follows.
final class TweakView {
  private let session: Session
  private let hasColor: Bool
  private let terminal: RawTerminal
  private var state: TweakState
  private var pictures: [TerminalDrawing] = []
  private var size = Terminal.size
  /// Where a knob was turned to while nothing has been worked out for that yet.
  private var wanted: (knob: Knob, value: Double)?
  /// Whether working out took so long that the knob is shown where it stands before that is done.
  private var isSlow = true

  /// What came of the last key, where the window does not show it.
  private var note: String?

  private static let patience = Duration.milliseconds(8)

  /// - Parameters:
  ///   - name: The knob to begin with.
  ///   - typedAhead: Gets the keys that follow the one by which the user leaves.
  /// - Returns: nil where there is no terminal to do it in.
  init?(_ session: Session, knob name: String?, hasColor: Bool, typedAhead: TypedAhead) {
    guard let terminal = RawTerminal(typedAhead: typedAhead) else { return nil }
    self.session = session
    self.hasColor = hasColor
    self.terminal = terminal
    state = TweakState(session.workbench.knobs, selecting: name)
    state.compare(with: session.watched(), isMark: false)
  }

  /// Runs until the user leaves; the knobs keep their values.
  func run() throws {
    terminal.enter()
    defer { terminal.leave() }
    choosePictures()
    show()
    while let bytes = terminal.read(milliseconds: 100) {
      guard !session.interrupt.isSet else {
        // Ctrl-C while nothing was being worked out.
        session.interrupt.clear()
        return terminal.giveBack(bytes)
      }
      guard !bytes.isEmpty || Terminal.size != size else { continue }
      if let rest = try press(bytes) { return terminal.giveBack(rest) }
      show()
    }
  }

  /// Does what keys ask for.
  ///
  /// - Returns: What follows the key by which the user leaves; nil where there is none.
  private func press(_ bytes: [UInt8]) throws -> ArraySlice<UInt8>? {
    var rest = bytes[...]
    while let (found, length) = Key.first(in: rest) {
      rest = rest.dropFirst(length)
      guard let key = found else { continue }
      // Of turns that follow each other the last one counts.
      if !key.isTurn { try settle() }
      note = nil
      let before = state.selected
      let value = wanted?.value ?? session.number(of: state.knob) ?? state.knob.low
      switch state.press(key, at: value, session.watched()) {
      case .none: break
      case .leave: return rest
      case .picture: note = savePicture()
      case .suspend: terminal.suspend()
      case .turn(let value): wanted = (state.knob, value)
      }
      if state.selected != before { choosePictures() }
    }
    try settle()
    return nil
  }

  /// Works out what follows from where the knob was turned to.
  private func settle() throws {
    guard let (knob, value) = wanted else { return }
    if isSlow { show() }
    let clock = ContinuousClock()
    let start = clock.now
    wanted = nil
    do {
      try session.turn(knob, to: value)
    } catch let error as RegError where error.code == .interrupted {
      // The watch says so.
      session.interrupt.clear()
    }
    isSlow = clock.now - start > Self.patience
  }

  private func choosePictures() {
    pictures = session.charts(for: state.knob).map { name, chart in
      var chart = chart
      chart.title = "\(name): \(chart.title)"
      return TerminalDrawing(chart.spelledOut)
    }
  }

  private func show() {
    size = Terminal.size
    terminal.show(lines(hasColor: hasColor))
  }

  private func lines(hasColor: Bool) -> [String] {
    let screen = TweakScreen(
      columns: size.columns, rows: size.rows, hasColor: hasColor, hasUnicode: Terminal.speaksUTF8)
    let values = state.knobs.map { knob in
      wanted.flatMap { $0.knob == knob ? $0.value : nil } ?? session.number(of: knob)
    }
    return screen.lines(
      state, values: values, watched: session.watched(comparedWith: state.baseline),
      isBehind: wanted != nil, note: note, pictures: pictures)
  }

  /// Writes the window to a file of a name that is free, and says which.
  private func savePicture() -> String {
    let picture = ScreenPicture(lines(hasColor: true), columns: size.columns).svg
    for number in 1...99 {
      let name = number == 1 ? "tweak.svg" : "tweak-\(number).svg"
      let file = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      guard file >= 0 else {
        if errno == EEXIST { continue }
        break
      }
      defer { close(file) }
      Terminal.write(picture, to: file)
      return "written to \(name)"
    }
    return "tweak.svg cannot be written"
  }
}
