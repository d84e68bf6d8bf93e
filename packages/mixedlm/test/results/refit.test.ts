import { describe, expect, test } from "vitest";
import { type Fit, fromJSON, lmm, marginalMeans, referenceValues, refit } from "../../src/index.ts";
import { NATIVE_MODELS, nativeFit } from "../native-fits.ts";

describe.each(NATIVE_MODELS.map(({ name }) => name))("%s", (name) => {
  test("by the other criterion is what a fit by that criterion is", () => {
    for (const reml of [true, false]) {
      const [from, expected] = [nativeFit(name, reml), nativeFit(name, !reml)];
      const own = refit(from);
      expect(own.reml).toBe(!reml);
      expect(Math.abs(own.objective - expected.objective)).toBeLessThan(
        1e-9 * Math.max(1, Math.abs(expected.objective)),
      );
      for (const [j, value] of own.beta.entries())
        expect(Math.abs(value - expected.beta[j]!)).toBeLessThan(1e-5 * expected.stdError[j]!);
      expect(own.warnings.map(({ code }) => code)).toEqual(expected.warnings.map(({ code }) => code));
    }
  });
});

test("a refit has the rows of its fit, and none where that has none", () => {
  const fit = nativeFit("sleepstudy");
  expect(refit(fit).fitted.length).toBe(180);
  const saved = fromJSON(JSON.stringify(nativeFit("cake-slope")));
  const again = refit(saved);
  expect(again.objective).toBeCloseTo(nativeFit("cake-slope", false).objective, 7);
  expect(() => again.fitted).toThrow(expect.objectContaining({ code: "no-table" }));
});

test("a refit of a fit from a file has its reference values: frequencies, means and what was left out", () => {
  const rows = Array.from({ length: 40 }, (_, i) => {
    const [a, b, x] = ["pqr"[i % 3]!, "uv"[i % 2]!, 1 + ((7 * i) % 11)];
    return { a, b, x, twice: 2 * x, g: `g${i % 8}`, y: Math.sin(3 * i) + (i % 8) + x };
  });
  const fit = lmm("y ~ a + b + log(x) + twice + x + (1 | g)", rows);
  expect(fit.dropped).toEqual(["x"]);
  const again = refit(fromJSON(JSON.stringify(fit)));
  expect(referenceValues(again)).toEqual(referenceValues(fit));
  for (const weights of ["equal", "proportional"] as const) {
    const [own, wanted] = [again, refit(fit)].map((of) => marginalMeans(of, "a", { weights }).rows);
    expect(own!.map(({ estimate }) => estimate)).toHaveLength(3);
    for (const [i, { estimate, stdError }] of wanted!.entries()) {
      expect(own![i]!.estimate).toBeCloseTo(estimate!, 8);
      expect(own![i]!.stdError).toBeCloseTo(stdError!, 8);
    }
  }
});

test("a fit that is by the criterion asked for is itself", () => {
  const fit = nativeFit("oats");
  expect(refit(fit, { reml: true })).toBe(fit);
});

test("a refit can be watched and stopped, and refuses what it does not know", () => {
  const seen: number[] = [];
  refit(nativeFit("dietox"), { onProgress: ({ evaluation }) => seen.push(evaluation) });
  expect(seen[0]).toBe(1);
  const controller = new AbortController();
  controller.abort(new Error("enough"));
  expect(() => refit(nativeFit("dietox"), { signal: controller.signal })).toThrow("enough");
  expect(() => refit(nativeFit("dietox"), { reml: "yes" as never })).toThrow(
    expect.objectContaining({ code: "option-type" }),
  );
  expect(() => refit({} as Fit)).toThrow(expect.objectContaining({ code: "not-a-fit" }));
});

test("a correlation at the end of its range is no obstacle to a refit", () => {
  // sums over the seven levels are the same in all groups: a correlation of -1/6
  const noise = (i: number, j: number): number => Math.sin(37 * i + 11 * j * j);
  const rows = Array.from({ length: 12 * 7 * 2 }, (_, at) => {
    const [g, f, r] = [Math.floor(at / 14), Math.floor(at / 2) % 7, at % 2];
    const mean = [0, 1, 2, 3, 4, 5, 6].reduce((sum, j) => sum + noise(g, j) / 7, 0);
    return { g, f: "abcdefg"[f], y: 10 * (noise(g, f) - mean) + f + (r === 0 ? 0.1 : -0.1) * (1 + g + f) };
  });
  const fit = lmm("y ~ f + homcs(0 + f | g)", rows);
  expect(fit.theta[1]).toBeCloseTo(-1 / 6, 12);
  const direct = lmm("y ~ f + homcs(0 + f | g)", rows, { reml: false });
  expect(refit(fit).objective).toBeCloseTo(direct.objective, 7);
});
