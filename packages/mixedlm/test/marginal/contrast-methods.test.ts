// Coefficients of contrasts against those of emmeans, and what defines them where it has none.
import { describe, expect, test } from "vitest";
import { contrastSet } from "../../src/marginal/contrast-methods.ts";
import { MARGINAL } from "./marginal-record.ts";

const labels = (k: number): string[] => Array.from({ length: k }, (_, i) => String.fromCharCode(65 + i));

describe("coefficients are emmeans'", () => {
  const recorded = MARGINAL.cases.flatMap(({ model, by, rows, contrasts }) =>
    by.length > 0 ? [] : contrasts.map((own) => ({ ...own, name: `${own.method} of ${rows.length} (${model})` })),
  );
  test.each(recorded.filter(({ method }) => method !== "custom"))(
    "$name",
    ({ method, ref, coefficients, adjusted }) => {
      const k = coefficients[0]!.length;
      const { contrasts } = contrastSet(method as "pairwise", labels(k), [ref === null ? 0 : Number(ref.slice(1)) - 1]);
      expect(contrasts.length).toBe(Object.values(adjusted)[0]!.length);
      contrasts.forEach((own, c) => {
        own.coefficients.forEach((value, i) => {
          expect(Math.abs(value - coefficients[c]![i]!)).toBeLessThan(1e-14);
        });
      });
    },
  );

  test("polynomials of 2 to 12 levels, to the sixth degree", () => {
    for (const { k, rows } of MARGINAL.poly) {
      const { contrasts } = contrastSet("poly", labels(k), []);
      expect(contrasts.map(({ coefficients }) => coefficients)).toEqual(
        rows.map((row) => row.map((value) => value + 0)),
      );
    }
  });
});

test("polynomial contrasts of 40 levels are whole, orthogonal and without a common divisor", () => {
  const rows = contrastSet("poly", labels(40), []).contrasts.map(({ coefficients }) => coefficients.map(BigInt));
  const sum = (values: readonly bigint[]): bigint => values.reduce((a, b) => a + b, 0n);
  rows.forEach((a, i) => {
    expect(sum(a)).toBe(0n);
    for (const b of rows.slice(0, i)) expect(sum(a.map((value, x) => value * b[x]!))).toBe(0n);
    expect(a.at(-1)! > 0n).toBe(true);
    for (const divisor of [2n, 3n, 5n, 7n, 11n, 13n]) expect(a.every((value) => value % divisor === 0n)).toBe(false);
  });
});

test("Helmert's contrasts compare each mean with those after it", () => {
  expect(contrastSet("helmert", labels(4), []).contrasts).toEqual([
    { label: "A - avg(B,C,D)", coefficients: [1, -1 / 3, -1 / 3, -1 / 3] },
    { label: "B - avg(C,D)", coefficients: [0, 1, -1 / 2, -1 / 2] },
    { label: "C - D", coefficients: [0, 0, 1, -1] },
  ]);
});

test("several controls are averaged", () => {
  expect(contrastSet("trt.vs.ctrl", labels(3), [0, 2]).contrasts).toEqual([
    { label: "B - avg(A,C)", coefficients: [-1 / 2, 1, -1 / 2] },
  ]);
});

test("a single mean differs from itself and from no others by nothing", () => {
  for (const method of ["eff", "del.eff"] as const)
    expect(contrastSet(method, labels(1), []).contrasts).toEqual([{ label: "A effect", coefficients: [0] }]);
});
