// One-step deletion against its definition: V is written out, the rows are taken out of y, X and V, and generalised least
// squares is done again. Tolerance: rounding of the n x n inverses.
import { describe, expect, test } from "vitest";
import { deleteSets } from "../../src/diagnostics/delete-sets.ts";
import { isDeletion } from "../../src/diagnostics/deletion.ts";
import { influence, lmm } from "../../src/index.ts";
import {
  denseLeastSquares,
  inverse,
  MARGINAL_MODELS,
  type MarginalModel,
  marginalModel,
  times,
} from "../marginal-models.ts";

const SAME = 1e-8;

/** Largest deviation of all columns from the definition, in units of standard errors. */
function deviation(model: MarginalModel, by: string): number {
  const { fit, y, X, V, labels } = model;
  const own = influence(fit, { by });
  expect(own.failures).toEqual([]);
  const label = by === "row" ? y.map((_, i) => i) : labels[by]!;
  const whole = denseLeastSquares(y, X, V);
  let most = 0;
  const see = (ours: number, theirs: number, unit: number): void => {
    most = Math.max(most, Math.abs(ours - theirs) / unit);
  };
  for (const [d, deleted] of own.labels.entries()) {
    const left = y.map((_, i) => i).filter((i) => label[i] !== deleted);
    const there = denseLeastSquares(
      left.map((i) => y[i]!),
      left.map((i) => X[i]!),
      left.map((i) => left.map((j) => V[i]![j]!)),
    );
    const nu = left.length - (fit.reml ? fit.p : 0);
    const ratio = there.r2 / nu;
    const change = whole.beta.map((value, j) => value - there.beta[j]!);
    const moved = times(
      inverse(whole.M),
      change.map((value) => [value]),
    );
    const relative = times(inverse(whole.M), there.M);
    change.forEach((value, j) => {
      see(own.beta[d]![j]!, there.beta[j]!, fit.stdError[j]!);
      see(own.dfbeta[d]![j]!, value, fit.stdError[j]!);
      see(own.dfbetas[d]![j]!, value / Math.sqrt(ratio * there.M[j]![j]!), 1);
    });
    see(own.cooksDistance[d]!, change.reduce((sum, value, j) => sum + value * moved[j]![0]!, 0) / fit.p, 1);
    see(own.sigma[d]!, fit.sigma * Math.sqrt(ratio), fit.sigma);
    see(own.covTrace[d]!, ratio * relative.reduce((sum, row, j) => sum + row[j]!, 0) - fit.p, fit.p);
    see(own.covRatio[d]!, ratio ** fit.p * determinant(relative), 1);
    expect(own.theta[d]).toEqual(fit.theta);
  }
  return most;
}

function determinant(A: number[][]): number {
  if (A.length === 1) return A[0]![0]!;
  return A[0]!.reduce((sum, value, j) => {
    const minor = A.slice(1).map((row) => row.filter((_, k) => k !== j));
    return sum + (j % 2 === 0 ? 1 : -1) * value * determinant(minor);
  }, 0);
}

describe.each(MARGINAL_MODELS)("one-step deletion: %s", (name) => {
  const model = marginalModel(name);
  test("of each row is generalised least squares without it", () => {
    expect(deviation(model, "row")).toBeLessThan(SAME);
  });
  const factors = [...new Set([...model.fit.design.groups.map((group) => group.name), "s", "f"])];
  test.each(factors)("of the rows of each level of %s is generalised least squares without them", (by) => {
    expect(deviation(model, by)).toBeLessThan(SAME);
  });
});

test("in a large crossed design the closed form of rows is the likelihood without them, whichever engine", () => {
  const n = 400;
  const rows = Array.from({ length: n }, (_, i) => i);
  const [u, v] = [rows.map((i) => (i * 7) % 43), rows.map((i) => (i * i + 3 * i) % 37)];
  const x = rows.map((i) => Math.sin(1.3 * i));
  const y = rows.map(
    (i) => 2 * Math.cos(u[i]!) + Math.sin(3 * v[i]!) + x[i]! * (1 + Math.cos(2 * u[i]!)) + Math.cos(5.7 * i),
  );
  const fit = lmm("y ~ x + (x | u) + (1 | v)", { x, y, u, v });
  expect(fit.engine.varianceOutside).toBeNaN();
  const closed = influence(fit);
  const codes = Int32Array.from(rows, (i) => (i % 20 === 0 ? i / 20 : -1));
  for (const [d, outcome] of [...deleteSets(fit, codes, 20, false, undefined)].entries()) {
    if (!isDeletion(outcome)) throw new Error(outcome.message);
    for (let j = 0; j < fit.p; j++)
      expect(Math.abs(outcome.change[j]! - closed.dfbeta[20 * d]![j]!)).toBeLessThan(1e-9 * fit.stdError[j]!);
    expect(outcome.sigma / closed.sigma[20 * d]!).toBeCloseTo(1, 10);
  }
});

test.each(["row", "g", "h"])("the origin of a predictor does not matter, by %s", (by) => {
  const rows = Array.from({ length: 60 }, (_, i) => i);
  const x = rows.map((i) => ((i * 37) % 61) / 64);
  const [g, h] = [rows.map((i) => i % 6), rows.map((i) => (i * i) % 5)];
  const y = rows.map((i) => 2 * x[i]! + Math.sin(3 * g[i]!) + Math.cos(2 * h[i]!) + Math.cos(5.3 * i));
  const near = influence(lmm("y ~ x + (1 | g) + (1 | h)", { y, x, g, h }), { by });
  // exactly the same numbers, 2^20 further
  const far = influence(lmm("y ~ x + (1 | g) + (1 | h)", { y, x: x.map((v) => v + 2 ** 20), g, h }), { by });
  // 2^20 / 0.3 units of the last digit are 1e-9
  for (const column of ["cooksDistance", "covRatio", "covTrace"] as const)
    near[column].forEach((value, i) => {
      expect(Math.abs(far[column][i]! - value)).toBeLessThan(1e-7);
    });
});
