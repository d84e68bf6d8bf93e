// Means, trends and contrasts of them against emmeans on the recorded models; what emmeans cannot tell, against averages of
// predictions on grids written out by hand.
import { describe, expect, test } from "vitest";
import type { MarginalRow } from "../../src/index.ts";
import {
  type Fit,
  fitMoments,
  fromJSON,
  lmm,
  marginalMeans,
  marginalTrends,
  meanContrasts,
  predict,
  referenceValues,
  studentizedRangeSf,
  toJSON,
} from "../../src/index.ts";
import { partsOf } from "../../src/results/fit-parts.ts";
import { tableOf } from "../engine-fits.ts";
import { nativeFit } from "../native-fits.ts";
import { caseName, MARGINAL, marginalCase, pupsWithGap, type RecordedRow, rowLike } from "./marginal-record.ts";

/**
 * Distances from emmeans. Estimates and standard errors are as near as lme4's polished optimum, 1e-9 of a standard error;
 * degrees of freedom by Satterthwaite as near as lmerTest's finite differences, 1e-7 of themselves.
 */
const NEAR = { estimate: 1e-9, stdError: 1e-9, df: 1e-7 } as const;

/** What a p-value and a limit (in standard errors) may differ by under each adjustment. */
const ADJUSTED: Readonly<Record<string, { readonly p: number; readonly limit: number }>> = {
  // R's ptukey and qtukey promise eps = 1 and 0.0001; dunnettx stops its search for a quantile at 5e-4
  tukey: { p: 1e-6, limit: 1e-6 },
  dunnettx: { p: 1e-6, limit: 5e-4 },
  // mvtnorm's simulation: its default error of a p-value, 1e-3, and that of a quantile
  mvt: { p: 1e-3, limit: 5e-3 },
};
const PLAIN = { p: 1e-8, limit: 1e-7 };

function compare(ours: readonly MarginalRow[], theirs: readonly RecordedRow[], adjust: string): void {
  expect(ours.length).toBe(theirs.length);
  const { p, limit } = ADJUSTED[adjust] ?? PLAIN;
  for (const row of theirs) {
    const own = rowLike(ours, row);
    expect(own.estimable).toBe(row.estimate !== null);
    if (row.estimate === null || row.stdError === null) {
      expect([own.estimate, own.stdError, own.df, own.lower, own.upper, own.pValue]).toEqual(new Array(6).fill(null));
      continue;
    }
    const unit = row.stdError;
    expect(Math.abs(own.estimate! - row.estimate) / unit).toBeLessThan(NEAR.estimate);
    expect(Math.abs(own.stdError! / unit - 1)).toBeLessThan(NEAR.stdError);
    if (row.df === "Infinity") expect(own.df).toBe(Number.POSITIVE_INFINITY);
    else expect(Math.abs(own.df! / row.df! - 1)).toBeLessThan(NEAR.df);
    expect(Math.abs(own.statistic! - row.statistic!)).toBeLessThan(1e-8 * Math.max(1, Math.abs(row.statistic!)));
    expect(Math.abs(own.lower! - row.lower!) / unit).toBeLessThan(limit);
    expect(Math.abs(own.upper! - row.upper!) / unit).toBeLessThan(limit);
    expect(Math.abs(own.pValue! - row.pValue!)).toBeLessThan(p);
  }
}

// emtrends takes one-sided differences; such slopes are checked against the formula's derivative below
const curved = (own: { model: string; trend: string | null }): boolean =>
  own.trend !== null && ["dietox-curve", "dietox-log"].includes(own.model);

