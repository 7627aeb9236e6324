import Reg
import RegOutput
import RegPlot
import RegRuntime
import RegSyntax

/// The window of `tweak`, as lines: sliders, what is watched, and the pictures of what that reads.
struct TweakScreen {
  let columns: Int
  let rows: Int
  let hasColor: Bool
  let hasUnicode: Bool

  /// - Parameters:
  ///   - isBehind: Whether what is watched is that of another place of the knob.
  ///   - note: What is said in place of the keys.
  func lines(
    _ state: TweakState, values: [Double?], watched: [WatchReport], isBehind: Bool = false,
    note: String? = nil, pictures: [TerminalDrawing]
  ) -> [String] {
    var lines = [title(state, isBehind, note), ""]
    lines += zip(state.knobs, values).enumerated().map { index, pair in
      slider(pair.0, pair.1, isSelected: index == state.selected, typed: state.typed)
    }
    lines.append("")
    let layout = TextLayout(
      width: columns, rows: nil, hasColor: hasColor, hasUnicode: hasUnicode)
    let shown = WatchText(layout: layout).lines(of: watched)
    // Pictures need room: where there are many watches the last give way, and in a window that is too
    // low for both it is the pictures.
    let beside = rows - lines.count - (pictures.isEmpty ? 0 : Self.leastPicture + 2)
    let room = max(beside >= min(shown.count, 2) ? beside : rows - lines.count, 1)
    lines += shown.prefix(room).map { isBehind ? dimmed($0) : $0 }
    if shown.count > room { lines[lines.count - 1] = "  … \(shown.count - room + 1) more" }
    lines += self.pictures(pictures, state, values, rows: rows - lines.count - 1)
    return Array(lines.prefix(rows))
  }

  /// The rows of a picture in which anything can be seen.
  private static let leastPicture = 8

  // MARK: parts

  private func title(_ state: TweakState, _ isBehind: Bool, _ note: String?) -> String {
    let arrows = hasUnicode ? "←→ turn  ↑↓ choose" : "arrows turn and choose"
    let all = "\(arrows)  m mark  0-9 type a value  q leave"
    let keys =
      state.typed != nil
      ? "Enter sets the value, Esc drops it"
      : DisplayWidth.columns(of: all) + 8 <= columns ? all : "q leave  \(arrows)"
    let compared = state.isMarked ? "   compared with the mark" : ""
    if let note { return cut("tweak   \(note)") }
    let working = isBehind ? (hasUnicode ? "   …" : "   ...") : ""
    return dimmed(cut("tweak   \(keys)\(compared)\(working)"))
  }

  private func slider(
    _ knob: Knob, _ value: Double?, isSelected: Bool, typed: String?
  ) -> String {
    let pointer = isSelected ? (hasUnicode ? "▸ " : "> ") : "  "
    let known = value.map { NumberText.display($0, digits: 4) } ?? "no number"
    let number = isSelected ? typed.map { "\($0)_" } ?? known : known
    let low = NumberText.display(knob.low, digits: 3)
    let bounds = "\(low)..\(NumberText.display(knob.high, digits: 3))"
    let fixed = knob.name.count + bounds.count + 17
    let width = max(10, min(60, columns - fixed - 2))
    let place = Int((value.map(knob.position) ?? 0) * Double(width - 1))
    let (done, rest, handle): (Character, Character, Character) =
      hasUnicode ? ("━", "─", "●") : ("=", "-", "O")
    let track =
      String(repeating: done, count: place) + String(handle)
      + dimmed(String(repeating: rest, count: width - 1 - place))
    let blanks = String(repeating: " ", count: max(0, 12 - DisplayWidth.columns(of: number)))
    let name = isSelected ? bold(knob.name) : knob.name
    return "\(pointer)\(name) \(track) \(number)\(blanks) \(dimmed(bounds))"
  }

  /// The charts side by side where there is room, with a line where the knob stands.
  private func pictures(
    _ pictures: [TerminalDrawing], _ state: TweakState, _ values: [Double?], rows: Int
  ) -> [String] {
    guard rows >= Self.leastPicture, !pictures.isEmpty else { return [] }
    let count = columns >= 120 ? min(pictures.count, 2) : 1
    let width = (columns - 3 * (count - 1)) / count
    let renderer = TerminalRenderer(
      columns: width, rows: min(rows, 40), hasColor: hasColor, hasUnicode: hasUnicode)
    var markers: [Chart.Marker] = []
    if let value = values[state.selected], value > 0 {
      markers = [Chart.Marker(x: value, label: state.knob.name.spelledOut)]
    }
    let drawn = pictures.prefix(count).map { $0.lines(markers: markers, renderer) }
    guard drawn.count == 2 else { return [""] + drawn[0] }
    return [""]
      + zip(drawn[0], drawn[1]).map { left, right in
        let blanks = width - DisplayWidth.styledColumns(of: left) + 3
        return left + String(repeating: " ", count: max(blanks, 1)) + right
      }
  }

  private func cut(_ text: String) -> String { String(text.prefix(columns)) }
  private func dimmed(_ text: String) -> String { styled(text, "2") }
  private func bold(_ text: String) -> String { styled(text, "1") }
  private func styled(_ text: String, _ code: String) -> String {
    hasColor ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
