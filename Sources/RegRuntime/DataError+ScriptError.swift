public import RegData
public import RegSyntax

extension DataError: ScriptError {
  public var diagnostic: Diagnostic { Diagnostic(code, message, help: suggestion ?? help) }

  private var suggestion: String? {
    let near =
      switch self {
      case .unknownColumn(let name, let available): nearest(name, in: available)
      case .unknownReference(let level, _, let known): nearest(level, in: known)
      default: String?.none
      }
    return near.map { "did you mean '\($0)'?" }
  }

  private var code: DiagnosticCode {
    switch self {
    case .fileNotFound: .fileNotFound
    case .fileAccess: .fileAccess
    case .badFile: .badFile
    case .badOption, .notText: .argumentRange
    case .badQuery, .badQueryColumn, .unboundParameter: .badQuery
    case .stopped: .interrupted
    case .unknownColumn: .unknownColumn
    case .duplicateColumn, .noRows: .argumentRange
    case .columnLength, .termShape: .shapeMismatch
    case .notNumeric, .changedKind, .badResponse, .wrongFilling, .unlikeColumns: .typeMismatch
    case .incomplete, .nothingToLearn: .missingValues
    case .unseenLevel: .unseenLevel
    case .noResponse, .valuesOfOtherRows, .badOffset, .unlistedLevel, .unknownReference,
      .tooManyTerms:
      .badFormula
    case .tooLarge: .tooLarge
    }
  }

  public var argumentName: String? {
    guard case .badOption(let name, _) = self else { return nil }
    return name
  }
}
