// Bad input through the front door: each a typed error with a code, the numbers in `data`, and what would be right.
import { DesignError } from "@mixedlm/design";
import { FormulaError } from "@mixedlm/formula";
import { FitError } from "mixedlm";
import { describe, expect, test } from "vitest";
import { loadData } from "../../../tools/fixtures/load.ts";
import { mixedlm, readCsv, SmfError } from "../src/index.ts";
import { thrown } from "./thrown.ts";

const pigs = readCsv(loadData("dietox"));
const small = {
  y: [1, 2.5, 3, 4.5, 4, 6.5],
  x: [1, 2, 3, 4, 5, 6],
  double: [2, 4, 6, 8, 10, 12],
  name: ["a", "b", "c", "d", "e", "f"],
  g: ["u", "u", "v", "v", "w", "w"],
  one: ["k", "k", "k", "k", "k", "k"],
  row: ["r1", "r2", "r3", "r4", "r5", "r6"],
  gap: [1, Number.NaN, 3, 4, 5, 6],
  constant: [7, 7, 7, 7, 7, 7],
};

const calls: [what: string, call: () => unknown, type: new (...args: never[]) => Error, code: string, text: string][] =
  [
    ["an unknown column", () => mixedlm("Weight ~ Tiem", pigs, "Pig"), DesignError, "unknown-name", "`Time`"],
    ["an unknown group column", () => mixedlm("Weight ~ Time", pigs, "Pgi"), DesignError, "unknown-name", "`Pig`"],
    [
      "a group column called as a member of objects",
      () => mixedlm("y ~ x", small, "constructor" as string),
      DesignError,
      "unknown-name",
      "`constructor` is not a column",
    ],
    [
      "a group column called __proto__",
      () => mixedlm("y ~ x", small, "__proto__" as string),
      DesignError,
      "unknown-name",
      "y, x",
    ],
    [
      "groups of the wrong length",
      () => mixedlm("y ~ x", small, ["u", "v"]),
      SmfError,
      "groups-length",
      "2 labels, but the table has 6 rows",
    ],
    ["no groups", () => mixedlm("y ~ x", small), SmfError, "groups-missing", "column name"],
    [
      "groups that are no labels",
      () => mixedlm("y ~ x", small, { groups: 3 as never }),
      SmfError,
      "option-type",
      "expected a column name",
    ],
    [
      "an unknown option",
      () => mixedlm("y ~ x", small, { group: "g" } as never),
      SmfError,
      "unknown-option",
      "`groups`",
    ],
    [
      "an option of the wrong type",
      () => mixedlm("y ~ x", small, "g", { missing: "ignore" as never }),
      SmfError,
      "option-type",
      '"drop"',
    ],
    [
      "components that are no record",
      () => mixedlm("y ~ x", small, "g", { vc_formula: "0 + x" as never }),
      SmfError,
      "option-type",
      "formulas by name",
    ],
    ["a formula that is no text", () => mixedlm(7 as never, small, "g"), SmfError, "option-type", "expected a text"],
    ["a formula error", () => mixedlm("y ~ x + * g", small, "g"), FormulaError, "unexpected-operator", "^"],
    ["juxtaposed names", () => mixedlm("y ~ x g", small, "g"), FormulaError, "missing-operator", "^"],
    ["an empty formula", () => mixedlm("", small, "g"), FormulaError, "sides", "the formula is empty"],
    ["a formula without a response", () => mixedlm("~ x", small, "g"), FormulaError, "sides", "response"],
    [
      "a re_formula with a response",
      () => mixedlm("y ~ x", small, "g", { re_formula: "y ~ x" }),
      FormulaError,
      "sides",
      "left side",
    ],
    [
      "a bar in the formula",
      () => mixedlm("y ~ x + (1 | g)", small, "g"),
      FormulaError,
      "not-patsy-syntax",
      "re_formula",
    ],
    ["a text response", () => mixedlm("name ~ x", small, "g"), DesignError, "response", "name"],
    ["missing values", () => mixedlm("y ~ gap", small, "g"), DesignError, "missing-values", '"drop"'],
    [
      "missing values under raise",
      () => mixedlm("y ~ gap", small, "g", { missing: "raise" }),
      DesignError,
      "missing-values",
      "gap",
    ],
    ["an empty table", () => mixedlm("y ~ x", { y: [], x: [], g: [] }, "g"), DesignError, "empty-table", "0 rows"],
    ["a table of rows without rows", () => mixedlm("y ~ x", [], "g"), DesignError, "empty-table", "0 rows"],
    ["no table", () => mixedlm("y ~ x", null as never, "g"), DesignError, "not-a-table", "Arquero"],
    [
      "ragged columns",
      () => mixedlm("y ~ x", { y: [1, 2, 3], x: [1, 2], g: [1, 1, 2] }, "g"),
      DesignError,
      "column-length",
      "2 values",
    ],
    ["one group", () => mixedlm("y ~ x", small, "one").fit(), FitError, "one-group", "at least 2"],
    ["one row a group", () => mixedlm("y ~ x", small, "row").fit(), FitError, "unidentified", "repeated rows"],
    [
      "a collinear predictor",
      () => mixedlm("y ~ x + double", small, "g").fit(),
      FitError,
      "rank-deficient",
      "`double`",
    ],
    ["a constant response", () => mixedlm("constant ~ x", small, "g").fit(), FitError, "constant-response", "7"],
    [
      "a response that is a predictor",
      () => mixedlm("double ~ x", small, "g").fit(),
      FitError,
      "perfect-fit",
      "double",
    ],
    [
      "more predictors than rows",
      () => mixedlm("y ~ name + x", small, "g").fit(),
      FitError,
      "too-few-rows",
      "7 fixed effects",
    ],
    [
      "an unknown fit option",
      () => mixedlm("y ~ x", small, "g").fit({ remls: false } as never),
      SmfError,
      "unknown-option",
      "`reml`",
    ],
    [
      "an unknown method",
      () => mixedlm("y ~ x", small, "g").fit({ method: "bfsg" }),
      SmfError,
      "unknown-method",
      "`bfgs`",
    ],
    [
      "a negative number of iterations",
      () => mixedlm("y ~ x", small, "g").fit({ maxiter: -1 }),
      SmfError,
      "option-type",
      "positive whole number",
    ],
    [
      "options that are no record",
      () => mixedlm("y ~ x", small, "g", null as never),
      SmfError,
      "option-type",
      "the options of mixedlm are null",
    ],
    [
      "a function in place of options",
      () => mixedlm("y ~ x", small, "g", (() => 1) as never),
      SmfError,
      "option-type",
      "are a function, expected an object",
    ],
    [
      "a number in place of groups",
      () => mixedlm("y ~ x", small, 3 as never),
      SmfError,
      "option-type",
      "expected a column name",
    ],
    [
      "a map in place of groups",
      () => mixedlm("y ~ x", small, new Map([["groups", "g"]]) as never),
      SmfError,
      "option-type",
      "option `groups` of mixedlm is a Map, expected a column name",
    ],
    [
      "components in a map",
      () => mixedlm("y ~ x", small, "g", { vc_formula: new Map([["a", "0 + x"]]) as never }),
      SmfError,
      "option-type",
      "formulas by name",
    ],
    [
      "fit options that are no record",
      () => mixedlm("y ~ x", small, "g").fit(null as never),
      SmfError,
      "option-type",
      "the options of fit are null",
    ],
    [
      "a number in place of fit options",
      () => mixedlm("y ~ x", small, "g").fit(3 as never),
      SmfError,
      "option-type",
      "the options of fit are 3",
    ],
    [
      "a level beyond 1",
      () => mixedlm("y ~ x", small, "g").fit().conf_int(2),
      SmfError,
      "option-type",
      "a number from 0 to 1",
    ],
    [
      "a level that is no number",
      () => mixedlm("y ~ x", small, "g").fit().conf_int(Number.NaN),
      SmfError,
      "option-type",
      "`alpha` of conf_int is NaN",
    ],
    [
      "summary options that are no record",
      () =>
        mixedlm("y ~ x", small, "g")
          .fit()
          .summary(null as never),
      SmfError,
      "option-type",
      "the options of summary are null",
    ],
    [
      "a summary at a level beyond 1",
      () => mixedlm("y ~ x", small, "g").fit().summary({ alpha: 2 }),
      SmfError,
      "option-type",
      "`alpha` of summary is 2",
    ],
    [
      "a title that is no text",
      () =>
        mixedlm("y ~ x", small, "g")
          .fit()
          .summary({ title: 5 as never }),
      SmfError,
      "option-type",
      "expected a text",
    ],
    [
      "names that are no list",
      () =>
        mixedlm("y ~ x", small, "g")
          .fit()
          .summary({ xname_fe: 5 as never }),
      SmfError,
      "option-type",
      "a list of names",
    ],
    [
      "an unknown summary option",
      () =>
        mixedlm("y ~ x", small, "g")
          .fit()
          .summary({ titel: "" } as never),
      SmfError,
      "unknown-option",
      "`title`",
    ],
    [
      "an infinite value",
      () => mixedlm("y ~ x", { ...small, x: [1, 2, 3, 4, 5, Number.POSITIVE_INFINITY] }, "g").fit(),
      FitError,
      "not-finite",
      "`x`",
    ],
  ];

