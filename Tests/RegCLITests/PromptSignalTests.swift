import Foundation
import Testing

/// Signals, sizes and sudden ends.
@Suite("The prompt undisturbed")
struct PromptSignalTests {
  private static let controlC = "\u{3}"
  private static let controlD = "\u{4}"
  private static let controlZ = "\u{1A}"

  private let home: TemporaryFolder

  init() throws { home = try TemporaryFolder() }

  private var environment: [String: String] {
    [
      "HOME": home.path, "XDG_STATE_HOME": home.path + "/state",
      "XDG_CONFIG_HOME": home.path + "/config", "PAGER": "cat", "LC_ALL": "C.UTF-8",
    ]
  }

  private func prompt() throws -> Terminal {
    let terminal = try Terminal("--quiet", environment: environment)
    #expect(terminal.expect("> "))
    return terminal
  }

  @Test("Ctrl-C in a watch keeps its last value, and twice does no harm")
  func watch() throws {
    let terminal = try prompt()
    #expect(
      terminal.type("fn slow(k) {\nwhile k > 1 { }\nk / 4\n}\nk = 0.5\n", answer: ""))
    #expect(terminal.type("watch slow(k)\n", answer: "0.125"))
    terminal.type("k = 2\n")
    Thread.sleep(forTimeInterval: 0.3)
    terminal.type(Self.controlC)
    #expect(terminal.expect("stale") && terminal.expect("interrupted") && terminal.expect("> "))
    #expect(terminal.type("k + 0.25\n", answer: "2.25"))
    terminal.type("while true { }\n")
    Thread.sleep(forTimeInterval: 0.3)
    terminal.type(Self.controlC + Self.controlC)
    #expect(terminal.expect("interrupted"))
    Thread.sleep(forTimeInterval: 0.3)
    #expect(terminal.type("k + 0.5\n", answer: "2.5"))
    terminal.type(":quit\n")
    #expect(terminal.status() == 0)
  }

  @Test("Ctrl-Z stops it, at the prompt and in tweak, and fg goes on with the line")
  func suspend() throws {
    let settings = ["PS1": "$ ", "TERM": "xterm"]
    let shell = try Terminal(
      program: "/bin/bash", "--norc", "--noprofile", "-i",
      environment: environment.merging(settings) { $1 })
    #expect(shell.expect("$ "))
    shell.type("'\(Program.path)' --quiet\n")
    #expect(shell.expect("> "))
    #expect(shell.type("kept = 0.5\n", answer: ""))
    shell.type("kept")
    #expect(shell.expect("kept"))
    Thread.sleep(forTimeInterval: 0.2)
    shell.type(Self.controlZ)
    #expect(shell.expect("Stopped") && shell.expect("$ "))
    shell.type("fg\n")
    #expect(shell.expect("> kept"))
    #expect(shell.type(" / 4\n", answer: "0.125"))
    #expect(shell.type("knob k = 2 in 0..4 linear\n", answer: ""))
    shell.type("tweak k\n")
    #expect(shell.expect("type a value"))
    shell.type(Self.controlZ)
    #expect(shell.expect("\u{1B}[?1049l") && shell.expect("Stopped") && shell.expect("$ "))
    shell.type("fg\n")
    #expect(shell.expect("\u{1B}[?1049h") && shell.expect("type a value"))
    shell.type("q")
    #expect(shell.expect("\u{1B}[?1049l"))
    #expect(shell.type("k / 16\n", answer: "0.125"))
    shell.type(":quit\n")
    #expect(shell.expect("$ "))
    shell.type("exit\n")
    #expect(shell.status() == 0)
  }

  @Test("a window that changes its size changes what is shown, and no line")
  func resize() throws {
    let terminal = try prompt()
    terminal.type("zeros(3, 40)")
    #expect(terminal.expect("40)"))
    terminal.resize(columns: 30, rows: 10)
    Thread.sleep(forTimeInterval: 0.2)
    #expect(terminal.type(" + 1234\n", answer: "more column"))
    let start = terminal.text.range(of: "+ 1234")?.upperBound ?? terminal.text.startIndex
    let shown = terminal.text[start...].split(whereSeparator: \.isNewline)
    #expect(shown.allSatisfy { $0.count <= 30 })
    terminal.type("knob k = 2 in 0..4 linear\ntweak k\n")
    #expect(terminal.expect("leave") || terminal.expect("tweak"))
    terminal.resize(columns: 100, rows: 30)
    #expect(terminal.expect("type a value"))
    terminal.type("q")
    #expect(terminal.expect("\u{1B}[?1049l"))
    terminal.type(":quit\n")
    #expect(terminal.status() == 0)
  }

  @Test("nothing that is shown is longer than the window, however narrow that is")
  func narrow() throws {
    let lines = [
      "d = table(a_rather_long_name = 1:30, another_long_name = 31:60, text = 1:30); d",
      "m = lasso(randn(30, 12), randn(30)); m; cv(m, folds = 5, seed = 1)",
      "summary(table(a_rather_long_name = 1:30, another_long_name = 31:60))",
      "record(first = \"a string that is longer than the window is wide\", m = randn(9, 9))",
      "plot(lasso(randn(30, 12), randn(30)))", "help(\"lasso\"); help(\"conventions\")",
      "fn longer_than_the_window(first_argument, second_argument) = 1; longer_than_the_window",
      "try { error(\"words\") } catch e { print(e.code) }; y ~ one_long_name + another_long_name",
    ]
    for line in lines {
      let terminal = try Terminal("-e", line, columns: 40, rows: 20, environment: environment)
      #expect(terminal.status() == 0, "\(line)")
      let long = terminal.text.split(whereSeparator: \.isNewline).filter { $0.count > 40 }
      #expect(long.isEmpty, "\(line)")
    }
  }

  @Test("Ctrl-C stops a watch in tweak and stays; a signal that ends it gives the window back")
  func tweakSignals() throws {
    let terminal = try prompt()
    terminal.type("fn slow(k) {\nwhile k > 4 { }\nk / 4\n}\n")
    #expect(terminal.type("knob k = 2 in 1..8\n", answer: ""))
    #expect(terminal.type("watch slow(k)\n", answer: "0.5"))
    terminal.type("tweak k\n")
    #expect(terminal.expect("type a value"))
    terminal.type("5\r")
    // The knob is shown where it stands, and that the watch is not there yet.
    #expect(terminal.expect("leave   …"))
    Thread.sleep(forTimeInterval: 0.2)
    terminal.type(Self.controlC)
    #expect(terminal.expect("stale: interrupted"))
    terminal.type("3\r")
    #expect(terminal.expect("0.75"))
    let pid = try #require(terminal.leader)
    kill(pid, SIGTERM)
    #expect(terminal.expect("\u{1B}[?25h\u{1B}[?1049l"))
    #expect(terminal.status() != nil)
  }

  @Test("killed in the middle of tweak, it leaves the history whole")
  func killed() throws {
    let terminal = try prompt()
    #expect(terminal.type("getpid_is = \"here\"\n", answer: ""))
    #expect(terminal.type("knob k = 2 in 0..4 linear\n", answer: ""))
    terminal.type("tweak k\n")
    #expect(terminal.expect("type a value"))
    terminal.killProgram()
    #expect(terminal.status() != nil)
    let file = try String(contentsOfFile: home.path + "/state/reg/history", encoding: .utf8)
    #expect(file == "getpid_is = \"here\"\nknob k = 2 in 0..4 linear\ntweak k\n")
    let next = try prompt()
    #expect(next.type("knob\u{1B}[A; k / 16\n", answer: "0.125"))
    next.type(":quit\n")
    #expect(next.status() == 0)
  }
}
