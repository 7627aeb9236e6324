import RegRuntime

extension HelpTopic {
  /// From a table as it comes to one that can be fitted.
  static let tables = HelpTopic(
    name: "tables",
    summary: "Looking at tables, putting them right and grouping them, on a page.",
    text: """
      A table has named columns of numbers, text, logicals, dates or categories, any of which may be \
      missing. d.age is a column, d["Odd name"] one of any name, d[rows, columns] a part; rows are \
      positions or a mask, columns names or positions. Each verb below gives a new table and leaves \
      its own as it was, so that they stand in pipes: d |> where(…) |> group_by(…).
      """,
    table: [
      ["to", "write"],
      ["look", "d   summary(d)   head(d)   names(d)   count(d, \"sex\")   levels(d.city)"],
      ["add or change a column", "d.bmi = d.kg ./ d.m.^2   mutate(d, bmi = t -> …)"],
      ["change cells", "d[d.age > 60, \"group\"] = \"old\"   d.age[3] = missing"],
      [
        "take columns or rows out",
        "keep(d, \"a\")   drop(d, \"a\")   d.a = none   where(d, d.age > 60)",
      ],
      ["name columns", "rename(d, \"old\", \"new\")   rename(d, old = \"new\")"],
      ["join", "[d; e] by names, gaps where one has no such column   [d, e] side by side"],
      ["put in order", "sort_by(d, \"age\", descending = true)"],
      ["group", "group_by(d, \"sex\") |> summarize(m = g -> mean(g.age), n = g -> rows(g))"],
      [
        "dates", "date(d.seen, order = \"dmy\")   d.left - d.seen   weekday(d.seen)",
      ],
      ["categories", "categorical(x, levels = …)   bin(d.age, [0, 18, 65, inf])"],
      ["see to gaps", "dropna(d, \"y\")   impute(d, \"median\", \"age\")   is_missing(d.age)"],
    ],
    notes: """
      A comparison with a missing value is false, but != is true, as with nan. A column of logicals \
      keeps its gaps through 'and', 'or' and 'not', unless the other side decides. A mask chooses \
      only the rows where it is known to be true; so d[d.smoker, :] and d[not d.smoker, :] both leave \
      out the rows where nobody knows.

      A date compares with a string that is one. Categories are equal to their text, and come in the \
      order of their levels where something is sorted, compared by <, grouped or fitted.
      """,
    examples: [
      Example(
        "Ages by sex, those without one left out",
        """
        > d = table(age = [59; 48; 72; 33], sex = ["f"; "m"; "f"; missing])
        > d |> where(t -> not is_missing(t.sex)) |> group_by("sex") |> summarize(age = g -> mean(g.age))
        2 × 2 table: sex age
        sex   age
        f    65.5
        m    48
        """)
    ],
    seeAlso: ["read", "table", "summary", "design"])
}
