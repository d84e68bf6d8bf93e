// Predictions against lme4's `predict`, their uncertainty against dense matrices on random designs (every structure, both
// engines, zero variances), closed forms, and what happens to rows that cannot be predicted.

import { DesignError, toTable } from "@mixedlm/design";
import { describe, expect, test } from "vitest";
import { studentQuantile } from "../../src/distributions/continuous.ts";
import { fromJSON, lmm, predict, robustInference, simulate, toJSON } from "../../src/index.ts";
import { fixedInference } from "../../src/inference/fixed-inference.ts";
import { partsOf } from "../../src/results/fit-parts.ts";
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

describe("rows of new data", () => {
  const table = {
    y: [1, 2.5, 2, 4, 3.5, 6, 5, 7.5, 6, 8.5, 9, 8],
    x: [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 3],
    g: ["a", "a", "a", "b", "b", "b", "c", "c", "c", "d", "d", "d"],
    h: ["u", "v", "u", "v", "u", "v", "u", "v", "u", "v", "u", "v"],
    o: [1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4],
    w: [1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 4],
  };
  const fit = lmm("y ~ center(x) + h + offset(o) + (1 | g)", table, { weights: "w" });

  test("stand at the numbers that they have in the table, and those that lack a value are NaN and listed", () => {
    const { x, h, g, o } = table;
    const ours = predict(fit, { x: [Number.NaN, ...x], h: ["u", ...h], g: ["a", ...g], o: [0, ...o] });
    const all = predict(fit);
    expect(ours.row).toEqual(Array.from({ length: 13 }, (_, i) => i));
    expect(ours.missing).toEqual([{ row: 0, reason: "missing value" }]);
    expect(ours.predicted[0]).toBeNaN();
    expect(ours.lower![0]).toBeNaN();
    expect(ours.predicted.slice(1)).toEqual(all.predicted);
    expect(ours.stdError!.slice(1)).toEqual(all.stdError);
    expect(all.predicted).toEqual(fit.fitted);
  });

  test("are predicted one by one as together: what expressions learnt is not learnt again", () => {
    const all = predict(fit, table);
    table.x.forEach((_, i) => {
      const one = Object.fromEntries(Object.entries(table).map(([name, column]) => [name, [column[i]!]]));
      const { predicted, upper } = predict(fit, one as never);
      expect(predicted[0]).toBe(all.predicted[i]);
      expect(upper![0]).toBe(all.upper![i]);
    });
  });

  test("of no complete row at all are all missing", () => {
    const ours = predict(fit, { x: [Number.NaN], h: ["u"], g: ["a"], o: [0] });
    expect(ours.missing).toEqual([{ row: 0, reason: "missing value" }]);
    expect(ours.upper![0]).toBeNaN();
  });

  test("of a new group are refused, predicted for the population, or missing", () => {
    const row = { x: [1], h: ["u"], g: ["zz"], o: [1] };
    expect(() => predict(fit, row)).toThrow(/zz/);
    expect(() => predict(fit, row)).toThrow(DesignError);
    expect(predict(fit, row, { newLevels: "missing" }).missing).toEqual([{ row: 0, reason: "new level" }]);
    const population = predict(fit, row, { level: "population" });
    expect(predict(fit, row, { newLevels: "population" }).predicted).toEqual(population.predicted);
  });

  test("need no grouping factor at population level, and no offset may be left out", () => {
    const row = { x: [1], h: ["u"], o: [1], w: [1] };
    expect(predict(fit, row, { level: "population", interval: "prediction" }).missing).toEqual([]);
    expect(() => predict(fit, { x: [1], h: ["u"], o: [1] })).toThrow(DesignError);
    expect(() => predict(fit, { x: [1], h: ["u"], g: ["a"] })).toThrow(DesignError);
    expect(() => predict(fit, { x: [1], h: ["other"], g: ["a"], o: [1] })).toThrow(/other/);
  });

  test("have the residual variance of their weights: the table's or those given, which must be known", () => {
    const row = { x: [1, 1], h: ["u", "u"], g: ["a", "a"], o: [1, 1] };
    const mean = predict(fit, row).stdError![0]! ** 2;
    const residual = (options: object, data: object = row): number[] =>
      predict(fit, data as never, { interval: "prediction", ...options }).stdError!.map(
        (se) => (se ** 2 - mean) / fit.sigma ** 2,
      );
    const close = (ours: number[], theirs: number[]): void => {
      ours.forEach((value, i) => {
        expect(Math.abs(value - theirs[i]!)).toBeLessThan(1e-12);
      });
    };
    close(residual({}, { ...row, w: [4, 0.5] }), [0.25, 2]);
    close(residual({ weights: [4, 0.5] }), [0.25, 2]);
    expect(() => residual({})).toThrow(
      expect.objectContaining({ code: "prediction-weights", message: expect.stringContaining("no column `w`") }),
    );
    expect(() => simulate(fit, { newData: row })).toThrow(expect.objectContaining({ code: "prediction-weights" }));
    expect(() => residual({ level: "population" })).toThrow(expect.objectContaining({ code: "prediction-weights" }));
    expect(() => residual({ weights: [1] })).toThrow(expect.objectContaining({ code: "prediction-weights" }));
    expect(() => residual({ weights: [1, 0] })).toThrow(/0 for row 1/);
  });

  test("may be predicted from a model file", () => {
    const read = fromJSON(JSON.stringify(toJSON(fit)));
    const ours = predict(read, table, { interval: "prediction" });
    const theirs = predict(fit, table, { interval: "prediction" });
    ours.upper!.forEach((value, i) => {
      expect(Math.abs(value - theirs.upper![i]!)).toBeLessThan(1e-12 * Math.abs(value));
    });
    expect(() => predict(read)).toThrow(expect.objectContaining({ code: "no-table" }));
  });

  test("options that there are not are named", () => {
    expect(() => predict(fit, table, { intervall: "none" } as never)).toThrow(/interval/);
    expect(() => predict(fit, table, { ddf: "satterthwaite" })).toThrow(
      expect.objectContaining({ code: "conditional-df" }),
    );
    expect(() => predict({} as never, table)).toThrow(expect.objectContaining({ code: "not-a-fit" }));
  });
});

