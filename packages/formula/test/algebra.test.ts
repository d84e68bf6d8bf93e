// The algebra of terms (`terms/expand.ts`) on random formulas, against brute force over sets (`algebra.ts` beside this file).
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expand, type FormulaError, type FormulaNode, parseSyntax, printSyntax } from "../src/index.ts";
import { termsByBruteForce } from "./algebra.ts";
import { formulas, named, number, rooted } from "./trees.ts";

const names = fc.constantFrom("a", "b", "c", "d").map(named);
const exponent = fc.constantFrom("1", "2", "3").map(number);
const shape = { binary: ["+", "-", "*", "/", ":"], unary: ["+"], exponent } as const;
const withoutIntercept = formulas({ ...shape, leaves: [names] });
const withIntercept = formulas({
  ...shape,
  leaves: [names, names, fc.constantFrom("0", "1").map(number)],
  unary: ["+", "-"],
  exponent: fc.oneof({ arbitrary: exponent, weight: 9 }, { arbitrary: names, weight: 1 }),
});

/** The terms that `expand` makes of a right side, each with its factors sorted; null when it refuses. */
function termsOf(node: FormulaNode): ReadonlySet<string> | null {
  const { source, ast } = parseSyntax(printSyntax(rooted(node)));
  try {
    const { rhs } = expand(ast, source);
    const terms = rhs.map(({ factors }) => factors.map((factor) => factor.name).sort());
    expect(new Set(terms.map(String)).size).toBe(terms.length);
    return new Set(terms.map((factors) => factors.join(":") || "1"));
  } catch (error) {
    if ((error as FormulaError).code === undefined) throw error;
    return null;
  }
}

describe("the terms of a random formula are those of brute force over sets", () => {
  test.each([
    ["without 0 and 1", withoutIntercept, 0],
    ["with 0 and 1, refused formulas included", withIntercept, 100],
  ])("%s", (_, trees, fewestRefused) => {
    let refused = 0;
    fc.assert(
      fc.property(trees, (node) => {
        const terms = termsOf(node);
        expect([printSyntax(node), terms]).toEqual([printSyntax(node), termsByBruteForce(node)]);
        refused += terms === null ? 1 : 0;
      }),
      { numRuns: 3000, seed: 8 },
    );
    expect(refused).toBeGreaterThanOrEqual(fewestRefused);
    expect(refused).toBeLessThan(2000);
  });
});
