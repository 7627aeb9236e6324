import CLibedit
import Glibc

/// Reads statements from the terminal through libedit; nothing else touches that library.
///
/// The edit buffer holds a whole statement, its line ends included.
final class LineEditor {
  /// What reading came to.
  enum Event {
    case statement(String)
    /// What was pasted and is too tall to be edited, with what had been typed around it.
    case pasted(String)
    /// Ctrl-C: what was typed is dropped.
    case interrupted
    /// Ctrl-D on an empty line, or the end of the input.
    case ended
  }

  /// The text and the place of the cursor in it, in bytes.
  struct Line {
    var text: String
    var cursor: Int
  }

  /// Whether a text can be run, or a new line is to be added to it.
  var isFinished: (String) -> Bool = { _ in true }
  /// What Tab does to a line.
  var completion: (Line) -> Completing = { _ in .nothing }
  /// Statements that other prompts have added to the history since this was asked last.
  var incoming: () -> [String] = { [] }
  /// What a line would give, in a few words.
  var preview: (String) -> String? = { _ in nil }
  /// Turns a knob by some steps, and tells what follows in lines; nil where there is none.
  var turnKnob: (Double) -> [String]? = { _ in nil }
  /// Whether what is typed is shown in colours.
  var hasColor = false

  enum Completing {
    case nothing
    /// Takes away characters before the cursor and puts a text there.
    case replace(characters: Int, with: String)
    /// Shows lines below the statement.
    case list([String])
  }

  let editor: OpaquePointer
  private let history: OpaquePointer
  /// Kept alive for libedit.
  let prompt: UnsafeMutablePointer<CChar>
  var recall = Recall()
  /// Set while the lines of a paste come in, and by one that is to be run.
  var isPasting = false
  var pasted: String?
  /// Takes the read-out away again.
  var readOutEraser: (text: String, columns: Int)?
  /// Whether a preview of this statement took so long that another would be felt.
  var isPreviewSlow = false
  /// The lines above the prompt that turning a knob has written and the next turn replaces.
  var knobLines = 0
  /// Whether the terminal can be written to beside libedit.
  private(set) var canPaint = false
  /// Whether the user's settings ask for vi's keys, of which Escape is one.
  private(set) var isVi = false
  /// What was typed while another view had the terminal.
  let typedAhead: TypedAhead

  /// How many statements can be recalled.
  static let historySize: Int32 = 10_000

  /// `nil` where libedit cannot work with the terminal.
  init?(program: String, prompt: String, typedAhead: TypedAhead) {
    guard let editor = reg_edit_init(program) else { return nil }
    guard let history = history_init() else {
      el_end(editor)
      return nil
    }
    self.editor = editor
    self.history = history
    self.typedAhead = typedAhead
    self.prompt = strdup(prompt)
    _ = reg_history_set_size(history, Self.historySize)
    _ = reg_history_set_unique(history)
    _ = reg_edit_set_client_data(editor, Unmanaged.passUnretained(self).toOpaque())
    _ = reg_edit_set_prompt(editor) { editor in LineEditor.of(editor)?.prompt }
    _ = reg_edit_set_history(editor, history)
    _ = reg_edit_set_editor(editor, "emacs")
    _ = reg_edit_handle_signals(editor)
    // The user's own settings come first, since they may undo every binding.
    _ = el_source(editor, nil)
    isVi = reg_edit_editor(editor).map { String(cString: $0) } == "vi"
    bindKeys()
    canPaint = reg_edit_can_move(editor) != 0
    _ = reg_edit_set_reader(editor) { LineEditor.of($0)?.readKey($1) ?? -1 }
  }

  deinit {
    history_end(history)
    el_end(editor)
    free(prompt)
  }

  static func of(_ editor: OpaquePointer?) -> LineEditor? {
    guard let editor, let data = reg_edit_client_data(editor) else { return nil }
    return Unmanaged<LineEditor>.fromOpaque(data).takeUnretainedValue()
  }

  /// Reads a statement.
  ///
  /// - Parameter isInterrupted: Whether SIGINT came; asked when reading stopped.
  func read(isInterrupted: () -> Bool) -> Event {
    var count: Int32 = 0
    // libedit itself would show the prompt first, and misread a Ctrl-D that comes in between.
    _ = reg_edit_prepare_terminal(editor)
    errno = 0
    knobLines = 0
    isPreviewSlow = false
    // Copied at once, since libedit reuses its memory at the next call.
    let text = el_gets(editor, &count).map { String(cString: $0) }
    let code = errno
    stopMarkingPastes()
    if let pasted {
      self.pasted = nil
      return .pasted(pasted)
    }
    guard var statement = text, count > 0 else {
      return isInterrupted() || code == EINTR ? .interrupted : .ended
    }
    while statement.last?.isNewline == true { statement.removeLast() }
    return .statement(statement)
  }

  /// Makes statements the last ones to recall, the newest behind the others.
  func remember(_ statements: [String]) {
    guard !statements.isEmpty else { return }
    recall.add(statements)
    for statement in statements { _ = reg_history_enter(history, statement) }
  }

  // MARK: The line being edited

  var line: Line {
    guard let info = el_line(editor)?.pointee, let start = info.buffer, let end = info.lastchar,
      let cursor = info.cursor
    else { return Line(text: "", cursor: 0) }
    let bytes = UnsafeBufferPointer(start: start, count: max(end - start, 0))
    let text = String(decoding: bytes.lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return Line(text: text, cursor: min(max(cursor - start, 0), bytes.count))
  }

  func insert(_ text: String) { _ = el_insertstr(editor, text) }

  func deleteBeforeCursor(_ characters: Int) {
    if characters > 0 { el_deletestr(editor, Int32(characters)) }
  }

  /// Puts another text in place of the whole, with the cursor behind it.
  func replace(with text: String) {
    let line = line
    let count = line.text.unicodeScalars.count
    moveCursor(by: count - line.text.prefix(bytes: line.cursor).unicodeScalars.count)
    deleteBeforeCursor(count)
    insert(text)
  }

  func moveCursor(by characters: Int) { _ = el_cursor(editor, Int32(characters)) }

  /// Makes libedit read keys as if they had been typed.
  func press(_ keys: String) { el_push(editor, keys) }
}
