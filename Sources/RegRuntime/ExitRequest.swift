/// A script's wish to end with a status; no `catch` of the script sees it.
///
/// The interpreter lets it through to whoever runs the script, who decides what ending means: a
/// process exits, a host program may just stop running statements.
public struct ExitRequest: Error, Sendable, Equatable {
  /// From 0, for success, to 255.
  public let status: UInt8

  public init(status: UInt8) { self.status = status }
}
