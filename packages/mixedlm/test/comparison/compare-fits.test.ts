import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { anova } from "../../src/comparison/anova.ts";
import { compareFits } from "../../src/comparison/compare-fits.ts";
import { chiSquareSf, type Fit, FitError, lmm, varianceTests } from "../../src/index.ts";
import { fitOf, tableOf } from "../engine-fits.ts";
import { loadNative, nativeFit } from "../native-fits.ts";

interface ComparisonCase {
  readonly name: string;
  readonly dataset: string;
  readonly weights?: string;
  readonly reml: boolean;
  readonly formulas: readonly string[];
}

interface RecordedComparison {
  readonly name: string;
  readonly parameters: readonly number[];
  readonly aic: readonly number[];
  readonly bic: readonly number[];
  readonly logLik: readonly number[];
  readonly chiSquare: readonly (number | null)[];
  readonly df: readonly (number | null)[];
  readonly pValue: readonly (number | null)[];
}

const CASES = JSON.parse(
  readFileSync(new URL("../../../../tools/fixtures/native/comparison-cases.json", import.meta.url), "utf8"),
) as readonly ComparisonCase[];
const { cases: RECORDED } = loadNative<{ cases: readonly RecordedComparison[] }>("comparisons");

/** lme4's criteria at its polished optima: the criterion is flat there, and rounding leaves 1e-11 of it. */
const CRITERION = 1e-10;

describe.each(CASES.map((own) => [own.name, own] as const))("comparison of %s", (name, { formulas, ...own }) => {
  const theirs = RECORDED.find((record) => record.name === name)!;
  const fits = formulas.map((formula) => fitOf({ ...own, formula }));
  const near = (ours: number, expected: number): void =>
    expect(Math.abs(ours - expected)).toBeLessThan(CRITERION * Math.max(1, Math.abs(theirs.logLik[0]!)));

  test("is lme4's", () => {
    // the order in which fits are given does not count
    const { rows, criterion, refitted } = compareFits([...fits].reverse(), { refit: !own.reml });
    expect(criterion).toBe(own.reml ? "REML" : "ML");
    expect(refitted).toBe(false);
    expect(rows.map(({ formula }) => formula)).toEqual(formulas);
    expect(rows.map(({ index }) => index)).toEqual(formulas.map((_, i) => formulas.length - 1 - i));
    for (const [i, row] of rows.entries()) {
      expect(row.npar).toBe(theirs.parameters[i]);
      near(row.aic, theirs.aic[i]!);
      near(row.bic, theirs.bic[i]!);
      near(row.logLik, theirs.logLik[i]!);
      expect(row.df).toBe(theirs.df[i]);
      if (i === 0) {
        expect([row.statistic, row.pValue]).toEqual([null, null]);
        continue;
      }
      near(row.statistic!, theirs.chiSquare[i]!);
      expect(row.pValuePlain!).toBeCloseTo(theirs.pValue[i]!, 8);
      expect(row.pValuePlain).toBe(chiSquareSf(row.statistic!, row.df!));
    }
  });

  if (own.reml) return;

  test("of fits by REML is that of their fits by maximum likelihood", () => {
    const reml = formulas.map((formula) => fitOf({ ...own, formula, reml: true }));
    const { rows, refitted, notes } = anova(reml[0]!, reml[1]!, ...reml.slice(2));
    expect(refitted).toBe(true);
    expect(notes[0]).toMatch(/by REML were fitted again by maximum likelihood/);
    for (const [i, row] of rows.entries()) near(row.logLik, theirs.logLik[i]!);
  });
});

/** The error of a call. */
function errorOf(call: () => unknown): FitError {
  try {
    call();
  } catch (error) {
    if (error instanceof FitError) return error;
    throw error;
  }
  throw new Error("no error");
}

const sleep = (formula: string, reml = true): Fit => fitOf({ dataset: "sleepstudy", formula, reml });

