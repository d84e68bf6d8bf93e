// What a reference grid is made of, against counts and means written out by hand.
import { describe, expect, test } from "vitest";
import { lmm, marginalMeans, type ReferenceVariable, referenceValues } from "../../src/index.ts";

const rows = Array.from({ length: 48 }, (_, i) => ({
  y: Math.sin(7 * i) + (i % 3) + (i % 5 === 0 ? 2 : 0),
  g: `g${i % 6}`,
  text: ["mid", "high", "low"][i % 3]!,
  flag: i % 5 === 0,
  dose: [10, 2.5, 40][i % 3]!,
  pair: i % 4 === 0 ? 1 : 3,
  x: i === 47 ? Number.NaN : i / 7,
}));
const kept = rows.slice(0, 47);
const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;

const variable = (formula: string, name: string): ReferenceVariable | undefined =>
  referenceValues(lmm(formula, rows as never)).variables.find((own) => own.name === name);

describe("a variable of the fixed effects", () => {
  test("is a factor with sorted levels, if it is text or truth values", () => {
    expect(variable("y ~ text + x + (1 | g)", "text")).toEqual({
      ...{ kind: "factor", name: "text", numeric: false },
      levels: ["high", "low", "mid"],
    });
    expect(variable("y ~ flag + (1 | g)", "flag")).toMatchObject({ levels: [false, true], numeric: false });
  });

  test("is a factor, if it is a number that is coded, and in the order of the coding", () => {
    expect(variable("y ~ factor(dose) + (1 | g)", "dose")).toMatchObject({ kind: "factor", levels: [2.5, 10, 40] });
    const order = variable("y ~ C(text, levels=['low', 'mid', 'high', 'top']) + (1 | g)", "text");
    expect(order).toMatchObject({ levels: ["low", "mid", "high"] });
  });

  test("has its mean over the rows of the fit, if it is another number", () => {
    const x = kept.map((row) => row.x);
    expect(variable("y ~ x + (1 | g)", "x")).toEqual({
      ...{ kind: "covariate", name: "x", range: [0, 46 / 7] },
      mean: expect.closeTo(mean(x), 14),
    });
    expect(variable("y ~ np.log(x + 1) * text + (1 | g)", "x")).toMatchObject({ mean: expect.closeTo(mean(x), 14) });
  });

  test("has both values of a number that has two, as in emmeans", () => {
    expect(variable("y ~ pair + x + (1 | g)", "pair")).toMatchObject({ kind: "factor", levels: [1, 3], numeric: true });
    const fit = lmm("y ~ pair + text + (1 | g)", rows as never);
    const [b0, ...b] = fit.beta;
    const at = (name: string): number => b[fit.names.indexOf(name) - 1] ?? 0;
    const average = b0! + 2 * at("pair") + (at("text[T.low]") + at("text[T.mid]")) / 3;
    expect(marginalMeans(fit, "~ 1").rows[0]!.estimate).toBeCloseTo(average, 12);
    expect(marginalMeans(fit, "pair").rows.map((row) => row.pair)).toEqual([1, 3]);
    // between its values the model can be evaluated too
    const [one, two, three] = marginalMeans(fit, "pair", { at: { pair: [1, 2, 3] } }).rows.map((row) => row.estimate!);
    expect(two).toBeCloseTo((one! + three!) / 2, 12);
  });

  test("is none, if only the random effects or the response have it", () => {
    const fit = lmm("I(y + pair) ~ text + (x | g)", rows as never);
    expect(referenceValues(fit).variables.map(({ name }) => name)).toEqual(["text"]);
  });
});

test("cells count the rows of each combination that occurs", () => {
  const { variables, cells } = referenceValues(lmm("y ~ text * flag + x + (1 | g)", rows as never));
  const factors = variables.flatMap((own) => (own.kind === "factor" ? [own] : []));
  expect(factors.map(({ name }) => name)).toEqual(["text", "flag"]);
  let total = 0;
  cells!.rows.forEach((count, c) => {
    const [text, flag] = factors.map(({ levels }, f) => levels[cells!.codes[2 * c + f]!]!);
    expect(count).toBe(kept.filter((row) => row.text === text && row.flag === flag).length);
    total += count;
  });
  expect(total).toBe(47);
});

test("truth values are arguments of arithmetic in the grid as in the data", () => {
  const fit = lmm("y ~ I(flag * x) + flag + (1 | g)", rows as never);
  const { rows: means, L } = marginalMeans(fit, "flag");
  expect(means.map(({ flag }) => flag)).toEqual([false, true]);
  const product = fit.names.findIndex((name) => name.startsWith("I("));
  expect(L.map((row) => row[product])).toEqual([0, expect.closeTo(mean(kept.map(({ x }) => x)), 12)]);
});
