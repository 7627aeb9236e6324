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
    func numbers(_ name: String) throws -> [Double] {
      let path = "\(folder)/\(name)"
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
    y = try numbers("y")
    let entries = try numbers("x")
    x = Matrix(rows: y.count, columns: entries.count / y.count, values: entries)
    lambdas = try numbers("lambdas")
    folds = try numbers("folds").map { Int($0) }
  }

  /// Leaves what a task found for the scorer.
  func write(_ numbers: [Double]) throws {
    let path = "\(folder)/result.reg"
    guard let file = fopen(path, "w") else { throw Failure(path: path) }
    defer { fclose(file) }
    let written = fwrite(numbers, MemoryLayout<Double>.stride, numbers.count, file)
    guard written == numbers.count else { throw Failure(path: path) }
  }
}
