// Rows about a fit against broom.mixed: parameters, the fit as one row, random effects, observations.
import { describe, expect, test } from "vitest";
import { augment, confidenceIntervals, FitError, glance, lmm, summary, tidy, toColumns } from "../../src/index.ts";
import { positions, tableOf } from "../engine-fits.ts";
import { loadNative, NATIVE_MODELS, nativeFit } from "../native-fits.ts";

type Columns = Record<string, (number | null)[]> & { term: string[]; group: string[]; level: string[] };

interface TidyRecord {
  fixed: Columns;
  parameters: Columns;
  glance: Record<string, number>;
  augment: Record<string, number[]>;
  values?: Columns;
  coefs?: Columns;
}

const records = loadNative<Record<string, TidyRecord>>("tidy");
const names = NATIVE_MODELS.map(({ name }) => name);
// lme4 numbers the terms of one factor: `Subject`, `Subject.1`
const plain = (group: string): string =>
  group
    .replace(/\.\d+$/, "")
    .split(":")
    .sort()
    .join(":");
// estimates agree to some 1e-8; lmerTest's degrees of freedom come from differences, and p-values and intervals from these
const ESTIMATE = 2e-6;
const DF = 2e-4;

const close = (ours: number | null, theirs: number | null | undefined, tolerance: number, what: string): void => {
  expect(Math.abs(ours! - theirs!) / (Math.abs(theirs!) + 1e-12), what).toBeLessThan(tolerance);
};

