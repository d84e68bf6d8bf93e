// Predictions against lme4's `predict`, and their uncertainty against closed forms; of new rows see `new-rows.test.ts`, of
// random designs `joint-covariance.test.ts`.
import { toTable } from "@mixedlm/design";
import { describe, expect, test } from "vitest";
import { studentQuantile } from "../../src/distributions/continuous.ts";
import { lmm, predict, robustInference, simulate } from "../../src/index.ts";
import { fixedInference } from "../../src/inference/fixed-inference.ts";
import { tableOf } from "../engine-fits.ts";
import { fitted } from "../model-cache.ts";
import { loadNative, NATIVE_MODELS, nativeFit } from "../native-fits.ts";
import { recordedFit } from "../predict-record.ts";

interface PredictRecord {
  readonly models: readonly {
    readonly name: string;
    readonly rows: readonly number[];
    readonly conditional: readonly number[];
    readonly population: readonly number[];
    readonly population_se: readonly number[];
    readonly leverage: readonly number[];
    readonly leverage_sum: number;
    readonly fresh: Readonly<Record<string, readonly (number | string)[]>>;
    readonly fresh_predicted: readonly number[];
  }[];
}

const record = loadNative<PredictRecord>("predict");

/**
 * In residual standard deviations; both fits are within 1e-8 of the optimum in theta, where they hardly depend on it: the largest
 * distance is 2e-10, of a singular fit.
 */
const MEAN = 1e-8;
/** Standard errors, relative: for the same reason. */
const SE = 1e-8;

describe.each(record.models)("$name", ({ name, rows, conditional, population, population_se, ...own }) => {
  test("predictions of the fit's rows are lme4's, with and without random effects", () => {
    const fit = recordedFit(name);
    const all = predict(fit, null, { interval: "none" });
    const fixed = predict(fit, null, { level: "population", ddf: "normal" });
    const place = new Map(all.row.map((row, i) => [row, i]));
    rows.forEach((row, k) => {
      const i = place.get(row)!;
      expect(Math.abs(all.predicted[i]! - conditional[k]!)).toBeLessThan(MEAN * fit.sigma);
      expect(Math.abs(fixed.predicted[i]! - population[k]!)).toBeLessThan(MEAN * fit.sigma);
      expect(Math.abs(fixed.stdError![i]! / population_se[k]! - 1)).toBeLessThan(SE);
    });
    expect(all.missing).toEqual([]);
  });

  test("rows of groups that the fit does not know are predicted as lme4 does", () => {
    const fit = recordedFit(name);
    const ours = predict(fit, own.fresh, { newLevels: "population", interval: "prediction" });
    own.fresh_predicted.forEach((value, i) => {
      expect(Math.abs(ours.predicted[i]! - value)).toBeLessThan(MEAN * fit.sigma);
    });
    expect(ours.missing).toEqual([]);
    // the interval of a wholly new group is that of the population
    const population = predict(fit, own.fresh, { level: "population", interval: "prediction", ddf: "normal" });
    if (fit.design.groups.every(({ columns }) => columns.every(({ name: group }) => isNew(own.fresh[group]))))
      ours.stdError!.forEach((se, i) => {
        expect(Math.abs(se / population.stdError![i]! - 1)).toBeLessThan(1e-12);
      });
  });
});

test("lme4 has predictions of all models", () => {
  expect(record.models.map(({ name }) => name)).toEqual([...NATIVE_MODELS.map(({ name }) => name), "scotssec"]);
});

function isNew(values: readonly (number | string)[] | undefined): boolean {
  return values?.every((value) => value === "nowhere" || value === 987654) ?? false;
}

