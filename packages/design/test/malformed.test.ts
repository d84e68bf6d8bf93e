// Every malformed formula of the corpus against its data set: the text is parsed, then the columns are made, and one of
// the two refuses it with the code and the place that the corpus asks for.
import { type Formula, FormulaError, parseFormula, parseRightSide, parseTwoSided } from "@mixedlm/formula";
import { describe, expect, test } from "vitest";
import { buildMatrices, DesignError } from "../src/index.ts";
import { casesOf, dataset } from "./helpers.ts";

const PARSERS: Readonly<Record<"dmatrix" | "dmatrices", (text: string) => Formula>> = {
  dmatrix: (text) => {
    const { source, terms } = parseRightSide(text);
    return { source, lhs: [], rhs: terms };
  },
  dmatrices: parseTwoSided,
};

/** The error of either package, whichever refuses the formula. */
function refusal(action: () => unknown): DesignError | FormulaError {
  try {
    action();
  } catch (error) {
    if (error instanceof DesignError || error instanceof FormulaError) return error;
    throw error;
  }
  return expect.fail("nothing was thrown");
}

describe("malformed formulas of the corpus", () => {
  const splines = /\b(bs|cr|cc|te)\(/;
  const malformed = casesOf("malformed").filter(({ formula }) => !splines.test(formula));

  test.each(malformed.map((one) => [one.id, one.formula, one.code, one] as const))(
    "%s: `%s` is refused as %s",
    (_, formula, code, { dataset: name, call, na_action: missing, want }) => {
      const parse = call === undefined ? parseFormula : PARSERS[call];
      const error = refusal(() => buildMatrices(parse(formula), dataset(name), missing === "raise" ? { missing } : {}));
      expect(error.code).toBe(code);
      if (want === null) return;
      expect(error.span).toEqual(want);
      expect(error.source).toBe(formula.trim());
    },
  );
});
