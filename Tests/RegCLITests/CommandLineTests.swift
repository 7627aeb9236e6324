import Foundation
import Testing

@Suite("The command line")
struct CommandLineTests {
  // MARK: What is run

  @Test("an expression on the command line is shown")
  func expression() throws {
    let run = try Program.run(
      "-e", "X = [1 2; 3 4]; θ = [1; 1]; X' * (X*θ - [3; 8]) + 2*0.5*θ")
    #expect(run.output == "-2\n-3\n")
    #expect(run.errors == "")
    #expect(run.status == 0)
  }

  @Test("several expressions share their variables")
  func severalExpressions() throws {
    let run = try Program.run("-e", "x = 20", "-e", "x + 1")
    #expect(run.output == "21\n")
  }

  @Test("without a terminal standard input is a script")
  func standardInput() throws {
    #expect(try Program.run(input: "1+1\n").output == "2\n")
    #expect(try Program.run("-", input: "2+2").output == "4\n")
    #expect(try Program.run(input: "").status == 0)
  }

  @Test("a file gets the arguments behind it, options too")
  func file() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("show.reg", "for a in args() { print(a) }\n")
    let run = try Program.run(file, "one", "-e", "--color", "--", "two")
    #expect(run.output == "one\n-e\n--color\n--\ntwo\n")
    #expect(run.status == 0)
  }

  @Test("a script with a shebang line runs by its name")
  func shebang() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file(
      "hello", "#!\(Program.path)\nprint(\"hello\", join(args(), \" \"))\n",
      isExecutable: true)
    let process = Process()
    process.executableURL = URL(filePath: folder.path + "/hello")
    process.arguments = ["you", "there"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(output == "hello you there\n")
    #expect(process.terminationStatus == 0)
  }

  @Test("a script's data are found beside it")
  func dataBesideScript() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("d.csv", "a,b\n1,2\n")
    let file = try folder.file("study.reg", "sum(read(\"d.csv\").b)\n")
    #expect(try Program.run(file).output == "2\n")
  }

  @Test("the number of threads changes no digit, and must be one that can be")
  func threads() throws {
    let study = """
      X = randn(120, 200); y = X[:, 1] - X[:, 7] + randn(120); m = lasso(X, y); \
      c = cv(m, folds = 4)
      m.coefficients
      c.mean
      ridge(X, y).coefficients
      """
    let runs = try ["1", "2", "3"].map { count in
      try Program.run("--threads", count, "--seed", "4", "--format", "json", "-e", study)
    }
    #expect(runs.map(\.status) == [0, 0, 0])
    #expect(runs.map(\.errors) == ["", "", ""])
    #expect(runs[0].output.count > 1000)
    for run in runs.dropFirst() {
      #expect(firstDifference(runs[0].output, run.output) == nil)
    }
    for bad in ["0", "-1", "65", "many"] {
      let run = try Program.run("--threads", bad, "-e", "1")
      #expect(run.status == 2 && run.output == "", "--threads \(bad)")
      #expect(run.errors.contains("--threads"))
    }
  }

  @Test("a script is held to its limits")
  func limits() throws {
    let runs: [([String], String)] = [
      (["--limit-time", "0.2", "-e", "while true { }"], "limit-reached"),
      (["--limit-steps", "100", "-e", "for i in 1:100 { i }"], "limit-reached"),
      (["--limit-memory", "1", "-e", "zeros(1000, 1000)"], "too-large"),
      (["--sandbox", "-e", "read(\"study.csv\")"], "not-permitted"),
      (["--sandbox", "-e", "time()"], "not-permitted"),
      (["--sandbox", "-e", "write([1], \"study.csv\")"], "not-permitted"),
    ]
    for (arguments, code) in runs {
      let run = try Program.run(arguments)
      #expect(run.status == 1 && run.output == "", "\(arguments)")
      #expect(run.errors.hasPrefix("error[\(code)]: "), "\(arguments)")
    }
    let within = try Program.run(
      "--limit-time", "60", "--limit-steps", "100", "--limit-memory", "0.5", "--sandbox", "-e",
      "for i in 1:99 { i }", "-e", "sum(zeros(100, 100))")
    #expect(within.status == 0 && within.output == "0\n" && within.errors == "")
    for bad in [
      ["--limit-time", "0"], ["--limit-time", "nan"], ["--limit-steps", "0"],
      ["--limit-memory", "-1"],
    ] {
      let run = try Program.run(bad + ["-e", "1"])
      #expect(run.status == 2 && run.output == "" && run.errors.contains(bad[0]))
    }
  }

  /// What two texts say where they first differ, each with a little before it; nil where they do not.
  private func firstDifference(_ left: String, _ right: String) -> [String]? {
    guard left != right else { return nil }
    let start = max(zip(left, right).prefix { $0 == $1 }.count - 30, 0)
    return [left, right].map { String($0.dropFirst(start).prefix(60)) }
  }

  @Test("no progress is shown where nobody watches")
  func progressOnPipe() throws {
    let run = try Program.run(
      "-e", "X = randn(300, 2000); m = lasso(X, X[:, 1] + randn(300)); m.n")
    #expect(run.output == "300\n")
    #expect(run.errors == "")
  }

  // MARK: Exit status

  @Test("a failing script ends with 1 and writes its diagnostic to standard error")
  func failure() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("study.reg", "1\nlaso(2)\n3\n")
    let run = try Program.run("study.reg", directory: folder.path)
    #expect(run.output == "1\n")
    #expect(run.errors.hasPrefix("error[unknown-name]: "))
    #expect(run.errors.contains("  study.reg:2:1\n"))
    #expect(run.status == 1)
    #expect(try Program.run(input: "1\nlaso(2)\n3\n").output == "1\n")
    _ = file
  }

  @Test("a script that does not parse ends with 2 before anything runs")
  func parseError() throws {
    let run = try Program.run(input: "print(1)\nx = (1 + 2\n")
    #expect(run.output == "")
    #expect(run.errors.contains("error[unclosed-bracket]"))
    #expect(run.status == 2)
    let second = try Program.run("-e", "print(1)", "-e", "x = ")
    #expect(second.output == "")
    #expect(second.status == 2)
  }

  @Test("a missing file is named as Unix does")
  func missingFile() throws {
    let run = try Program.run("nofile.reg")
    #expect(run.errors == "reg: cannot open 'nofile.reg': No such file or directory\n")
    #expect(run.output == "")
    #expect(run.status == 2)
  }

  @Test("a program is not a script")
  func binary() throws {
    let run = try Program.run(Program.path)
    #expect(run.errors.hasSuffix("' is not a script: it holds bytes that no text has\n"))
    #expect(run.status == 2)
  }

  @Test("of many errors the first ten are shown and the others counted")
  func manyErrors() throws {
    let run = try Program.run("-", input: String(repeating: "x <- 5\n", count: 40))
    #expect(run.errors.components(separatedBy: "error[arrow-assignment]").count == 11)
    #expect(run.errors.hasSuffix("… and 30 more errors\n"))
    #expect(run.status == 2)
  }

  @Test("a folder is not a script")
  func folder() throws {
    let folder = try TemporaryFolder()
    let run = try Program.run(folder.path)
    #expect(run.errors.contains("Is a directory"))
    #expect(run.status == 2)
  }

  @Test(
    "bad usage ends with 2, and says so on standard error",
    arguments: [
      ["--frobnicate"], ["-x"], ["--format", "yaml", "-e", "1"], ["--seed", "x"], ["check"],
    ])
  func badUsage(arguments: [String]) throws {
    let run = try Program.run(arguments)
    #expect(run.output == "")
    #expect(run.errors.contains("Usage"))
    #expect(run.status == 2)
  }

  @Test("a script decides its own status with exit")
  func exitStatus() throws {
    let run = try Program.run("-e", "print(1); exit(7); print(2)")
    #expect(run.output == "1\n")
    #expect(run.status == 7)
  }

  // MARK: Output

  @Test("JSON is one object a line")
  func json() throws {
    let run = try Program.run("--format", "json", "-e", "0.1 + 0.2; [1, nan]\n[1; 2]\n\"λ\"")
    #expect(
      run.output == """
        {"type":"matrix","rows":1,"columns":2,"value":[[1,"nan"]]}
        {"type":"matrix","rows":2,"columns":1,"value":[1,2]}
        {"type":"string","value":"λ"}

        """)
  }

  @Test("CSV has numbers in full")
  func csv() throws {
    let run = try Program.run("--format", "csv", "-e", "[0.1 + 0.2, 1; 2, 3]")
    #expect(run.output == "0.30000000000000004,1\n2,3\n")
  }

  @Test("colour comes when asked for, and not into a pipe")
  func color() throws {
    #expect(try !Program.run("-e", "x").errors.contains("\u{1B}["))
    #expect(try Program.run("--color", "always", "-e", "x").errors.contains("\u{1B}["))
  }

  @Test("a pipe gets all rows of a long matrix")
  func longMatrix() throws {
    let run = try Program.run("-e", "ones(300, 40)")
    #expect(run.output.split(separator: "\n").count == 300)
    #expect(!run.output.contains("…"))
  }

  @Test("the same seed gives the same numbers")
  func seed() throws {
    let first = try Program.run("--seed", "7", "-e", "rand(3)")
    #expect(first.status == 0)
    #expect(try Program.run("--seed", "7", "-e", "rand(3)").output == first.output)
    #expect(try Program.run("--seed", "8", "-e", "rand(3)").output != first.output)
  }

  // MARK: Subcommands

  @Test("check finds every error and runs nothing")
  func check() throws {
    let folder = try TemporaryFolder()
    let good = try folder.file("good.reg", "print(1)\n")
    let bad = try folder.file("bad.reg", "x <- 5\ny = 'text'\n")
    let run = try Program.run("check", good)
    #expect((run.status, run.output, run.errors) == (0, "", ""))
    let failed = try Program.run("check", good, bad)
    #expect(failed.errors.contains("error[arrow-assignment]"))
    #expect(failed.errors.contains("error[single-quotes]"))
    #expect(failed.status == 2)
  }

  @Test("help describes a function, lists all, and refuses what it does not know")
  func help() throws {
    #expect(try Program.run("help", "lasso").output.hasPrefix("lasso: "))
    #expect(try Program.run("help").output.contains("lasso"))
    #expect(try Program.run("help", "errors").output.contains("unknown-name"))
    #expect(try Program.run("help", "qqqqqq").status == 2)
  }

  @Test("version and options are told on standard output")
  func version() throws {
    #expect(try Program.run("--version").output == "reg 0.1.0\n")
    let help = try Program.run("--help")
    #expect(help.status == 0)
    for option in ["-e", "--format", "--color", "--quiet", "--no-init", "--seed"] {
      #expect(help.output.contains(option))
    }
  }

  @Test("shells get a completion script", arguments: ["bash", "zsh", "fish"])
  func completionScript(shell: String) throws {
    let run = try Program.run("--generate-completion-script", shell)
    #expect(run.output.contains("reg"))
    #expect(run.status == 0)
  }

  @Test("the man page names options, commands and functions, and no line of it is a stray command")
  func manPage() throws {
    let page = try Program.run("help", "--man").output
    for piece in [".TH REG 1", ".B \\-\\-seed <n>", ".B :save file", ".B lasso", ".SS Fitting"] {
      #expect(page.contains(piece), "\(piece)")
    }
    let requests = page.split(separator: "\n").filter { $0.hasPrefix(".") || $0.hasPrefix("'") }
    let known = [".TH", ".SH", ".SS", ".TP", ".B ", ".nf", ".fi"]
    #expect(requests.allSatisfy { request in known.contains { request.hasPrefix($0) } })
  }

  @Test("completions for shells come from the declarations", arguments: ["bash", "zsh", "fish"])
  func shellCompletions(shell: String) throws {
    let script = try Program.run("--generate-completion-script", shell)
    #expect(script.status == 0)
    for word in ["seed", "threads", "text json csv", "help", "check", "lasso", "manual", "version"]
    {
      #expect(script.output.contains(word))
    }
    guard shell == "bash" else { return }
    let folder = try TemporaryFolder()
    let file = try folder.file("reg.bash", script.output)
    let shown = try Program.shell(
      """
      . \(file)
      cd "\(folder.path)"
      try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _reg; echo ${COMPREPLY[@]}; }
      try reg --see; try reg --format j; try reg help las; try reg che
      try reg help --manu; try reg check --co; try reg --vers; try reg a.reg reg.b
      """)
    #expect(
      shown == "--seed\njson\nlasso\ncheck\n--manual\n--color\n--version\nreg.bash\n")
  }
}
