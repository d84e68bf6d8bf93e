import { describe, expect, test } from "vitest";
import { chiSquareSf, type Fit, lmm, varianceTests } from "../../src/index.ts";
import { tableOf } from "../engine-fits.ts";
import { loadNative, nativeFit } from "../native-fits.ts";

type ByCriterion = Readonly<Record<"reml" | "ml", number>>;
interface Recorded {
  readonly tests: readonly {
    readonly name: string;
    readonly rows: readonly {
      readonly term: string;
      readonly df: number;
      readonly lrt: ByCriterion;
      readonly logLik: ByCriterion;
    }[];
  }[];
}
const RECORDED = loadNative<Recorded>("variance-tests").tests;

/** lmerTest's names, but that `(0 + x | g)` goes as a whole. */
function nameOf({ removed, term }: { readonly removed: string | null; readonly term: string }): string {
  const [, only] = /^\(0 \+ (\S+) \| .*\)$/.exec(term) ?? [];
  if (removed === null && only !== undefined) return `${only} in ${term}`;
  return removed === null ? term : `${removed} in ${term}`;
}

describe.each(RECORDED.flatMap(({ name, rows }) => (["reml", "ml"] as const).map((by) => [name, by, rows] as const)))(
  "random terms of %s by %s",
  (name, by, rows) => {
    const fit = nativeFit(name, by === "reml");
    const tests = varianceTests(fit);

    test("have the likelihood ratios of the models fitted from the rows", () => {
      expect(tests.criterion).toBe(by.toUpperCase());
      expect(tests.rows.map(nameOf).sort()).toEqual(rows.map(({ term }) => term).sort());
      for (const row of tests.rows) {
        const theirs = rows.find(({ term }) => term === nameOf(row))!;
        // lme4 at its polished optima: the criterion is flat there, and rounding leaves 1e-10 of it
        const bound = 1e-10 * Math.max(1, Math.abs(theirs.logLik[by]));
        expect(Math.abs(row.logLik - theirs.logLik[by])).toBeLessThan(bound);
        expect(Math.abs(row.statistic - theirs.lrt[by])).toBeLessThan(4 * bound);
        expect(row.df).toBe(theirs.df);
        expect(row.npar).toBe(fit.df - theirs.df);
        expect(row.aic).toBe(-2 * row.logLik + 2 * row.npar);
      }
    });

    test("have p-values of half and half", () => {
      for (const { statistic: lrt, df, pValue, pValuePlain, method, weights } of tests.rows) {
        expect(method).toBe("mixture");
        expect(pValuePlain).toBe(lrt > 0 ? chiSquareSf(lrt, df) : 1);
        const below = df === 1 ? 0 : chiSquareSf(lrt, df - 1);
        expect(pValue).toBe(lrt > 0 ? 0.5 * below + 0.5 * chiSquareSf(lrt, df) : 1);
        expect(weights).toEqual([...new Array(df - 1).fill(0), 0.5, 0.5]);
      }
    });
  },
);

/** The smaller models' log-likelihoods, fitted from the rows of the formula that is given for them. */
function expectSmaller(
  fit: Fit,
  dataset: string,
  fixed: string,
  options: Parameters<typeof varianceTests>[1] = {},
): void {
  for (const { reduced, logLik } of varianceTests(fit, options).rows) {
    const smaller = lmm(`${fixed} + ${reduced}`, tableOf(dataset), { reml: fit.reml });
    expect(Math.abs(logLik - smaller.logLik)).toBeLessThan(1e-9 * Math.abs(logLik));
  }
}

describe("smaller models from moments are those from rows", () => {
  test("where a slope of several columns is taken out of one of two crossed terms", () => {
    const formula = "score ~ Machine + (1 + Machine | Worker) + (1 | Worker:Machine)";
    expectSmaller(lmm(formula, tableOf("machines")), "machines", "score ~ Machine");
  });

  test("where terms of different factors have slopes", () => {
    const formula = "Weight ~ Time + (1 + Time | Pig) + (1 + Time | Litter)";
    expectSmaller(lmm(formula, tableOf("dietox")), "dietox", "Weight ~ Time");
    expectSmaller(lmm(formula, tableOf("dietox")), "dietox", "Weight ~ Time", { reduce: "terms" });
  });

  test("where one of the columns of a diagonal covariance goes", () => {
    const fit = lmm("Reaction ~ Days + diag(1 + Days | Subject)", tableOf("sleepstudy"));
    const [own] = varianceTests(fit).rows;
    const [, slope] = varianceTests(nativeFit("sleepstudy-uncorrelated")).rows;
    expect(own!.reduced).toBe("(1 | Subject)");
    expect(own!.statistic).toBeCloseTo(slope!.statistic, 8);
    expect(own!.pValue / slope!.pValue).toBeCloseTo(1, 6);
  });
});