describe("emmeans' answer is ours", () => {
  for (const own of MARGINAL.cases.filter((each) => !curved(each))) {
    test(caseName(own), () => {
      const ours = marginalCase(own);
      compare(ours.rows, own.rows, own.meansAdjust);
      for (const { method, custom, ref, adjusted } of own.contrasts)
        for (const [adjust, rows] of Object.entries(adjusted)) {
          const contrasts = meanContrasts(ours, method === "custom" ? custom : (method as "pairwise"), {
            adjust: adjust as "tukey",
            ref: ref ?? undefined,
          });
          compare(contrasts.rows, rows, adjust);
        }
    });
  }

  test("within the error of their one-sided differences for slopes of curves", () => {
    for (const own of MARGINAL.cases.filter(curved)) {
      const { rows } = marginalCase(own);
      for (const row of own.rows) {
        // the second derivative times half a step of 1e-5 of the range
        expect(Math.abs(rowLike(rows, row).estimate! - row.estimate!) / row.stdError!).toBeLessThan(1e-3);
        expect(Math.abs(rowLike(rows, row).stdError! / row.stdError! - 1)).toBeLessThan(1e-4);
      }
    }
  });
});

describe("slopes of curves are the derivative of the formula", () => {
  test("of a square", () => {
    const own = MARGINAL.cases.find(({ model, trend }) => model === "dietox-curve" && trend !== null)!;
    const fit = lmm(own.formula, tableOf("dietox"));
    const b = (name: string): number => fit.beta[fit.names.indexOf(name)]!;
    const { rows } = marginalTrends(fit, "Time", "~ Cu * Time", { at: { Time: [2, 7], Cu: "Cu035" }, ddf: "normal" });
    const square = fit.names.find((name) => name.startsWith("I("))!;
    for (const [at, row] of [
      [2, rows[0]!],
      [7, rows[1]!],
    ] as const) {
      const first = b("Time") + b("Cu[T.Cu035]:Time");
      const second = b(square) + b(`Cu[T.Cu035]:${square}`);
      expect(Math.abs(row.estimate! / (first + 2 * at * second) - 1)).toBeLessThan(1e-11);
    }
  });

  test("of a logarithm and a root", () => {
    const fit = lmm("Weight ~ Cu * log(Time) + sqrt(Time) + (1 | Pig)", tableOf("dietox"));
    const at = 6.5;
    const { rows, L } = marginalTrends(fit, "Time", "Cu", { at: { Time: at }, ddf: "normal" });
    const slope = (name: string): number =>
      name.includes("Cu") ? 0 : name.includes("log") ? 1 / at : name.includes("sqrt") ? 0.5 / Math.sqrt(at) : 0;
    fit.names.forEach((name, j) => {
      expect(Math.abs(L[0]![j]! - slope(name))).toBeLessThan(1e-11);
    });
    expect(rows.map(({ Cu }) => Cu)).toEqual(["Cu000", "Cu035", "Cu175"]);
  });
});

describe("means are averages of predictions", () => {
  const formulas = [
    "Weight ~ Cu * Evit + Time + (1 | Pig)",
    "Weight ~ Cu * center(Time) + log(Start) + (Time | Pig)",
    "Weight ~ Evit * bs(Time, df = 5) + poly(Start, 2) + (1 | Pig)",
    "Weight ~ C(Cu, Sum) : Evit + np.exp(Time / 12) + (1 | Pig)",
  ];
  test.each(formulas)("%s", (formula) => {
    const fit = lmm(formula, tableOf("dietox"));
    const { variables } = referenceValues(fit);
    const start = variables.find(({ name }) => name === "Start");
    const mean = start?.kind === "covariate" ? start.mean! : 25;
    const Cu = ["Cu000", "Cu035", "Cu175"];
    const Evit = ["Evit000", "Evit100", "Evit200"];
    const grid = Evit.flatMap((evit) => Cu.map((cu) => ({ Evit: evit, Cu: cu, Time: 4.5, Start: mean })));
    const { predicted } = predict(fit, grid, { level: "population", interval: "none" });
    const by = { at: { Time: 4.5 } };
    const { rows } = marginalMeans(fit, formula.includes("Cu") ? "Cu" : "Evit", by);
    rows.forEach((row, k) => {
      const own = grid.flatMap((point, i) => (point.Cu === row.Cu || point.Evit === row.Evit ? [predicted[i]!] : []));
      const average = own.reduce((sum, value) => sum + value / own.length, 0);
      expect(own.length).toBe(3);
      expect(Math.abs(row.estimate! - average)).toBeLessThan(1e-10 * Math.abs(average) * (k + 1));
    });
  });

  test("an offset is evaluated at the grid, and its slope counts", () => {
    const table = tableOf("ome");
    const fit = lmm("Correct ~ Noise * Loud + offset(Trials / 2) + (1 | ID)", table);
    const at = (Trials: number): number => marginalMeans(fit, "Noise", { at: { Trials } }).rows[0]!.estimate!;
    expect(at(6) - at(4)).toBeCloseTo(1, 12);
    expect(marginalTrends(fit, "Trials").rows[0]!.estimate).toBeCloseTo(0.5, 12);
  });
});

