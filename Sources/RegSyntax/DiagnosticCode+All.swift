extension DiagnosticCode {
  /// Every code, in the order in which `?errors` lists them. A transcript exists for each.
  public static let all: [DiagnosticCode] =
    syntax + names + values + calls + data + fitting + running

  // MARK: Reading a script

  static let syntax: [DiagnosticCode] = [
    .unexpectedToken, .unclosedBracket, .unclosedString, .badCharacter, .badNumber, .badEscape,
    .badInterpolation, .badFormat, .blankInMatrix, .raggedMatrix, .chainedComparison,
    .chainedPower, .transposedRange, .arrowAssignment, .singleQuotes, .assignmentInCondition,
    .foreignOperator, .leadingOperator, .badTarget, .badFormula, .misplacedKeyword, .nestingTooDeep,
    .cyclicWatch,
  ]

  public static let unexpectedToken = DiagnosticCode(
    "unexpected-token", "The text does not continue as the grammar allows.")
  public static let unclosedBracket = DiagnosticCode(
    "unclosed-bracket", "A bracket is opened and not closed, or closed and not opened.")
  public static let unclosedString = DiagnosticCode(
    "unclosed-string", "A string has no closing quote on its line.")
  public static let badCharacter = DiagnosticCode(
    "bad-character", "A character, or a byte that is not UTF-8, that no token starts with.")
  public static let badNumber = DiagnosticCode(
    "bad-number", "A number is malformed or too large for a double.")
  public static let badEscape = DiagnosticCode(
    "bad-escape", "A backslash in a string is followed by something it does not escape.")
  public static let badInterpolation = DiagnosticCode(
    "bad-interpolation", "The braces in a string hold no expression, or are not closed.")
  public static let badFormat = DiagnosticCode(
    "bad-format", "The part after the colon in a string's braces is no number format.")
  public static let blankInMatrix = DiagnosticCode(
    "blank-in-matrix", "Entries of a matrix are set apart by blanks alone where that is unclear.")
  public static let raggedMatrix = DiagnosticCode(
    "ragged-matrix", "The rows of a matrix have different lengths.")
  public static let chainedComparison = DiagnosticCode(
    "chained-comparison", "Comparisons do not chain.")
  public static let chainedPower = DiagnosticCode(
    "chained-power", "Powers do not chain.")
  public static let transposedRange = DiagnosticCode(
    "transposed-range", "A transpose mark after a range binds to its last number alone.")
  public static let arrowAssignment = DiagnosticCode(
    "arrow-assignment", "Assignment is written with '='.")
  public static let singleQuotes = DiagnosticCode(
    "single-quotes", "Strings are written in double quotes.")
  public static let assignmentInCondition = DiagnosticCode(
    "assignment-in-condition", "A condition compares with '=='.")
  public static let foreignOperator = DiagnosticCode(
    "foreign-operator", "An operator of another language.")
  public static let leadingOperator = DiagnosticCode(
    "leading-operator", "A line starts with an operator that takes a left operand.")
  public static let badTarget = DiagnosticCode(
    "bad-target", "The left side of an assignment cannot be assigned to.")
  public static let badFormula = DiagnosticCode(
    "bad-formula", "A formula holds something that is not a term.")
  public static let misplacedKeyword = DiagnosticCode(
    "misplaced-keyword", "A keyword stands where it has no meaning.")
  public static let cyclicWatch = DiagnosticCode(
    "cyclic-watch", "A watch reads itself, by way of others.")
  public static let nestingTooDeep = DiagnosticCode(
    "nesting-too-deep", "Brackets, blocks or operators are nested deeper than the parser goes.")

  // MARK: Names and fields

  static let names: [DiagnosticCode] = [
    .unknownName, .constantName, .unknownField, .unknownColumn,
  ]

  public static let unknownName = DiagnosticCode(
    "unknown-name", "A name is used that nothing defines.")
  public static let constantName = DiagnosticCode(
    "constant-name", "A constant cannot be assigned.")
  public static let unknownField = DiagnosticCode(
    "unknown-field", "A value has no field of that name.")
  public static let unknownColumn = DiagnosticCode(
    "unknown-column", "A table has no column of that name.")

  // MARK: Values and operators

  static let values: [DiagnosticCode] = [
    .typeMismatch, .shapeMismatch, .indexOutOfRange, .badIndex, .conditionNotLogical, .notCallable,
    .notIterable, .callOnArray, .singularMatrix,
  ]

  public static let typeMismatch = DiagnosticCode(
    "type-mismatch", "An operator or a statement does not take values of that type.")
  public static let shapeMismatch = DiagnosticCode(
    "shape-mismatch", "The sizes of two arrays do not fit together.")
  public static let indexOutOfRange = DiagnosticCode(
    "index-out-of-range", "An index is below 1 or above the size.")
  public static let badIndex = DiagnosticCode(
    "bad-index", "An index is not a whole number, a range, a mask or a name.")
  public static let conditionNotLogical = DiagnosticCode(
    "condition-not-logical", "A condition is not one logical.")
  public static let notCallable = DiagnosticCode(
    "not-callable", "A value that is not a function is called.")
  public static let notIterable = DiagnosticCode(
    "not-iterable", "A loop runs over a value that has no elements in order.")
  public static let callOnArray = DiagnosticCode(
    "call-on-array", "An array is called; indexing is written with square brackets.")
  public static let singularMatrix = DiagnosticCode(
    "singular-matrix", "A matrix is singular, or not positive definite, where it must not be.")

  // MARK: Calls

  static let calls: [DiagnosticCode] = [
    .unknownArgument, .missingArgument, .tooManyArguments, .duplicateArgument, .argumentType,
    .argumentRange, .argumentShape, .argumentOrder,
  ]

  public static let unknownArgument = DiagnosticCode(
    "unknown-argument", "A function has no argument of that name.")
  public static let missingArgument = DiagnosticCode(
    "missing-argument", "A required argument is not given.")
  public static let tooManyArguments = DiagnosticCode(
    "too-many-arguments", "A function is given more values than it takes by position.")
  public static let duplicateArgument = DiagnosticCode(
    "duplicate-argument", "An argument is given twice.")
  public static let argumentType = DiagnosticCode(
    "argument-type", "An argument has a type that the function does not take.")
  public static let argumentRange = DiagnosticCode(
    "argument-range", "An argument is outside the values that are allowed.")
  public static let argumentShape = DiagnosticCode(
    "argument-shape", "An argument has a size that does not fit the others.")
  public static let argumentOrder = DiagnosticCode(
    "argument-order", "A positional argument follows a keyword argument.")

  // MARK: Data and files

  static let data: [DiagnosticCode] = [
    .fileNotFound, .fileAccess, .badFile, .badQuery, .badModel, .cannotSave, .cannotExport,
    .missingValues, .unseenLevel, .extrapolation,
  ]

  public static let fileNotFound = DiagnosticCode(
    "file-not-found", "A file does not exist.")
  public static let fileAccess = DiagnosticCode(
    "file-access", "A file cannot be read or written.")
  public static let badFile = DiagnosticCode(
    "bad-file", "A file's contents are not what its format asks for.")
  public static let badQuery = DiagnosticCode(
    "bad-query", "A database refuses a query, or its answer makes no table.")
  public static let badModel = DiagnosticCode(
    "bad-model", "A file that 'load' reads is not what 'save' wrote.")
  public static let cannotSave = DiagnosticCode(
    "cannot-save", "A value has no form in a file.")
  public static let cannotExport = DiagnosticCode(
    "cannot-export", "A model, or a term of it, cannot be written in another language.")
  public static let missingValues = DiagnosticCode(
    "missing-values", "Data that must be complete and finite are not.")
  public static let unseenLevel = DiagnosticCode(
    "unseen-level", "New data hold a level that the model was not fitted with.")
  public static let extrapolation = DiagnosticCode(
    "extrapolation", "Values lie beyond those that a spline was made for.")

  // MARK: Fitting

  static let fitting: [DiagnosticCode] = [.notConverged, .notFitted, .noVariation]

  public static let notConverged = DiagnosticCode(
    "not-converged", "A fit stopped before its tolerance was reached.")
  public static let notFitted = DiagnosticCode(
    "not-fitted", "A problem has no solution, or one that is not finite.")
  public static let noVariation = DiagnosticCode(
    "no-variation", "A response or a column has the same value in every row.")

  // MARK: Running

  static let running: [DiagnosticCode] = [
    .raised, .assertionFailed, .interrupted, .limitReached, .callTooDeep, .tooLarge,
    .notPermitted, .importFailed,
  ]

  public static let raised = DiagnosticCode(
    "raised", "The script called 'error'.")
  public static let assertionFailed = DiagnosticCode(
    "assertion-failed", "The script called 'assert' with something false.")
  public static let interrupted = DiagnosticCode(
    "interrupted", "Ctrl-C, or whoever runs the script, stopped it.")
  public static let limitReached = DiagnosticCode(
    "limit-reached", "A limit on steps, time or memory was reached.")
  public static let callTooDeep = DiagnosticCode(
    "call-too-deep", "Functions call each other too deeply.")
  public static let tooLarge = DiagnosticCode(
    "too-large", "A value would not fit into memory.")
  public static let notPermitted = DiagnosticCode(
    "not-permitted", "The script may not do that here.")
  public static let importFailed = DiagnosticCode(
    "import-failed", "An imported file has errors of its own, or imports itself.")
}
