import { randomGenerator } from "@mixedlm/linalg";
import { engineOf, estimatesAt } from "mixedlm";
import { describe, expect, test } from "vitest";
import { denseFit } from "../../../mixedlm/test/oracle.ts";
import { mixedlm } from "../../src/index.ts";
import { L2ConstraintsPenalty, SCADSmoothed } from "../../src/penalties/constraints-penalty.ts";
import { penalisedFixedEffects } from "../../src/penalties/penalised-fixed-effects.ts";
import { L2, NonePenalty, Penalty, PseudoHuber, SCAD } from "../../src/penalties/penalties.ts";
import { codeOf } from "../thrown.ts";

/** Three columns of which two are nearly the same, five groups of uneven size. */
const rows = Array.from({ length: 31 }, (_, i) => {
  const a = Math.sin(3 * i) + i / 10;
  return {
    g: `g${(i * i) % 5}`,
    a,
    b: a + 0.3 * Math.cos(7 * i),
    y: 2 + 0.6 * a + Math.sin(11 * i) + ((i * i) % 5) / 3,
  };
});
const model = mixedlm("y ~ a + b", rows, "g");
const engine = engineOf(model.moments);
const lambda = [Float64Array.of(0.8)];

/** The penalised log-likelihood of fixed effects by dense matrices. */
function denseCriterion(reml: boolean, penalty: Penalty): (beta: ArrayLike<number>) => number {
  const labels = [...new Set(rows.map(({ g }) => g))];
  const X = rows.map(({ a, b }) => [1, a, b]);
  const Z = rows.map(({ g }) => labels.map((label) => (label === g ? 1 : 0)));
  const G = labels.map((_, i) => labels.map((__, j) => (i === j ? 0.64 : 0)));
  const n = rows.length;
  const nu = reml ? n - 3 : n;
  // the criterion depends on beta by its generalised sum of squares alone
  const q = (beta: ArrayLike<number>): number => {
    const y = rows.map((row, i) => row.y - X[i]!.reduce((sum, x, j) => sum + x * beta[j]!, 0));
    const V = rows.map((r, i) => rows.map((s, k) => (r.g === s.g ? 0.64 : 0) + (i === k ? 1 : 0)));
    const solved = solveDense(V, y);
    return y.reduce((sum, value, i) => sum + value * solved[i]!, 0);
  };
  const free = denseFit({ y: rows.map(({ y }) => y), X, Z }, G, reml);
  const q0 = q(free.beta);
  return (beta) => -free.objective / 2 - (nu / 2) * Math.log(q(beta) / q0) - penalty.func(beta);
}

const penalties: [string, Penalty][] = [
  ["ridge", new L2()],
  ["ridge that spares the intercept", new L2({ weights: [0, 3, 3] })],
  ["stiff ridge on a difference", new L2ConstraintsPenalty({ restriction: [[0, 1, -1]], weights: 1e4 })],
  ["pseudo-Huber", new PseudoHuber(0.05, { weights: 4 })],
  ["smoothed SCAD", new SCADSmoothed(0.8)],
  ["none", new NonePenalty()],
];

describe.each([true, false])("reml %s", (reml) => {
  const estimates = estimatesAt(engine, lambda, reml)!;
  const nu = reml ? rows.length - 3 : rows.length;
  const size = (j: number): number => Math.sqrt(estimates.vcov.data[j * 4]!);

  test.each(penalties)("the dense penalised likelihood is highest at the fixed effects found: %s", (_, penalty) => {
    const found = penalisedFixedEffects(estimates, nu, penalty);
    const dense = denseCriterion(reml, penalty);
    const best = climbed(dense, found, [0, 1, 2].map(size));
    expect(dense(best) - dense(found)).toBeLessThan(1e-9);
    const apart = [0, 1, 2].map((j) => Math.abs(best[j]! - found[j]!) / size(j));
    // what a search by values alone can tell
    for (const distance of apart) expect(distance).toBeLessThan(1e-4);
  });

  test.each(penalties)("the gradient of the dense penalised likelihood is zero there: %s", (_, penalty) => {
    const found = penalisedFixedEffects(estimates, nu, penalty);
    const gradient = denseGradient(reml, penalty, found);
    gradient.forEach((slope, j) => {
      // slopes in standard errors, relative to what the penalty pulls with
      const pull = Math.abs(penalty.deriv(found)[j]!);
      expect(Math.abs(slope) * size(j)).toBeLessThan(1e-9 * (1 + pull * size(j)));
    });
  });

  test("the criterion at these fixed effects is the dense one", () => {
    const penalty = new L2();
    const found = penalisedFixedEffects(estimates, nu, penalty);
    const own = estimatesAt(engine, lambda, reml, found)!;
    expect(-own.objective / 2 - penalty.func(found)).toBeCloseTo(denseCriterion(reml, penalty)(found), 9);
  });
});

