import RegRuntime

extension HelpTopic {
  /// What a formula may hold.
  static let formulas = HelpTopic(
    name: "formulas",
    summary: "A formula says what to model by which columns of a table: y ~ age + log(bmi).",
    text: """
      On the left of ~ is the response, on the right the terms. A name is a column of the table and \
      nothing else, pi too where there is such a column; {expr} is a value of the script, alone or \
      inside a function. What the fit learns from its rows (levels, polynomials, knots, values to fill \
      in) stays with the model, with the functions of the script as they were, and predict makes the \
      same columns of new rows. Only a value with an entry for each row of the fit has none for others: \
      make it a column.
      """,
    table: [
      ["write", "to get"],
      ["a + b", "both columns"],
      ["a : b", "their product; for a factor, one for each level"],
      ["a * b", "a + b + a:b"],
      ["(a + b) : c", "a:c + b:c"],
      [".", "every column that neither the response nor an offset uses"],
      [". - a", "the same without a"],
      ["- 1 or + 0", "no intercept"],
      ["log(x)", "a function of columns, also one of the script's own"],
      ["I(x^2 / z)", "arithmetic, row by row; I(x > 3) is 0 or 1"],
      ["poly(x, 3)", "orthogonal polynomials"],
      ["ns(x, 4), bs(x, 6)", "splines with knots at quantiles"],
      ["standardize(x)", "mean 0, deviation 1"],
      ["impute(x)", "x with gaps filled; is_missing(x) says where they were"],
      ["C(x)", "x as a factor, numbers too"],
      ["C(x, ref = \"b\")", "levels compared with b, not with the first"],
      ["C(x, contrast = \"sum\")", "with the mean of all; \"helmert\": with those before"],
      ["C(x, levels = [\"a\", \"b\"])", "the levels in their order, also those that do not occur"],
      ["C(x, full = true)", "a column for every level; full = true on a fit does it for all"],
      ["offset(x)", "added with the coefficient 1, in the fit and in predict"],
      ["[y1, y2] ~ …", "several responses"],
      ["`odd name`", "a column whose name is no word, or has a dot in it"],
    ],
    notes: """
      Columns of text are factors: each level but the first gets a 0/1 column, called g=level. In \
      an interaction a factor keeps its first level where the rest of the term is not in the model, \
      and so does the first factor of a model without an intercept, as in R. Products of columns \
      are called a:b, the columns of one function f(x)[1], f(x)[2].

      A row with a missing value in a column that is used is refused, with a count; na = "drop" \
      leaves such rows out, na = "impute" fills the gaps of predictors. A level that the fit has \
      not seen is refused by predict.
      """,
    examples: [
      Example(
        "The columns that a formula stands for",
        """
        > d = table(y = [1; 2; 4; 3], dose = [1; 2; 3; 4], drug = ["a"; "b"; "a"; "b"])
        > design(d, y ~ dose * C(drug, ref = "b")).names
        dose
        drug=a
        dose:drug=a
        """)
    ],
    seeAlso: ["lasso", "design", "predict", "poly", "ns", "bs"])
}
