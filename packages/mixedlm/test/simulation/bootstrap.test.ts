// The parametric bootstrap beside lme4's bootMer, whose random numbers are others: means and standard errors agree within the
// Monte Carlo errors of both. What does not depend on chance is exact: replicates by themselves, failures, intervals.

import { describe, expect, test } from "vitest";
import { bootstrap, fisherCdf, lmm } from "../../src/index.ts";
import { fitRows } from "../../src/rows/model-rows.ts";
import { failureCount } from "../../src/simulation/failures.ts";
import { notConverged } from "../../src/simulation/simulation-errors.ts";
import { loadNative, nativeFit } from "../native-fits.ts";
import type { BootstrapRecords } from "./bootstrap-records.ts";

const RECORDS = loadNative<BootstrapRecords>("bootstrap");
/** Of 150 comparisons, the largest distance in standard errors that chance explains. */
const FAR = 4.5;

/** A parameter's name without the marks of its language. */
function plainName(name: string): string {
  const [columns, group = ""] = name.replaceAll("(Intercept)", "Intercept").replace(/\)$/, "").split(" | ");
  const factors = group
    .replace(/\.\d+$/, "")
    .split(":")
    .sort()
    .join(":");
  const [kind, list = ""] = columns.includes("(") && group !== "" ? columns.split(/\((.*)/s) : ["", columns];
  return [kind, list.split(", ").sort().join(", "), factors].join("|").replace(/\[T?\.?(\w+)\]/g, "$1");
}

/** Mean and standard deviation with their Monte Carlo errors. */
function withErrors(values: readonly number[]) {
  const known = values.filter(Number.isFinite);
  const n = known.length;
  const mean = known.reduce((sum, v) => sum + v, 0) / n;
  const moment = (k: number): number => known.reduce((sum, v) => sum + (v - mean) ** k, 0) / n;
  const stdError = Math.sqrt((moment(2) * n) / (n - 1));
  const spread = Math.sqrt(Math.max(moment(4) - stdError ** 4, 0) / n);
  return { mean, stdError, meanError: stdError / Math.sqrt(n), stdErrorError: spread / (2 * stdError) };
}

describe("means and standard errors are those of bootMer, by maximum likelihood", () => {
  for (const { model, replicates, parameters } of RECORDS.models)
    test(model, () => {
      const result = bootstrap(nativeFit(model, false), { seed: 1, replicates: 700 });
      expect(result.failed).toBe(0);
      for (const theirs of parameters) {
        if (theirs.name === "singular") {
          const share = (result.singular / result.replicates + theirs.mean) / 2;
          const error = Math.sqrt(share * (1 - share) * (1 / replicates + 1 / result.replicates)) + 1e-3;
          expect(Math.abs(result.singular / result.replicates - theirs.mean), "singular").toBeLessThan(FAR * error);
          continue;
        }
        const ours = result.rows.find(({ name }) => plainName(name) === plainName(theirs.name));
        expect(ours, theirs.name).toBeDefined();
        const own = withErrors(ours!.values);
        expect(own.mean).toBeCloseTo(ours!.mean, 9);
        expect(own.stdError).toBeCloseTo(ours!.stdError, 9);
        const far = (a: "mean" | "stdError"): number =>
          Math.abs(own[a] - theirs[a]) / Math.hypot(own[`${a}Error`], theirs[`${a}Error`]);
        expect(far("mean"), `mean of ${theirs.name}`).toBeLessThan(FAR);
        expect(far("stdError"), `standard error of ${theirs.name}`).toBeLessThan(FAR);
      }
    });
});

