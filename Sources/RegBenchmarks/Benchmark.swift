import Glibc
import RegLinearAlgebra
import RegSolvers

/// `RegBenchmarks TASK FOLDER`: repeats a task on the data of a folder whenever it is asked to.
///
/// The folder holds `x`, `y` and `lambdas` (doubles, columns one after another), `folds` and `new`.
/// Each line of standard input is answered by one: `run TOLERANCE` by the seconds that a run takes,
/// `write FILE` by `written`, when the file holds what the last run found.
@main
enum Benchmark {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let task = Task.all.first(where: { $0.name == arguments[1] })
    else {
      let names = Task.all.map(\.name).joined(separator: "|")
      print("usage: RegBenchmarks \(names) FOLDER")
      exit(2)
    }
    let data = try BenchmarkData(folder: arguments[2])
    let run = try task.prepare(data)
    var found: [Double] = []
    while let line = readLine() {
      let words = line.split(separator: " ")
      guard words.count == 2 else { continue }
      if words[0] == "run" {
        let outcome = try run()
        found = outcome.found
        print(outcome.seconds)
      } else {
        try BenchmarkData.write(found, to: String(words[1]))
        print("written")
      }
      fflush(nil)
    }
  }
}