describe("a fit without its rows", () => {
  const again = (name: string) => fromJSON(JSON.stringify(toJSON(nativeFit(name))));

  test("has the means of factors, and of covariates that are columns", () => {
    for (const name of ["machines-us", "cake", "dietox-cu", "orthodont"]) {
      const [fit, bare] = [nativeFit(name), again(name)];
      const factor = { "machines-us": "Machine", cake: "recipe", "dietox-cu": "Cu", orthodont: "Sex" }[name]!;
      const [ours, same] = [fit, bare].map((own) => marginalMeans(own!, factor).rows);
      ours!.forEach((row, k) => {
        expect(same![k]!.estimate).toBeCloseTo(row.estimate!, 9);
        expect(same![k]!.stdError).toBeCloseTo(row.stdError!, 9);
      });
    }
  });

  const ofMoments = (fit: Fit): Fit => fitMoments(partsOf(fit).moments, { dependent: "drop" });

  test("made of moments does not know frequencies, which can be given; read from a file it does", () => {
    const bare = ofMoments(nativeFit("ratpups"));
    expect(() => marginalMeans(bare, "Treatment", { weights: "cells" })).toThrow(
      expect.objectContaining({ code: "no-frequencies" }),
    );
    const reference = JSON.parse(JSON.stringify(referenceValues(nativeFit("ratpups"))));
    const given = marginalMeans(bare, "Treatment", { weights: "cells", reference });
    const known = marginalMeans(nativeFit("ratpups"), "Treatment", { weights: "cells" });
    const remembered = marginalMeans(again("ratpups"), "Treatment", { weights: "cells" });
    known.rows.forEach(({ estimate }, k) => {
      expect(given.rows[k]!.estimate).toBeCloseTo(estimate!, 10);
      expect(remembered.rows[k]!.estimate).toBeCloseTo(estimate!, 10);
    });
  });

  test("asks for the value of a covariate that is only transformed", () => {
    const fit = lmm("Weight ~ Cu + log(Time) + (1 | Pig)", tableOf("dietox"));
    const bare = ofMoments(fit);
    expect(() => marginalMeans(bare, "Cu")).toThrow(expect.objectContaining({ code: "no-reference-value" }));
    const read = marginalMeans(fromJSON(JSON.stringify(toJSON(fit))), "Cu").rows[0]!.estimate!;
    expect(read).toBeCloseTo(marginalMeans(fit, "Cu").rows[0]!.estimate!, 9);
    const [a, b] = [fit, bare].map((own) => marginalMeans(own, "Cu", { at: { Time: 5 } }).rows[0]!.estimate!);
    expect(a).toBeCloseTo(b!, 9);
  });
});

