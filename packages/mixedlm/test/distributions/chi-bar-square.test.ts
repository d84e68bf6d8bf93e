import { identity, matrix } from "@mixedlm/linalg";
import { describe, expect, test } from "vitest";
import { chiBarSquareSf, orthantWeights, semidefiniteTail } from "../../src/distributions/chi-bar-square.ts";
import { chiSquareSf } from "../../src/index.ts";

/** The information whose inverse has equal correlations. */
function equalCorrelations(m: number, rho: number): ReturnType<typeof matrix> {
  const all = rho / (1 - rho) / (1 - rho + m * rho);
  return matrix(
    m,
    m,
    Float64Array.from({ length: m * m }, (_, at) => (at % (m + 1) === 0 ? 1 / (1 - rho) : 0) - all),
  );
}

describe("weights of variances that cannot be negative", () => {
  test("are binomial for independent estimates", () => {
    for (const m of [1, 2, 3]) {
      const weights = orthantWeights(identity(m));
      const binomial = [
        [0.5, 0.5],
        [0.25, 0.5, 0.25],
        [0.125, 0.375, 0.375, 0.125],
      ][m - 1]!;
      weights.forEach((weight, j) => {
        expect(weight).toBeCloseTo(binomial[j]!, 14);
      });
    }
    // a standard error of 0.0035 at most
    orthantWeights(identity(4)).forEach((weight, j) => {
      expect(Math.abs(weight - [1, 4, 6, 4, 1][j]! / 16)).toBeLessThan(0.014);
    });
  });

  test("with all correlations a half the chance of all positive is 1 / (m + 1), whatever the units", () => {
    for (const m of [2, 3, 4]) {
      const information = equalCorrelations(m, 0.5);
      const units = [1e-4, 1, 300, 7];
      information.data.forEach((value, at) => {
        information.data[at] = value * units[at % m]! * units[Math.floor(at / m)]!;
      });
      const weights = orthantWeights(information);
      expect(Math.abs(weights[m]! - 1 / (m + 1))).toBeLessThan(m < 4 ? 1e-12 : 0.012);
      expect(weights.reduce((sum, own) => sum + own, 0)).toBeCloseTo(1, 12);
    }
  });
});

describe("a covariance matrix", { timeout: 60_000 }, () => {
  // semidefinite matrices of order 2 are a circular cone of half angle 45 degrees: its intrinsic volumes
  const half = Math.SQRT1_2;
  const weights = [(1 - half) / 2, half / 2, half / 2, (1 - half) / 2];
  const isotropic = matrix(3, 3, Float64Array.of(1, 0, 0, 0, 2, 0, 0, 0, 1));

  test("of two columns with isotropic information has the weights of a circular cone", () => {
    for (const x of [0.5, 4, 30]) {
      const expected = chiBarSquareSf(x, weights);
      const { tail, monteCarloError } = semidefiniteTail(x, isotropic, 0);
      expect(Math.abs(tail - expected)).toBeLessThan(4 * monteCarloError);
      // more directions where a test is decided
      expect(monteCarloError / tail).toBeLessThan(x === 4 ? 0.005 : 0.05);
    }
  });

  test("adds the degrees of freedom of covariances without a boundary", () => {
    const expected = chiBarSquareSf(6, [0, 0, ...weights]);
    const { tail, monteCarloError } = semidefiniteTail(6, isotropic, 2);
    expect(Math.abs(tail - expected)).toBeLessThan(4 * monteCarloError);
  });

  test("has the standard error of its own spread over seeds", () => {
    const tails = Array.from({ length: 40 }, (_, seed) => semidefiniteTail(4, isotropic, 0, seed));
    const expected = chiBarSquareSf(4, weights);
    const spread = Math.sqrt(tails.reduce((sum, { tail }) => sum + (tail - expected) ** 2, 0) / tails.length);
    // 40 squares: their mean is within a share of 0.6 of its own, four standard errors
    expect((spread / tails[0]!.monteCarloError) ** 2).toBeGreaterThan(0.2);
    expect((spread / tails[0]!.monteCarloError) ** 2).toBeLessThan(1.9);
  });

  test("does not depend on the units of its columns", () => {
    const [a, b] = [1e-5, 40];
    const units = [a * a, a * b, b * b];
    const scaled = matrix(
      3,
      3,
      isotropic.data.map((value, at) => value * units[at % 3]! * units[Math.floor(at / 3)]!),
    );
    expect(semidefiniteTail(4, scaled, 0).tail).toBeCloseTo(semidefiniteTail(4, isotropic, 0).tail, 8);
  });

  test("of one column is half of chi-square with 1 degree of freedom", () => {
    expect(semidefiniteTail(3, matrix(1, 1, Float64Array.of(5)), 0).tail / chiSquareSf(3, 1)).toBeCloseTo(0.5, 12);
  });
});

test("a statistic of 0 has the tail 1", () => {
  expect(chiBarSquareSf(0, [0.5, 0.5])).toBe(1);
  expect(chiBarSquareSf(2.7055434540954, [0.5, 0.5])).toBeCloseTo(0.05, 10);
  expect(chiBarSquareSf(Number.NaN, [0.5, 0.5])).toBeNaN();
});
