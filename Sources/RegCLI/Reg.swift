import ArgumentParser
import Reg

@main
struct RegCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "reg", version: "0.1.0")
}
