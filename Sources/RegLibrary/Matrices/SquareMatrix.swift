import RegLinearAlgebra
import RegRuntime
import RegSyntax

extension Arguments {
  /// A matrix argument that must have as many rows as columns.
  func square(_ parameter: Parameter<Matrix>) throws -> Matrix {
    let matrix = self[parameter]
    guard matrix.rows == matrix.columns else {
      throw failure(
        .argumentShape, "'\(parameter.name)' must be square, not \(matrix.shapeText)",
        at: parameter)
    }
    return matrix
  }

  /// Runs a matrix computation that can be stopped, and whose failures are the fault of one argument.
  func stoppable<Result>(
    blaming parameter: Parameter<Matrix>, _ compute: () throws -> Result
  ) throws -> Result {
    do {
      return try context.stoppable(compute)
    } catch let error as LinearAlgebraError {
      var diagnostic = error.diagnostic
      diagnostic.span = span(of: parameter)
      diagnostic.source = source
      throw diagnostic
    }
  }
}
