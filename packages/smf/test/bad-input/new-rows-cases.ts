// New rows to predict for that cannot be read, or do not fit the model.
import { predict } from "mixedlm";
import { fails, fit, refused, table, untyped } from "./inputs.ts";
import type { BadInput } from "./run-cases.ts";

/** Each is refused. */
export const newRowsCases: readonly BadInput[] = [
  refused(
    "new rows of predict: a text",
    () => predict(fit(), "x" as never),
    "not-a-table",
    "expected an Arquero or Arrow table, a record of columns {y: [...]}, or an array of row objects, got a string; `readCsv` reads delimited text",
  ),
  refused(
    "new rows of a result's predict: a text",
    () => untyped.mixedlm("y ~ x + a", table, "g").fit().predict("x"),
    "not-a-table",
    "expected an Arquero or Arrow table, a record of columns {y: [...]}, or an array of row objects, got a string; `readCsv` reads delimited text",
  ),
  refused(
    "new rows of predict: a table without the predictor",
    () => predict(fit(), { a: ["p"], g: ["g1"] } as never),
    "unknown-name",
    "`x` is not a column of the table (columns: a, g)",
    "    y ~ x + a + (1 | g)",
    "        ^",
  ),
  refused(
    "new rows of a result's predict: a table without the predictor",
    () =>
      untyped
        .mixedlm("y ~ x + a", table, "g")
        .fit()
        .predict({ a: ["p"], g: ["g1"] }),
    "unknown-name",
    "`x` is not a column of the table (columns: a, g)",
    "    y ~ x + a",
    "        ^",
  ),
  refused(
    "new rows of predict: a new level",
    () => predict(fit(), { a: ["s"], x: [1], g: ["g1"] } as never),
    "unseen-level",
    '`a` is "s" in row 0 (rows count from 0), not one of the levels the design was made from: "p", "q", "r"',
    "    y ~ x + a + (1 | g)",
    "            ^",
  ),
  refused(
    "new rows of a result's predict: a new level",
    () =>
      untyped
        .mixedlm("y ~ x + a", table, "g")
        .fit()
        .predict({ a: ["s"], x: [1], g: ["g1"] }),
    "unseen-level",
    '`a` is "s" in row 0 (rows count from 0), not one of the levels the design was made from: "p", "q", "r"',
    "    y ~ x + a",
    "            ^",
  ),
  refused(
    "new rows of predict: texts for numbers",
    () => predict(fit(), { a: ["p"], x: ["1"], g: ["g1"] } as never),
    "type",
    "`x` was numeric in the data the design was made from, but is categorical here",
    "    y ~ x + a + (1 | g)",
    "        ^",
  ),
  refused(
    "new rows of a result's predict: texts for numbers",
    () =>
      untyped
        .mixedlm("y ~ x + a", table, "g")
        .fit()
        .predict({ a: ["p"], x: ["1"], g: ["g1"] }),
    "type",
    "`x` was numeric in the data the design was made from, but is categorical here",
    "    y ~ x + a",
    "        ^",
  ),
  refused(
    "new rows of predict: columns of several lengths",
    () => predict(fit(), { a: ["p", "q"], x: [1], g: ["g1"] } as never),
    "column-length",
    "column `x` has 1 value, but column `a` has 2",
  ),
  refused(
    "new rows of a result's predict: columns of several lengths",
    () =>
      untyped
        .mixedlm("y ~ x + a", table, "g")
        .fit()
        .predict({ a: ["p", "q"], x: [1], g: ["g1"] }),
    "column-length",
    "column `x` has 1 value, but column `a` has 2",
  ),
  refused(
    "new rows of predict: a row that is null",
    () => predict(fit(), [null] as never),
    "not-a-table",
    "expected an Arquero or Arrow table, a record of columns {y: [...]}, or an array of row objects, got an array with null at index 0",
  ),
  refused(
    "new rows of a result's predict: a row that is null",
    () => untyped.mixedlm("y ~ x + a", table, "g").fit().predict([null]),
    "exog-shape",
    "row 0 (counted from 0) of exog has 1 numbers, expected 4: Intercept, a[T.q], a[T.r], x",
  ),
  refused(
    "new rows of predict: dates",
    () => predict(fit(), { a: ["p"], x: [new Date(0)], g: ["g1"] } as never),
    "column-type",
    "column `x` has a date in row 0 (rows count from 0); give a number instead, such as days or milliseconds",
    "    y ~ x + a + (1 | g)",
    "        ^",
  ),
  refused(
    "new rows of a result's predict: dates",
    () =>
      untyped
        .mixedlm("y ~ x + a", table, "g")
        .fit()
        .predict({ a: ["p"], x: [new Date(0)], g: ["g1"] }),
    "column-type",
    "column `x` has a date in row 0 (rows count from 0); give a number instead, such as days or milliseconds",
    "    y ~ x + a",
    "        ^",
  ),
  refused(
    "new rows of predict: a row whose getter throws",
    () =>
      predict(fit(), [
        {
          a: 1,
          g: 1,
          get x() {
            return fails();
          },
        },
      ] as never),
    "unreadable",
    "column `x` cannot be read: boom",
    "    y ~ x + a + (1 | g)",
    "        ^",
  ),
  refused(
    "new rows of a result's predict: a row whose getter throws",
    () =>
      untyped
        .mixedlm("y ~ x + a", table, "g")
        .fit()
        .predict([
          {
            a: 1,
            g: 1,
            get x() {
              return fails();
            },
          },
        ]),
    "unreadable",
    "column `x` cannot be read: boom",
    "    y ~ x + a",
    "        ^",
  ),
];
