import Foundation
import Testing

@Suite("The prompt on a terminal")
struct PromptTests {
  private static let controlC = "\u{3}"
  private static let controlD = "\u{4}"
  private static let up = "\u{1B}[A"
  private static let home = "\u{1B}[H"

  /// A home of its own, so that no setting or history of the tester's is read or written.
  private let home: TemporaryFolder

  init() throws { home = try TemporaryFolder() }

  private func prompt(_ environment: [String: String] = [:]) throws -> Terminal {
    let folders = [
      "HOME": home.path, "XDG_STATE_HOME": home.path + "/state",
      "XDG_CONFIG_HOME": home.path + "/config", "PAGER": "cat",
    ]
    let terminal = try Terminal(
      "--quiet", environment: folders.merging(environment) { $1 }, directory: home.path)
    #expect(terminal.expect("> "))
    return terminal
  }

  @Test("Greek letters are typed and shown in every locale", arguments: ["POSIX", "C.UTF-8", ""])
  func greek(locale: String) throws {
    let terminal = try prompt(["LC_ALL": locale])
    #expect(terminal.type("λ = 0.5\nlambda * 0.25\n", answer: "0.125"))
    #expect(terminal.type("λ\u{302} = 3\n", answer: ""))
    #expect(terminal.type("λ\u{302} / 8\n", answer: "0.375"))
    terminal.type(Self.controlD)
    #expect(terminal.status() == 0)
  }

  @Test("a block is run when it is whole, and recalled and edited as one")
  func block() throws {
    let terminal = try prompt()
    #expect(terminal.type("fn double(x) {\n2.5*x\n}\n", answer: ""))
    #expect(terminal.type("double(11)\n", answer: "27.5"))
    // Up from the last line of the block goes to the line above, where 2.5 becomes 42.5.
    #expect(terminal.type("fn\(Self.up)\(Self.up)\(Self.home)4\n", answer: ""))
    #expect(terminal.type("double(10)\n", answer: "425"))
    terminal.type(Self.controlD)
    #expect(terminal.status() == 0)
  }

  @Test("tweak fills the window, turns a knob by keys, and gives the window back")
  func tweak() throws {
    let terminal = try prompt(["TERM": "xterm-256color"])
    #expect(terminal.type("knob k = 2 in 0..4 linear\n", answer: ""))
    #expect(terminal.type("watch 10 * k\n", answer: "20"))
    terminal.type("tweak k\n")
    #expect(terminal.expect("\u{1B}[?1049h"))
    #expect(terminal.expect("type a value"))
    terminal.type("\u{1B}[C")
    #expect(terminal.expect("20.4"))
    terminal.type("3.5\r")
    #expect(terminal.expect("35"))
    terminal.type("q")
    #expect(terminal.expect("\u{1B}[?1049l"))
    #expect(terminal.type("k + 1\n", answer: "4.5"))
    // Ctrl-C leaves as well, and a terminal that can do little gets plain lines.
    terminal.type("tweak\n")
    #expect(terminal.expect("type a value"))
    terminal.type(Self.controlC)
    #expect(terminal.expect("\u{1B}[?1049l"))
    #expect(terminal.type("k * 2\n", answer: "7"))
    terminal.type(Self.controlD)
    #expect(terminal.status() == 0)
    let plain = try prompt(["TERM": "dumb"])
    #expect(plain.type("knob k = 2 in 0..4 linear\n", answer: ""))
    #expect(plain.type("tweak\n", answer: "k = 2 in 0..4 linear"))
    plain.type(Self.controlD)
    #expect(plain.status() == 0)
  }

  @Test("Ctrl-C drops the line, stops a loop and keeps the variables")
  func interrupt() throws {
    let terminal = try prompt()
    #expect(terminal.type("kept = 41\n", answer: ""))
    terminal.type("nonsense that is not run")
    #expect(terminal.expect("not run"))
    Thread.sleep(forTimeInterval: 0.2)
    #expect(terminal.type(Self.controlC, answer: ""))
    terminal.type("while true { kept = kept + 0 }\n")
    #expect(terminal.expect("+ 0 "))
    Thread.sleep(forTimeInterval: 0.2)
    #expect(terminal.type(Self.controlC, answer: "interrupted"))
    #expect(terminal.type("kept + 1.5\n", answer: "42.5"))
    #expect(terminal.type("not_a_name\n", answer: "error[unknown-name]"))
    #expect(terminal.type("kept + 2.5\n", answer: "43.5"))
    terminal.type(":quit\n")
    #expect(terminal.status() == 0)
  }