const beta = Float64Array.of(3, 0.5, -0.1);
const vcov = { nrow: 3, ncol: 3, data: Float64Array.of(0.3, 0.05, 0.01, 0.05, 0.1, 0.02, 0.01, 0.02, 0.08) };

test("the units of the columns do not matter", () => {
  const units = [1, 1e-8, 1e7];
  const plain = penalisedFixedEffects({ beta, vcov }, 40, new L2({ weights: [1, 2, 3] }));
  const scaled = penalisedFixedEffects(
    {
      beta: beta.map((v, j) => v * units[j]!),
      vcov: { ...vcov, data: vcov.data.map((v, at) => v * units[at % 3]! * units[Math.floor(at / 3)]!) },
    },
    40,
    new L2({ weights: [1, 2, 3].map((w, j) => w / units[j]! ** 2) }),
  );
  plain.forEach((value, j) => {
    expect(scaled[j]! / units[j]!).toBeCloseTo(value, 11);
  });
});

test("a ridge without end on a difference gives the generalised least-squares estimates under that constraint", () => {
  const found = penalisedFixedEffects(
    { beta, vcov },
    40,
    new L2ConstraintsPenalty({ restriction: [[1, -1, 0]], weights: 1e9 }),
  );
  // beta - C r (r'C r)^-1 r'beta with r the restriction
  const expected = [3 - (0.25 * 2.5) / 0.3, 0.5 + (0.05 * 2.5) / 0.3, -0.1 + (0.01 * 2.5) / 0.3];
  expected.forEach((value, j) => {
    expect(found[j]!).toBeCloseTo(value, 7);
  });
});

test("SCAD sets coefficients to exactly zero where its kink is the maximum, and nothing nearby is higher", () => {
  const { uniform } = randomGenerator(5);
  for (const [tau, zeros] of [
    [1, 0],
    [2, 1],
    [4, 2],
    [10, 3],
  ] as const) {
    const penalty = new SCAD(tau);
    const value = (b: ArrayLike<number>): number => -20 * Math.log1p(distance(b) / 40) - penalty.func(b);
    const found = penalisedFixedEffects({ beta, vcov }, 40, penalty);
    expect(found.filter((v) => v === 0)).toHaveLength(zeros);
    for (let trial = 0; trial < 2000; trial++) {
      const size = 10 ** (-6 * uniform());
      expect(value(found.map((v) => v + size * (uniform() - 0.5)))).toBeLessThanOrEqual(value(found));
    }
  }
});

test("a penalty of the caller's needs no second derivatives", () => {
  class Cosh extends Penalty {
    override func(b: ArrayLike<number>): number {
      return Math.cosh(b[0]!) + Math.cosh(b[1]!);
    }
    override deriv(b: ArrayLike<number>): Float64Array {
      return Float64Array.of(Math.sinh(b[0]!), Math.sinh(b[1]!), 0);
    }
  }
  const found = penalisedFixedEffects({ beta, vcov }, 40, new Cosh());
  // the pull of the penalty balances that of the likelihood: C penalty' = share (beta - b)
  const share = 1 / (1 + distance(found) / 40);
  const pull = new Cosh().deriv(found);
  beta.forEach((value, i) => {
    const sum = pull.reduce((total, slope, j) => total + vcov.data[j * 3 + i]! * slope, 0);
    expect(sum).toBeCloseTo(share * (value - found[i]!), 10);
  });
});

