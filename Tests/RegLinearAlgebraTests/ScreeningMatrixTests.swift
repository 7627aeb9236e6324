import RegLinearAlgebra
import Testing

@Suite("Products bounded by a small copy")
struct ScreeningMatrixTests {
  /// Columns of length 1 at most, of the kinds that rounding to few bits treats worst.
  private static func columns(rows: Int) -> Matrix {
    var generator = RandomGenerator(seed: UInt64(rows))
    let kinds = 12
    var columns = Matrix(rows: rows, columns: kinds)
    for column in 0..<kinds {
      for row in 0..<rows {
        let normal = generator.normal()
        columns[row, column] =
          switch column {
          case 0: 0
          case 1: row == rows / 2 ? 1 : 1e-4 * normal
          case 2: row % 2 == 0 ? 1 : -1
          case 3: 1e-260 * normal
          case 4: row == 0 ? 1e-3 : 1
          case 5: normal * normal * normal
          default: normal
          }
      }
      let length = (0..<rows).reduce(0) { $0 + columns[$1, column] * columns[$1, column] }
        .squareRoot()
      guard length > 1e-200 else { continue }
      for row in 0..<rows { columns[row, column] /= length }
    }
    return columns
  }

  @Test("no product is further off than the bound says", arguments: [1, 7, 64, 1000, 1025, 3000])
  func bounds(rows: Int) {
    let columns = Self.columns(rows: rows)
    let copy = ScreeningMatrix(
      rows: rows, columns: columns.columns, norm: 1.000_001, workers: Workers(count: 2)
    ) { column, target in
      for row in 0..<rows { target[row] = columns[row, column] }
    }
    var generator = RandomGenerator(seed: 99)
    let vectors = [
      (0..<rows).map { _ in generator.normal() },
      (0..<rows).map { $0 == rows - 1 ? 1 : 1e-7 },
      (0..<rows).map { columns[$0, 5] },
      [Double](repeating: 0, count: rows),
    ]
    for vector in vectors {
      let rounded = QuantizedVector(vector)
      var values = [Double](repeating: .nan, count: columns.columns)
      var errors = values
      copy.products(
        with: rounded, workers: Workers(count: 2), values: &values, errors: &errors)
      for column in 0..<columns.columns {
        let exact = columns.column(column).dot(Matrix(vector))
        #expect(abs(values[column] - exact) <= errors[column])
        let finer = copy.refinedProduct(of: column, with: rounded)
        #expect(abs(finer.value - exact) <= finer.error)
        #expect(finer.error <= errors[column])
      }
    }
  }

  @Test("sixteen bits leave little room, and eight not much")
  func tightness() {
    let rows = 1000
    let columns = Self.columns(rows: rows)
    let copy = ScreeningMatrix(
      rows: rows, columns: columns.columns, norm: 1.000_001, workers: Workers(count: 1)
    ) { column, target in
      for row in 0..<rows { target[row] = columns[row, column] }
    }
    let vector = QuantizedVector(columns.column(8).values)
    var values = [Double](repeating: .nan, count: columns.columns)
    var errors = values
    (values[9], errors[9]) = copy.product(of: 9, with: vector)
    #expect(errors[9] < 0.02)
    #expect(copy.refinedProduct(of: 9, with: vector).error < 2e-4)
    #expect(values[8].isNaN)
  }
}
