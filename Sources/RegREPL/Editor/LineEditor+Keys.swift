import CLibedit
import Glibc

extension LineEditor {
  /// Keys that no terminal sends, by which our functions call libedit's own.
  enum Inner {
    /// Of the controls behind ASCII, since what begins with Escape is not free in every mode.
    static let lineUp = "\u{81}"
    static let lineDown = "\u{82}"
    /// Ctrl-^.
    static let accept = "\u{1E}"
  }

  func bindKeys() {
    _ = reg_edit_add_function(editor, "reg-enter", "Run the statement, or go on with it") { e, _ in
      LineEditor.of(e)?.enter() ?? UInt8(CC_ERROR)
    }
    _ = reg_edit_add_function(editor, "reg-complete", "Complete the word") { e, _ in
      LineEditor.of(e)?.complete() ?? UInt8(CC_ERROR)
    }
    _ = reg_edit_add_function(editor, "reg-up", "Go up in the statement, or to an older") { e, _ in
      LineEditor.of(e)?.up() ?? UInt8(CC_ERROR)
    }
    _ = reg_edit_add_function(editor, "reg-down", "Go down in it, or to a newer") { e, _ in
      LineEditor.of(e)?.down() ?? UInt8(CC_ERROR)
    }
    _ = reg_edit_add_function(
      editor, "reg-home", "Go to the start of the line, behind its indent first"
    ) { e, _ in
      LineEditor.of(e)?.home() ?? UInt8(CC_ERROR)
    }
    _ = reg_edit_add_function(editor, "reg-end", "Go to the end of the line") { e, _ in
      LineEditor.of(e)?.end() ?? UInt8(CC_ERROR)
    }
    _ = reg_edit_add_function(editor, "reg-close", "Put a closing brace below its opener") { e, _ in
      LineEditor.of(e)?.closeBrace() ?? UInt8(CC_ERROR)
    }
    _ = reg_edit_add_function(editor, "reg-paste", "Take in what is pasted") { e, _ in
      LineEditor.of(e)?.paste() ?? UInt8(CC_ERROR)
    }
    _ = reg_edit_add_function(editor, "reg-turn-up", "Make the number larger") { e, _ in
      LineEditor.of(e)?.turn(.up) ?? UInt8(CC_ERROR)
    }
    _ = reg_edit_add_function(editor, "reg-turn-down", "Make the number smaller") { e, _ in
      LineEditor.of(e)?.turn(.down) ?? UInt8(CC_ERROR)
    }
    _ = reg_edit_add_function(editor, "reg-turn-far-up", "Double the number") { e, _ in
      LineEditor.of(e)?.turn(.farUp) ?? UInt8(CC_ERROR)
    }
    _ = reg_edit_add_function(editor, "reg-turn-far-down", "Halve the number") { e, _ in
      LineEditor.of(e)?.turn(.farDown) ?? UInt8(CC_ERROR)
    }
    bindFunctions()
  }

  // MARK: What the keys do

  /// Runs a finished statement; goes on with another line in one that is not.
  private func enter() -> UInt8 {
    let line = line
    if isFinished(line.text) || line.text.endsInEmptyLines {
      press(Inner.accept)
      return UInt8(CC_NORM)
    }
    insert("\n" + line.text.prefix(bytes: line.cursor).nextIndent)
    return UInt8(CC_REFRESH)
  }

  private func complete() -> UInt8 {
    switch completion(line) {
    case .nothing: return UInt8(CC_REFRESH_BEEP)
    case .replace(let characters, let text):
      deleteBeforeCursor(characters)
      insert(text)
      return UInt8(CC_REFRESH)
    case .list(let lines):
      knobLines = 0
      Terminal.write("\n" + lines.map { $0 + "\n" }.joined())
      return UInt8(CC_REDISPLAY)
    }
  }

  private func up() -> UInt8 {
    let line = line
    if line.text.prefix(bytes: line.cursor).contains("\n") {
      press(Inner.lineUp)
      return UInt8(CC_NORM)
    }
    if !recall.isWalking(line.text) { remember(incoming()) }
    return show(recall.older(than: line.text, cursor: line.cursor))
  }

  private func down() -> UInt8 {
    let line = line
    if line.text.utf8.dropFirst(line.cursor).contains(UInt8(ascii: "\n")) {
      press(Inner.lineDown)
      return UInt8(CC_NORM)
    }
    return show(recall.newer(than: line.text))
  }

  private func show(_ recalled: String?) -> UInt8 {
    guard let recalled else { return UInt8(CC_REFRESH_BEEP) }
    replace(with: recalled)
    return UInt8(CC_REFRESH)
  }

  private func home() -> UInt8 {
    let line = line
    let before = line.text.prefix(bytes: line.cursor).unicodeScalars.lastLine
    let column = before.count
    let behind = line.text.unicodeScalars.suffix(from: before.startIndex)
    let indent = behind.prefix { $0 == " " }.count
    moveCursor(by: (column == indent ? 0 : indent) - column)
    return UInt8(CC_CURSOR)
  }

  private func end() -> UInt8 {
    let line = line
    let behind = String(decoding: line.text.utf8.dropFirst(line.cursor), as: UTF8.self)
    moveCursor(by: behind.unicodeScalars.prefix { $0 != "\n" }.count)
    return UInt8(CC_CURSOR)
  }

  private func closeBrace() -> UInt8 {
    let before = line.text.prefix(bytes: line.cursor)
    let blanks = before.unicodeScalars.lastLine
    if before.contains("\n"), blanks.count >= 4, blanks.allSatisfy({ $0 == " " }) {
      deleteBeforeCursor(2)
    }
    insert("}")
    return UInt8(CC_REFRESH)
  }
}

extension String.UnicodeScalarView {
  fileprivate var lastLine: SubSequence {
    suffix(from: lastIndex(of: "\n").map(index(after:)) ?? startIndex)
  }
}

extension String {
  /// The text up to an offset in bytes.
  func prefix(bytes count: Int) -> String { String(decoding: utf8.prefix(count), as: UTF8.self) }

  /// Whether Enter was pressed twice without anything being added.
  fileprivate var endsInEmptyLines: Bool {
    let lines = split(separator: "\n", omittingEmptySubsequences: false)
    return lines.count > 2 && lines.suffix(2).allSatisfy { $0.allSatisfy(\.isWhitespace) }
  }

  /// Blanks to begin the next line with: those of the last one, more behind an open bracket.
  fileprivate var nextIndent: String {
    let line = split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
    let isFirst = !contains("\n")
    let indent = isFirst ? 2 : line.prefix { $0 == " " }.count
    let opens = line.last { !$0.isWhitespace }.map { "{([".contains($0) } ?? false
    return String(repeating: " ", count: indent + (opens ? 2 : 0))
  }
}
