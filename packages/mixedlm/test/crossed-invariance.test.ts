// What must not matter to models of several grouping factors, structures, weights and offsets: the order of rows, the names of
// levels, origins and units of the columns, chunks, rows written twice. Each property compares two fits of ours.
import { buildDesign, type DesignOptions, type TableLike } from "@mixedlm/design";
import { parseMixedFormula } from "@mixedlm/formula";
import { accumulate, type DesignMoments, mergeMoments } from "@mixedlm/moments";
import { describe, expect, test } from "vitest";
import { estimatesAt, type Fit, fitMoments } from "../src/index.ts";
import { type CrossedTable, crossedTable } from "./crossed-table.ts";
import { uniform } from "./models.ts";

const FORMULAS = [
  "y ~ x + (1 | u) + (1 | i)",
  "y ~ x + (x | u) + (1 | i)",
  "y ~ x + (x || u) + (x || i)",
  "y ~ x + (1 | u/v)",
  "y ~ x + (1 | u) + (1 | u:v) + (1 | i)",
  "y ~ x + (x | u) + (0 + z | u)",
  "y ~ x + cs(1 + x | u) + (1 | i)",
  "y ~ x + homcs(0 + f | u) + (1 | i)",
  "y ~ x + ar1(0 + f | u) + (1 | i)",
  "y ~ x + diag(0 + f | u)",
  "y ~ x + homdiag(0 + f | u) + (1 | u)",
];

const SEEDS = [1, 2, 3];
const cases = FORMULAS.flatMap((formula) => SEEDS.map((seed): [string, number] => [formula, seed]));

function momentsOf(table: TableLike, formula: string, options: DesignOptions = {}): DesignMoments {
  return accumulate(buildDesign(parseMixedFormula(formula), table, options), table);
}

function fitOf(table: TableLike, formula: string, options: DesignOptions = {}, reml = true): Fit {
  return fitMoments(momentsOf(table, formula, options), { reml });
}

function mapped(
  table: CrossedTable,
  column: keyof CrossedTable,
  f: (value: number, row: number) => number,
): CrossedTable {
  return { ...table, [column]: (table[column] as number[]).map(f) };
}

function reordered(table: CrossedTable, order: readonly number[]): CrossedTable {
  const entries = Object.entries(table).map(([name, values]) => [name, order.map((row) => values[row])]);
  return Object.fromEntries(entries) as CrossedTable;
}

function shuffle(n: number, random: () => number): number[] {
  const keys = Array.from({ length: n }, random);
  return keys.map((_, row) => row).sort((a, b) => keys[a] - keys[b]);
}

