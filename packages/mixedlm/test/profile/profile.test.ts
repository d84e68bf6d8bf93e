// Profiles as columns: where they begin and end, what they are made of, and that along each of them the other parameters are
// those of the least deviance.
import { describe, expect, test } from "vitest";
import { normalQuantile } from "../../src/distributions/continuous.ts";
import { type Fit, FitError, profile, profileIntervals } from "../../src/index.ts";
import { nativeFit } from "../native-fits.ts";

const models = [
  "dyestuff2",
  "sleepstudy",
  "sleepstudy-uncorrelated",
  "machines-us",
  "orthodont",
  "pastes",
  "cake-slope",
  "ome-weighted",
];

describe.each(models)("%s", (model) => {
  const fit = nativeFit(model, false);
  const { rows: parameters, cutoff } = profile(fit);

  test("columns have one length, values and zeta increase, and the estimate is among them", () => {
    for (const { value, zeta, deviance, traces, estimate, name, note } of parameters) {
      expect(note).toBeNull();
      const length = value.length;
      for (const column of [zeta, deviance, ...Object.values(traces)]) expect(column).toHaveLength(length);
      const at = zeta.indexOf(0);
      expect(value[at]).toBe(estimate);
      expect(Math.abs(deviance[at]! - fit.objective)).toBeLessThan(1e-8);
      for (let i = 1; i < length; i++) {
        expect(value[i]!).toBeGreaterThan(value[i - 1]!);
        expect(zeta[i]!).toBeGreaterThanOrEqual(zeta[i - 1]! - 1e-6);
      }
      expect(traces[name]).toEqual([...value]);
    }
  });

  test("a profile reaches the cutoff or the end of its parameter's range, in about even steps", () => {
    for (const { kind, value, zeta } of parameters) {
      const last = zeta.length - 1;
      const [low, high] = kind === "correlation" ? [-1, 1] : kind === "sd" ? [0, Infinity] : [-Infinity, Infinity];
      expect(zeta[0]! <= -cutoff || value[0] === low).toBe(true);
      expect(zeta[last]! >= cutoff || value[last] === high).toBe(true);
      for (let i = 1; i <= last; i++) expect(zeta[i]! - zeta[i - 1]!).toBeLessThan(cutoff / 4);
      expect(zeta.length).toBeLessThan(40);
    }
  });

  test("a line through the columns crosses the quantile near the interval's ends", () => {
    const level = normalQuantile(0.975);
    const { rows } = profileIntervals(fit);
    for (const [p, { value, zeta }] of parameters.entries()) {
      const { lower, upper } = rows[p]!;
      for (const [end, target] of [
        [lower!, -level],
        [upper!, level],
      ] as const) {
        const i = zeta.findIndex((z) => z >= target);
        if (i <= 0) continue;
        const share = (target - zeta[i - 1]!) / (zeta[i]! - zeta[i - 1]!);
        const crossing = value[i - 1]! + share * (value[i]! - value[i - 1]!);
        expect(Math.abs(crossing - end)).toBeLessThan(0.02 * (upper! - lower!));
      }
    }
  });
});

test("along the profile of sigma the fixed effects of a balanced layout do not move", () => {
  const { rows: parameters } = profile(nativeFit("sleepstudy", false), { parameters: "sigma" });
  const { Intercept, Days } = parameters[0]!.traces;
  for (const [i, value] of Intercept!.entries()) {
    expect(value! / Intercept![0]!).toBeCloseTo(1, 10);
    expect(Days![i]! / Days![0]!).toBeCloseTo(1, 10);
  }
});

test("traces of two parameters agree where they meet: the profile of one holds it at its own value", () => {
  // the trace of sigma along a standard deviation of 0 is the sigma of the model without it
  const fit = nativeFit("pastes", false);
  const { value, traces, deviance } = profile(fit, { parameters: "sd(Intercept | batch)" }).rows[0]!;
  expect(value[0]).toBe(0);
  expect(traces["sd(Intercept | batch)"]![0]).toBe(0);
  // lme4: pastes with casks alone, by maximum likelihood (values of MixedModels.jl's tests: 248.4016 = 247.9945 + 0.4072)
  expect(deviance[0]! - fit.objective).toBeCloseTo(0.407234, 5);
  expect(traces.sigma![0]).toBeCloseTo(0.823407, 4);
});

test("the number of points and the range are chosen", () => {
  const fit = nativeFit("sleepstudy", false);
  const few = profile(fit, { parameters: ["Days"], points: 3, alphaMax: 0.05 });
  expect(few.cutoff).toBeCloseTo(normalQuantile(0.975), 12);
  // three points a side, and one more where the last is just short
  expect([7, 9]).toContain(few.rows[0]!.zeta.length);
  expect(() => profile(fit, { points: 0 })).toThrow(FitError);
  expect(() => profile({} as Fit)).toThrow(FitError);
});

test("profiles print how far they reach", () => {
  const lines = String(profile(nativeFit("dyestuff2"), { parameters: ["Intercept", "sd(Intercept | Batch)"] })).split(
    "\n",
  );
  expect(lines[1]!.trim().split(/ {2,}/)).toEqual(["From", "zeta", "Estimate", "To", "zeta", "Points"]);
  // a standard deviation that is estimated as 0 has a profile on one side
  expect(lines[3]!.trim().split(/ {2,}/).slice(0, 4)).toEqual(["sd(Intercept | Batch)", "0.000", "0.00", "0.000"]);
});

test("profiles are frozen, plain and the same twice", () => {
  const fit = nativeFit("orthodont", false);
  const first = profile(fit);
  expect(JSON.parse(JSON.stringify(first))).toEqual(first);
  expect(Object.isFrozen(first.rows[0]!.traces.sigma)).toBe(true);
  expect(profile(fit)).toEqual(first);
});
