import CLibedit

/// Where libedit puts the characters of a statement on the screen, so that they can be written again
/// in colour without moving any.
struct LineLayout {
  struct Place: Equatable {
    var row: Int
    var column: Int
  }

  /// The place of each scalar, and of the end behind them.
  private(set) var places: [Place] = []
  private(set) var end: Place

  /// - Parameters:
  ///   - prompt: The columns that the prompt takes.
  ///   - columns: Those of the window.
  /// - Returns: nil for a text with scalars of no width, which libedit counts otherwise than
  ///   terminals do, or with control characters, which it spells out.
  init?(_ text: String, prompt: Int, columns: Int) {
    guard columns > prompt else { return nil }
    var at = Place(row: 0, column: prompt)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n":
        places.append(at)
        at = Place(row: at.row + 1, column: 0)
        continue
      case "\t":
        places.append(at)
        repeat { at.column += 1 } while at.column % 8 != 0 && at.column < columns
      default:
        let width = Int(reg_columns_of(wchar_t(bitPattern: scalar.value)))
        guard width > 0 else { return nil }
        if at.column + width > columns { at = Place(row: at.row + 1, column: 0) }
        places.append(at)
        at.column += width
      }
      if at.column >= columns { at = Place(row: at.row + 1, column: 0) }
    }
    end = at
  }

  var rows: Int { end.row + 1 }

  /// The place of the scalar that begins at a byte of the text, or of the end.
  func place(ofByte offset: Int, in text: String) -> Place {
    let count = text.prefix(bytes: offset).unicodeScalars.count
    return count < places.count ? places[count] : end
  }
}

/// Writes on the screen beside libedit: every move is relative to the cursor, which comes back.
struct ScreenWriter {
  private(set) var text = ""
  private var at: LineLayout.Place
  private let home: LineLayout.Place

  init(cursor: LineLayout.Place) {
    at = cursor
    home = cursor
  }

  mutating func move(to place: LineLayout.Place) {
    guard place != at else { return }
    // Behind the last column of a row some terminals stand on it still; column 0 is sure.
    text += "\r"
    if place.row != at.row {
      text += "\u{1B}[\(abs(place.row - at.row))" + (place.row < at.row ? "A" : "B")
    }
    if place.column > 0 { text += "\u{1B}[\(place.column)C" }
    at = place
  }

  /// Writes what takes some columns of the row.
  mutating func write(_ piece: String, columns: Int) {
    text += piece
    at.column += columns
  }

  mutating func style(_ code: String) { text += "\u{1B}[0\(code.isEmpty ? "" : ";" + code)m" }

  mutating func finish() { move(to: home) }
}
