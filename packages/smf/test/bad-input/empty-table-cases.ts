// Tables that hold too little: no rows, no columns, nothing but nulls, columns of several lengths.
import { nulls, refused, table, tableInBoth, untyped } from "./inputs.ts";
import type { BadInput } from "./run-cases.ts";

/** Each is refused. */
export const emptyTableCases: readonly BadInput[] = [
  ...tableInBoth(
    "a record without columns",
    () => ({}),
    "empty-table",
    "the table has 0 rows and 0 columns; a model needs some of both",
  ),
  ...tableInBoth(
    "an array without rows",
    () => [],
    "empty-table",
    "the table has 0 rows and 0 columns; a model needs some of both",
  ),
  ...tableInBoth(
    "columns without rows",
    () => ({ y: [], x: [], g: [] }),
    "empty-table",
    "the table has 0 rows and 3 columns; a model needs some of both",
  ),
  ...tableInBoth(
    "a row without columns",
    () => [{}],
    "empty-table",
    "the table has 1 row and 0 columns; a model needs some of both",
  ),
  refused(
    "one row, lmm",
    () => untyped.lmm("y ~ x + (1 | g)", { y: [1], x: [1], g: ["a"] }),
    "too-few-rows",
    "1 row cannot estimate 1 fixed effect and a residual variance; at least 2 rows are needed",
  ),
  refused(
    "one row, mixedlm",
    () => untyped.mixedlm("y ~ x", { y: [1], x: [1], g: ["a"] }, "g").fit(),
    "too-few-rows",
    "1 row cannot estimate 2 fixed effects and a residual variance; at least 3 rows are needed",
  ),
  ...tableInBoth(
    "two rows",
    () => ({ y: [1, 2], x: [1, 5], g: ["a", "b"] }),
    "too-few-rows",
    "2 rows cannot estimate 2 fixed effects and a residual variance; at least 3 rows are needed",
  ),
  refused(
    "nothing but nulls, lmm",
    () => untyped.lmm("y ~ x + (1 | g)", { y: nulls, x: nulls, g: nulls }),
    "no-rows",
    "no row is complete: of 12 rows, values are missing (`y` in 12, `x` in 12, `g` in 12)",
    "    y ~ x + (1 | g)",
    "    ^",
  ),
  refused(
    "nothing but nulls, mixedlm",
    () => untyped.mixedlm("y ~ x", { y: nulls, x: nulls, g: nulls }, "g").fit(),
    "missing-values",
    '12 of 12 rows lack a value (`y` in 12, `x` in 12, `g` in 12); drop them with missing: "drop", or fill them in',
    "    y ~ x",
    "    ^",
  ),
  refused(
    "a response of nulls, lmm",
    () => untyped.lmm("y ~ x + (1 | g)", { ...table, y: nulls }),
    "no-rows",
    "no row is complete: of 12 rows, values are missing (`y` in 12)",
    "    y ~ x + (1 | g)",
    "    ^",
  ),
  refused(
    "a response of nulls, mixedlm",
    () => untyped.mixedlm("y ~ x", { ...table, y: nulls }, "g").fit(),
    "missing-values",
    '12 of 12 rows lack a value (`y` in 12); drop them with missing: "drop", or fill them in',
    "    y ~ x",
    "    ^",
  ),
  refused(
    "a predictor of NaN, lmm",
    () => untyped.lmm("y ~ x + (1 | g)", { ...table, x: table.x.map(() => Number.NaN) }),
    "no-rows",
    "no row is complete: of 12 rows, values are missing (`x` in 12)",
    "    y ~ x + (1 | g)",
    "        ^",
  ),
  refused(
    "a predictor of NaN, mixedlm",
    () => untyped.mixedlm("y ~ x", { ...table, x: table.x.map(() => Number.NaN) }, "g").fit(),
    "missing-values",
    '12 of 12 rows lack a value (`x` in 12); drop them with missing: "drop", or fill them in',
    "    y ~ x",
    "        ^",
  ),
  ...tableInBoth(
    "columns of several lengths",
    () => ({ ...table, x: [1, 2, 3] }),
    "column-length",
    "column `x` has 3 values, but column `y` has 12",
  ),
  ...tableInBoth(
    "a column of another length that is not used",
    () => ({ ...table, unused: [1] }),
    "column-length",
    "column `unused` has 1 value, but column `y` has 12",
  ),
];