describe.each(names)("%s", (name) => {
  const record = records[name]!;
  const fit = nativeFit(name);

  test("fixed effects are broom.mixed's rows", () => {
    const rows = tidy(fit, { effects: "fixed" });
    const order = positions(
      rows.map(({ term }) => term),
      record.fixed.term,
    );
    for (const [i, row] of rows.entries()) {
      const at = order[i]!;
      const size = record.fixed["std.error"]![at]!;
      expect(Math.abs(row.estimate! - record.fixed.estimate![at]!)).toBeLessThan(ESTIMATE * size);
      close(row.stdError, size, ESTIMATE, "stdError");
      close(row.df, record.fixed.df![at], DF, "df");
      const half = record.fixed["conf.high"]![at]! - record.fixed["conf.low"]![at]!;
      // broom.mixed's intervals are normal or of Satterthwaite's t, by the class of the fit
      expect(row.confHigh! - row.confLow!).toBeGreaterThan(0.99 * half);
      expect(row.effect).toBe("fixed");
    }
  });

  test("parameters of the random effects are broom.mixed's, and standard errors stand beside them", () => {
    const { parameters } = record;
    const key = (group: string, term: string): string => {
      const [what, columns = ""] = term.split("__");
      const own = columns.replace(/\(Intercept\)/g, "Intercept").replace(/\[T?\.?([^\]]*)\]/g, "$1");
      return `${plain(group)} ${what} ${own.split(".").sort().join(".")}`;
    };
    const theirs = new Map(
      parameters.term.map((term, i) => [key(parameters.group[i]!, term), parameters.estimate![i]!]),
    );
    const rows = tidy(fit, { effects: "ranPars" });
    expect(rows.length).toBe(theirs.size);
    const largest = Math.max(...rows.map(({ estimate, term }) => (term.startsWith("sd__") ? estimate! : 0)));
    for (const { group, term, estimate, stdError } of rows) {
      const own = theirs.get(key(group!, term));
      if (own === null) expect(estimate).toBeNull();
      else expect(Math.abs(estimate! - own!), term).toBeLessThan(1e-5 * (term.startsWith("sd__") ? largest : 1));
      if (fit.status.kind === "interior") expect(stdError).toBeGreaterThan(0);
    }
    expect(rows.at(-1)).toMatchObject({ group: "Residual", term: "sd__Observation" });
  });

  test("the fit as one row", () => {
    const own = glance(fit);
    expect(own.nobs).toBe(record.glance.nobs);
    expect(own.dfResidual).toBe(record.glance["df.residual"]);
    for (const [ours, theirs] of [
      ["sigma", "sigma"],
      ["logLik", "logLik"],
      ["aic", "AIC"],
      ["bic", "BIC"],
      ["remlCriterion", "REMLcrit"],
    ] as const)
      close(own[ours], record.glance[theirs], 1e-7, ours);
  });

  test("observations carry what the model says of them", () => {
    const rows = augment(fit);
    const { augment: theirs } = record;
    const scale = fit.sigma;
    for (const [ours, key] of [
      ["fitted", ".fitted"],
      ["resid", ".resid"],
      ["fixed", ".fixed"],
      ["weights", ".weights"],
      ["wtres", ".wtres"],
    ] as const)
      for (const [i, value] of theirs[key]!.entries())
        expect(Math.abs(Number(rows[i]![ours]) - value), `${ours} ${i}`).toBeLessThan(1e-6 * scale);
    for (const [i, value] of theirs[".hat"]!.entries()) expect(Math.abs(rows[i]!.hat! - value)).toBeLessThan(1e-6);
    for (const [i, value] of theirs[".cooksd"]!.entries())
      expect(Math.abs(rows[i]!.cooksd! - value)).toBeLessThan(1e-5 * (1 + value));
  });

  test("random effects and coefficients of groups", () => {
    if (record.values === undefined || record.coefs === undefined) return;
    const sizes = Object.fromEntries(fit.terms.map(({ group, stdDev }) => [plain(group), Math.max(...stdDev)]));
    const keyOf = (group: string, level: unknown, term: string): string => {
      const own = term.replace("(Intercept)", "Intercept").replace(/\[T?\.?([^\]]*)\]/g, "$1");
      return `${plain(group)} ${String(level).split(":").sort().join(":")} ${own}`;
    };
    const ours = new Map(
      tidy(fit, { effects: ["ranVals", "ranCoefs"] }).map((row) => [
        `${row.effect} ${keyOf(row.group!, row.level, row.term)}`,
        row,
      ]),
    );
    const { values, coefs } = record;
    for (const [i, term] of values.term.entries()) {
      const key = keyOf(values.group[i]!, values.level[i]!, term);
      const row = ours.get(`ranVals ${key}`);
      const size = sizes[plain(values.group[i]!)]! + 1e-9 * fit.sigma;
      expect(Math.abs(row!.estimate! - values.estimate![i]!), key).toBeLessThan(1e-5 * size);
      expect(Math.abs(row!.stdError! - values["std.error"]![i]!), key).toBeLessThan(1e-5 * size);
      expect(Math.abs(row!.confLow! - values["conf.low"]![i]!), key).toBeLessThan(2e-5 * size);
    }
    // lme4 adds effects of `Machine[B]` to the coefficient of `Machine[T.B]`, which R calls the same
    if (fit.terms.some((term) => term.names.some((own) => !fit.names.includes(own)))) return;
    for (const [i, term] of coefs.term.entries()) {
      const row = ours.get(`ranCoefs ${keyOf(coefs.group[i]!, coefs.level[i]!, term)}`);
      expect(Math.abs(row!.estimate! - coefs.estimate![i]!)).toBeLessThan(
        1e-5 * (fit.sigma + Math.abs(row!.estimate!)),
      );
    }
  });
});

