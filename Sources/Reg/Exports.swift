// `import Reg` alone has to give what a session takes and returns. These are exported one by one,
// so that the names of the tree and of the contract of built-ins (`Argument`, `Category`) do not
// spill into host programs; type aliases would leave out members where a host program is built
// with `MemberImportVisibility`.
@_exported public import struct RegData.Categories
@_exported public import enum RegData.Column
@_exported public import struct RegData.Table
@_exported public import struct RegLinearAlgebra.Matrix
@_exported public import struct RegOutput.HelpIndex
@_exported public import struct RegOutput.Manual
@_exported public import struct RegOutput.OutputFormat
@_exported public import struct RegOutput.TextLayout
@_exported public import struct RegOutput.ValueFormatter
@_exported public import struct RegRuntime.BuiltinRegistry
@_exported public import struct RegRuntime.Capabilities
@_exported public import enum RegRuntime.Content
@_exported public import struct RegRuntime.ExitRequest
@_exported public import struct RegRuntime.Grid
@_exported public import class RegRuntime.InterruptHandle
@_exported public import struct RegRuntime.Limits
@_exported public import struct RegRuntime.NumberRange
@_exported public import struct RegRuntime.Record
@_exported public import protocol RegRuntime.ScriptError
@_exported public import enum RegRuntime.Value
@_exported public import struct RegSyntax.Diagnostic
@_exported public import struct RegSyntax.DiagnosticCode
@_exported public import struct RegSyntax.DiagnosticRenderer
@_exported public import struct RegSyntax.Program
@_exported public import class RegSyntax.SourceText
@_exported public import struct RegSyntax.Span
