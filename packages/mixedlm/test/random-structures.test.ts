// Designs that nobody would write down: groups of one row, random columns that repeat or vanish, components that overlap,
// leave rows out or hold several entries a row, no constant anywhere. At random points, some with zero variances, the
// likelihood, the fixed effects and the random effects are those of the dense covariance matrix.
import type { RandomRows } from "@mixedlm/design";
import { accumulateRows, blockLayout, type Moments } from "@mixedlm/moments";
import { expect, test } from "vitest";
import { crossProducts } from "../src/cross-products.ts";
import { FitError } from "../src/errors.ts";
import { estimatesAt } from "../src/estimates.ts";
import { uniform } from "./models.ts";
import { type DenseModel, denseFit } from "./oracle.ts";

interface RandomDesign {
  readonly moments: Moments;
  readonly dense: DenseModel;
  readonly k: number;
  /** Columns of each group's components, `widths[c][g]`. */
  readonly widths: readonly Int32Array[];
}

function randomDesign(random: () => number): RandomDesign {
  const below = (n: number): number => Math.floor(random() * n);
  const groups = 1 + below(6);
  const codes = Int32Array.from(
    Array.from({ length: groups }, (_, g) => new Array<number>(1 + below(6)).fill(g)).flat(),
  );
  const n = codes.length;
  const p = 1 + below(3);
  const k = below(4);
  const [constantInX, constantInZ] = [random() < 0.7, random() < 0.7];
  const X = grid(n, p, (j) => (j === 0 && constantInX ? 1 : 2 * random()));
  const Zre = grid(n, k, (j) => (j === 0 && constantInZ ? 1 : random() < 0.1 ? below(2) : 3 * random()));
  const widths = Array.from({ length: k === 0 ? 1 + below(2) : below(3) }, () =>
    Int32Array.from({ length: groups }, () => 1 + below(3)),
  );
  const components = widths.map((width) => randomEntries(codes, width, random));
  const y = Array.from(codes, (g) => 4 * random() + g);
  const rows = {
    n,
    rows: Int32Array.from(codes.keys()),
    y: Float64Array.from(y),
    X: flat(X, p),
    randomEffects: Array.from({ length: k }, (_, j) => ({
      column: j,
      value: Float64Array.from(Zre, (row) => row[j]!),
    })),
    codes,
  };
  const blocks = blockLayout(p, k, widths, groups);
  const start = Array.from(blocks.q, (_, g) => blocks.q.subarray(0, g).reduce((a, b) => a + b, 0));
  const Z = y.map((_, i) => {
    const row = new Array<number>(blocks.q.reduce((a, b) => a + b, 0)).fill(0);
    let at = start[codes[i]!]!;
    for (const value of Zre[i]!) row[at++] = value;
    components.forEach((entries, c) => {
      for (const { column, value } of entries) if (column[i]! >= 0) row[at + column[i]!]! += value[i]!;
      at += widths[c]![codes[i]!]!;
    });
    return row;
  });
  return { moments: accumulateRows(blocks, { ...rows, components }), dense: { y, X, Z }, k, widths };
}

/** Entries of a component: up to two a row, each in another column of the row's group, some missing. */
function randomEntries(codes: Int32Array, columns: Int32Array, random: () => number) {
  const width = 1 + Math.floor(2 * random());
  const [gaps, indicators] = [random() < 0.3, random() < 0.6];
  const entries = Array.from({ length: width }, () => ({
    column: new Int32Array(codes.length).fill(-1),
    value: new Float64Array(codes.length),
  }));
  codes.forEach((g, i) => {
    const used = new Set<number>();
    for (const { column, value } of entries) {
      const chosen = Math.floor(columns[g]! * random());
      if (used.has(chosen) || (gaps && random() < 0.3)) continue;
      used.add(chosen);
      column[i] = chosen;
      value[i] = indicators ? 1 : 2 * random() - 1;
    }
  });
  return entries satisfies RandomRows;
}

/** G of all random effects, group after group. */
function relativeCovariance({ k, widths, dense }: RandomDesign, lambda: Float64Array, tau: Float64Array): number[][] {
  const size = dense.Z[0]!.length;
  const G = grid(size, size, () => 0);
  const groups = widths[0]?.length ?? size / k;
  let at = 0;
  for (let g = 0; g < groups; g++) {
    for (let a = 0; a < k; a++)
      for (let b = 0; b < k; b++)
        for (let m = 0; m < k; m++) G[at + a]![at + b]! += lambda[m * k + a]! * lambda[m * k + b]!;
    at += k;
    widths.forEach((width, c) => {
      for (let j = 0; j < width[g]!; j++, at++) G[at]![at] = tau[c]! ** 2;
    });
  }
  return G;
}

function grid(rows: number, columns: number, entry: (j: number) => number): number[][] {
  return Array.from({ length: rows }, () => Array.from({ length: columns }, (_, j) => entry(j)));
}

function flat(rows: readonly (readonly number[])[], columns: number): Float64Array {
  const n = rows.length;
  return Float64Array.from({ length: n * columns }, (_, at) => rows[at % n]![Math.floor(at / n)]!);
}

test("likelihood and estimates are the dense ones, on 400 random designs", () => {
  let compared = 0;
  for (let seed = 1; seed <= 400; seed++) {
    const random = uniform(seed);
    const design = randomDesign(random);
    const { k, widths, dense } = design;
    const lambda = new Float64Array(k * k);
    for (let j = 0; j < k; j++) for (let i = j; i < k; i++) lambda[j * k + i] = i === j ? 2 * random() : random() - 0.5;
    const tau = Float64Array.from(widths, () => (random() < 0.2 ? 0 : 3 * random()));
    const G = relativeCovariance(design, lambda, tau);
    for (const reml of [true, false]) {
      const ours = evaluated(design, lambda, tau, reml);
      if (ours === null) continue;
      compared += 1;
      const theirs = denseFit(dense, G, reml);
      const close = (a: number, b: number): void =>
        expect(Math.abs(a - b), `seed ${seed}`).toBeLessThan(1e-8 * (1 + Math.abs(b)));
      close(ours.objective, theirs.objective);
      theirs.beta.forEach((value, j) => {
        close(ours.beta[j]!, value);
      });
      theirs.b.forEach((value, j) => {
        close(ours.b[j]!, value);
      });
    }
  }
  expect(compared).toBeGreaterThan(600);
});

/** Our estimates; null where the design is refused: too few rows, dependent columns, a perfect fit. */
function evaluated({ moments, dense }: RandomDesign, lambda: Float64Array, tau: Float64Array, reml: boolean) {
  try {
    const cp = crossProducts(
      moments,
      dense.X[0]!.map((_, j) => `x${j}`),
      "y",
    );
    return estimatesAt(cp, { lambda, tau }, reml);
  } catch (error) {
    if (error instanceof FitError) return null;
    throw error;
  }
}