/** Mean squares of balanced two-way data with one row a cell, by the expected value of their distributions. */
describe("balanced data, where REML is the analysis of variance", () => {
  test("variances of replicates have the means and variances of differences of mean squares", () => {
    const fit = nativeFit("ergostool");
    const [subjects, types] = [9, 4];
    const { rows: parameters, replicates } = bootstrap(fit, { seed: 1, replicates: 1500 });
    const squares = (name: string): number[] => parameters.find((own) => own.name === name)!.values.map((v) => v * v);
    const between = squares("sd(Intercept | Subject)");
    const within = squares("sigma");
    // of replicates off the boundary the larger mean square is sigma^2 + 4 tau^2; some 4 of 1000 are on it
    const inside = between.flatMap((v, k) => (v > 0 ? [{ larger: within[k]! + types * v, smaller: within[k]! }] : []));
    expect(inside.length).toBeGreaterThan(0.99 * replicates);
    const tau2 = fit.terms[0]!.covariance[0]![0]!;
    const check = (values: readonly number[], mean: number, df: number): void => {
      const own = withErrors(values);
      const sd = mean * Math.sqrt(2 / df);
      // leaving out 0.4% of the smallest ratios moves the mean by less than this
      const slack = 0.015 * sd;
      expect(Math.abs(own.mean - mean)).toBeLessThan(FAR * own.meanError + slack);
      expect(Math.abs(own.stdError - sd)).toBeLessThan(FAR * own.stdErrorError + slack);
    };
    check(
      inside.map(({ larger }) => larger),
      fit.sigma ** 2 + types * tau2,
      subjects - 1,
    );
    check(
      inside.map(({ smaller }) => smaller),
      fit.sigma ** 2,
      (subjects - 1) * (types - 1),
    );
  });

  test("a fit with a variance of 0 is left where replicates leave it: as often as F exceeds 1", () => {
    const { singular, replicates } = bootstrap(nativeFit("dyestuff2"), { seed: 1, replicates: 1500 });
    const share = fisherCdf(1, 5, 24);
    expect(Math.abs(singular / replicates - share)).toBeLessThan(FAR * Math.sqrt((share * (1 - share)) / replicates));
  });
});

describe("standard errors of the fixed effects are those of the fit where its variances are known well", () => {
  for (const model of ["ome-weighted", "gcsemv", "dietox", "dietox-cu", "cake"])
    test(model, () => {
      const fit = nativeFit(model);
      const { rows: parameters } = bootstrap(fit, { seed: 2, replicates: 600 });
      for (const [j, stdError] of fit.stdError.entries()) {
        const own = withErrors(parameters[j]!.values);
        expect(Math.abs(own.mean - fit.beta[j]!) / own.meanError, `mean of ${fit.names[j]}`).toBeLessThan(FAR);
        // the least-squares weights of unbalanced data are estimated: less than 1% beside the Monte Carlo error
        expect(Math.abs(own.stdError - stdError), `standard error of ${fit.names[j]}`).toBeLessThan(
          FAR * own.stdErrorError + 0.01 * stdError,
        );
      }
    });
});

