import CGzip

/// Unpacks what gzip packed.
enum Gzip {
  /// The contents, of all members one behind the other.
  ///
  /// - Throws: `DataError.badFile` for data that are cut short or altered, `.tooLarge`, or `.stopped`.
  static func unpacked(
    _ bytes: UnsafeBufferPointer<UInt8>, path: String?, _ monitor: ReadingMonitor
  ) throws(DataError) -> FileBytes {
    var output = GrowingBytes(room: bytes.count * 4)
    do throws(DataError) {
      var start = 0
      // Zeros behind the last member are padding.
      while start == 0 || (start < bytes.count && bytes[start] != 0) {
        let member = UnsafeBufferPointer(rebasing: bytes[start...])
        start += try unpack(member, into: &output, path, monitor)
      }
    } catch {
      output.discard()
      throw error
    }
    return FileBytes(output)
  }

  /// Unpacks one member; gives its packed size.
  private static func unpack(
    _ input: UnsafeBufferPointer<UInt8>, into output: inout GrowingBytes, _ path: String?,
    _ monitor: ReadingMonitor
  ) throws(DataError) -> Int {
    guard let inflater = reg_inflater_make() else { throw .tooLarge(rows: input.count, columns: 1) }
    defer { reg_inflater_free(inflater) }
    // zlib counts in 32 bits; so many take it some milliseconds.
    let largest = 1 << 22
    var used = 0
    while true {
      try monitor.check()
      if output.free.isEmpty {
        // As many bytes as so many numbers have.
        try monitor.admit(rows: output.count / 4, columns: 1)
        guard output.makeRoom() else { throw .tooLarge(rows: output.count / 4, columns: 1) }
      }
      var taken = UInt32(min(input.count - used, largest))
      var made = UInt32(min(output.free.count, largest))
      let status = reg_inflater_run(
        inflater, input.baseAddress.map { $0 + used }, &taken,
        output.free.baseAddress?.assumingMemoryBound(to: UInt8.self), &made)
      used += Int(taken)
      output.count += Int(made)
      switch Int(status) {
      case REG_INFLATE_END: return used
      case REG_INFLATE_MORE: continue
      default: throw .badFile(path: path, FileFault(line: nil, .damaged("gzip")))
      }
    }
  }
}