  @Test("Tab completes names, keywords, fields and the names of Greek letters")
  func completion() throws {
    let terminal = try prompt()
    #expect(terminal.type("sqr\t(0.0625)\n", answer: "0.25"))
    #expect(terminal.type("len(lasso([1; 2; 4], [1; 2; 3], nlam\t7).λ) / 8\n", answer: "0.875"))
    #expect(terminal.type("thing = record(some_field = 1.75)\n", answer: ""))
    #expect(terminal.type("thing.some\t * 2\n", answer: "3.5"))
    #expect(terminal.type("\\lambda\t = 7\n", answer: ""))
    #expect(terminal.type("λ / 16\n", answer: "0.4375"))
    terminal.type("l\t")
    #expect(terminal.expect("linspace") && terminal.expect("> l"))
    Thread.sleep(forTimeInterval: 0.2)
    #expect(terminal.type(Self.controlC, answer: ""))
    terminal.type(Self.controlD)
    #expect(terminal.status() == 0)
  }

  @Test("statements are recalled in the next session, blocks as one")
  func history() throws {
    let first = try prompt()
    #expect(first.type("for i in 1:2 {\nprint(i / 16)\n}\n", answer: "0.125"))
    #expect(first.type("text = \"a\\\\b\"\n", answer: ""))
    first.type(Self.controlD)
    #expect(first.status() == 0)
    let second = try prompt()
    #expect(second.type("for\(Self.up)\n", answer: "0.0625\r\n0.125"))
    second.type(Self.controlD)
    #expect(second.status() == 0)
    let file = try String(contentsOfFile: home.path + "/state/reg/history", encoding: .utf8)
    #expect(Set(file.split(separator: "\n")).count == 2)
  }

  @Test("↑ finds what begins as the line does, also what another prompt has run since")
  func sharedHistory() throws {
    let (first, second) = (try prompt(), try prompt())
    #expect(first.type("shared = 0.25 / 2\n", answer: ""))
    #expect(second.type("other = 1\n", answer: ""))
    #expect(second.type("sha\(Self.up)\nshared\n", answer: "0.125"))
    #expect(first.type("oth\(Self.up)+ 6.5; other\n", answer: "7.5"))
    for terminal in [first, second] {
      terminal.type(Self.controlD)
      #expect(terminal.status() == 0)
    }
  }

  @Test("a short paste waits to be edited, two hundred lines are run")
  func paste() throws {
    let terminal = try prompt()
    let (start, end) = ("\u{1B}[200~", "\u{1B}[201~")
    terminal.type("\(start)a = [1.5,\r2.5]\rsum(a)\r\(end)")
    #expect(terminal.expect("sum(a)"))
    #expect(terminal.type(" / 16\n", answer: "0.25"))
    let lines = (1...200).map { "total = \($0) + 0.5" }.joined(separator: "\r")
    #expect(terminal.type("\(start)\(lines)\r\(end)", answer: "200 pasted lines are run"))
    #expect(terminal.type("total\n", answer: "200.5"))
    #expect(terminal.type("1 + \(start)\(lines)\(end)", answer: "error"))
    terminal.type(Self.controlD)
    #expect(terminal.status() == 0)
  }

  @Test("colours come while typing, and not where they are not wanted")
  func colors() throws {
    let terminal = try prompt(["NO_COLOR": "", "TERM": "xterm"])
    terminal.type("if 12")
    #expect(terminal.expect("\u{1B}[0;35mif\u{1B}[0m \u{1B}[0;36m12\u{1B}[0m"))
    terminal.type(" > 3 { 0.5 / 4 }\n")
    #expect(terminal.expect("0.125"))
    terminal.type(":quit\n")
    #expect(terminal.status() == 0)
    for environment in [["TERM": "xterm"], ["NO_COLOR": "", "TERM": "dumb"]] {
      let plain = try prompt(environment)
      #expect(plain.type("if true { 0.5 / 4 }\n", answer: "0.125"))
      #expect(!plain.text.contains("35m"))
      plain.type(":quit\n")
      #expect(plain.status() == 0)
    }
  }

