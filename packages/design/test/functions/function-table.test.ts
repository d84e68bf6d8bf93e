// What the translation of formulas says of functions by their names alone, against the table of functions itself: which of
// them look at other rows, and which make categories or several columns.

import { parseFormula } from "@mixedlm/formula";
import { describe, expect, test } from "vitest";
import { factorKind, learningPart } from "../../../formula/src/translate/factor-meaning.ts";
import { buildMatrices } from "../../src/build-matrices.ts";
import { functionNames, functionSpec } from "../../src/functions/functions.ts";

const TABLE = { x: [1, 2, 4, 8, 3, 9], z: [2, 1, 3, 5, 4, 7], g: ["a", "b", "a", "c", "b", "c"] };
/** Arguments of functions that do not take one or two columns of numbers. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  C: "g",
  Q: "'x'",
  bs: "x, df=4",
  cr: "x, df=3",
  cc: "x, df=3",
  te: "cr(x, df=3), cr(z, df=3)",
  "np.round": "x",
  round: "x",
  "np.clip": "x, 2, 5",
  "np.where": "x > 2, x, z",
  "np.column_stack": "[x, z]",
  "np.ones": "6",
  "np.zeros": "6",
};
/** Names that formulas have for them in the extended dialect only. */
const EXTENDED: Readonly<Record<string, string>> = {
  "extended.poly": "poly(x, 2)",
  "extended.hashed": "hashed(g, 4)",
  "extended.lag": "lag(x, 1)",
};

function callOf(name: string): string | null {
  if (Object.hasOwn(EXTENDED, name)) return EXTENDED[name]!;
  const { parameters = [], required = 1 } = functionSpec(name) ?? {};
  const args = ARGUMENTS[name] ?? ["x", "z"].slice(0, Math.max(required, 1)).join(", ");
  return parameters.length === 0 ? null : `${name}(${args})`;
}

/** Contrasts stand inside `C` only. */
const CONTRASTS = ["Treatment", "Sum", "Helmert", "Diff", "Poly", "ContrastMatrix"];

const CALLS = [...functionNames()].flatMap((name) => {
  if (CONTRASTS.includes(name)) return [];
  const text = callOf(name);
  return text === null ? [] : [[name, text] as const];
});

/** One number of all rows is no factor by itself. */
const ONE_NUMBER = ["np.mean", "np.sum", "np.min", "np.max", "np.median", "np.var", "np.std"];
/** Their values belong to positions, so that no other table has them; but nothing is learnt. */
const OF_POSITIONS = ["np.array", "np.ones", "np.zeros"];

describe.each(CALLS)("%s", (name, text) => {
  const formula = parseFormula(`~ 0 + ${text}`, { dialect: name in EXTENDED ? "extended" : "patsy" });
  const { expression } = formula.rhs[0]!.factors[0]!;

  test("is said to look at other rows if it does", () => {
    const { isRowwise, isShift = false, freeze } = functionSpec(name)!;
    const isOfRows = !isRowwise && !OF_POSITIONS.includes(name);
    expect(learningPart(expression) !== null).toBe(isOfRows || isShift || freeze !== undefined);
  });

  test("is said to make what it makes", () => {
    if (ONE_NUMBER.includes(name)) return expect(factorKind(expression, () => false)).toBe("number");
    const [factor] = buildMatrices(formula, TABLE).rhs.factors;
    if (factor === undefined) return expect.fail("no factor");
    const made = factor.kind === "categorical" ? "category" : factor.width === 1 ? "number" : "numbers";
    expect(factorKind(expression, (column) => column === "g")).toBe(made);
  });
});