describe("a bootstrap", () => {
  const fit = nativeFit("sleepstudy");
  const small = bootstrap(fit, { replicates: 40, seed: 3 });

  test("names every parameter once and begins with the fit's own values", () => {
    expect(small.rows.map(({ name }) => name)).toEqual([
      "Intercept",
      "Days",
      "sd(Intercept | Subject)",
      "sd(Days | Subject)",
      "cor(Intercept, Days | Subject)",
      "sigma",
    ]);
    const [term] = fit.terms;
    const own = [...fit.beta, ...term!.stdDev, term!.correlation[1]![0]!, fit.sigma];
    small.rows.forEach(({ estimate }, i) => {
      expect(estimate).toBeCloseTo(own[i]!, 10);
    });
  });

  test("repeats itself, replicate by replicate, whatever the number of replicates", () => {
    const longer = bootstrap(fit, { replicates: 60, seed: 3 });
    for (const [i, { values }] of small.rows.entries()) expect(longer.rows[i]!.values.slice(0, 40)).toEqual(values);
    expect(bootstrap(fit, { replicates: 40, seed: 4 }).objective).not.toEqual(small.objective);
  });

  test("is seen while it runs, and stopped", () => {
    const seen: number[] = [];
    bootstrap(fit, { replicates: 3, onProgress: ({ done, total }) => seen.push(10 * done + total) });
    expect(seen).toEqual([13, 23, 33]);
    const controller = new AbortController();
    const reason = new Error("enough");
    const onProgress = ({ done }: { done: number }) => done === 2 && controller.abort(reason);
    expect(() => bootstrap(fit, { signal: controller.signal, onProgress })).toThrow(reason);
  });

  test("computes other numbers of each replicate, and counts those that exist", () => {
    const ratio = bootstrap(fit, {
      ...{ replicates: 40, seed: 3 },
      statistic({ number, values, theta }) {
        const exists = number === null || number % 4 !== 1;
        return { ratio: exists ? values["sd(Days | Subject)"]! / values.sigma! : Number.NaN, first: theta[0]! };
      },
    });
    expect(ratio).toMatchObject({ failed: 0, failures: [], criterion: "REML" });
    const own = ratio.rows.find(({ name }) => name === "ratio")!;
    expect(own.count).toBe(30);
    expect(own.values[1]).toBeNaN();
    const sd = small.rows[3]!.values[2]!;
    expect(own.values[2]).toBeCloseTo(sd / small.rows[5]!.values[2]!, 12);
    expect(ratio.rows.at(-1)!.values[2]).toBe(ratio.theta[0]![2]);
    expect(() => bootstrap(fit, { statistic: () => ({ a: "b" }) as never })).toThrow(
      expect.objectContaining({ code: "statistic-value" }),
    );
  });

  test("hides no mistake of a statistic: what it throws is thrown", () => {
    const at = (fails: (number: number | null) => boolean, value: () => Record<string, number>) => () =>
      bootstrap(fit, { replicates: 4, statistic: ({ number }) => (fails(number) ? value() : { one: 1 }) });
    const late = (number: number | null): boolean => number === 2;
    const missing = undefined as unknown as { readonly x: { readonly y: number } };
    expect(at(late, () => ({ y: missing.x.y }))).toThrow(TypeError);
    expect(at(late, () => 3 as never)).toThrow(expect.objectContaining({ code: "statistic-value" }));
  });

  test("counts replicates that cannot be fitted, with a code", () => {
    const counted = failureCount();
    const none = counted.attempt(() => {
      throw notConverged();
    });
    expect([none, counted.attempt(() => 5), counted.failed()]).toEqual([null, 5, 1]);
    expect(counted.failures()).toEqual([{ code: "not-converged", message: "the search did not converge", count: 1 }]);
    const mistake = new TypeError("no function");
    expect(() =>
      counted.attempt(() => {
        throw mistake;
      }),
    ).toThrow(mistake);
  });

  test("is JSON: replicates that have no value are null", () => {
    const { rows: parameters } = JSON.parse(JSON.stringify(small)) as typeof small;
    expect(parameters[0]!.values).toEqual(small.rows[0]!.values);
  });

  // powers of two: any other unit rounds, and a block that is no longer the same as others is drawn by itself
  test("units of the data do not matter", () => {
    const { X, y, codes, n } = fitRows(fit);
    const scaled = {
      y: y.map((v) => 2 ** 20 * v),
      x: X.data.slice(n).map((v) => 2 ** -20 * v),
      g: codes[0]!,
    };
    const other = bootstrap(lmm("y ~ x + (x | g)", scaled), { replicates: 40, seed: 3 });
    const units = [2 ** 20, 2 ** 40, 2 ** 20, 2 ** 40, 1, 2 ** 20];
    for (const [i, { values }] of small.rows.entries())
      for (const [k, value] of values.entries()) {
        const theirs = other.rows[i]!.values[k]! / units[i]!;
        if (Number.isNaN(value)) expect(theirs).toBeNaN();
        // optima are found to 1e-9 of the gradient; 1e-5 of a standard error is nothing
        else expect(Math.abs(theirs - value), `${i} ${k}`).toBeLessThan(1e-5 * small.rows[i]!.stdError);
      }
  });

  test("what is no fit is refused", () => {
    expect(() => bootstrap({} as never)).toThrow(expect.objectContaining({ code: "not-a-fit" }));
    expect(() => bootstrap(fit, { nsim: 10 } as never)).toThrow(expect.objectContaining({ code: "unknown-option" }));
  });
});
