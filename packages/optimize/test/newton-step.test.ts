// The step of Newton's method beside its definition by eigenvalues, of few parameters and of many.
import { matrix, randomGenerator } from "@mixedlm/linalg";
import { expect, test } from "vitest";
import { newtonStep } from "../src/newton-step.ts";

/** Hessians with known eigenvalues: Householder's reflection I - 2vv' on both sides of a diagonal. */
function reflected(values: readonly number[], seed: string): { hessian: Float64Array } {
  const random = randomGenerator(seed);
  const raw = values.map(() => random.normal());
  const norm = Math.hypot(...raw);
  const v = raw.map((entry) => entry / norm);
  const n = values.length;
  const Q = (i: number, k: number): number => (i === k ? 1 : 0) - 2 * (v[i] as number) * (v[k] as number);
  const hessian = new Float64Array(n * n);
  for (let j = 0; j < n; j++)
    for (let i = 0; i < n; i++)
      hessian[j * n + i] = values.reduce((sum, value, k) => sum + Q(i, k) * value * Q(j, k), 0);
  return { hessian };
}

test.each([5, 60])("a step of %d parameters solves a well conditioned system", (n) => {
  const values = Array.from({ length: n }, (_, k) => 1 + k / n);
  const { hessian } = reflected(values, `definite ${n}`);
  const random = randomGenerator("slopes");
  const gradient = Float64Array.from({ length: n }, () => random.normal());
  const step = newtonStep(matrix(n, n, hessian), gradient);
  for (let i = 0; i < n; i++) {
    const product = step.reduce((sum, own, j) => sum + (hessian[j * n + i] as number) * own, 0);
    // a shift of 1e-7 of the largest eigenvalue is all that may be between them
    expect(Math.abs(product + (gradient[i] as number))).toBeLessThan(1e-5);
  }
});

test.each([5, 60])("a step of %d parameters goes down where the Hessian is indefinite or singular", (n) => {
  const random = randomGenerator(`directions ${n}`);
  for (const least of [-3, -1e-9, 0]) {
    const values = Array.from({ length: n }, (_, k) => (k === 0 ? least : 1 + k / n));
    const { hessian } = reflected(values, `indefinite ${n} ${least}`);
    const gradient = Float64Array.from({ length: n }, () => random.normal());
    const step = newtonStep(matrix(n, n, hessian), gradient);
    expect(step.every(Number.isFinite)).toBe(true);
    expect(step.reduce((sum, own, i) => sum + own * (gradient[i] as number), 0)).toBeLessThan(0);
  }
});

test.each([5, 60])("units of %d parameters change a step's entries by their own factors", (n) => {
  const values = Array.from({ length: n }, (_, k) => 1 + k / n);
  const { hessian } = reflected(values, `units ${n}`);
  const unit = Float64Array.from({ length: n }, (_, k) => 10 ** ((k % 9) - 4));
  const gradient = Float64Array.from({ length: n }, (_, k) => 1 / (1 + k));
  const plain = newtonStep(matrix(n, n, hessian), gradient);
  const scaled = newtonStep(
    matrix(
      n,
      n,
      hessian.map((entry, at) => entry * (unit[at % n] as number) * (unit[Math.floor(at / n)] as number)),
    ),
    gradient.map((slope, k) => slope * (unit[k] as number)),
  );
  for (let k = 0; k < n; k++) {
    const own = (scaled[k] as number) * (unit[k] as number);
    expect(Math.abs(own - (plain[k] as number))).toBeLessThan(1e-9 * (1 + Math.abs(plain[k] as number)));
  }
});
