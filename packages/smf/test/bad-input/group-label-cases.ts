// Labels that make no groups: one level, a level a row, objects, missing ones, labels that print alike.
import { nulls, ones, refused, table, untyped } from "./inputs.ts";
import type { BadInput } from "./run-cases.ts";

/** Each is refused. */
export const groupLabelCases: readonly BadInput[] = [
  refused(
    "one level, mixedlm",
    () =>
      untyped
        .mixedlm(
          "y ~ x",
          table,
          table.g.map(() => "a"),
        )
        .fit(),
    "one-group",
    "grouping factor `Group` has 1 level (a); a random effect needs at least 2, a single group can only hold variance components",
  ),
  refused(
    "one level, MixedLM",
    () =>
      new untyped.MixedLM(
        table.y,
        ones,
        table.g.map(() => "a"),
      ).fit(),
    "one-group",
    "grouping factor `Group` has 1 level (a); a random effect needs at least 2, a single group can only hold variance components",
  ),
  refused(
    "one level, lmm",
    () => untyped.lmm("y ~ x + (1 | h)", { ...table, h: table.g.map(() => "a") }),
    "one-group",
    "grouping factor `h` has 1 level (a); a random effect needs at least 2, a single group can only hold variance components",
  ),
  refused(
    "a level a row, mixedlm",
    () =>
      untyped
        .mixedlm(
          "y ~ x",
          table,
          table.g.map((_, i) => i),
        )
        .fit(),
    "unidentified",
    "the random effects of `Group` (12 levels, 12 rows) cannot be told apart from the residual: every arrangement of the two variances fits equally well; use a grouping factor with repeated rows",
  ),
  refused(
    "a level a row, MixedLM",
    () =>
      new untyped.MixedLM(
        table.y,
        ones,
        table.g.map((_, i) => i),
      ).fit(),
    "unidentified",
    "the random effects of `Group` (12 levels, 12 rows) cannot be told apart from the residual: every arrangement of the two variances fits equally well; use a grouping factor with repeated rows",
  ),
  refused(
    "a level a row, lmm",
    () => untyped.lmm("y ~ x + (1 | h)", { ...table, h: table.g.map((_, i) => i) }),
    "unidentified",
    "the random effects of `h` (12 levels, 12 rows) cannot be told apart from the residual: every arrangement of the two variances fits equally well; use a grouping factor with repeated rows",
  ),
  refused(
    "objects as labels, mixedlm",
    () =>
      untyped
        .mixedlm(
          "y ~ x",
          table,
          table.g.map(() => ({})),
        )
        .fit(),
    "column-type",
    "column `Group` has an object in row 0 (rows count from 0); give numbers, strings or booleans",
  ),
  refused(
    "objects as labels, MixedLM",
    () =>
      new untyped.MixedLM(
        table.y,
        ones,
        table.g.map(() => ({})),
      ).fit(),
    "column-type",
    "column `groups` has an object in row 0 (rows count from 0); give numbers, strings or booleans",
  ),
  refused(
    "objects as labels, lmm",
    () => untyped.lmm("y ~ x + (1 | h)", { ...table, h: table.g.map(() => ({})) }),
    "column-type",
    "column `h` has an object in row 0 (rows count from 0); give numbers, strings or booleans",
    "    y ~ x + (1 | h)",
    "                 ^",
  ),
  refused(
    "arrays as labels, mixedlm",
    () =>
      untyped
        .mixedlm(
          "y ~ x",
          table,
          table.g.map((own) => [own]),
        )
        .fit(),
    "column-type",
    "column `Group` has an array in row 0 (rows count from 0); give numbers, strings or booleans",
  ),
  refused(
    "arrays as labels, MixedLM",
    () =>
      new untyped.MixedLM(
        table.y,
        ones,
        table.g.map((own) => [own]),
      ).fit(),
    "column-type",
    "column `groups` has an array in row 0 (rows count from 0); give numbers, strings or booleans",
  ),
  refused(
    "arrays as labels, lmm",
    () => untyped.lmm("y ~ x + (1 | h)", { ...table, h: table.g.map((own) => [own]) }),
    "column-type",
    "column `h` has an array in row 0 (rows count from 0); give numbers, strings or booleans",
    "    y ~ x + (1 | h)",
    "                 ^",
  ),
  refused(
    "dates as labels, mixedlm",
    () =>
      untyped
        .mixedlm(
          "y ~ x",
          table,
          table.g.map(() => new Date(0)),
        )
        .fit(),
    "column-type",
    "column `Group` has a date in row 0 (rows count from 0); give a number instead, such as days or milliseconds",
  ),
  refused(
    "dates as labels, MixedLM",
    () =>
      new untyped.MixedLM(
        table.y,
        ones,
        table.g.map(() => new Date(0)),
      ).fit(),
    "column-type",
    "column `groups` has a date in row 0 (rows count from 0); give a number instead, such as days or milliseconds",
  ),
  refused(
    "dates as labels, lmm",
    () => untyped.lmm("y ~ x + (1 | h)", { ...table, h: table.g.map(() => new Date(0)) }),
    "column-type",
    "column `h` has a date in row 0 (rows count from 0); give a number instead, such as days or milliseconds",
    "    y ~ x + (1 | h)",
    "                 ^",
  ),
  refused(
    "symbols as labels, mixedlm",
    () =>
      untyped
        .mixedlm(
          "y ~ x",
          table,
          table.g.map((own) => Symbol(own)),
        )
        .fit(),
    "column-type",
    "column `Group` has a symbol in row 0 (rows count from 0); give numbers, strings or booleans",
  ),
  refused(
    "symbols as labels, MixedLM",
    () =>
      new untyped.MixedLM(
        table.y,
        ones,
        table.g.map((own) => Symbol(own)),
      ).fit(),
    "column-type",
    "column `groups` has a symbol in row 0 (rows count from 0); give numbers, strings or booleans",
  ),
  refused(
    "symbols as labels, lmm",
    () => untyped.lmm("y ~ x + (1 | h)", { ...table, h: table.g.map((own) => Symbol(own)) }),
    "column-type",
    "column `h` has a symbol in row 0 (rows count from 0); give numbers, strings or booleans",
    "    y ~ x + (1 | h)",
    "                 ^",
  ),
  refused(
    "labels that are null, mixedlm",
    () => untyped.mixedlm("y ~ x", table, nulls).fit(),
    "missing-values",
    '12 of 12 rows lack a value (`Group` in 12); drop them with missing: "drop", or fill them in',
  ),
  refused(
    "labels that are null, MixedLM",
    () => new untyped.MixedLM(table.y, ones, nulls).fit(),
    "missing-values",
    "no row is complete (groups in 12)",
  ),
  refused(
    "labels that are null, lmm",
    () => untyped.lmm("y ~ x + (1 | h)", { ...table, h: nulls }),
    "no-rows",
    "no row is complete: of 12 rows, values are missing (`h` in 12)",
    "    y ~ x + (1 | h)",
    "                 ^",
  ),
  refused(
    "a label that is null, mixedlm",
    () => untyped.mixedlm("y ~ x", table, [null, ...table.g.slice(1)]).fit(),
    "missing-values",
    '1 of 12 rows lacks a value (`Group` in 1); drop them with missing: "drop", or fill them in',
  ),
  refused(
    "a label that is null, MixedLM",
    () => new untyped.MixedLM(table.y, ones, [null, ...table.g.slice(1)]).fit(),
    "missing-values",
    '1 of 12 rows lacks a value (groups in 1); drop them with missing: "drop", or fill them in',
  ),
  refused(
    "a label that is undefined, mixedlm",
    () => untyped.mixedlm("y ~ x", table, [undefined, ...table.g.slice(1)]).fit(),
    "missing-values",
    '1 of 12 rows lacks a value (`Group` in 1); drop them with missing: "drop", or fill them in',
  ),
  refused(
    "a label that is undefined, MixedLM",
    () => new untyped.MixedLM(table.y, ones, [undefined, ...table.g.slice(1)]).fit(),
    "missing-values",
    '1 of 12 rows lacks a value (groups in 1); drop them with missing: "drop", or fill them in',
  ),
  refused(
    "a label that is NaN, mixedlm",
    () => untyped.mixedlm("y ~ x", table, [Number.NaN, ...table.x.slice(1)]).fit(),
    "missing-values",
    '1 of 12 rows lacks a value (`Group` in 1); drop them with missing: "drop", or fill them in',
  ),
  refused(
    "a label that is NaN, MixedLM",
    () => new untyped.MixedLM(table.y, ones, [Number.NaN, ...table.x.slice(1)]).fit(),
    "missing-values",
    '1 of 12 rows lacks a value (groups in 1); drop them with missing: "drop", or fill them in',
  ),
  refused(
    '1 and \\"1\\" as labels, mixedlm',
    () =>
      untyped
        .mixedlm(
          "y ~ x",
          table,
          table.g.map((_, i) => (i % 2 === 0 ? 1 : "1")),
        )
        .fit(),
    "column-type",
    "column `Group` has a number in row 0 and a string in row 1 (rows count from 0); a column holds values of one type",
  ),
  refused(
    '1 and \\"1\\" as labels, MixedLM',
    () =>
      new untyped.MixedLM(
        table.y,
        ones,
        table.g.map((_, i) => (i % 2 === 0 ? 1 : "1")),
      ).fit(),
    "column-type",
    "column `groups` has a number in row 0 and a string in row 1 (rows count from 0); a column holds values of one type",
  ),
  refused(
    '1 and \\"1\\" as labels, lmm',
    () => untyped.lmm("y ~ x + (1 | h)", { ...table, h: table.g.map((_, i) => (i % 2 === 0 ? 1 : "1")) }),
    "column-type",
    "column `h` has a number in row 0 and a string in row 1 (rows count from 0); a column holds values of one type",
    "    y ~ x + (1 | h)",
    "                 ^",
  ),
  refused(
    "labels of three types, mixedlm",
    () =>
      untyped
        .mixedlm(
          "y ~ x",
          table,
          table.g.map((_, i) => [1, "a", true][i % 3]),
        )
        .fit(),
    "column-type",
    "column `Group` has a number in row 0 and a string in row 1 (rows count from 0); a column holds values of one type",
  ),
  refused(
    "labels of three types, MixedLM",
    () =>
      new untyped.MixedLM(
        table.y,
        ones,
        table.g.map((_, i) => [1, "a", true][i % 3]),
      ).fit(),
    "column-type",
    "column `groups` has a number in row 0 and a string in row 1 (rows count from 0); a column holds values of one type",
  ),
  refused(
    "labels of three types, lmm",
    () => untyped.lmm("y ~ x + (1 | h)", { ...table, h: table.g.map((_, i) => [1, "a", true][i % 3]) }),
    "column-type",
    "column `h` has a number in row 0 and a string in row 1 (rows count from 0); a column holds values of one type",
    "    y ~ x + (1 | h)",
    "                 ^",
  ),
  refused(
    "zeros of both signs, mixedlm",
    () =>
      untyped
        .mixedlm(
          "y ~ x",
          table,
          table.g.map((_, i) => (i % 2 === 0 ? 0 : -0)),
        )
        .fit(),
    "one-group",
    "grouping factor `Group` has 1 level (0); a random effect needs at least 2, a single group can only hold variance components",
  ),
  refused(
    "zeros of both signs, MixedLM",
    () =>
      new untyped.MixedLM(
        table.y,
        ones,
        table.g.map((_, i) => (i % 2 === 0 ? 0 : -0)),
      ).fit(),
    "one-group",
    "grouping factor `Group` has 1 level (0); a random effect needs at least 2, a single group can only hold variance components",
  ),
  refused(
    "zeros of both signs, lmm",
    () => untyped.lmm("y ~ x + (1 | h)", { ...table, h: table.g.map((_, i) => (i % 2 === 0 ? 0 : -0)) }),
    "one-group",
    "grouping factor `h` has 1 level (0); a random effect needs at least 2, a single group can only hold variance components",
  ),
  refused(
    "holes, mixedlm",
    () => untyped.mixedlm("y ~ x", table, new Array(12)).fit(),
    "missing-values",
    '12 of 12 rows lack a value (`Group` in 12); drop them with missing: "drop", or fill them in',
  ),
  refused(
    "holes, MixedLM",
    () => new untyped.MixedLM(table.y, ones, new Array(12)).fit(),
    "missing-values",
    "no row is complete (groups in 12)",
  ),
  refused(
    "holes, lmm",
    () => untyped.lmm("y ~ x + (1 | h)", { ...table, h: new Array(12) }),
    "no-rows",
    "no row is complete: of 12 rows, values are missing (`h` in 12)",
    "    y ~ x + (1 | h)",
    "                 ^",
  ),
];
