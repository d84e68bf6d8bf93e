// The front door of intervals: each method's rows are those of the functions behind it, and lme4's and nlme's numbers.
import { describe, expect, test } from "vitest";
import { studentQuantile } from "../../src/distributions/continuous.ts";
import {
  bootstrap,
  bootstrapIntervals,
  confidenceIntervals,
  type Fit,
  modelParameters,
  profileIntervals,
  varianceParameters,
} from "../../src/index.ts";
import { fixedInference } from "../../src/inference/fixed-inference.ts";
import { nativeFit } from "../native-fits.ts";

const models = [
  "dyestuff2",
  "ergostool",
  "sleepstudy",
  "machines",
  "orthodont",
  "penicillin",
  "cake-slope",
  "ome-weighted",
];

describe.each(models)("%s", (model) => {
  const fit = nativeFit(model);
  const names = modelParameters(fit).map(({ name }) => name);

  test("Wald intervals are those of t statistics and of the variance parameters", () => {
    const { rows } = confidenceIntervals(fit, { method: "wald", alpha: 0.1 });
    expect(rows.map(({ name }) => name)).toEqual(names);
    const inference = fixedInference(fit);
    for (const [j, beta] of fit.beta.entries()) {
      const df = inference.df(fit.beta.map((_, k) => (k === j ? 1 : 0)));
      const half = studentQuantile(0.95, df) * fit.stdError[j]!;
      expect(rows[j]!.lower).toBeCloseTo(beta - half, 12);
      expect(rows[j]!.upper).toBeCloseTo(beta + half, 12);
    }
    const variances = varianceParameters(fit, { alpha: 0.1 }).rows;
    for (const row of rows.slice(fit.p)) {
      const scale = row.kind === "correlation" ? "correlation" : "sd";
      const own = variances.find((entry) => entry.name === row.name && entry.scale === scale)!;
      expect(row).toMatchObject({ estimate: own.estimate, lower: own.lower, upper: own.upper, note: own.note });
    }
  });

  test("by default they are profile intervals", () => {
    const { rows, method } = confidenceIntervals(fit);
    expect(method).toBe("profile");
    expect(rows).toEqual(profileIntervals(fit).rows);
    expect(rows.map(({ name }) => name)).toEqual(names);
  });

  test("bootstrap intervals are those of the same replicates", () => {
    const options = { replicates: 40, seed: 3 };
    const { rows, notes } = confidenceIntervals(fit, { method: "bootstrap", type: "basic", alpha: 0.2, ...options });
    const { rows: intervals } = bootstrapIntervals(bootstrap(fit, options), { type: "basic", alpha: 0.2 });
    expect(rows.map(({ name, lower, upper }) => [name, lower, upper])).toEqual(
      intervals.map(({ name, lower, upper }) => [name, lower, upper]),
    );
    expect(notes[0]).toContain("40 replicates, seed 3");
  });
});

test("Wald intervals of sleepstudy are lme4's by normal quantiles", () => {
  // confint(fm, method = "Wald")
  const [, days] = confidenceIntervals(nativeFit("sleepstudy"), { method: "wald", ddf: "normal" }).rows;
  expect(days!.lower).toBeCloseTo(7.437592, 5);
  expect(days!.upper).toBeCloseTo(13.49698, 5);
});

test("only what is asked for is computed", () => {
  // Kenward and Roger's method needs REML, which intervals of variances do not care for
  const fit = nativeFit("sleepstudy", false);
  const { rows, notes } = confidenceIntervals(fit, { method: "wald", parameters: "variance", ddf: "kenward-roger" });
  expect(rows).toHaveLength(4);
  expect(notes).toEqual([]);
  expect(() => confidenceIntervals(fit, { method: "wald", ddf: "kenward-roger" })).toThrow();
});

test("an option of another method is refused, and a method that there is not", () => {
  const fit = nativeFit("sleepstudy");
  const thrown = (options: object): unknown => {
    try {
      return confidenceIntervals(fit, options);
    } catch (error) {
      return error;
    }
  };
  expect(thrown({ ddf: "normal" })).toMatchObject({ code: "unknown-option", data: { option: "ddf" } });
  expect((thrown({ ddf: "normal" }) as Error).message).toBe(
    'option `ddf` of confidenceIntervals belongs to the method "wald"; the method here is "profile"',
  );
  expect(thrown({ method: "wald", seed: 1 })).toMatchObject({ code: "unknown-option", data: { option: "seed" } });
  expect(thrown({ method: "walt", seed: 1 })).toMatchObject({ code: "option-type", data: { option: "method" } });
  expect(thrown({ parameters: "Dais" })).toMatchObject({ code: "unknown-parameter", data: { candidates: ["Days"] } });
  expect(() => confidenceIntervals({} as Fit)).toThrow(expect.objectContaining({ code: "not-a-fit" }));
  expect(thrown({ method: "wald", seed: undefined, type: undefined })).toEqual(thrown({ method: "wald" }));
  expect(thrown({ method: "wald" })).toMatchObject({ method: "wald" });
  expect(() => confidenceIntervals(fit, null as never)).toThrow(expect.objectContaining({ code: "option-type" }));
});

test("intervals print as a table, with what is to be said of them below", () => {
  const fit = nativeFit("dyestuff2");
  const lines = String(confidenceIntervals(fit, { parameters: "variance" })).split("\n");
  expect(lines[0]).toBe("Profile likelihood intervals, 95%");
  expect(lines[1]!.trim().split(/ {2,}/)).toEqual(["Estimate", "2.5%", "97.5%"]);
  expect(lines[2]!.trim().split(/ {2,}/)).toEqual(["sd(Intercept | Batch)", "0.000", "0.000", "2.084"]);
  expect(lines[4]).toBe("profiled by maximum likelihood, for which the fit by REML was refitted");
  expect(String(confidenceIntervals(fit, { method: "wald" }))).toContain("sd(Intercept | Batch): variance is 0");
});
