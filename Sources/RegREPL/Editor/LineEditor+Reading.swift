import CLibedit
import Glibc

/// The escape sequences between which a terminal sends what is pasted, and those that ask it to.
enum PasteMark {
  static let start = "\u{1B}[200~"
  static let end = "\u{1B}[201~"
  static let on = "\u{1B}[?2004h"
  static let off = "\u{1B}[?2004l"
}

/// What happens around the reading of each key.
extension LineEditor {
  /// Reads a key for libedit through libedit's own reader.
  ///
  /// Before it waits for one, what is typed so far is shown as it should look. libedit knows nothing of
  /// that: the same characters stand in the same places.
  func readKey(_ key: UnsafeMutablePointer<wchar_t>?) -> Int32 {
    if canPaint, !isPasting, !hasKeys(within: 0) { paint() }
    let count = nextKey(key)
    let code = errno
    if count == 1, isVi, !isPasting, key?.pointee == Self.escape { key?.pointee = wholeKey() }
    eraseReadOut()
    errno = code
    return count
  }

  private static let escape: wchar_t = 0x1B

  /// The next character, of what was read elsewhere or from the terminal.
  private func nextKey(_ key: UnsafeMutablePointer<wchar_t>?) -> Int32 {
    if let scalar = typedAhead.next() {
      // Where it was read, Ctrl-C was a key as others are.
      guard scalar != "\u{3}" else {
        errno = EINTR
        return -1
      }
      key?.pointee = wchar_t(bitPattern: scalar.value)
      return 1
    }
    _ = reg_edit_set_own_reader(editor)
    let count = el_wgetc(editor, key)
    let code = errno
    _ = reg_edit_set_reader(editor) { LineEditor.of($0)?.readKey($1) ?? -1 }
    errno = code
    return count
  }

  /// What stands for the key that an Escape begins: the Escape itself where no more of it comes.
  private func wholeKey() -> wchar_t {
    var scalars: [Unicode.Scalar] = ["\u{1B}"]
    while KeySequence.begins(scalars), hasKeys(within: Self.keyMilliseconds) {
      var key = wchar_t()
      guard nextKey(&key) == 1, let scalar = Unicode.Scalar(UInt32(bitPattern: key)) else { break }
      scalars.append(scalar)
      if let stand = KeySequence.stand(for: scalars) { return wchar_t(bitPattern: stand.value) }
    }
    typedAhead.putBack(scalars.dropFirst())
    return Self.escape
  }

  /// The characters of a key follow each other faster than that, also over a network; people do not.
  private static let keyMilliseconds: Int32 = 40

  /// The prompt is plain ASCII.
  var promptWidth: Int { Int(strlen(prompt)) }

  /// Whether keys are there already, or come soon.
  private func hasKeys(within milliseconds: Int32) -> Bool {
    if !typedAhead.isEmpty { return true }
    var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return poll(&input, 1, milliseconds) > 0
  }

  private func paint() {
    // The shell's own prompt switches this off while the program is stopped.
    var text = PasteMark.on
    let size = Terminal.size
    if hasColor {
      let painter = LinePainter(
        columns: size.columns, rows: size.rows, prompt: promptWidth)
      text += painter.text(for: line) ?? ""
    }
    Terminal.write(text + readOut(in: size))
  }

  /// For what runs between statements, pastes are keys as others are.
  func stopMarkingPastes() {
    if canPaint { Terminal.write(PasteMark.off) }
  }

  /// Takes in a paste: into the line, or to be run where that would be taller than the window.
  func paste() -> UInt8 {
    isPasting = true
    defer { isPasting = false }
    var scalars: [Unicode.Scalar] = []
    let end = Array(PasteMark.end.unicodeScalars)
    while !scalars.suffix(end.count).elementsEqual(end) {
      var key = wchar_t()
      guard el_wgetc(editor, &key) == 1, let scalar = Unicode.Scalar(UInt32(bitPattern: key)) else {
        return UInt8(CC_REFRESH_BEEP)
      }
      scalars.append(scalar)
    }
    let text = PastedText(scalars.dropLast(end.count)).text
    let line = line
    let behind = String(decoding: line.text.utf8.dropFirst(line.cursor), as: UTF8.self)
    let whole = line.text.prefix(bytes: line.cursor) + text + behind
    let size = Terminal.size
    let rows = LineLayout(whole, prompt: promptWidth, columns: size.columns)?.rows
    guard rows ?? whole.utf8.count(where: { $0 == UInt8(ascii: "\n") }) >= size.rows else {
      insert(text)
      return UInt8(CC_REFRESH)
    }
    pasted = whole
    replace(with: "")
    press(Inner.accept)
    return UInt8(CC_NORM)
  }
}