  @Test("Alt-↑ scales the number at the cursor, and turns the knob on an empty line")
  func nudging() throws {
    let terminal = try prompt()
    let (up, farDown) = ("\u{1B}[1;3A", "\u{1B}[1;4B")
    #expect(terminal.type("knob k = 2 in 0..4 linear\nwatch 10 * k\n", answer: "20"))
    terminal.type(up)
    #expect(terminal.expect("k = 2.04 in 0..4 linear"))
    #expect(terminal.expect("20 → 20.4") || terminal.text.contains("20 -> 20.4"))
    #expect(terminal.type("k + 1\n", answer: "3.04"))
    #expect(terminal.type("k * 10\(up)\(up) - 1\n", answer: "23.684"))
    #expect(terminal.type("1 + 8\(farDown)\n", answer: "5"))
    terminal.type("0.5 * k")
    // What it gives stands at the right edge before the line is run.
    #expect(terminal.expect("1.02"))
    terminal.type("\n:quit\n")
    #expect(terminal.status() == 0)
  }

  @Test("where the locale has no Unicode, watches are told of in plain letters")
  func plainWatches() throws {
    let terminal = try prompt(["LC_ALL": "POSIX"])
    #expect(terminal.type("λ = 1\nwatch 2 * λ\nλ = 2\nλ = 3\n", answer: "4 -> 6"))
    #expect(terminal.text.contains("+ 50 %   _-#"))
    terminal.type(":quit\n")
    #expect(terminal.status() == 0)
  }

  @Test("Tab completes files and columns")
  func completionOfData() throws {
    let file = try home.file("measured.csv", "width,height\n1,2\n3,4\n")
    let terminal = try prompt()
    #expect(terminal.type("d = read(\"\(home.path)/meas\t)\n", answer: ""))
    #expect(terminal.type("mean(d.he\t) / 4\n", answer: "0.75"))
    #expect(terminal.type("sum(d[\"wi\t]) / 16\n", answer: "0.25"))
    #expect(file.hasSuffix("measured.csv"))
    terminal.type(":quit\n")
    #expect(terminal.status() == 0)
  }

  @Test("a session is saved, listed, cleared and loaded again")
  func sessionFile() throws {
    let terminal = try prompt()
    let path = home.path + "/study.regs"
    #expect(terminal.type("x = zeros(100, 2); fn f(a) = a * k; shape = y ~ x\n", answer: ""))
    #expect(terminal.type(":vars\n", answer: "1.56 KB"))
    #expect(terminal.type("knob k = 2 in 1..8\nwatch f(1.5)\n", answer: "3"))
    #expect(terminal.type(":save \(path)\n", answer: "without shape: a formula cannot be saved"))
    #expect(terminal.type(":clear\n:vars\n", answer: "there are no variables"))
    #expect(terminal.type(":load \(path)\n", answer: "f, k, x"))
    #expect(terminal.type("len(x[:, 1]) / 16\n", answer: "6.25"))
    // Watches know what loaded functions read.
    #expect(terminal.type("k = 5\n", answer: "7.5"))
    #expect(terminal.type(":load \(path)-none\n", answer: "error[file-not-found]"))
    terminal.type(":quit\n")
    #expect(terminal.status() == 0)
  }

  @Test("a statement goes to the editor and comes back, and long help to the pager")
  func otherPrograms() throws {
    let editor = try home.file(
      "editor", "#!/bin/sh\nsed -i s/1/9/ \"$1\"\n", isExecutable: true)
    let terminal = try prompt(["EDITOR": editor, "VISUAL": "", "PAGER": "sed s/^/paged:/"])
    #expect(terminal.type("1.5 / 4\n", answer: "0.375"))
    #expect(terminal.type(":edit\n", answer: "2.375"))
    #expect(terminal.type("?lasso\n", answer: "paged:lasso"))
    #expect(terminal.type("?len\n", answer: "\nlen"))
    terminal.type(":quit\n")
    #expect(terminal.status() == 0)
  }

  @Test("plots are shown as pictures where that is asked for")
  func pictures() throws {
    let terminal = try prompt(["LC_ALL": "C.UTF-8"])
    #expect(terminal.type("plot([1; 2], [3; 4])\n", answer: ""))
    #expect(terminal.type(":set plot\n", answer: "plot text"))
    #expect(terminal.type(":set plot kitty\n", answer: ""))
    #expect(terminal.type("plot([1; 2], [3; 4])\n", answer: "\u{1B}_Ga=T,f=100"))
    #expect(terminal.type(":set plot sixel\n", answer: ""))
    #expect(terminal.type("plot([1; 2], [3; 4])\n", answer: "\u{1B}Pq\"1;1;"))
    #expect(terminal.type(":set plot oil\n", answer: "text, kitty, sixel"))
    terminal.type(":quit\n")
    #expect(terminal.status() == 0)
  }