test("a gradient that is not that of the value is an error", () => {
  class Wrong extends L2 {
    override deriv(b: ArrayLike<number>): Float64Array {
      return super.deriv(b).map((slope) => -slope);
    }
  }
  expect(codeOf(() => penalisedFixedEffects({ beta, vcov }, 40, new Wrong()))).toBe("penalty-slopes");
});

test("a penalty with too many weights is an error, also where it has only to be asked for curvatures", () => {
  expect(codeOf(() => penalisedFixedEffects({ beta, vcov }, 40, new L2({ weights: [1, 2] })))).toBe("penalty-length");
});

test("without fixed effects there is nothing to penalise", () => {
  const none = { beta: new Float64Array(0), vcov: { nrow: 0, ncol: 0, data: new Float64Array(0) } };
  expect(penalisedFixedEffects(none, 10, new L2())).toHaveLength(0);
});

/** (b - beta)'C^-1(b - beta). */
function distance(b: ArrayLike<number>): number {
  const C = [0, 1, 2].map((i) => [0, 1, 2].map((j) => vcov.data[j * 3 + i]!));
  const gap = Array.from(beta, (value, j) => b[j]! - value);
  const solved = solveDense(C, gap);
  return gap.reduce((sum, value, j) => sum + value * solved[j]!, 0);
}

/** nu X'V^-1(y - X b) / q less the penalty's gradient, dense. */
function denseGradient(reml: boolean, penalty: Penalty, b: ArrayLike<number>): number[] {
  const X = rows.map((row) => [1, row.a, row.b]);
  const V = rows.map((r, i) => rows.map((s, k) => (r.g === s.g ? 0.64 : 0) + (i === k ? 1 : 0)));
  const r = rows.map(({ y }, i) => y - X[i]!.reduce((sum, x, j) => sum + x * b[j]!, 0));
  const solved = solveDense(V, r);
  const q = r.reduce((sum, value, i) => sum + value * solved[i]!, 0);
  const nu = reml ? rows.length - 3 : rows.length;
  const slopes = penalty.deriv(b);
  return [0, 1, 2].map((j) => (nu * X.reduce((sum, x, i) => sum + x[j]! * solved[i]!, 0)) / q - slopes[j]!);
}

/** The best point that steps along the axes and between the last two columns find, from `start`, by values alone. */
function climbed(f: (x: number[]) => number, start: ArrayLike<number>, sizes: readonly number[]): number[] {
  let best = Array.from(start);
  let value = f(best);
  const directions = [
    ...sizes.map((s, j) => sizes.map((_, i) => (i === j ? s : 0))),
    [0, sizes[1]!, -sizes[1]!],
    [0, 1, 1],
  ];
  for (let step = 0.5; step > 1e-6; step /= 2)
    for (const direction of directions)
      for (const sign of [1, -1]) {
        const tried = best.map((v, j) => v + sign * step * direction[j]!);
        const there = f(tried);
        if (there > value + 1e-10) [best, value] = [tried, there];
      }
  return best;
}

function solveDense(A: readonly (readonly number[])[], b: readonly number[]): number[] {
  const M = A.map((row, i) => [...row, b[i]!]);
  for (const [k, pivot] of M.entries()) {
    for (let i = k + 1; i < M.length; i++) {
      const factor = M[i]![k]! / pivot[k]!;
      for (let j = k; j <= M.length; j++) M[i]![j]! -= factor * pivot[j]!;
    }
  }
  const x = new Array<number>(M.length).fill(0);
  for (let i = M.length - 1; i >= 0; i--) {
    const rest = M[i]!.slice(i + 1, -1).reduce((sum, value, j) => sum + value * x[i + 1 + j]!, 0);
    x[i] = (M[i]!.at(-1)! - rest) / M[i]![i]!;
  }
  return x;
}
