/// Keys that were read by one view of the terminal and are for the next.
final class TypedAhead {
  private var bytes: ArraySlice<UInt8> = []

  var isEmpty: Bool { bytes.isEmpty }

  /// Adds what was read last.
  func append(_ more: some Sequence<UInt8>) { bytes += more }

  /// Gives back what was taken last.
  func putBack(_ scalars: some Sequence<Unicode.Scalar>) {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    bytes = Array(String(text).utf8) + bytes
  }

  /// Takes the first character; what is no UTF-8 is passed over.
  func next() -> Unicode.Scalar? {
    while !bytes.isEmpty {
      var decoder = UTF8()
      var rest = bytes.makeIterator()
      switch decoder.decode(&rest) {
      case .scalarValue(let scalar):
        bytes = bytes.dropFirst(UTF8.width(scalar))
        return scalar
      case .error, .emptyInput: bytes = bytes.dropFirst()
      }
    }
    return nil
  }

  func takeAll() -> [UInt8] {
    defer { bytes = [] }
    return Array(bytes)
  }
}
