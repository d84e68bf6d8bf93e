// The order of columns and the coding rule on small tables of the rule itself; the corpus replays hundreds of cases.
import { type Expression, parseFormula } from "@mixedlm/formula";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { codeTerms, distinctFactors, layOutColumns, mergeSubterms, type Product } from "../../src/coding/columns.ts";
import { treatment } from "../../src/coding/contrasts.ts";
import type { FactorSpec } from "../../src/design.ts";
import { LIMITS } from "../../src/limits.ts";
import { thrown } from "../thrown.ts";

const isNumeric = (name: string) => "xzw".includes(name);
const nowhere: Expression = { kind: "name", name: "", span: [0, 0] };

/** `a` full, `a-` reduced; sub-terms of a term joined by `|`. */
function coding(formula: string): Record<string, string> {
  const { source, rhs } = parseFormula(formula);
  const terms = codeTerms(source, rhs, isNumeric).map(({ name, subterms }) => {
    const products = subterms.map(({ factors }) =>
      factors.map(({ factor, coding }) => (coding === "reduced" ? `${factor}-` : factor)).join(":"),
    );
    return [name, products.join("|")] as const;
  });
  return Object.fromEntries(terms);
}

describe("the coding rule", () => {
  test.each([
    ["1 + a", { Intercept: "", a: "a-" }],
    ["0 + a", { a: "a" }],
    ["0 + a + b", { a: "a", b: "b-" }],
    ["0 + a:b", { "a:b": "a:b" }],
    ["1 + a:b", { Intercept: "", "a:b": "b-|a-:b" }],
    ["a + a:b", { Intercept: "", a: "a-", "a:b": "a:b-" }],
    ["x:a", { Intercept: "", "x:a": "x:a" }],
    ["x + x:a", { Intercept: "", x: "x", "x:a": "x:a-" }],
    ["a*x", { Intercept: "", a: "a-", x: "x", "a:x": "a-:x" }],
    ["a:b + a:c + b:c", { Intercept: "", "a:b": "b-|a-:b", "a:c": "a:c-", "b:c": "b-:c-" }],
  ])("%s", (formula, expected) => {
    expect(coding(formula)).toEqual(expected);
  });
});

test("terms without numbers come first, the others by their numbers in order of appearance, each by degree", () => {
  expect(Object.keys(coding("x:z + x + a:b + a"))).toEqual(["Intercept", "a", "a:b", "x:z", "x"]);
  expect(Object.keys(coding("z + x + a:x + z:b"))).toEqual(["Intercept", "z", "z:b", "x", "a:x"]);
});

const specs = new Map<string, FactorSpec>([
  ["x", { kind: "numeric", name: "x", expression: nowhere, width: 1 }],
  ["z", { kind: "numeric", name: "z", expression: nowhere, width: 2 }],
  ...["a", "b"].map((name): [string, FactorSpec] => [
    name,
    {
      kind: "categorical",
      name,
      expression: nowhere,
      levels: ["u", "v"],
      dataType: "string",
      contrast: treatment,
    },
  ]),
]);

test("a term's slice covers its columns, and a factor of two columns has two", () => {
  const { source, rhs } = parseFormula("a:z + a");
  const { terms, names } = layOutColumns(source, rhs, specs);
  expect(names).toEqual(["Intercept", "a[T.v]", "a[u]:z[0]", "a[v]:z[0]", "a[u]:z[1]", "a[v]:z[1]"]);
  expect(terms.map(({ name, slice }) => [name, slice])).toEqual([
    ["Intercept", [0, 1]],
    ["a", [1, 2]],
    ["a:z", [2, 6]],
  ]);
});

test("factors are listed once, in order of appearance", () => {
  const { rhs } = parseFormula("b:x + a + x:a");
  expect(distinctFactors(rhs).map((factor) => factor.name)).toEqual(["b", "x", "a"]);
});

test("an interaction of more than twelve categorical factors is refused before its sub-terms are listed", () => {
  const { source, rhs } = parseFormula(Array.from({ length: 13 }, (_, i) => `f${i}`).join(":"));
  const error = thrown(() => codeTerms(source, rhs, () => false));
  expect(error).toMatchObject({ code: "limit", data: { factors: 13, limit: 12 } });
});

test("terms with more columns than the limit are refused at the one that goes beyond it", () => {
  const wide = (name: string): FactorSpec => ({
    kind: "categorical",
    name,
    expression: nowhere,
    levels: Array.from({ length: 3000 }, (_, i) => i),
    dataType: "int",
    contrast: treatment,
  });
  const { source, rhs } = parseFormula("0 + a:b");
  const error = thrown(() => layOutColumns(source, rhs, new Map(["a", "b"].map((name) => [name, wide(name)]))));
  expect(error).toMatchObject({ code: "limit", data: { columns: 9_000_000, limit: LIMITS.columns }, span: [4, 7] });
});

/** The joining of sub-terms as patsy's manual describes it: find the first pair, join it, start again. */
function joinedFromTheLeft(subterms: readonly number[]): Product[] {
  const products: Product[] = subterms.map((factors) => ({ factors, full: 0 }));
  const isOne = (bits: number) => bits !== 0 && (bits & (bits - 1)) === 0;
  for (;;) {
    const pairs = products.flatMap((short, i) => products.map((long, j) => ({ short, long, i, j })));
    const pair = pairs.find(
      ({ short, long, i, j }) =>
        i < j &&
        isOne(long.factors & ~short.factors) &&
        (short.factors & ~long.factors) === 0 &&
        long.full === short.full,
    );
    if (pair === undefined) return products;
    const { short, long, i, j } = pair;
    products[j] = { factors: long.factors, full: long.full | (long.factors & ~short.factors) };
    products.splice(i, 1);
  }
}

test("sub-terms are joined as if the search started again after each join", () => {
  const anySubterms = fc.uniqueArray(fc.integer({ min: 0, max: 31 }), { maxLength: 32 });
  fc.assert(
    fc.property(anySubterms, (subterms) => {
      expect(mergeSubterms(subterms)).toEqual(joinedFromTheLeft(subterms));
    }),
    { seed: 1, numRuns: 500 },
  );
});