  @Test("the tour goes on when its line is typed, by hand or by Tab, and is left by ??")
  func tour() throws {
    let terminal = try prompt(["LC_ALL": "C.UTF-8"])
    #expect(terminal.type("??\n", answer: "tour 1 of"))
    #expect(terminal.type("1 / 16\n", answer: "0.0625"))
    #expect(terminal.text.components(separatedBy: "tour 1 of").count == 3)
    #expect(terminal.type("\t\n", answer: "tour 2 of"))
    #expect(terminal.type("??\n", answer: ""))
    #expect(terminal.type("sum(X) - sum(X) + 0.375\n", answer: "0.375"))
    terminal.type(":quit\n")
    #expect(terminal.status() == 0)
  }

  @Test("help, commands and a mistake in a command")
  func commands() throws {
    let terminal = try prompt()
    #expect(terminal.type("?lasso\n", answer: "lasso(X"))
    #expect(terminal.type("value = 3\n", answer: ""))
    #expect(terminal.type(":vars\n", answer: "value"))
    #expect(terminal.type(":time value\n", answer: "ms"))
    #expect(terminal.type(":clear value\n", answer: ""))
    #expect(terminal.type("value\n", answer: "unknown-name"))
    #expect(terminal.type(":tiem 1\n", answer: ":time"))
    terminal.type("exit(3)\n")
    #expect(terminal.status() == 3)
  }

  @Test("a dumb terminal and settings of libedit's that rebind keys do no harm")
  func settings() throws {
    _ = try home.file(".editrc", "bind -v\n")
    for name in ["dumb", "xterm", "no-such-terminal"] {
      let terminal = try prompt(["TERM": name])
      #expect(terminal.type("if true {\n0.375\n}\n", answer: "0.375"), "TERM=\(name)")
      #expect(terminal.type("0.5/4\n", answer: "0.125"), "TERM=\(name)")
      terminal.type(Self.controlD)
      #expect(terminal.status() == 0, "TERM=\(name)")
    }
  }

  @Test("with vi's keys arrows recall by prefix, numbers are nudged, and pastes come in whole")
  func viKeys() throws {
    _ = try home.file(".editrc", "bind -v\n")
    let terminal = try prompt()
    let (escape, alt) = ("\u{1B}", "\u{1B}[1;3")
    let (start, end) = ("\u{1B}[200~", "\u{1B}[201~")
    func pause() { Thread.sleep(forTimeInterval: 0.2) }
    #expect(terminal.type("first = 0.25 / 2\nother = 1\n", answer: ""))
    // Typing goes on behind what an arrow brought back.
    #expect(terminal.type("fir\(Self.up)+ 0.5; first\n", answer: "0.625"))
    #expect(terminal.type("10\(alt)A\(alt)A - 1\n", answer: "11.1"))
    #expect(terminal.type("\(start)a = [1.5,\r2.5]\rsum(a)\r\(end) / 16\n", answer: "0.25"))
    let lines = (1...200).map { "total = \($0) + 0.5" }.joined(separator: "\r")
    #expect(terminal.type("\(start)\(lines)\r\(end)", answer: "200 pasted lines are run"))
    // In command mode as well, and vi's own keys keep what they mean.
    terminal.type("oth\(escape)")
    pause()
    #expect(terminal.type("\(Self.up)A + 6.5; other\n", answer: "7.5"))
    terminal.type("1 + 8\(escape)")
    pause()
    #expect(terminal.type("\u{1B}[1;4B\n", answer: "5"))
    terminal.type("3 + 45\(escape)")
    pause()
    #expect(terminal.type("xA.25\n", answer: "7.25"))
    terminal.type("2 +\(escape)")
    pause()
    #expect(terminal.type("\(start) 1.5\(end)\n", answer: "3.5"))
    terminal.type("if true {\(escape)")
    pause()
    #expect(terminal.type("\n0.375\n}\n", answer: "0.375"))
    terminal.type(Self.controlD)
    #expect(terminal.status() == 0)
  }

  @Test("p writes the window of tweak to a file, and to another where that is there")
  func tweakPicture() throws {
    let terminal = try prompt(["TERM": "xterm-256color", "LC_ALL": "C.UTF-8"])
    #expect(terminal.type("knob λ = 2 in 0..4 linear\nwatch 2 * λ\n", answer: "4"))
    terminal.type("tweak λ\n")
    #expect(terminal.expect("type a value"))
    terminal.type("pp")
    #expect(terminal.expect("written to tweak-2.svg"))
    terminal.type("q:quit\n")
    #expect(terminal.status() == 0)
    let picture = try String(contentsOfFile: home.path + "/tweak.svg", encoding: .utf8)
    #expect(picture.hasPrefix("<svg") && picture.contains(">λ</text>"))
  }