describe("models that cannot be compared are refused", () => {
  test("on other rows: another number of them, another response, other values", () => {
    const table = tableOf("sleepstudy");
    const fewer = lmm("Reaction ~ Days + (1 | Subject)", table.slice(0, 100));
    const other = lmm("Reaction ~ Days + (1 | Subject)", table.slice(10, 110));
    const log = lmm("log(Reaction) ~ Days + (1 | Subject)", table);
    const whole = sleep("Reaction ~ Days + (1 | Subject)");
    expect(errorOf(() => anova(whole, fewer)).data).toMatchObject({
      what: "the number of rows is",
      left: 180,
      right: 100,
    });
    expect(errorOf(() => anova(other, fewer)).data.what).toBe("the mean of `Reaction` is");
    expect(errorOf(() => anova(whole, log)).code).toBe("different-rows");
    expect(errorOf(() => anova(whole, log)).data.what).toBe("the response is");
  });

  test("on rows with the same values of each column that do not belong together", () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({ y: (i * 29) % 17, x: (i * 11) % 13, g: i % 5, h: i % 4 }));
    const fit = lmm("y ~ x + (1 | g)", rows);
    const whatOf = (other: typeof rows): unknown =>
      errorOf(() => anova(fit, lmm("y ~ x + (1 | g) + (1 | h)", other))).data.what;
    // another order of the same rows is no difference
    expect(anova(fit, lmm("y ~ x + (1 | g) + (1 | h)", [...rows].reverse())).rows).toHaveLength(2);
    const last = rows.length - 1;
    expect(whatOf(rows.map((row, i) => ({ ...row, x: rows[last - i]!.x })))).toBe(
      "the sum of products of `x` and `y` about their means is",
    );
    expect(whatOf(rows.map((row) => ({ ...row, g: row.g % 4 })))).toBe("the number of groups of `g` is");
    expect(whatOf(rows.map((row) => ({ ...row, g: row.g + 1 })))).toBe("of `g` the group 0 is");
    expect(whatOf(rows.map((row, i) => ({ ...row, g: i < 5 ? 0 : row.g })))).toBe(
      "the sum of the weights of group 0 of `g` is",
    );
    expect(whatOf(rows.map((row) => ({ ...row, g: (row.g + 1) % 5 })))).toBe("the mean of `y` in group 0 of `g` is");
  });

  test("with other weights, or another offset", () => {
    const table = tableOf("ome");
    const formula = "I(Correct / Trials) ~ Loud + (1 | ID)";
    const plain = lmm(formula, table);
    expect(errorOf(() => anova(plain, lmm(formula, table, { weights: "Trials" }))).data.what).toBe("the weights are");
    expect(errorOf(() => anova(plain, lmm(formula, table, { offset: "Age" }))).data.what).toBe("the offset is");
  });

  test("with as many rows, of which other ones lack a value", () => {
    const y = [3, 5, 4, 6, 7, 9, 8, 2, 1, 5, 5];
    const rows = y.map((value, i) => ({
      y: value,
      g: i % 3,
      x: i === 9 ? null : i ** 2 % 7,
      z: i === 10 ? null : i ** 3 % 5,
    }));
    const [x, z] = [lmm("y ~ x + (1 | g)", rows), lmm("y ~ z + (1 | g)", rows)];
    const error = errorOf(() => anova(x, z, { tests: false }));
    expect(error.data).toMatchObject({ left: 10, right: 9, what: "row 10 of those used is number" });
  });

  test("where neither is a special case of the other", () => {
    const a = sleep("Reaction ~ Days + (1 | Subject)");
    const b = sleep("Reaction ~ I(Days ** 2) + (Days | Subject)");
    expect(errorOf(() => anova(a, b)).code).toBe("not-nested");
    expect(errorOf(() => anova(a, b)).message).toMatch(/`Days` are not among those of the larger model/);
    const cross = nativeFit("penicillin");
    const plate = fitOf({ dataset: "penicillin", formula: "diameter ~ 1 + (1 | plate)", reml: true });
    const sample = fitOf({ dataset: "penicillin", formula: "diameter ~ 1 + (1 | sample)", reml: true });
    expect(errorOf(() => anova(plate, sample, cross)).data.reason).toMatch(/\(1 \| /);
  });

  test("given to `compareFits` by themselves, without an array", () => {
    const fit = sleep("Reaction ~ Days + (1 | Subject)");
    expect(errorOf(() => compareFits(fit as never)).code).toBe("one-model");
    expect(errorOf(() => compareFits(null as never)).code).toBe("not-a-fit");
  });

  test("alone, or where one of them is no fit", () => {
    expect(errorOf(() => compareFits([sleep("Reaction ~ Days + (1 | Subject)")])).code).toBe("one-model");
    expect(errorOf(() => anova(sleep("Reaction ~ Days + (1 | Subject)"), "x" as never)).code).toBe("not-a-fit");
  });

  test("by criteria that differ, where none may be refitted", () => {
    const [reml, ml] = [sleep("Reaction ~ Days + (1 | Subject)"), sleep("Reaction ~ Days + (Days | Subject)", false)];
    expect(errorOf(() => anova(reml, ml, { refit: false })).code).toBe("mixed-criteria");
    const fewer = sleep("Reaction ~ 1 + (1 | Subject)");
    expect(errorOf(() => anova(reml, fewer, { refit: false })).code).toBe("different-fixed-effects");
  });
});

