import ArgumentParser
import Reg

/// `reg help [NAME]`: what `?NAME` shows at the prompt.
struct HelpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "help", abstract: "Describe a function, or list all of them.")

  @Flag(help: "Write the whole reference as Markdown.")
  var manual = false

  @Flag(help: "Write a page for 'man', in the language of roff.")
  var man = false

  @Argument(
    help: ArgumentHelp("A function, a topic, an error code, or 'errors'.", valueName: "name"))
  var name: String?

  func run() throws {
    let session = Session()
    let results = OutputStream.standardOutput
    defer { results.flush() }
    if manual { return results.write(Manual(session.builtins).markdown) }
    if man { return results.write(ManPage(session.help).text) }
    guard let name else { return results.write(session.help.text + "\n") }
    if let page = session.help.text(about: name) { return results.write(page + "\n") }
    guard let found = session.help.search(name) else {
      throw ValidationError("There is no help on '\(name)'; 'reg help' lists what there is")
    }
    results.write("Pages that have to do with '\(name)':\n\(found)\n")
  }
}