describe("an offset that the fit was given as an option", () => {
  const y = [1, 2.5, 2, 4, 3.5, 6, 5, 7.5, 6, 8.5, 9, 8];
  const g = ["a", "a", "a", "b", "b", "b", "c", "c", "c", "d", "d", "d"];
  const o = [1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4];
  const named = lmm("y ~ 1 + (1 | g)", { y, g, o }, { offset: "o" });
  const given = lmm("y ~ 1 + (1 | g)", { y, g }, { offset: o });

  test("is a column of new data, or numbers for its rows", () => {
    expect(predict(named, { g, o }).predicted).toEqual(named.fitted);
    expect(predict(given, { g }, { offset: o }).predicted).toEqual(named.fitted);
    expect(predict(named, { g, o: o.map(() => 0) }, { offset: o }).predicted).toEqual(named.fitted);
  });

  test("has to be given, one for each row, and to such a fit", () => {
    const code = expect.objectContaining({ code: "prediction-offset" });
    expect(() => predict(given, { g })).toThrow(code);
    expect(() => predict(given, { g }, { offset: [1] })).toThrow(code);
    expect(() => predict(given, null, { offset: o })).toThrow(code);
    expect(() => predict(nativeFit("dyestuff"), { Batch: ["A"] }, { offset: [1] })).toThrow(code);
  });
});

test("a table may be of an interface type, rows or columns", () => {
  interface Columns {
    Batch: string[];
  }
  const columns: Columns = { Batch: ["A", "B"] };
  const rows: { Batch: string }[] = [{ Batch: "A" }, { Batch: "B" }];
  const fit = nativeFit("dyestuff");
  expect(predict(fit, rows).upper).toEqual(predict(fit, columns).upper);
  expect(simulate(fit, { newData: columns })).toEqual(simulate(fit, { newData: rows }));
});

