import Reg
import RegOutput
import RegPlot
@testable import RegREPL
@testable import RegRuntime
import Testing

@Suite("tweak")
struct TweakTests {
  private func session(_ script: String) throws -> Session {
    let session = Session()
    try session.run(session.compile(script))
    return session
  }

  private let lesson = """
    X = [1, 1, 1; -1, 1, -1; 1, -1, -1; -1, -1, 1]
    m = lasso(X, X * [4; 2; 1])
    knob λ = 1 in 0.01..10
    knob k = 2 in 0..4 linear
    watch coef(m, λ)
    watch k + λ
    """

  private func keys(in text: String) -> [Key] {
    var (keys, rest) = ([Key](), Array(text.utf8)[...])
    while let (key, length) = Key.first(in: rest) {
      if let key { keys.append(key) }
      rest = rest.dropFirst(length)
    }
    return keys
  }

  @Test("keys are told apart in what a terminal sends, and the unknown is passed over")
  func keys() {
    #expect(
      keys(in: "\u{1B}[C\u{1B}[1;2Dq\u{1B}[99;5u\u{1B}OA\t\u{03}\u{1B}[5~7") == [
        .right, .farLeft, .character("q"), .up, .tab, .interrupt, .pageUp, .character("7"),
      ])
    #expect(keys(in: "\u{1B}") == [.escape])
    #expect(keys(in: "") == [])
  }

  @Test(
    "a key that has come in part is waited for",
    arguments: [
      ("", false), ("q", false), ("\u{1B}", true), ("q\u{1B}[", true), ("\u{1B}O", true),
      ("\u{1B}[1;2", true), ("\u{1B}[1;2D", false), ("\u{1B}[Dq", false), ("\u{1B}OA", false),
      ("\u{1B}x", false), ("qλ", false),
    ])
  func cut(text: String, isCut: Bool) {
    #expect(Key.isCut(Array(text.utf8)) == isCut)
    #expect(Key.isCut(Array(text.utf8) + [0xCE]) && Key.isCut(Array(text.utf8) + [0xE2, 0x86]))
  }

  @Test("keys that one view leaves are the next one's first, whole characters of them")
  func typedAhead() {
    let ahead = TypedAhead()
    #expect(ahead.isEmpty && ahead.next() == nil)
    ahead.append([0xCE])
    ahead.append([0xBB, 0xFF, 0x31])
    #expect(ahead.next() == "λ" && ahead.next() == "1" && ahead.next() == nil)
    ahead.append("bc".utf8)
    ahead.putBack(["α", "a"])
    #expect(ahead.next() == "α" && ahead.takeAll() == Array("abc".utf8) && ahead.isEmpty)
  }

  @Test("a hundred steps lead from end to end, by equal factors or amounts")
  func steps() {
    let knobs = [
      Knob(name: "a", canonicalName: "a", low: 0.01, high: 10, isLinear: false),
      Knob(name: "b", canonicalName: "b", low: -1, high: 3, isLinear: true),
    ]
    for knob in knobs {
      var value = knob.low
      for _ in 0..<Knob.steps { value = knob.moved(value, by: 1) }
      #expect(value == knob.high)
      #expect(knob.moved(value, by: 1) == knob.high)
      #expect(abs(knob.position(of: knob.moved(knob.low, by: 50)) - 0.5) < 1e-12)
    }
    #expect(abs(knobs[0].value(at: 1.0 / 3) - 0.1) < 1e-12)
    #expect(knobs[0].position(of: -5) == 0 && knobs[0].position(of: 1e9) == 1)
  }

  @Test("keys turn, choose, type and leave")
  func state() throws {
    let session = try session(lesson)
    var state = TweakState(session.workbench.knobs, selecting: "lambda")
    let watched = session.watched()
    #expect(state.knob.canonicalName == "lambda")
    #expect(state.press(.home, at: 1, watched) == .turn(0.01))
    #expect(state.press(.tab, at: 1, watched) == .none && state.knob.name == "k")
    #expect(state.press(.right, at: 2, watched) == .turn(state.knob.moved(2, by: 1)))
    for key: Key in [.character("1"), .character("."), .character("5"), .character("x")] {
      #expect(state.press(key, at: 2, watched) == .none)
    }
    #expect(state.typed == "1.5")
    #expect(state.press(.enter, at: 2, watched) == .turn(1.5))
    #expect(state.press(.character("-"), at: 2, watched) == .none)
    #expect(state.press(.enter, at: 2, watched) == .none && state.typed == nil)
    #expect(state.press(.character("p"), at: 2, watched) == .picture)
    #expect(state.press(.character("q"), at: 2, watched) == .leave)
  }

  @Test("turning works out what is watched, and the session keeps the value")
  func turning() throws {
    let session = try session(lesson)
    var output = ""
    session.output = { output += $0 }
    let before = session.watched()
    let old = Dictionary(uniqueKeysWithValues: before.map { ($0.label, $0.new ?? .none) })
    try session.turn(session.workbench.knobs[0], to: 3)
    let text = WatchText(layout: TextLayout()).lines(of: session.watched(comparedWith: old))
    #expect(text.first?.contains("2 → 1 nonzero   gone: x2") ?? false)
    #expect(session.number(of: session.workbench.knobs[0]) == 3)
    #expect(output.isEmpty)
  }

  @Test(
    "the window is filled and never overrun", arguments: [(80, 24), (40, 10), (130, 40), (20, 4)],
    [true, false])
  func screen(size: (Int, Int), hasUnicode: Bool) throws {
    let session = try session(lesson)
    let state = TweakState(session.workbench.knobs, selecting: nil)
    let screen = TweakScreen(
      columns: size.0, rows: size.1, hasColor: false, hasUnicode: hasUnicode)
    let charts = session.charts(for: state.knob)
    #expect(charts.map(\.name) == ["m"])
    let lines = screen.lines(
      state, values: state.knobs.map(session.number(of:)), watched: session.watched(),
      pictures: charts.map { TerminalDrawing($0.chart) })
    #expect(lines.count <= size.1)
    if size.0 >= 40 { #expect(lines.allSatisfy { $0.count <= size.0 }) }
    if size.1 >= 10 {
      for label in ["coef(m, λ)", "k + λ"] { #expect(lines.contains { $0.contains(label) }) }
    }
    if size.0 >= 40 { #expect(lines[0].contains("q leave")) }
    if size.1 >= 24 {
      #expect(lines.contains { $0.contains("lasso path") })
    }
  }
  @Test("a knob that is shown ahead of what is watched says so")
  func behind() throws {
    let session = try session(lesson)
    let state = TweakState(session.workbench.knobs, selecting: nil)
    for (hasUnicode, mark) in [(true, "   …"), (false, "   ...")] {
      let screen = TweakScreen(columns: 80, rows: 24, hasColor: false, hasUnicode: hasUnicode)
      func title(_ isBehind: Bool) -> String? {
        screen.lines(
          state, values: [3, 2], watched: session.watched(), isBehind: isBehind, pictures: []
        ).first
      }
      #expect(title(true)?.hasSuffix(mark) == true && title(false)?.hasSuffix(mark) == false)
    }
  }
}