describe("rows", () => {
  test("have the same fields whatever they are about, and become columns", () => {
    const rows = tidy(nativeFit("sleepstudy"), { effects: ["fixed", "ranPars", "ranVals", "ranCoefs"] });
    expect(new Set(rows.map((row) => Object.keys(row).join())).size).toBe(1);
    const columns = toColumns(rows);
    expect(columns.term).toEqual(rows.map(({ term }) => term));
    expect(Object.keys(columns)).toEqual(Object.keys(rows[0]!));
    expect(JSON.parse(JSON.stringify(rows))).toEqual(rows);
  });

  test("take degrees of freedom and intervals from where they are told to", () => {
    const fit = nativeFit("dyestuff2");
    const [fixed] = tidy(fit, { ddf: "normal" });
    expect(fixed!.df).toBe(Number.POSITIVE_INFINITY);
    const sd = tidy(fit, { effects: "ranPars", confMethod: "profile" })[0]!;
    expect(sd).toMatchObject({ term: "sd__Intercept", estimate: 0, stdError: null, confLow: 0 });
    expect(sd.confHigh).toBeGreaterThan(0);
    expect(tidy(fit, { confInt: false }).every(({ confLow }) => confLow === null)).toBe(true);
  });

  test("a column of the table keeps its name where the model has one of the same", () => {
    const data = tableOf("dyestuff");
    const columns = { fitted: data.array("Yield"), Batch: data.array("Batch") } as never;
    const [row] = augment(lmm("fitted ~ 1 + (1 | Batch)", columns));
    expect(row!.fitted).toBe(1545);
    expect(row![".fitted"]).toBeGreaterThan(1500);
  });

  test("unknown options and kinds are errors that name what there is", () => {
    const fit = nativeFit("dyestuff");
    expect(() => tidy(fit, { effect: "fixed" } as never)).toThrow("did you mean `effects`?");
    expect(() => tidy(fit, { effects: "ran_vals" as never })).toThrow('"fixed", "ranPars", "ranVals", "ranCoefs"');
    expect(() => tidy(fit, { confMethod: "profile", seed: 1 })).toThrow('belongs to the method "bootstrap"');
    expect(() => tidy(fit, { replicates: 10 })).toThrow(expect.objectContaining({ code: "unknown-option" }));
    expect(tidy(fit, { replicates: undefined, effects: "fixed" })).toEqual(tidy(fit, { effects: "fixed" }));
    expect(() => glance({} as never)).toThrow(FitError);
  });
});

describe("summary", () => {
  test("prints tests, intervals, sizes, criterion and status in four formats", () => {
    const own = summary(nativeFit("sleepstudy"), { ddf: "kenward-roger" });
    const text = String(own);
    for (const part of ["REML criterion  1743.63", "Subject, 18", "degrees of freedom: kenward-roger", own.status])
      expect(text).toContain(part);
    expect(own.toHtml()).toContain("<caption>Random effects</caption>");
    expect(own.toLatex()).toContain("\\toprule");
    expect(own.toMarkdown()).toContain("**Fixed effects**");
    expect(own.fixed.map(({ name }) => name)).toEqual(["Intercept", "Days"]);
    expect(JSON.parse(JSON.stringify(own)).fixed[1].df).toBeCloseTo(17, 8);
  });

  test("of a singular fit has no standard error for what is on the boundary, and says so", () => {
    const text = String(summary(nativeFit("dyestuff2")));
    expect(text).toContain("sd(Intercept | Batch): variance is 0");
    expect(text).toContain("optimum on the boundary");
    expect(text).not.toContain("NaN");
  });

  test("shows weights, offset and rows that were left out", () => {
    expect(String(summary(nativeFit("ome-weighted")))).toContain("Weights         Trials");
    expect(String(summary(nativeFit("gcsemv")))).toMatch(/Observations +\d+ \(\d+ left out\)/);
  });
});

test("intervals by the bootstrap are those of the seed and the number of replicates, watched and stopped", () => {
  const fit = nativeFit("sleepstudy");
  const seen: number[] = [];
  const options = { replicates: 30, seed: 7 };
  const rows = tidy(fit, { confMethod: "bootstrap", ...options, onProgress: ({ done }) => seen.push(done) });
  expect(seen.length).toBe(30);
  const expected = confidenceIntervals(fit, { method: "bootstrap", ...options }).rows;
  expect(rows.map(({ confLow, confHigh }) => [confLow, confHigh])).toEqual(
    expected.map(({ lower, upper }) => [lower, upper]),
  );
  const signal = AbortSignal.abort(new Error("enough"));
  for (const confMethod of ["bootstrap", "profile"] as const)
    expect(() => tidy(fit, { confMethod, signal })).toThrow("enough");
});
