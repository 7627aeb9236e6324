import Foundation
import Glibc
import RegData
import RegLinearAlgebra
import Testing

@Suite("Files that change while they are read")
struct CutFileTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

  /// What reading gives when the file is cut after its rows were counted and before they are read.
  private func outcome(
    keeping size: Int, of text: [UInt8], workers: Int
  ) throws -> Result<CSVContents, DataError> {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "cut.csv").path()
    try DataFile.write(text, to: path)
    var options = CSVOptions()
    options.workers = Workers(count: workers)
    var monitor = ReadingMonitor()
    monitor.admits = { _, _ in truncate(path, size) == 0 }
    do throws(DataError) {
      return .success(try CSV.read(path: path, options: options, name: "cut.csv", monitor: monitor))
    } catch {
      return .failure(error)
    }
  }

  private static let rows = 400_000
  private static let text = Array(
    ("x,y,name\n" + (0..<rows).map { "\($0),0.5,n\($0 % 7)\n" }.joined()).utf8)

  @Test(
    "one that is cut short is an error and no end of the process",
    arguments: [0, 1, 4096, 2_000_000, Self.text.count - 5000, Self.text.count - 1], [1, 2])
  func cut(keeping size: Int, workers: Int) throws {
    let expected = DataError.badFile(path: "cut.csv", FileFault(line: nil, .cutShort))
    switch try outcome(keeping: size, of: Self.text, workers: workers) {
    case .success: Issue.record("should not read")
    case .failure(let error): #expect(error == expected)
    }
  }

  @Test("one that grows reads as it was", arguments: [1, 2])
  func grown(workers: Int) throws {
    let size = Self.text.count + 100_000
    let contents = try outcome(keeping: size, of: Self.text, workers: workers).get()
    #expect(contents.table.rowCount == Self.rows)
    #expect(contents.table["x"]?.numbers?.last == Double(Self.rows - 1))
  }

  @Test("files side by side are told apart")
  func sideBySide() async throws {
    try await withThrowingTaskGroup { group in
      for size in [Self.text.count, 100, Self.text.count, 8192] {
        group.addTask {
          let outcome = try CutFileTests().outcome(keeping: size, of: Self.text, workers: 2)
          let rows = try? outcome.get().table.rowCount
          #expect(rows == (size == Self.text.count ? Self.rows : nil))
        }
      }
      try await group.waitForAll()
    }
  }
}
