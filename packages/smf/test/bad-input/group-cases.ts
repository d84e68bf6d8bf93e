// Groups that are none: as the argument of mixedlm and MixedLM, and as a column that lmm groups by.
import { mixedlm } from "../../src/index.ts";
import { nulls, ones, refused, table, untyped } from "./inputs.ts";
import type { BadInput } from "./run-cases.ts";

/** Each is refused. */
export const groupCases: readonly BadInput[] = [
  refused(
    "no groups, mixedlm",
    () => mixedlm("y ~ x", table).fit(),
    "groups-missing",
    'a mixed model needs groups: give a column name, `mixedlm(formula, data, "Pig")`, or an array with one label a row',
  ),
  refused(
    "no groups, from_formula",
    () => untyped.MixedLM.from_formula("y ~ x", table),
    "groups-missing",
    'a mixed model needs groups: give a column name, `mixedlm(formula, data, "Pig")`, or an array with one label a row',
  ),
  refused(
    "null, mixedlm",
    () => untyped.mixedlm("y ~ x", table, null).fit(),
    "option-type",
    "option `groups` of mixedlm is null, expected a column name or an array of labels",
  ),
  refused(
    "null, MixedLM",
    () => new untyped.MixedLM(table.y, ones, null).fit(),
    "option-type",
    "option `groups` of MixedLM is null, expected an array with one label a row",
  ),
  refused(
    "an empty name, mixedlm",
    () => untyped.mixedlm("y ~ x", table, "").fit(),
    "unknown-name",
    "`` is not a column of the table (columns: y, x, z, a, g)",
  ),
  refused(
    "an empty name, MixedLM",
    () => new untyped.MixedLM(table.y, ones, "").fit(),
    "option-type",
    'option `groups` of MixedLM is "", expected an array with one label a row',
  ),
  refused(
    "a name in another case, mixedlm",
    () => untyped.mixedlm("y ~ x", table, "G").fit(),
    "unknown-name",
    "`G` is not a column of the table; did you mean `g`? (columns: y, x, z, a, g)",
  ),
  refused(
    "a name in another case, MixedLM",
    () => new untyped.MixedLM(table.y, ones, "G").fit(),
    "option-type",
    'option `groups` of MixedLM is "G", expected an array with one label a row',
  ),
  refused(
    "a formula, mixedlm",
    () => untyped.mixedlm("y ~ x", table, "C(g)").fit(),
    "unknown-name",
    "`C(g)` is not a column of the table (columns: y, x, z, a, g)",
  ),
  refused(
    "a formula, MixedLM",
    () => new untyped.MixedLM(table.y, ones, "C(g)").fit(),
    "option-type",
    'option `groups` of MixedLM is "C(g)", expected an array with one label a row',
  ),
  refused(
    "a bar, mixedlm",
    () => untyped.mixedlm("y ~ x", table, "1 | g").fit(),
    "unknown-name",
    "`1 | g` is not a column of the table (columns: y, x, z, a, g)",
  ),
  refused(
    "a bar, MixedLM",
    () => new untyped.MixedLM(table.y, ones, "1 | g").fit(),
    "option-type",
    'option `groups` of MixedLM is "1 | g", expected an array with one label a row',
  ),
  refused(
    "a name in a list, mixedlm",
    () => untyped.mixedlm("y ~ x", table, ["g"]).fit(),
    "groups-length",
    "groups has 1 labels, but the table has 12 rows; give one label for each row",
  ),
  refused(
    "a name in a list, MixedLM",
    () => new untyped.MixedLM(table.y, ones, ["g"]).fit(),
    "array-length",
    "groups has 1 rows, but endog has 12; give one row for each observation",
  ),
  refused(
    "a name in a list, lmm",
    () => untyped.lmm("y ~ x + (1 | h)", { ...table, h: ["g"] }),
    "column-length",
    "column `h` has 1 value, but column `y` has 12",
  ),
  refused(
    "a number, mixedlm",
    () => untyped.mixedlm("y ~ x", table, 5).fit(),
    "option-type",
    "option `groups` of mixedlm is 5, expected a column name or an array of labels",
  ),
  refused(
    "a number, MixedLM",
    () => new untyped.MixedLM(table.y, ones, 5).fit(),
    "option-type",
    "option `groups` of MixedLM is 5, expected an array with one label a row",
  ),
  refused(
    "true, mixedlm",
    () => untyped.mixedlm("y ~ x", table, true).fit(),
    "option-type",
    "option `groups` of mixedlm is true, expected a column name or an array of labels",
  ),
  refused(
    "true, MixedLM",
    () => new untyped.MixedLM(table.y, ones, true).fit(),
    "option-type",
    "option `groups` of MixedLM is true, expected an array with one label a row",
  ),
  refused(
    "a symbol, mixedlm",
    () => untyped.mixedlm("y ~ x", table, Symbol("g")).fit(),
    "option-type",
    "option `groups` of mixedlm is Symbol(g), expected a column name or an array of labels",
  ),
  refused(
    "a symbol, MixedLM",
    () => new untyped.MixedLM(table.y, ones, Symbol("g")).fit(),
    "option-type",
    "option `groups` of MixedLM is Symbol(g), expected an array with one label a row",
  ),
  refused(
    "a function, mixedlm",
    () => untyped.mixedlm("y ~ x", table, () => "g").fit(),
    "option-type",
    "option `groups` of mixedlm is a function, expected a column name or an array of labels",
  ),
  refused(
    "a function, MixedLM",
    () => new untyped.MixedLM(table.y, ones, () => "g").fit(),
    "option-type",
    "option `groups` of MixedLM is a function, expected an array with one label a row",
  ),
  refused(
    "too few labels, mixedlm",
    () => untyped.mixedlm("y ~ x", table, table.g.slice(1)).fit(),
    "groups-length",
    "groups has 11 labels, but the table has 12 rows; give one label for each row",
  ),
  refused(
    "too few labels, MixedLM",
    () => new untyped.MixedLM(table.y, ones, table.g.slice(1)).fit(),
    "array-length",
    "groups has 11 rows, but endog has 12; give one row for each observation",
  ),
  refused(
    "too few labels, lmm",
    () => untyped.lmm("y ~ x + (1 | h)", { ...table, h: table.g.slice(1) }),
    "column-length",
    "column `h` has 11 values, but column `y` has 12",
  ),
  refused(
    "too many labels, mixedlm",
    () => untyped.mixedlm("y ~ x", table, [...table.g, "g1"]).fit(),
    "groups-length",
    "groups has 13 labels, but the table has 12 rows; give one label for each row",
  ),
  refused(
    "too many labels, MixedLM",
    () => new untyped.MixedLM(table.y, ones, [...table.g, "g1"]).fit(),
    "array-length",
    "groups has 13 rows, but endog has 12; give one row for each observation",
  ),
  refused(
    "too many labels, lmm",
    () => untyped.lmm("y ~ x + (1 | h)", { ...table, h: [...table.g, "g1"] }),
    "column-length",
    "column `h` has 13 values, but column `y` has 12",
  ),
  refused(
    "no labels, mixedlm",
    () => untyped.mixedlm("y ~ x", table, []).fit(),
    "groups-length",
    "groups has 0 labels, but the table has 12 rows; give one label for each row",
  ),
  refused(
    "no labels, MixedLM",
    () => new untyped.MixedLM(table.y, ones, []).fit(),
    "array-length",
    "groups has 0 rows, but endog has 12; give one row for each observation",
  ),
  refused(
    "no labels, lmm",
    () => untyped.lmm("y ~ x + (1 | h)", { ...table, h: [] }),
    "column-length",
    "column `h` has 0 values, but column `y` has 12",
  ),
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
  refused(
    "a set, mixedlm",
    () => untyped.mixedlm("y ~ x", table, new Set(table.g)).fit(),
    "option-type",
    "option `groups` of mixedlm is a Set, expected a column name or an array of labels",
  ),
  refused(
    "a set, MixedLM",
    () => new untyped.MixedLM(table.y, ones, new Set(table.g)).fit(),
    "option-type",
    "option `groups` of MixedLM is a Set, expected an array with one label a row",
  ),
  refused(
    "a map, mixedlm",
    () => untyped.mixedlm("y ~ x", table, new Map()).fit(),
    "option-type",
    "option `groups` of mixedlm is a Map, expected a column name or an array of labels",
  ),
  refused(
    "a map, MixedLM",
    () => new untyped.MixedLM(table.y, ones, new Map()).fit(),
    "option-type",
    "option `groups` of MixedLM is a Map, expected an array with one label a row",
  ),
  refused(
    "a promise, mixedlm",
    () => untyped.mixedlm("y ~ x", table, Promise.resolve(table.g)).fit(),
    "option-type",
    "option `groups` of mixedlm is a Promise, expected a column name or an array of labels",
  ),
  refused(
    "a promise, MixedLM",
    () => new untyped.MixedLM(table.y, ones, Promise.resolve(table.g)).fit(),
    "option-type",
    "option `groups` of MixedLM is a Promise, expected an array with one label a row",
  ),
  refused(
    "a date, mixedlm",
    () => untyped.mixedlm("y ~ x", table, new Date(0)).fit(),
    "option-type",
    "option `groups` of mixedlm is a Date, expected a column name or an array of labels",
  ),
  refused(
    "a date, MixedLM",
    () => new untyped.MixedLM(table.y, ones, new Date(0)).fit(),
    "option-type",
    "option `groups` of MixedLM is a Date, expected an array with one label a row",
  ),
  refused(
    "an unknown option, mixedlm",
    () => untyped.mixedlm("y ~ x", table, { group: "g" }).fit(),
    "unknown-option",
    "`group` is not an option of mixedlm; did you mean `groups`? (options: groups, re_formula, vc_formula, subset, missing, use_sparse, use_sqrt, eval_env)",
  ),
  refused(
    "an unknown option, MixedLM",
    () => new untyped.MixedLM(table.y, ones, { group: "g" }).fit(),
    "option-type",
    "option `groups` of MixedLM is an object, expected an array with one label a row",
  ),
  refused(
    "the response, mixedlm",
    () => untyped.mixedlm("y ~ x", table, "y").fit(),
    "unidentified",
    "the random effects of `y` (12 levels, 12 rows) cannot be told apart from the residual: every arrangement of the two variances fits equally well; use a grouping factor with repeated rows",
  ),
  refused(
    "the response, MixedLM",
    () => new untyped.MixedLM(table.y, ones, "y").fit(),
    "option-type",
    'option `groups` of MixedLM is "y", expected an array with one label a row',
  ),
  refused(
    "a name of 5,000 characters, mixedlm",
    () => untyped.mixedlm("y ~ x", table, "g".repeat(5000)).fit(),
    "unknown-name",
    "`ggggggggggggggggggggggggggggggggggg...ggggggggggggggggg` is not a column of the table (columns: y, x, z, a, g)",
  ),
  refused(
    "a name of 5,000 characters, MixedLM",
    () => new untyped.MixedLM(table.y, ones, "g".repeat(5000)).fit(),
    "option-type",
    'option `groups` of MixedLM is "gggggggggggggggggggggggggggggggggggggggg..." (5000 characters), expected an array with one label a row',
  ),
];
