import { type Matrix, matrix, randomGenerator } from "@mixedlm/linalg";
import { describe, expect, test } from "vitest";
import { coordinateDescent, exactMinimum, type L1Loss, lossFunction } from "../../src/fitting/l1-fixed-effects.ts";
import { type RegularizedCase, recordedRegularized } from "../penalties/recorded-penalties.ts";

const DEFAULTS = { ceps: 1e-4, ptol: 1e-6, maxit: 200 };
const cases = recordedRegularized().cases.map((own): [string, number | string, RegularizedCase] => {
  return [own.model, JSON.stringify(own.alpha), own];
});

/** The loss of a recorded case, from its dense V. */
function lossOf({ gls, alpha }: RegularizedCase): L1Loss {
  const p = gls.beta.length;
  return {
    beta: Float64Array.from(gls.beta),
    vcov: matrix(p, p, Float64Array.from(gls.vcov.flat())),
    alpha: Float64Array.from({ length: p }, (_, j) => (typeof alpha === "number" ? alpha : alpha[j]!)),
  };
}

describe.each(cases)("%s, alpha %s", (_, __, recorded) => {
  const loss = lossOf(recorded);
  const size = (j: number): number => Math.sqrt(loss.vcov.data[j * (loss.beta.length + 1)]!);

  test("the descent ends where statsmodels' does", () => {
    const { coefficients, converged } = coordinateDescent(loss, loss.beta, DEFAULTS);
    expect(converged).toBe(true);
    recorded.fe_params.forEach((value, j) => {
      expect(coefficients[j] === 0).toBe(value === 0);
      expect(Math.abs(coefficients[j]! - value)).toBeLessThanOrEqual(1e-9 * size(j));
    });
  });

  test("the exact minimum is the best of all patterns of signs", () => {
    const found = exactMinimum(loss);
    recorded.exact.fe_params.forEach((value, j) => {
      expect(found[j] === 0).toBe(value === 0);
      expect(Math.abs(found[j]! - value)).toBeLessThanOrEqual(1e-9 * size(j));
    });
  });

  test("the loss of statsmodels' end is above the minimum by as much as with a dense V", () => {
    const excess = lossFunction(loss)(Float64Array.from(recorded.fe_params)) - lossFunction(loss)(exactMinimum(loss));
    expect(Math.abs(excess - (recorded.loss - recorded.exact.loss))).toBeLessThan(1e-9);
  });
});

test("the exact minimum is that of all patterns of signs on random losses, many of which the descent leaves wrong", () => {
  const generator = randomGenerator(17);
  let wrong = 0;
  for (let trial = 0; trial < 300; trial++) {
    const loss = randomLoss(generator, 2 + (trial % 3));
    const found = exactMinimum(loss);
    const best = bruteForce(loss);
    best.forEach((value, j) => {
      expect(Math.abs(found[j]! - value)).toBeLessThanOrEqual(1e-8 * (1 + Math.abs(value)));
    });
    const { coefficients } = coordinateDescent(loss, loss.beta, DEFAULTS);
    expect(lossFunction(loss)(coefficients)).toBeGreaterThanOrEqual(lossFunction(loss)(found) - 1e-9);
    if (lossFunction(loss)(coefficients) > lossFunction(loss)(found) + 1e-3) wrong++;
  }
  // a zero that is never left again: the statement above would be empty if that did not happen
  expect(wrong).toBeGreaterThan(0);
});

test("a coefficient below ceps is never touched, and rounds run out", () => {
  const loss = { beta: Float64Array.of(5e-5, 3), vcov: identity(2), alpha: Float64Array.of(1, 1) };
  expect(Array.from(coordinateDescent(loss, loss.beta, DEFAULTS).coefficients)).toEqual([5e-5, 2.5]);
  const correlated = { ...loss, beta: Float64Array.of(2, 3), vcov: matrix(2, 2, Float64Array.of(1, 0.9, 0.9, 1)) };
  expect(coordinateDescent(correlated, correlated.beta, { ...DEFAULTS, maxit: 1 }).converged).toBe(false);
});

test("without fixed effects nothing is left to do", () => {
  const none = { beta: new Float64Array(0), vcov: identity(0), alpha: new Float64Array(0) };
  expect(coordinateDescent(none, none.beta, DEFAULTS)).toEqual({ coefficients: none.beta, converged: true });
  expect(exactMinimum(none)).toHaveLength(0);
});

function identity(p: number): Matrix {
  return matrix(
    p,
    p,
    Float64Array.from({ length: p * p }, (_, at) => (at % (p + 1) === 0 ? 1 : 0)),
  );
}

function randomLoss({ normal, uniform }: ReturnType<typeof randomGenerator>, p: number): L1Loss {
  const A = Array.from({ length: p }, () => Array.from({ length: p + 1 }, () => normal()));
  const common = Array.from({ length: p + 1 }, () => 2 * normal());
  const rows = A.map((row) => row.map((v, k) => v + common[k]!));
  const vcov = rows.flatMap((a) => rows.map((b) => a.reduce((sum, v, k) => sum + v * b[k]!, 0)));
  return {
    beta: Float64Array.from({ length: p }, () => 3 * normal()),
    vcov: matrix(p, p, Float64Array.from(vcov)),
    alpha: Float64Array.from({ length: p }, () => (uniform() < 0.1 ? 0 : 3 * uniform())),
  };
}

/** Every pattern of signs: the minimum of the loss on it, by the inverse of the rows and columns of B that are kept. */
function bruteForce({ beta, vcov, alpha }: L1Loss): number[] {
  const p = beta.length;
  const B = inverse(Array.from({ length: p }, (_, i) => Array.from({ length: p }, (__, j) => vcov.data[j * p + i]!)));
  const loss = (b: readonly number[]): number => {
    const gap = b.map((v, j) => v - beta[j]!);
    const quadratic = gap.reduce((s, v, i) => s + v * gap.reduce((t, w, j) => t + B[i]![j]! * w, 0), 0);
    return quadratic + b.reduce((s, v, j) => s + alpha[j]! * Math.abs(v), 0);
  };
  let best = { value: Number.POSITIVE_INFINITY, b: [] as number[] };
  for (let code = 0; code < 3 ** p; code++) {
    const signs = Array.from({ length: p }, (_, j) => (Math.floor(code / 3 ** j) % 3) - 1);
    const kept = signs.flatMap((sign, j) => (sign === 0 ? [] : [j]));
    const own = inverse(kept.map((i) => kept.map((j) => B[i]![j]!)));
    const right = kept.map((i) => B[i]!.reduce((s, v, j) => s + v * beta[j]!, 0) - (alpha[i]! * signs[i]!) / 2);
    const b = new Array<number>(p).fill(0);
    for (const [a, i] of kept.entries()) b[i] = own[a]!.reduce((s, v, c) => s + v * right[c]!, 0);
    if (kept.every((j) => Math.sign(b[j]!) === signs[j] || alpha[j] === 0) && loss(b) < best.value)
      best = { value: loss(b), b };
  }
  return best.b;
}

function inverse(A: number[][]): number[][] {
  const n = A.length;
  const M = A.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let k = 0; k < n; k++) {
    const pivot = M[k]![k]!;
    M[k] = M[k]!.map((v) => v / pivot);
    for (let i = 0; i < n; i++) {
      const factor = M[i]![k]!;
      if (i !== k) M[i] = M[i]!.map((v, j) => v - factor * M[k]![j]!);
    }
  }
  return M.map((row) => row.slice(n));
}
