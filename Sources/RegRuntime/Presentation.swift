public import RegPlot
import RegSyntax

/// How a model or another rich value shows itself: as data, for the formats to lay out.
public struct Presentation: Sendable {
  public enum Block: Sendable {
    /// A line of text.
    case line(String)
    /// A line that matters less: dimmed where there is colour.
    case note(String)
    case table(PresentationTable)
    case chart(Chart)
  }

  public var blocks: [Block]

  public init(_ blocks: [Block]) { self.blocks = blocks }
}

extension Chart {
  /// The chart with its texts as `String.spelledOut` has them: names come from data.
  public var spelledOut: Chart { mappingTexts(\.spelledOut) }
}

/// Columns of equal length under titles, aligned by the format that shows them.
public struct PresentationTable: Sendable {
  public struct Column: Sendable {
    public enum Cells: Sendable {
      /// Shown with as many of `digits` significant digits as needed, aligned at the point;
      /// a `nan` is left blank.
      case numbers([Double], digits: Int)
      /// Shown with exactly that many decimals.
      case decimals([Double], places: Int)
      case texts([String])
      /// Texts that are cut to the room that the columns before them leave.
      case cutTexts([String])
    }

    public var title: String
    public var cells: Cells

    public init(_ title: String, _ cells: Cells) {
      self.title = title
      self.cells = cells
    }
  }

  public var columns: [Column]
  /// Rows shown before the middle is left out with a count; `nil` shows all.
  public var rowLimit: Int?

  public init(_ columns: [Column], rowLimit: Int? = nil) {
    self.columns = columns
    self.rowLimit = rowLimit
  }
}
