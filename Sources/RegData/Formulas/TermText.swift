/// Terms of formulas as text, of which blanks, line ends and comments are no part.
public enum TermText {
  /// On one line, as it is shown: without blanks inside brackets, and one where there were more.
  public static func line(_ text: String) -> String {
    joined(text) { left, right in !"([{".contains(left) && !")]},".contains(right) }
  }

  /// Without blanks but between words: terms that differ by nothing else are one.
  static func tight(_ text: String) -> String {
    joined(text) { left, right in isOfWord(left) && isOfWord(right) }
  }

  private static func isOfWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || "_`\"".contains(character)
  }

  /// - Parameter keepsBlank: Whether there is a blank between two characters that some part.
  private static func joined(
    _ text: String, _ keepsBlank: (Character, Character) -> Bool
  ) -> String {
    var result = ""
    var (isApart, isComment, isEscaped) = (false, false, false)
    var quote: Character?
    for character in text {
      if let open = quote {
        result.append(character)
        if character == open && !isEscaped { quote = nil }
        isEscaped = open == "\"" && character == "\\" && !isEscaped
        continue
      }
      if character == "#" { isComment = true }
      if character.isNewline { isComment = false }
      if isComment || character.isWhitespace {
        isApart = true
        continue
      }
      if isApart, let last = result.last, keepsBlank(last, character) { result.append(" ") }
      isApart = false
      result.append(character)
      if character == "\"" || character == "`" { quote = character }
    }
    return result
  }
}