describe.each(cases)("%s, table %i", (formula, seed) => {
  const table = crossedTable(seed);
  const plain = fitOf(table, formula);
  const weighted = fitOf(table, formula, { weights: "w" });

  test("the search converges", () => {
    expect(plain.status.kind).not.toBe("not-converged");
    expect(weighted.status.kind).not.toBe("not-converged");
  });

  test("the order of rows does not matter", () => {
    const order = shuffle(table.y.length, uniform(seed + 50));
    same(fitOf(reordered(table, order), formula), plain);
    same(fitOf(reordered(table, order), formula, { weights: "w" }), weighted);
  });

  test("the names of levels do not matter", () => {
    const rename = (prefix: string) => (name: string) => `${prefix}${(7 * Number(name.slice(1))) % 13}`;
    const renamed = { ...table, u: table.u.map(rename("a")), v: table.v.map(rename("b")), i: table.i.map(rename("c")) };
    same(fitOf(renamed, formula), plain, false);
    const [ours, theirs] = [effectsByRow(fitOf(renamed, formula), renamed), effectsByRow(plain, table)];
    close(ours, theirs, 1e-6 * plain.sigma);
  });

  test("chunks merged in any order give the same fit", () => {
    const design = buildDesign(parseMixedFormula(formula), table, { weights: "w" });
    const order = shuffle(table.y.length, uniform(seed + 90));
    const parts = [0, 1, 2, 3, 4].map((part) => {
      const rows = order.filter((_, at) => at % 5 === part);
      return accumulate(design, reordered(table, rows));
    });
    const [a, b, c, d, e] = parts;
    same(fitMoments(mergeMoments(mergeMoments(d, mergeMoments(a, e)), mergeMoments(c, b))), weighted);
  });

  test.each([
    [1e-6, 0],
    [1e6, 0],
    [1, 1e5],
    [-2.5, 40],
  ])("the response times %d plus %d", (scale, shift) => {
    const moved = fitOf(
      mapped(table, "y", (y) => scale * y + shift),
      formula,
    );
    close(moved.theta, plain.theta, 1e-6);
    expect(moved.sigma / Math.abs(scale) / plain.sigma).toBeCloseTo(1, 7);
    expect((moved.beta[0] - shift) / scale / plain.stdError[0]).toBeCloseTo(plain.beta[0] / plain.stdError[0], 6);
    expect(moved.beta[1] / moved.stdError[1]).toBeCloseTo((Math.sign(scale) * plain.beta[1]) / plain.stdError[1], 6);
    const nu = plain.n - plain.p;
    expect(moved.objective - 2 * nu * Math.log(Math.abs(scale))).toBeCloseTo(plain.objective, 6);
  });

  test.each([1e-6, 1e-2, 1e6])("a covariate times %d, fixed and random alike", (scale) => {
    const moved = fitOf(
      mapped(table, "x", (x) => scale * x),
      formula,
    );
    expect(moved.beta[1] / moved.stdError[1]).toBeCloseTo(plain.beta[1] / plain.stdError[1], 6);
    expect(moved.beta[0] / moved.stdError[0]).toBeCloseTo(plain.beta[0] / plain.stdError[0], 6);
    expect(moved.sigma / plain.sigma).toBeCloseTo(1, 7);
    expect(moved.objective - 2 * Math.log(scale)).toBeCloseTo(plain.objective, 7);
    expect(moved.status.kind).toBe(plain.status.kind);
  });

  test("weights times a constant are the residual variance times it, and nothing else", () => {
    const moved = fitOf(
      mapped(table, "w", (w) => 9 * w),
      formula,
      { weights: "w" },
    );
    expect(moved.objective).toBeCloseTo(weighted.objective, 8);
    expect(moved.sigma / 3 / weighted.sigma).toBeCloseTo(1, 7);
    moved.terms.forEach(({ stdDev }, t) => {
      close(stdDev, weighted.terms[t].stdDev, 1e-6 * weighted.sigma);
    });
    close(tValues(moved), tValues(weighted), 1e-6);
  });

  test("equal weights of 1 are no weights", () => {
    same(
      fitOf(
        mapped(table, "w", () => 1),
        formula,
        { weights: "w" },
      ),
      plain,
    );
  });

  test("an offset is taken off the response; one of a column's multiples moves its coefficient", () => {
    const off = mapped(table, "y", (y, row) => y + table.o[row]);
    same(fitOf(off, formula, { offset: "o" }), plain);
    const slope = { ...table, o: table.x.map((x) => 4 * x) };
    const moved = fitOf(slope, formula, { offset: "o" });
    expect((moved.beta[1] + 4 - plain.beta[1]) / plain.stdError[1]).toBeCloseTo(0, 7);
    expect(moved.objective).toBeCloseTo(plain.objective, 8);
  });

  test.each([true, false])("rows written twice are weights of 2, at equal theta (reml %s)", (reml) => {
    // differences inside pairs are zero: all sums are equal but for the degrees of freedom and log|W|
    const rows = table.y.map((_, row) => row);
    const twice = fitOf(reordered(table, [...rows, ...rows]), formula, {}, reml);
    const twos = fitOf(
      mapped(table, "w", () => 2),
      formula,
      { weights: "w" },
      reml,
    );
    for (const { estimates } of [plain, weighted]) {
      const a = estimatesAt(twice.engine, estimates.lambda, reml)!;
      const b = estimatesAt(twos.engine, estimates.lambda, reml)!;
      close(a.beta, b.beta, 1e-9 * plain.stdError[0]);
      close(a.b.flatMap(list), b.b.flatMap(list), 1e-9 * plain.sigma);
      const df = (n: number): number => (reml ? n - plain.p : n);
      const [m, k] = [df(2 * plain.n), df(plain.n)];
      expect((m * a.sigma2) / (k * b.sigma2)).toBeCloseTo(1, 10);
      const profile = (nu: number, sigma2: number): number => nu * (1 + Math.log(2 * Math.PI * sigma2));
      const expected = b.objective - profile(k, b.sigma2) + profile(m, a.sigma2) + plain.n * Math.log(2);
      expect(a.objective).toBeCloseTo(expected, 8);
    }
  });
});

function list(values: ArrayLike<number>): number[] {
  return Array.from(values);
}

function tValues({ coefficients }: Fit): number[] {
  return coefficients.map(({ tValue }) => tValue);
}

/** Two fits of the same rows: estimates agree to the width of the search's last step. */
function same(a: Fit, b: Fit, withEffects = true): void {
  expect(a.objective).toBeCloseTo(b.objective, 8);
  close(a.theta, b.theta, 1e-6);
  close(tValues(a), tValues(b), 1e-6);
  expect(a.sigma / b.sigma).toBeCloseTo(1, 7);
  expect(a.status.kind).toBe(b.status.kind);
  if (withEffects) close(a.estimates.b.flatMap(list), b.estimates.b.flatMap(list), 1e-6 * b.sigma);
}

function close(values: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(values.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++)
    expect(Math.abs(values[i] - expected[i])).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected[i])));
}

/** Random effects of u and of i that each row has, whatever its levels are called. */
function effectsByRow({ design, blocks, estimates }: Fit, table: CrossedTable): number[] {
  const { b } = estimates;
  return blocks.factors.flatMap(({ group, s: columns }, factor) => {
    const { name, levels } = design.groups[group];
    if (name !== "u" && name !== "i") return [];
    return table[name].flatMap((label) => {
      const level = levels.indexOf(label);
      return list(b[factor].subarray(level * columns, (level + 1) * columns));
    });
  });
}