describe("a comparison", () => {
  const small = sleep("Reaction ~ Days + (1 | Subject)");
  const large = sleep("Reaction ~ Days + (Days | Subject)");

  test("by REML, without refitting, of models that differ in the order of their columns alone", () => {
    const orders = ["Reaction ~ Days + even", "Reaction ~ even + Days"].map((fixed) => `${fixed} + (1 | Subject)`);
    const rows = Array.from({ length: 180 }, (_, i) => ({
      Reaction: Math.sin(i) + (i % 18) + i / 90,
      Days: Math.floor(i / 18),
      even: ["yes", "no"][Math.floor(i / 18) % 2]!,
      Subject: i % 18,
    }));
    const [one, other] = orders.map((formula) => lmm(formula, rows));
    const { criterion, rows: compared } = compareFits([one!, other!], { refit: false, tests: false });
    expect(criterion).toBe("REML");
    expect(compared[0]!.deviance).toBeCloseTo(compared[1]!.deviance, 8);
    expect(compared.map(({ index }) => index)).toEqual([0, 1]);
  });

  test("of a fit with itself says which is which", () => {
    const [small, large] = ["Reaction ~ 1 + (1 | Subject)", "Reaction ~ Days + (1 | Subject)"].map((formula) =>
      lmm(formula, tableOf("sleepstudy")),
    );
    const { rows } = compareFits([large!, small!, large!], { tests: false });
    expect(rows.map(({ index }) => index)).toEqual([1, 0, 2]);
  });

  test("of models that are not nested has information criteria and no tests, on request", () => {
    const other = sleep("Reaction ~ I(Days ** 2) + (Days | Subject)");
    const { rows } = anova(small, other, { tests: false });
    expect(rows.map(({ statistic, df, pValue }) => [statistic, df, pValue])).toEqual([
      [null, null, null],
      [null, null, null],
    ]);
    expect(rows[1]!.aic).toBeCloseTo(rows[1]!.deviance + 2 * 6, 9);
  });

  test("says where a variance is on the boundary, and what its p-value is of", () => {
    const { notes, rows } = anova(small, large);
    expect(rows[1]!.boundary).toMatchObject({ variances: 1, covariances: 1, correlations: 0 });
    expect(notes[1]).toBe(
      "where model 1 is true, 1 variance of model 2 is 0: the p-value is of a mixture of chi-squares; `pValuePlain` is that of chi-square",
    );
  });

  test("knows columns by what they are, not by names that two codings share", () => {
    const [full, reduced] = ["0 + C(Machine, Diff)", "C(Machine, Diff)"].map((fixed) =>
      fitOf({ dataset: "machines", formula: `score ~ ${fixed} + (1 | Worker)`, reml: false }),
    );
    expect(full!.names[0]).toBe(reduced!.names[1]);
    expect(anova(full!, reduced!).rows[1]).toMatchObject({ df: 0, pValue: null });
  });

  test("says where a correlation is at the end of its range", () => {
    const [one, shared] = ["(1 | Worker)", "homcs(0 + Machine | Worker)"].map((random) =>
      fitOf({ dataset: "machines", formula: `score ~ Machine + ${random}`, reml: false }),
    );
    expect(anova(one!, shared!).notes).toEqual([
      "where model 1 is true, 1 correlation of model 2 is at the end of the range: the p-value is of a mixture of chi-squares; `pValuePlain` is that of chi-square",
    ]);
  });

  test("of one model written in two ways has nothing to test", () => {
    const other = sleep("Reaction ~ Days + (0 + Days + 1 | Subject)");
    const { rows } = anova(large, other);
    expect(rows[1]).toMatchObject({ df: 0, pValue: null });
    expect(rows[1]!.statistic).toBeLessThan(1e-9);
  });

  test("prints as lme4 lays it out, and is plain data", () => {
    const compared = anova(small, large);
    expect(String(compared).split("\n").length).toBeGreaterThan(8);
    expect(JSON.parse(JSON.stringify(compared)).rows[1].df).toBe(2);
    expect(Object.isFrozen(compared.rows[0])).toBe(true);
  });

  test("stops when it is told to, and tells how far it is", () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const call = () =>
      anova(small, large, {
        signal: controller.signal,
        onProgress: ({ done, total }) => {
          seen.push(done / total);
          controller.abort(new Error("enough"));
        },
      });
    expect(call).toThrow("enough");
    expect(seen).toEqual([0.5]);
  });
});

