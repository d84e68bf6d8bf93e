// A restricted likelihood with two optima, both found by SciPy on a dense likelihood: the result is the higher one.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { load, mixedlm } from "../../src/index.ts";

interface TwoOptima {
  readonly formula: string;
  readonly groups: string;
  readonly re_formula: string;
  readonly vc_formula: Record<string, string>;
  readonly data: Record<string, number[]>;
  readonly optima: readonly { llf: number; ratios: [number, number] }[];
}

const url = new URL("../../../../fixtures/two-optima/case.json", import.meta.url);
const { formula, groups, re_formula, vc_formula, data, optima } = JSON.parse(readFileSync(url, "utf8")) as TwoOptima;
const [higher, lower] = optima;
const model = mixedlm(formula, data, groups, { re_formula, vc_formula });

test("of two optima the higher one is the result where the path leads there, and the native fit's as well", () => {
  const result = model.fit();
  expect(higher!.llf - lower!.llf).toBeGreaterThan(0.1);
  expect(Math.abs(result.llf - higher!.llf)).toBeLessThan(1e-5);
  expect(result.fit.logLik).toBeCloseTo(higher!.llf, 5);
  const { theta } = result.fit;
  expect(theta[0]! ** 2).toBeCloseTo(higher!.ratios[0], 4);
  expect(theta[1]! ** 2).toBeCloseTo(higher!.ratios[1], 6);
});

test("a path that stops on the slope of the higher optimum gives way to that optimum", () => {
  const result = model.fit({ method: "bfgs", gtol: 1e-2 });
  expect(result.llf).toBeCloseTo(higher!.llf, 4);
  expect(result.converged).toBe(true);
});

test("a result that was saved has the native fit of the higher optimum again", () => {
  expect(load(model.fit().save()).fit.logLik).toBeCloseTo(higher!.llf, 5);
});