describe("a balanced one-way layout, REML", () => {
  // a groups of n rows: with mean squares B and W, var(y_new) = B / n (1 + 1 / a) + W (1 - 1 / n)
  const fit = nativeFit("dyestuff");
  const [a, n] = [6, 5];
  const W = fit.sigma ** 2;
  const B = W + n * fit.theta[0]! ** 2 * W;

  test("a response of a new group has the variance and degrees of freedom of its mean squares", () => {
    const { stdError, df, lower, upper, predicted } = predict(
      fit,
      { Batch: ["Z"] },
      { level: "population", interval: "prediction" },
    );
    const [between, within] = [(B / n) * (1 + 1 / a), W * (1 - 1 / n)];
    expect(Math.abs(stdError![0]! ** 2 / (between + within) - 1)).toBeLessThan(1e-10);
    // Satterthwaite: mean squares are independent, 2 variance^2 / sum of their own variances
    const nu = (between + within) ** 2 / (between ** 2 / (a - 1) + within ** 2 / (a * (n - 1)));
    expect(Math.abs(df![0]! / nu - 1)).toBeLessThan(1e-7);
    const half = studentQuantile(0.975, nu) * Math.sqrt(between + within);
    expect(Math.abs((upper![0]! - lower![0]!) / (2 * half) - 1)).toBeLessThan(1e-7);
    expect(predicted[0]).toBeCloseTo(1527.5, 9);
  });

  test("the mean of a group that was seen is uncertain by the closed form", () => {
    // b_hat shrinks by 1 - W / B; var(mu + b) given the data = W / n (1 - W / B) + (W / B)^2 B / (a n)
    const { stdError } = predict(fit, { Batch: ["A"] });
    const shrunk = (W / n) * (1 - W / B) + (W / B) ** 2 * (B / (a * n));
    expect(Math.abs(stdError![0]! ** 2 / shrunk - 1)).toBeLessThan(1e-10);
  });

  test("a confidence interval at population level is that of the fixed effects, by the method that is asked for", () => {
    for (const ddf of ["satterthwaite", "residual", "normal"] as const) {
      const { stdError, df, ddf: named } = predict(fit, { Batch: ["A"] }, { level: "population", ddf });
      expect(named).toBe(ddf);
      expect(Math.abs(stdError![0]! / fit.stdError[0]! - 1)).toBeLessThan(1e-12);
      expect(df![0]).toBe(fixedInference(fit, ddf).df([1]));
    }
    // the mean of group means: var = sum of (mean - beta)^2 / a^2, by CR0
    const means = new Array<number>(a).fill(0);
    (tableOf("dyestuff").array("Yield") as number[]).forEach((y, i) => {
      means[Math.floor(i / n)]! += y / n;
    });
    const robust = Math.sqrt(means.reduce((sum, mean) => sum + (mean - 1527.5) ** 2, 0)) / a;
    const ddf = robustInference(fit, { type: "CR0" });
    const { stdError } = predict(fit, { Batch: ["A"] }, { level: "population", ddf });
    expect(Math.abs(stdError![0]! / robust - 1)).toBeLessThan(1e-9);
  });
});

test("predictions are JSON and print as a table", () => {
  const ours = predict(nativeFit("dyestuff"), { Batch: ["A", "B"] }, { level: "population", interval: "prediction" });
  expect(JSON.parse(JSON.stringify(ours)).upper).toEqual(ours.upper);
  expect(Object.isFrozen(ours)).toBe(true);
  const [title, heads, ...lines] = String(ours).split("\n");
  expect(title).toBe("Predictions for the population");
  expect(heads!.trim().split(/ {2,}/)).toEqual(["Row", "Predicted", "Std. Error", "df", "Lower", "Upper"]);
  expect(lines.at(-1)).toBe("95% prediction intervals of a new response, degrees of freedom: satterthwaite");
  const none = predict(nativeFit("dyestuff"), null, { interval: "none" });
  expect([none.stdError, none.lower]).toEqual([null, null]);
  expect(String(none)).toContain("the first 20 of 30 rows");
});

test("without an interval nothing is asked of an inference, and the values are the same", () => {
  const fit = nativeFit("sleepstudy", false);
  const row = { Days: [3, 10], Subject: ["308", "999"] };
  for (const ddf of [undefined, "satterthwaite", "normal"] as const) {
    const { predicted } = predict(fit, row, { level: "population", ddf });
    const none = predict(fit, row, { level: "population", interval: "none", ddf });
    expect([none.predicted, none.ddf, none.df]).toEqual([predicted, ddf ?? "satterthwaite", null]);
  }
  // of a fit by maximum likelihood there is none of Kenward and Roger's
  const asked = { level: "population", ddf: "kenward-roger" } as const;
  expect(() => predict(fit, row, asked)).toThrow(expect.objectContaining({ code: "needs-reml" }));
  expect(predict(fit, row, { ...asked, interval: "none" }).predicted[0]).toBeCloseTo(
    fit.beta[0]! + 3 * fit.beta[1]!,
    9,
  );
  const other = fixedInference(nativeFit("sleepstudy"));
  expect(() => predict(fit, row, { level: "population", interval: "none", ddf: other })).toThrow("about another fit");
});