describe("the p-value of a comparison in which variances are 0 is that of varianceTests", () => {
  const ml = (dataset: string, formula: string): Fit => fitOf({ dataset, formula, reml: false });
  /** The comparison's test, and the row of the larger model's own tests that is about the same thing. */
  function both(
    dataset: string,
    small: string,
    large: string,
    term: string,
    removed: string | null,
    reduce: "slopes" | "terms",
  ) {
    const fit = ml(dataset, large);
    const own = varianceTests(fit, { reduce }).rows.find((row) => row.term === term && row.removed === removed)!;
    return [anova(ml(dataset, small), fit).rows[1]!, own] as const;
  }

  test.each([
    [
      "a slope",
      "sleepstudy",
      "Reaction ~ Days + (1 | Subject)",
      "Reaction ~ Days + (Days | Subject)",
      "(Days | Subject)",
      "Days",
      "slopes",
    ],
    [
      "an intercept",
      "pastes",
      "strength ~ 1 + (1 | batch:cask)",
      "strength ~ 1 + (1 | batch:cask) + (1 | batch)",
      "(1 | batch)",
      null,
      "terms",
    ],
    [
      "a matrix",
      "dietox",
      "Weight ~ Time + (1 | Litter)",
      "Weight ~ Time + (1 | Litter) + (Time | Pig)",
      "(Time | Pig)",
      null,
      "terms",
    ],
    [
      "two variances",
      "dietox",
      "Weight ~ Time + (1 | Litter)",
      "Weight ~ Time + (1 | Litter) + diag(Time | Pig)",
      "diag(Time | Pig)",
      null,
      "terms",
    ],
  ] as const)("of %s", (_, dataset, small, large, term, removed, reduce) => {
    const [compared, own] = both(dataset, small, large, term, removed, reduce);
    expect(compared.method).toBe(own.method);
    expect(compared.method).not.toBe("chi-square");
    expect(compared.pValue! / own.pValue).toBeCloseTo(1, 5);
    expect(compared.pValuePlain! / own.pValuePlain).toBeCloseTo(1, 5);
    expect(compared.pValue!).toBeLessThan(compared.pValuePlain!);
  });

  test("of two variances in one term and in two", () => {
    const small = ml("dietox", "Weight ~ Time + (1 | Litter)");
    const [one, two] = ["diag(Time | Pig)", "(1 | Pig) + (0 + Time | Pig)"].map(
      (random) => anova(small, ml("dietox", `Weight ~ Time + (1 | Litter) + ${random}`)).rows[1]!,
    );
    for (const [j, weight] of one!.weights!.entries()) expect(weight).toBeCloseTo(two!.weights![j]!, 6);
    expect(one!.pValue! / two!.pValue!).toBeCloseTo(1, 4);
  });

  test("beside a fixed effect that is tested too, which adds a degree of freedom", () => {
    const row = anova(
      ml("sleepstudy", "Reaction ~ 1 + (1 | Subject)"),
      ml("sleepstudy", "Reaction ~ Days + (Days | Subject)"),
    ).rows[1]!;
    expect(row.weights).toEqual([0, 0, 0.5, 0.5]);
    expect(row.pValue).toBe((chiSquareSf(row.statistic!, 2) + chiSquareSf(row.statistic!, 3)) / 2);
  });

  test("is plain, and a note says that it is too large, where the mixture is not known", () => {
    const [small, large] = ["(1 | Worker)", "(1 | Worker) + cs(0 + Machine | Worker)"].map((random) =>
      ml("machines", `score ~ Machine + ${random}`),
    );
    const { rows, notes } = anova(small!, large!);
    expect(rows[1]).toMatchObject({ method: "chi-square", weights: null, pValue: rows[1]!.pValuePlain });
    expect(notes.join()).toMatch(/that of chi-square, which is too large/);
  });
});