  @Test("keys sent with the one that leaves tweak are the prompt's, or the next view's")
  func typedAhead() throws {
    let terminal = try prompt(["TERM": "xterm-256color", "LC_ALL": "C.UTF-8"])
    #expect(terminal.type("knob λ = 2 in 0..4 linear\n", answer: ""))
    terminal.type("tweak λ\n")
    #expect(terminal.expect("type a value"))
    terminal.type("\u{1B}[Cqx = \"αβ\"\rx + \"γ\"\r")
    #expect(terminal.expect("\u{1B}[?1049l") && terminal.expect("αβγ\r\n> "))
    terminal.type("tweak λ\r")
    #expect(terminal.expect("type a value"))
    terminal.type("\u{1B}[Cqtweak λ\r\u{1B}[Cqλ / 8\r")
    #expect(terminal.expect("\u{1B}[?1049l") && terminal.expect("\u{1B}[?1049l"))
    #expect(terminal.expect("0.265\r\n> "))
    // Ctrl-C drops what stands before it.
    terminal.type("tweak λ\r")
    #expect(terminal.expect("type a value"))
    terminal.type("q1 + 1\(Self.controlC)λ / 4\r")
    #expect(terminal.expect("0.53\r\n> "))
    #expect(!terminal.text.contains("\r\n2\r\n"))
    terminal.type(":quit\n")
    #expect(terminal.status() == 0)
  }

  @Test("init.reg runs at the start; an error in it leaves the prompt standing")
  func initScript() throws {
    let folder = home.path + "/config/reg"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    _ = try home.file("config/reg/init.reg", "half = 0.5\nundefined_name\n")
    let terminal = try prompt()
    #expect(terminal.text.contains("init.reg:2"))
    #expect(terminal.type("half / 4\n", answer: "0.125"))
    terminal.type(Self.controlD)
    #expect(terminal.status() == 0)
  }

  @Test("what does not fit into the window is counted")
  func window() throws {
    let terminal = try Terminal("-e", "zeros(100, 100) + 12345\n\"end\"", columns: 40, rows: 20)
    #expect(terminal.expect("end"))
    #expect(terminal.status() == 0)
    let lines = terminal.text.split(whereSeparator: \.isNewline)
    #expect(lines.count < 20)
    #expect(lines.allSatisfy { $0.count <= 40 })
    #expect(lines.contains { $0.contains("more rows and") && $0.contains("more columns") })
  }

  /// A fit that takes some seconds in a debug build, so that there is something to watch and to stop.
  private static let longFit = """
    X = randn(400, 3000); y = X[:, 1] + randn(400); \
    m = lasso(X, y, nlambda = 2000)
    """

  @Test("a long fit shows a bar, leaves no trace of it, and goes on after Ctrl-C")
  func longFit() throws {
    let terminal = try prompt(["LC_ALL": "C.UTF-8"])
    terminal.type(Self.longFit + "\n")
    #expect(terminal.expect("λ 1") && terminal.expect("of 2000") && terminal.expect(" left"))
    terminal.type(Self.controlC)
    #expect(terminal.expect("interrupted"))
    #expect(terminal.expect("of 2000 λ are kept; m = resume()") && terminal.expect("> "))
    #expect(terminal.type("len(ans.lambda) < 2000\n", answer: "true"))
    #expect(terminal.type("m = 1; resume(m)\n", answer: "error"))
    terminal.type(":quit\n")
    #expect(terminal.status() == 0)
  }

  @Test("a script on a terminal shows a bar of plain ASCII where the locale has no more")
  func scriptBar() throws {
    let terminal = try Terminal("-e", Self.longFit, environment: ["LC_ALL": "POSIX"])
    #expect(terminal.expect("[#") && terminal.expect("lambda ") && terminal.expect(" left"))
    terminal.type(Self.controlC)
    #expect(terminal.status() == 130)
    // It is painted over with blanks, and no word of it stays.
    #expect(terminal.text.contains("\r" + String(repeating: " ", count: 40)))
    #expect(!terminal.text.contains("resume"))
  }

  @Test("Ctrl-C stops a script with status 130")
  func script() throws {
    let terminal = try Terminal("-e", "print(\"running\")\nwhile true { }")
    #expect(terminal.expect("running"))
    terminal.type(Self.controlC)
    #expect(terminal.status() == 130)
  }
}