describe("estimability", () => {
  const fit = lmm("weight ~ Treatment * sex + Lsize + (1 | Litter)", pupsWithGap());

  test("of a model without fixed effects is known, and nothing is tested", () => {
    const rows = Array.from({ length: 30 }, (_, i) => ({ y: Math.sin(i * i), z: i % 7, g: i % 6 }));
    for (const offset of [undefined, "z"]) {
      const means = marginalMeans(lmm("y ~ 0 + (1 | g)", rows, { offset }), "~ 1");
      const own = offset === undefined ? 0 : rows.reduce((sum, { z }) => sum + z / 30, 0);
      expect(means.rows).toHaveLength(1);
      expect(means.rows[0]!.estimate).toBeCloseTo(own, 12);
      expect(means.rows[0]).toMatchObject({ stdError: 0, df: null, statistic: null, pValue: null });
    }
  });

  test("levels -Infinity and Infinity of what divides a table are two families", () => {
    const rows = Array.from({ length: 60 }, (_, i) => {
      const by = [Number.NEGATIVE_INFINITY, 0, Number.POSITIVE_INFINITY][i % 3]!;
      return { y: Math.sin(3 * i * i), a: "pqr"[Math.floor(i / 3) % 3]!, h: by, text: String(by), g: i % 10 };
    });
    const [own, texts] = ["h", "text"].map((by) => {
      const fit = lmm(`y ~ a * C(${by}) + (1 | g)`, rows);
      const { contrasts } = marginalMeans(fit, "a", { by, contrasts: "pairwise" });
      return contrasts!.rows.map(({ [by]: h, contrast: of, estimate, pValue }) => [`${h} ${of}`, estimate, pValue]);
    });
    expect(own).toHaveLength(9);
    for (const [name, estimate, pValue] of texts!) {
      const [, theirs, p] = own!.find(([of]) => of === name)!;
      expect(theirs).toBeCloseTo(estimate as number, 10);
      expect(p).toBeCloseTo(pValue as number, 10);
    }
  });

  test("a contrast of means that are not estimable may be", () => {
    const cells = marginalMeans(fit, "~ Treatment * sex");
    const label = cells.rows.findIndex(({ estimable }) => !estimable);
    const zero = cells.rows.map((_, k) => Number(k === label));
    const cancelled = meanContrasts(cells, { nothing: zero.map(() => 0), alone: zero });
    expect(cancelled.rows.map(({ estimable }) => estimable)).toEqual([true, false]);
    expect(cancelled.rows[0]).toMatchObject({ estimate: 0, stdError: 0, statistic: null, pValue: null, lower: 0 });
  });

  test("a family counts only what is estimable: one comparison of three is left, and is not adjusted", () => {
    const means = marginalMeans(fit, "Treatment");
    const [tukey, none] = (["tukey", "none"] as const).map(
      (adjust) => meanContrasts(means, "pairwise", { adjust }).rows,
    );
    expect(tukey!.map(({ estimable }) => estimable)).toEqual([false, true, false]);
    expect(tukey![1]!.pValue).toBe(none![1]!.pValue);
  });

  test("of disconnected pairs: Tukey's family is that of the means that occur in them", () => {
    const rows = Array.from({ length: 48 }, (_, i) => i);
    const treatment = rows.map((i) => "abcd"[i % 4]!);
    const block = treatment.map((own) => (own < "c" ? "u" : "v"));
    const y = rows.map((i) => (i % 4) + Math.sin(7 * i) + Math.cos(3 * Math.floor(i / 8)));
    const g = rows.map((i) => Math.floor(i / 8));
    const split = lmm("y ~ block + treatment + (1 | g)", { y, block, treatment, g });
    const { contrasts, notes } = marginalMeans(split, "pairwise ~ treatment", { ddf: "residual" });
    const pairs = contrasts!.rows.filter(({ estimable }) => estimable);
    expect(pairs.map(({ contrast }) => contrast)).toEqual(["a - b", "c - d"]);
    for (const { statistic, df, pValue } of pairs)
      expect(pValue).toBeCloseTo(studentizedRangeSf(Math.SQRT2 * Math.abs(statistic!), 4, df!), 12);
    expect(contrasts!.notes.join()).toContain("for 4 means");
    expect(notes.join()).toContain("not estimable");
  });

  test("a note quotes a long level by its beginning, and contrasts take over what was held and averaged, not the warning", () => {
    const long = "long ".repeat(1000);
    const rows = Array.from({ length: 48 }, (_, i) => i);
    const data = {
      y: rows.map((i) => (i % 4) + Math.sin(7 * i)),
      a: rows.map((i) => "uv"[i % 2]!),
      b: rows.map((i) => (i % 4 < 2 ? long : "short")),
      c: rows.map((i) => "xy"[Math.floor(i / 4) % 2]!),
      g: rows.map((i) => Math.floor(i / 8)),
    };
    const { notes, contrasts } = marginalMeans(lmm("y ~ a * b + c + (1 | g)", data), "pairwise ~ a", {
      at: { b: long },
    });
    const quoted = `at b = ${long.slice(0, 40)}... (5000 characters)`;
    expect(notes).toEqual(["averaged over c", quoted, expect.stringContaining("may mislead: a:b")]);
    expect(contrasts!.notes.slice(0, 2)).toEqual(["averaged over c", quoted]);
    expect(contrasts!.notes.join()).not.toContain("may mislead");
  });

  test("that nobody knows, of moments of orthogonal combinations without rows, is an error", () => {
    const x = Array.from({ length: 60 }, (_, i) => 1990 + i / 2);
    const data = { x, twice: x.map((v) => 2 * v), y: x.map((v, i) => v + Math.sin(9 * i)), g: x.map((_, i) => i % 6) };
    const near = lmm("y ~ x + I(x ** 2) + twice + (1 | g)", data);
    expect(near.dropped).toHaveLength(1);
    const bare = fitMoments(partsOf(near).moments, { dependent: "drop" });
    const at = { x: 2000, twice: 4000 };
    expect(() => marginalMeans(bare, "~ 1", { at })).toThrow(expect.objectContaining({ code: "unknown-combinations" }));
    const read = fromJSON(JSON.stringify(toJSON(near)));
    const [own, again] = [near, read].map((fit) => marginalMeans(fit, "~ 1", { at }).rows[0]!);
    expect(again!.estimable).toBe(true);
    expect(Math.abs(again!.estimate! - own!.estimate!)).toBeLessThan(1e-6);
  });

  test("is the same where kept columns nearly depend on each other", () => {
    const columns = pupsWithGap();
    const size = Float64Array.from(columns.Lsize as ArrayLike<number>, (value) => 2000 + value / 10);
    const near = lmm("weight ~ Treatment * sex + year + I(year ** 2) + (1 | Litter)", {
      ...columns,
      year: size,
    } as typeof columns);
    const { rows } = marginalMeans(near, "Treatment", { ddf: "normal" });
    expect(rows.map(({ estimable }) => estimable)).toEqual([true, false, true]);
  });
});

describe("units", () => {
  test("of covariate and response scale slopes and means, and nothing else", () => {
    const table = tableOf("orthodont");
    const column = (name: string): ArrayLike<number> => table.array(name) as ArrayLike<number>;
    const plain = { Sex: table.array("Sex"), Subject: table.array("Subject") };
    const fit = (a: number, d: number) =>
      lmm("distance ~ age * Sex + (age | Subject)", {
        ...plain,
        age: Float64Array.from(column("age"), (v) => v * a),
        distance: Float64Array.from(column("distance"), (v) => v * d),
      } as Record<string, ArrayLike<unknown>>);
    const [one, other] = [fit(1, 1), fit(1e6, 1e-6)].map((own) => marginalTrends(own, "age", "pairwise ~ Sex"));
    one!.contrasts!.rows.forEach((row, k) => {
      const scaled = other!.contrasts!.rows[k]!;
      expect(Math.abs((scaled.estimate! * 1e12) / row.estimate! - 1)).toBeLessThan(1e-7);
      expect(Math.abs(scaled.pValue! / row.pValue! - 1)).toBeLessThan(1e-6);
    });
  });
});
