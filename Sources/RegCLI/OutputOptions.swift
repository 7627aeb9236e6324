public import ArgumentParser
import Glibc
public import Reg
import RegOutput

/// The options that say how results and errors look.
struct OutputOptions: ParsableArguments {
  @Option(help: "How values are written: \(OutputFormat.descriptions).")
  var format: OutputFormat = .text

  @OptionGroup var colors: ColorOptions
}

struct ColorOptions: ParsableArguments {
  @Option(help: "Whether to use colour.")
  var color: ColorChoice = .auto
}

extension OutputFormat: ExpressibleByArgument {
  public init?(argument: String) {
    guard let format = OutputFormat.named(argument) else { return nil }
    self = format
  }

  public static var allValueStrings: [String] { all.map(\.name) }
  public var defaultValueDescription: String { name }

  fileprivate static var descriptions: String {
    all.map { "\($0.name), \($0.summary)" }.joined(separator: "; ")
  }
}

/// When to use colour.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never

  /// For `auto`: on a terminal that can show it, unless `NO_COLOR` is set.
  func isOn(for descriptor: Int32) -> Bool {
    switch self {
    case .always: true
    case .never: false
    case .auto: isatty(descriptor) == 1 && !isSet("NO_COLOR") && !isDumb
    }
  }

  private var isDumb: Bool {
    guard let terminal = getenv("TERM") else { return true }
    return String(cString: terminal) == "dumb"
  }

  /// Set and not empty, as no-color.org asks.
  private func isSet(_ name: String) -> Bool {
    guard let value = getenv(name) else { return false }
    return value.pointee != 0
  }
}