describe("columns that were left out", () => {
  const { y, x, g } = {
    y: [1, 2.5, 2, 4, 3.5, 6, 5, 7.5, 6, 8.5, 9, 8],
    x: [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 3],
    g: ["a", "a", "a", "b", "b", "b", "c", "c", "c", "d", "d", "d"],
  };
  const double = x.map((value) => 3 - 2 * value);
  const fit = lmm("y ~ x + double + (1 | g)", { y, x, double, g });

  test("are estimable where they are the same combinations, and NaN elsewhere", () => {
    expect(fit.dropped).toHaveLength(1);
    const rows = { x: [1, 1, 5], double: [1, 2, -7], g: ["a", "a", "a"] };
    const ours = predict(fit, rows);
    const plain = predict(lmm("y ~ x + (1 | g)", { y, x, g }), rows);
    expect(ours.missing).toEqual([{ row: 1, reason: "not estimable" }]);
    for (const i of [0, 2]) {
      expect(Math.abs(ours.predicted[i]! - plain.predicted[i]!)).toBeLessThan(1e-9);
      expect(Math.abs(ours.stdError![i]! - plain.stdError![i]!)).toBeLessThan(1e-9);
    }
  });

  test.each([0, 20])("are estimable where they nearly are, as in the fit's own rows; predictor about %s", (origin) => {
    // 7 digits, as a float of 32 bits has: what such a column adds is rounding error, and it is left out
    const own = x.map((value, i) => value + origin + i / 7);
    const rounded = own.map((value) => Math.fround(3 - 2 * value));
    const near = lmm("y ~ own + rounded + (1 | g)", { y, own, rounded, g });
    expect(near.dropped).toEqual(["rounded"]);
    const ours = predict(near, { own, rounded, g });
    expect(ours.missing).toEqual([]);
    expect(ours.predicted).toEqual(predict(near).predicted);
    const other = rounded.map((value, i) => (i === 2 ? value + 0.01 : value));
    expect(predict(near, { own, rounded: other, g }).missing).toEqual([{ row: 2, reason: "not estimable" }]);
  });

  test("are told from the rows where the moments hold other combinations", () => {
    // years and their squares: the moments are those of orthogonal columns
    const t = x.map((value, i) => 2000 + value + i / 4);
    const table = { y, g, t, s: t.map((value) => value * value), d: t.map((value) => 3 * value - 5000) };
    const near = lmm("y ~ t + s + d + (1 | g)", table);
    expect(partsOf(near).moments.fixed).not.toBeNull();
    expect(near.dropped).toEqual(["d"]);
    const ours = predict(near, { ...table, d: table.d.map((value, i) => (i === 3 ? value + 1 : value)) });
    expect(ours.missing).toEqual([{ row: 3, reason: "not estimable" }]);
    const read = fromJSON(JSON.stringify(toJSON(near)));
    expect(() => predict(read, table)).toThrow(expect.objectContaining({ code: "unknown-combinations" }));
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

test("a new level inside a known group keeps what is known of the group", () => {
  const fit = nativeFit("pastes");
  const [inner, outer] = ["cask", "batch"].map((name) =>
    fit.terms.findIndex(({ group }) => group.split(":")[0] === name),
  );
  const known = fit.ranef()[outer!]!.of("A")![0]!;
  const data = { batch: ["A", "new"], cask: ["zz", "zz"] };
  const { predicted, stdError } = predict(fit, data, { newLevels: "population" });
  expect(Math.abs(predicted[0]! - fit.beta[0]! - known)).toBeLessThan(1e-12 * predicted[0]!);
  expect(predicted[1]).toBe(fit.beta[0]);
  // wholly new: the mean, a batch and a cask; the known batch is less uncertain, the cask is not
  const cask = fit.terms[inner!]!.covariance[0]![0]!;
  const batch = fit.terms[outer!]!.covariance[0]![0]!;
  expect(Math.abs(stdError![1]! ** 2 / (fit.stdError[0]! ** 2 + batch + cask) - 1)).toBeLessThan(1e-12);
  // of a batch with three casks of two responses each, by its mean square B = 6 batch + 2 cask + sigma^2
  const B = 6 * batch + 2 * cask + fit.sigma ** 2;
  const shrunk = batch * (1 - (6 * batch) / B) + (1 - (6 * batch) / B) ** 2 * fit.stdError[0]! ** 2;
  expect(Math.abs(stdError![0]! ** 2 / (shrunk + cask) - 1)).toBeLessThan(1e-10);
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

describe("what cannot be predicted is said", () => {
  const g = ["a", "a", "a", "b", "b", "b", "c", "c", "c", "d", "d", "d"];
  const y = [1, 2.5, 2, 4, 3.5, 6, 5, 7.5, 6, 8.5, 9, 8];
  const x = [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 3];
  const fit = lmm("y ~ x + (x | g)", { y, x, g });

  test.each(["conditional", "population"] as const)("an infinite predictor, level %s", (level) => {
    const rows = { x: [1, Number.POSITIVE_INFINITY, 2], g: ["a", "a", "b"] };
    const ours = predict(fit, rows, { level, interval: "prediction" });
    expect(ours.missing).toEqual([{ row: 1, reason: "infinite value" }]);
    expect(ours.predicted.map(Number.isNaN)).toEqual([false, true, false]);
    expect(Array.from(simulate(fit, { newData: rows })[0]!, Number.isNaN)).toEqual([false, true, false]);
  });

  test("a new group, with what can be done about it", () => {
    expect(() => predict(fit, { x: [1], g: ["new"] })).toThrow(
      expect.objectContaining({ code: "unseen-group", message: expect.stringContaining('`newLevels: "population"`') }),
    );
  });

  test("options in the place of data", () => {
    expect(() => predict(fit, { level: "population" } as never)).toThrow(
      expect.objectContaining({ code: "options-as-data", message: expect.stringContaining("give null as newData") }),
    );
    const named = lmm("y ~ level + (1 | g)", { y, level: x, g });
    expect(predict(named, { level: [1, 2] }, { level: "population" }).missing).toEqual([]);
  });

  test("degrees of freedom from something that has none", () => {
    const ddf = { vcov: 1, df: 2 } as never;
    expect(() => predict(fit, null, { level: "population", ddf })).toThrow(
      expect.objectContaining({ code: "option-type" }),
    );
    const other = fixedInference(lmm("y ~ 1 + (1 | g)", { y, g }), "residual");
    expect(() => predict(fit, null, { level: "population", ddf: other })).toThrow(
      expect.objectContaining({ code: "option-type", message: expect.stringContaining("about another fit") }),
    );
  });
});

describe("labels of groups are the same when they print the same", () => {
  const fit = nativeFit("sleepstudy");
  const [number, text] = [
    { Days: [0, 3], Subject: [308, 335] },
    { Days: [0, 3], Subject: ["308", "335"] },
  ];

  test("in predictions: the subject that `ranef` finds", () => {
    const [beta, days] = fit.beta as [number, number];
    const [own, slope] = fit.ranef()[0]!.of("335") as [number, number];
    const ours = predict(fit, text, { newLevels: "population" });
    expect(Math.abs(ours.predicted[1]! - (beta + own + 3 * (days + slope)))).toBeLessThan(1e-9 * fit.sigma);
    expect(ours).toEqual(predict(fit, number));
  });

  test("in simulations", () => {
    const draws = (newData: typeof number | typeof text) => simulate(fit, { newData, conditional: true, seed: 2 });
    expect(draws(text)).toEqual(draws(number));
  });

  test("for a fit whose labels are texts", () => {
    const { Days, Subject, Reaction } = Object.fromEntries(
      ["Days", "Subject", "Reaction"].map((name) => [name, Array.from(tableOf("sleepstudy").array(name) as number[])]),
    ) as Record<string, number[]>;
    const texts = lmm("Reaction ~ Days + (Days | Subject)", { Days, Subject: Subject!.map(String), Reaction });
    expect(predict(texts, number).predicted).toEqual(predict(texts, text).predicted);
    expect(predict(texts, { Days: [0], Subject: [999] }, { newLevels: "missing" }).missing).toHaveLength(1);
  });
});