describe("bad input", () => {
  test.each(calls)("%s is refused", (_, call, type, code, text) => {
    const error = thrown(call);
    expect(error).toBeInstanceOf(type);
    expect(error.code).toBe(code);
    expect(error.message).toContain(text);
  });

  test("missing values are counted by variable, and the way out is named", () => {
    const gaps = { ...small, y: [Number.NaN, ...small.y.slice(1)] };
    expect(thrown(() => mixedlm("y ~ gap", gaps, "g")).message).toMatchInlineSnapshot(
      `
      "2 of 6 rows lack a value (\`y\` in 1, \`gap\` in 1); drop them with missing: "drop", or fill them in
          y ~ gap
          ^"
    `,
    );
  });

  test("the carets stand under the place in the formula", () => {
    expect(thrown(() => mixedlm("y ~ x + * g", small, "g")).message).toMatchInlineSnapshot(`
      "expected a term, found the operator \`*\`
          y ~ x + * g
                  ^"
    `);
    expect(thrown(() => mixedlm("Weight ~ Tiem", pigs, "Pig")).message).toMatchInlineSnapshot(`
      "\`Tiem\` is not a column of the table; did you mean \`Time\`? (columns: Pig, Evit, Cu, Litter, Start, Weight, Feed, Time)
          Weight ~ Tiem
                   ^^^^"
    `);
  });

  test("names of a summary are counted", () => {
    const result = mixedlm("y ~ x", small, "g").fit();
    const error = thrown(() => result.summary({ xname_fe: ["only one"] }));
    expect(error).toMatchObject({ code: "name-count", data: { option: "xname_fe", length: 1, expected: 2 } });
  });

  test("an unknown label names the nearest", () => {
    const result = mixedlm("y ~ x", small, "g").fit();
    const error = thrown(() => result.params.get("Intercpt"));
    expect(error).toMatchObject({ code: "unknown-label", data: { candidates: ["Intercept"] } });
  });
});