test("units and origins of the data do not matter: standard errors keep their digits", () => {
  const table = toTable(tableOf("sleepstudy"));
  const numbersOf = (name: string): number[] => {
    const column = table.column(name);
    return column.kind === "numeric" ? Array.from(column.values) : [];
  };
  const days = numbersOf("Days");
  const y = numbersOf("Reaction");
  const groups = table.column("Subject");
  const Subject = groups.kind === "category" ? Array.from(groups.codes) : Array.from(groups.values, Number);
  const near = predict(lmm("y ~ d + (d | Subject)", { y, Subject, d: days }), null, { interval: "prediction" });
  const far = predict(
    lmm("y ~ d + (d | Subject)", { y: y.map((v) => v * 1e-6), Subject, d: days.map((d) => 1e6 + d / 1024) }),
    null,
    { interval: "prediction" },
  );
  near.stdError!.forEach((se, i) => {
    expect(Math.abs(far.stdError![i]! / (se * 1e-6) - 1)).toBeLessThan(1e-7);
  });
});

describe("without fixed effects, or where they add nothing", () => {
  const g = ["a", "a", "a", "b", "b", "b", "c", "c", "c", "d", "d", "d"];
  const y = [1, 2.5, 2, -4, -3.5, -6, 5, 7.5, 6, -0.5, 1, 0.5];
  const x = [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 3];

  test.each(["satterthwaite", "residual", "normal"] as const)("the mean is 0 and certain, ddf %s", (ddf) => {
    const none = predict(lmm("y ~ 0 + (1 | g)", { y, g }), { g: ["a"] }, { level: "population", ddf });
    const origin = predict(lmm("y ~ 0 + x + (1 | g)", { y, x, g }), { x: [0], g: ["a"] }, { level: "population", ddf });
    for (const { predicted, stdError, lower, upper } of [none, origin])
      expect([predicted, stdError, lower, upper]).toEqual([[0], [0], [0], [0]]);
  });

  test("a new response varies as group and residual do", () => {
    const fit = lmm("y ~ 0 + (1 | g)", { y, g });
    const variance = fit.terms[0]!.covariance[0]![0]! + fit.sigma ** 2;
    const { stdError } = predict(fit, { g: ["a"] }, { level: "population", interval: "prediction" });
    expect(Math.abs(stdError![0]! ** 2 / variance - 1)).toBeLessThan(1e-12);
  });
});

test("by Kenward and Roger too the origin of a predictor does not matter", () => {
  const rows = Array.from({ length: 60 }, (_, i) => i);
  const x = rows.map((i) => ((i * 37) % 61) / 64);
  const g = rows.map((i) => i % 6);
  const y = rows.map((i) => 2 * x[i]! + Math.sin(3 * g[i]!) + Math.cos(5.3 * i));
  const options = { level: "population", ddf: "kenward-roger" } as const;
  const near = predict(lmm("y ~ x + (1 | g)", { y, x, g }), null, options);
  // exactly the same numbers, 2^30 further: what is lost is 1e9 / 0.3 of a digit's unit
  const far = predict(lmm("y ~ x + (1 | g)", { y, x: x.map((v) => v + 2 ** 30), g }), null, options);
  near.stdError!.forEach((se, i) => {
    expect(Math.abs(far.stdError![i]! / se - 1)).toBeLessThan(1e-6);
  });
});

describe("a model with variance components", () => {
  const { fit, table } = fitted("pastes", "cask-reml");
  const bars = nativeFit("pastes");

  test("is predicted as the same model written in bars", () => {
    for (const level of ["conditional", "population"] as const) {
      const ours = predict(fit, table, { level, interval: "prediction", ddf: "normal" });
      const theirs = predict(bars, table, { level, interval: "prediction", ddf: "normal" });
      ours.predicted.forEach((value, i) => {
        expect(Math.abs(value - theirs.predicted[i]!)).toBeLessThan(MEAN * fit.sigma);
        expect(Math.abs(ours.stdError![i]! / theirs.stdError![i]! - 1)).toBeLessThan(SE);
      });
    }
  });

  test("refuses to draw responses of a new group, and names no internal option", () => {
    expect(() => simulate(fit, { newData: { batch: ["new"], cask: ["a"] } })).toThrow(
      expect.objectContaining({ code: "unseen-group", message: expect.not.stringContaining("newGroups") }),
    );
  });

  test("refuses new levels, whose columns nobody knows", () => {
    const options = { newLevels: "population" } as const;
    expect(() => predict(fit, table, options)).toThrow(expect.objectContaining({ code: "component-levels" }));
  });
});