describe("several variances at once", () => {
  test("of independent columns have weights that sum to one, and a p-value between two plain ones", () => {
    const fit = lmm("score ~ Machine + diag(0 + Machine | Worker)", tableOf("machines"));
    const [row] = varianceTests(fit, { reduce: "terms" }).rows;
    expect(row!.weights!.reduce((sum, own) => sum + own, 0)).toBeCloseTo(1, 12);
    expect(row!.pValue).toBeLessThan(row!.pValuePlain);
    expect(row!.pValue).toBeGreaterThan(row!.weights![3]! * row!.pValuePlain);
    // the estimates of balanced machines are equally correlated
    expect(row!.weights!.length).toBe(4);
  });

  test("of a covariance matrix lie between half and half and the plain one", () => {
    const fit = lmm("Reaction ~ Days + (1 + Days | Subject)", tableOf("sleepstudy"));
    const [row] = varianceTests(fit, { reduce: "terms" }).rows;
    expect(row).toMatchObject({ removed: null, df: 3, method: "cone", weights: null, reduced: "" });
    expect(row!.pValue).toBeLessThan(row!.pValuePlain);
  });

  test("of a structure with a correlation are tested by chi-square, and a note says why", () => {
    const fit = lmm("Reaction ~ Days + cs(1 + Days | Subject)", tableOf("sleepstudy"));
    const { rows, notes } = varianceTests(fit);
    expect(rows[0]).toMatchObject({ method: "chi-square", weights: null });
    expect(rows[0]!.pValue).toBe(rows[0]!.pValuePlain);
    expect(notes).toEqual([
      "the correlation of cs(Days | Subject) does not exist where its variances are 0: its p-value is the plain one",
    ]);
  });
});

test("units of the data do not matter", () => {
  const { x, y, g } = {
    x: Array.from(tableOf("orthodont").array("age") as ArrayLike<number>),
    y: Array.from(tableOf("orthodont").array("distance") as ArrayLike<number>),
    g: Array.from({ length: 108 }, (_, i) => `s${Math.floor(i / 4)}`),
  };
  const at = (a: number, b: number) =>
    varianceTests(lmm("y ~ x + (x | g)", { x: x.map((v) => a * v), y: y.map((v) => b * v), g })).rows[0]!;
  const [plain, scaled] = [at(1, 1), at(1e6, 1e-6)];
  expect(scaled.statistic).toBeCloseTo(plain.statistic, 7);
  expect(scaled.pValue).toBeCloseTo(plain.pValue, 8);
});

test("a signal stops between models, and progress counts them", () => {
  const fit = nativeFit("machines");
  const seen: unknown[] = [];
  varianceTests(fit, { onProgress: (progress) => seen.push(progress) });
  expect(seen).toEqual([
    { done: 1, total: 2 },
    { done: 2, total: 2 },
  ]);
  const stop = new AbortController();
  const reason = new Error("enough");
  expect(() => varianceTests(fit, { signal: stop.signal, onProgress: () => stop.abort(reason) })).toThrow(reason);
  expect(() => varianceTests(fit, { reduce: "all" as "terms" })).toThrow(
    expect.objectContaining({ code: "option-type" }),
  );
  expect(() => varianceTests({} as Fit)).toThrow(expect.objectContaining({ code: "not-a-fit" }));
});

test("the result prints as a table", () => {
  expect(String(varianceTests(nativeFit("sleepstudy")))).toMatchInlineSnapshot(`
    "Tests of random terms by REML
                               npar   logLik      AIC    LRT  df         p  p (plain)
     (none removed)               6  -871.81  1755.63
     Days in (Days | Subject)     4  -893.23  1794.47  42.84   2  2.79e-10   4.99e-10
    p: mixture of chi-squares, as variances cannot be negative"
  `);
});
