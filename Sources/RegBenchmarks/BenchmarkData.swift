import Glibc
import RegLinearAlgebra

/// The files of a benchmark's folder.
struct BenchmarkData {
  struct Failure: Error {
    let path: String
  }

  let folder: String
  let x: Matrix
  let y: [Double]
  let lambdas: [Double]
  /// Empty where the task needs none.
  let folds: [Int]

  init(folder: String) throws {
    self.folder = folder
    y = try Self.numbers("\(folder)/y")
    let entries = try Self.numbers("\(folder)/x")
    x = Matrix(rows: y.count, columns: entries.count / y.count, values: entries)
    lambdas = try Self.numbers("\(folder)/lambdas")
    folds = try Self.numbers("\(folder)/folds").map { Int($0) }
  }

  /// The doubles of another file of the folder.
  func numbers(_ name: String) throws -> [Double] { try Self.numbers("\(folder)/\(name)") }

  private static func numbers(_ path: String) throws -> [Double] {
    guard let file = fopen(path, "r") else { throw Failure(path: path) }
    defer { fclose(file) }
    fseek(file, 0, SEEK_END)
    let count = ftell(file) / MemoryLayout<Double>.stride
    rewind(file)
    return try [Double](unsafeUninitializedCapacity: count) { buffer, read in
      read = fread(buffer.baseAddress, MemoryLayout<Double>.stride, count, file)
      guard read == count else { throw Failure(path: path) }
    }
  }

  /// Leaves what a task found for the scorer.
  static func write(_ numbers: [Double], to path: String) throws {
    guard let file = fopen(path, "w") else { throw Failure(path: path) }
    defer { fclose(file) }
    let written = fwrite(numbers, MemoryLayout<Double>.stride, numbers.count, file)
    guard written == numbers.count else { throw Failure(path: path) }
  }
}
