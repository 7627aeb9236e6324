import Glibc
import Reg

/// The terminal that the prompt runs in.
public enum Terminal {
  /// Its width and height; 80 × 24 where it does not say.
  static var size: (columns: Int, rows: Int) {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
    else { return (80, 24) }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// How many dots a column is wide; nil where the terminal does not say.
  static var dotsPerColumn: Double? {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_xpixel > 0
    else { return nil }
    return Double(size.ws_xpixel) / Double(size.ws_col)
  }

  /// What shown values have to fit into: the window, with room left for the prompt.
  static func layout(hasColor: Bool) -> TextLayout {
    let size = size
    return TextLayout(
      width: size.columns, rows: max(size.rows - 4, 4), hasColor: hasColor, hasUnicode: speaksUTF8)
  }

  /// The columns of the terminal behind a descriptor; 80 where it does not say.
  static func width(of descriptor: Int32) -> Int {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Whether the terminal is said to do more than write lines.
  static var isCapable: Bool {
    guard let name = getenv("TERM") else { return false }
    return !["", "dumb"].contains(String(cString: name))
  }

  /// Whether the user's locale is one of UTF-8, going by the environment as the C library does.
  public static var speaksUTF8: Bool {
    for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
      guard let value = getenv(name), value.pointee != 0 else { continue }
      let locale = String(cString: value).lowercased()
      return locale.contains("utf-8") || locale.contains("utf8")
    }
    return false
  }

  static func write(_ text: String, to descriptor: Int32 = STDOUT_FILENO) {
    var text = text
    text.withUTF8 { bytes in
      var offset = 0
      while offset < bytes.count {
        let count = Glibc.write(
          descriptor, bytes.baseAddress?.advanced(by: offset), bytes.count - offset)
        if count < 0, errno != EINTR { return }
        offset += max(count, 0)
      }
    }
  }

  /// Makes the C library read keys as UTF-8, whatever the locale is called.
  ///
  /// Only the kind of characters is set: numbers keep their decimal point.
  static func useUTF8() {
    setlocale(LC_CTYPE, "")
    if let codeset = nl_langinfo(Int32(CODESET)), String(cString: codeset) == "UTF-8" { return }
    setlocale(LC_CTYPE, "C.UTF-8")
  }
}
