/// A page of help that is about more than one built-in.
///
/// Like a built-in it is declared once, in the library's list: `?name`, searches, the index, the
/// manual and the tests read nothing but this.
public struct HelpTopic: Sendable {
  /// What follows the `?`, in one lower-case word.
  public let name: String
  /// One sentence, with a full stop.
  public let summary: String
  /// Paragraphs parted by an empty line.
  public let text: String
  /// Rows of a table behind the text, the first of them its heading.
  public let table: [[String]]
  /// Paragraphs behind the table.
  public let notes: String?
  /// Each is run as a test.
  public let examples: [Example]
  /// Names of related built-ins and topics.
  public let seeAlso: [String]

  public init(
    name: String, summary: String, text: String, table: [[String]] = [], notes: String? = nil,
    examples: [Example] = [], seeAlso: [String] = []
  ) {
    self.name = name
    self.summary = summary
    self.text = text
    self.table = table
    self.notes = notes
    self.examples = examples
    self.seeAlso = seeAlso
  }
}
