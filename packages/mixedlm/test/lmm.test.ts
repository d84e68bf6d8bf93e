// The front door: formula and table in, lme4's numbers out; and every option, right and wrong.
import { readCsv } from "@mixedlm/design";
import { describe, expect, expectTypeOf, test } from "vitest";
import { type Fit, FitError, lmm, type Progress } from "../src/index.ts";
import { lmmOf, nameInR, table } from "./lmm-record.ts";
import { LME4_TOLERANCE } from "./tolerances.ts";

const cases = [
  "sleepstudy/slope-reml",
  "sleepstudy/slope-ml",
  "sleepstudy/terms-apart-reml",
  "sleepstudy/uncorrelated-ml",
  "sleepstudy/no-fixed-effects-reml",
  "penicillin/crossed-reml",
  "pastes/labels-reused-ml",
  "oxide/nested-reml",
  "dyestuff2/one-way-ml",
  "tenrows/weights-and-offset-reml",
  "tenrows/weighted-ml",
  "gcsemv/missing-values-reml",
];

describe.each(cases)("lme4's fit %s", (name) => {
  const { fit, record } = lmmOf(name);

  test("has our criterion, information criteria and degrees of freedom", () => {
    const size = LME4_TOLERANCE.criterion * Math.abs(record.objective);
    near(fit.objective, record.objective, size);
    near(fit.logLik, record.logLik, size);
    near(fit.aic, record.AIC, size);
    near(fit.bic, record.BIC, size);
    expect([fit.n, fit.df]).toEqual([record.n, record.df]);
  });

  test("has our fixed effects, their covariances, and the residual standard deviation", () => {
    const order = fit.names.map((own) => record.beta.names.indexOf(nameInR(own)));
    expect(new Set(order)).toEqual(new Set(record.beta.names.keys()));
    order.forEach((r, j) => {
      const { estimate, stdError, tValue } = fit.coefficients[j]!;
      near(estimate, record.beta.values[r]!, LME4_TOLERANCE.fixef * record.se[r]!);
      near(stdError, record.se[r]!, LME4_TOLERANCE.se * record.se[r]!);
      expect(tValue).toBe(estimate / stdError);
      order.forEach((s, i) => {
        near(fit.vcov.data[j * fit.p + i]!, record.vcov[r]![s]!, 2 * LME4_TOLERANCE.se * record.se[r]! * record.se[s]!);
      });
    });
    near(fit.sigma, record.sigma, LME4_TOLERANCE.sigma * record.sigma);
  });

  test("has our covariances and random effects, term by term", () => {
    expect(fit.terms).toHaveLength(record.terms.length);
    for (const [t, term] of fit.terms.entries()) {
      const theirs = record.terms.find(
        (own) => own.group === term.group && own.names.join() === term.names.map(nameInR).join(),
      )!;
      const scale = (i: number, j: number): number => term.stdDev[i]! * term.stdDev[j]!;
      theirs.covariance.forEach((row, i) => {
        row.forEach((value, j) => {
          near(term.covariance[i]![j]!, value, LME4_TOLERANCE.varCorr * scale(i, j));
        });
      });
      const effects = fit.ranef()[t]!;
      expect([effects.label, effects.group, effects.names]).toEqual([term.label, term.group, term.names]);
      // of many levels the first 40 are recorded
      expect(effects.levels).toHaveLength(theirs.level_count);
      theirs.levels.forEach((level, l) => {
        const at = effects.levels.map(String).indexOf(level);
        expect(effects.of(level)).toBe(effects.values[at]);
        theirs.b[l]!.forEach((value, i) => {
          near(effects.values[at]![i]!, value, LME4_TOLERANCE.ranef * term.stdDev[i]!);
          theirs.condVar[l]![i]!.forEach((variance, j) => {
            near(effects.covariances[at]![i]![j]!, variance, LME4_TOLERANCE.condVar * scale(i, j));
          });
        });
      });
    }
  });

  test("has our kind of optimum", () => {
    expect(fit.status.kind).toBe(record.singular ? "boundary" : "interior");
  });
});

const g = ["a", "a", "a", "b", "b", "b", "c", "c", "c"];
const x = [1, 2, 3, 4, 5, 6, 7, 8, 10];
const y = [2, 1, 4, 9, 12, 11, 9, 7, 8];
const w = [1, 2, 3, 1, 2, 3, 1, 2, 3];
const data = { y, x, g, w };
const formula = "y ~ x + (1 | g)";

describe("tables", () => {
  test("of any kind give the same fit", () => {
    const rows = y.map((_, i) => ({ y: y[i]!, x: x[i]!, g: g[i]! }));
    expect(lmm(formula, rows).theta).toEqual(lmm(formula, data).theta);
    expect(lmm(formula, readCsv(`y,x,g\n${y.map((_, i) => `${y[i]},${x[i]},${g[i]}`).join("\n")}`)).theta).toEqual(
      lmm(formula, data).theta,
    );
  });

  test("of known columns make a wrong name an error of the compiler", () => {
    // @ts-expect-error no such column
    expect(() => lmm("y ~ z + (1 | g)", data)).toThrow();
    // @ts-expect-error no such column
    expect(() => lmm(formula, data, { weights: "v" })).toThrow();
    expectTypeOf(lmm(formula, data, { weights: "w", offset: x })).toEqualTypeOf<Fit>();
  });
});

describe("weights and offset", () => {
  test("as arrays are those of a column", () => {
    const named = lmm(formula, data, { weights: "w", offset: "x" });
    const given = lmm(formula, data, { weights: w, offset: Float64Array.from(x) });
    expect(given.objective).toBe(named.objective);
    expect(given.beta).toEqual(named.beta);
    expect(given.fitted).toEqual(named.fitted);
  });

  test("as arrays never hide a column of the table", () => {
    const table = { ...data, weights: y.map(() => 1), offset: x };
    expect(lmm("y ~ offset + (1 | g)", table, { weights: w, offset: w }).beta).toEqual(
      lmm(formula, data, { weights: "w", offset: "w" }).beta,
    );
  });

  test("an offset moves its coefficient by one and nothing else", () => {
    const [plain, moved] = [lmm(formula, data), lmm(formula, data, { offset: "x" })];
    expect(moved.beta[1]).toBeCloseTo(plain.beta[1]! - 1, 12);
    expect(moved.beta[0]).toBeCloseTo(plain.beta[0]!, 12);
    expect(moved.objective).toBeCloseTo(plain.objective, 10);
  });

  test("a dot stands for no weights", () => {
    expect(lmm("y ~ . + (1 | g)", data, { weights: "w" }).names).toEqual(["Intercept", "x"]);
  });
});

describe("rows that lack a value", () => {
  const holes = { ...data, x: x.map((value, i) => (i === 4 ? null : value)) };

  test("are left out and counted", () => {
    const fit = lmm(formula, holes);
    expect([fit.n, fit.rows]).toEqual([8, [0, 1, 2, 3, 5, 6, 7, 8]]);
    expect(fit.warnings).toMatchObject([{ code: "missing-rows", data: { total: 9, dropped: 1, missing: { x: 1 } } }]);
    expect(fit.warnings[0]!.message).toMatchInlineSnapshot(
      `"1 of 9 rows were left out, where a value is missing (x: 1)"`,
    );
  });

  test("are refused on demand", () => {
    expect(() => lmm(formula, holes, { missing: "raise" })).toThrow(
      expect.objectContaining({ code: "missing-values" }),
    );
  });

  test("include those without a weight", () => {
    expect(lmm(formula, data, { weights: [null as never, ...w.slice(1)] }).n).toBe(8);
  });
});

test("columns that are combinations of others are left out by name, and fitted values are the same", () => {
  const fit = lmm("y ~ x + I(2 * x) + (1 | g)", data);
  const plain = lmm(formula, data);
  expect(fit.dropped).toEqual(["I(2 * x)"]);
  expect(fit.names).toEqual(["Intercept", "x"]);
  fit.coefficients.forEach(({ name, estimate, stdError }, j) => {
    expect(name).toBe(plain.coefficients[j]!.name);
    expect(estimate).toBeCloseTo(plain.coefficients[j]!.estimate, 12);
    expect(stdError).toBeCloseTo(plain.coefficients[j]!.stdError, 12);
  });
  fit.fitted.forEach((value, i) => {
    expect(value).toBeCloseTo(plain.fitted[i]!, 12);
  });
  expect(fit.warnings.map(({ code }) => code)).toEqual(["dropped-columns"]);
});

describe("a start", () => {
  test("is the first point of the log, in the units of theta", () => {
    for (const [text, start] of [
      ["y ~ x + (x | g)", [1, 2, 0.5]],
      ["y ~ x + (1 | g)", [0.25]],
      ["y ~ x + homdiag(x | g)", [0.5]],
      ["y ~ x + cs(x | g)", [1, 0.5, -0.3]],
      ["y ~ x + ar1(x | g)", [1, 0.7]],
    ] as const) {
      const { log } = lmm(text as string, data, { start }).optimization;
      expect(log[0]!.theta).toHaveLength(start.length);
      start.forEach((value, t) => {
        expect(log[0]!.theta[t]).toBeCloseTo(value, 12);
      });
    }
  });

  test("far away, at zero, or where there is no likelihood leads to the same optimum", () => {
    const sleepstudy = table("sleepstudy");
    const text = "Reaction ~ Days + (Days | Subject)";
    const { objective } = lmm(text, sleepstudy);
    for (const start of [
      [30, -5, 3],
      [0, 0, 0],
      [1e200, 0, 1],
    ])
      expect(lmm(text, sleepstudy, { start }).objective).toBeCloseTo(objective, 8);
  });

  test("of the wrong length says what each entry is", () => {
    expect(refusal("y ~ x + (x | g)", { start: [1] })).toMatchInlineSnapshot(
      `"start-length: option \`start\` has length 1, expected 3: \`g: Intercept\`, \`g: x.Intercept\`, \`g: x\`"`,
    );
  });

  test("with a value that theta cannot have is refused by name", () => {
    expect(refusal("y ~ x + (x | g)", { start: [1, 0, -1] })).toMatchInlineSnapshot(
      `"start-value: entry 2 of option \`start\` (\`g: x\`) is -1, expected a finite number, 0 or more"`,
    );
    expect(refusal("y ~ x + homcs(x | g)", { start: [1, -1.5] })).toMatchInlineSnapshot(
      `"start-value: entry 1 of option \`start\` (\`g: rho\`) is -1.5, expected a correlation from -1 to 1"`,
    );
    expect(refusal("y ~ x + (x | g)", { start: [1, Number.NaN, 1] })).toMatchInlineSnapshot(
      `"start-value: entry 1 of option \`start\` (\`g: x.Intercept\`) is NaN, expected a finite number"`,
    );
  });
});

describe("watching", () => {
  test("sees every evaluation as the log has it", () => {
    const seen: Progress[] = [];
    const { optimization } = lmm(formula, data, { start: [3], onProgress: (progress) => seen.push(progress) });
    expect(seen.map(({ evaluation }) => evaluation)).toEqual(optimization.log.map((_, i) => i + 1));
    expect(seen.map(({ objective }) => objective)).toEqual(optimization.log.map(({ objective }) => objective));
    expect(optimization.evaluations).toBe(seen.length);
  });

  test("can stop a fit between two evaluations with a reason of its own", () => {
    const stop = new AbortController();
    let count = 0;
    const onProgress = ({ evaluation }: Progress): void => {
      count = evaluation;
      if (evaluation === 2) stop.abort("enough");
    };
    expect(thrown(() => lmm(formula, data, { start: [3], onProgress, signal: stop.signal }))).toBe("enough");
    expect(count).toBe(2);
  });

  test("a signal that is aborted already stops before anything is read", () => {
    const reason = new Error("not now");
    expect(thrown(() => lmm("y ~ nothing + (1 | g)" as string, data, { signal: AbortSignal.abort(reason) }))).toBe(
      reason,
    );
  });

  test("an error of the watcher is the error of the fit", () => {
    const error = new Error("mine");
    const onProgress = (): never => {
      throw error;
    };
    expect(thrown(() => lmm(formula, data, { onProgress }))).toBe(error);
  });
});

describe("options", () => {
  test.each<[options: unknown, message: string]>([
    [
      { wieghts: "w" },
      "unknown-option: `wieghts` is not an option of lmm; did you mean `weights`? (options: reml, weights, offset, missing, start, onProgress, signal)",
    ],
    [
      { REML: true },
      "unknown-option: `REML` is not an option of lmm; did you mean `reml`? (options: reml, weights, offset, missing, start, onProgress, signal)",
    ],
    [
      { family: "binomial" },
      "unknown-option: `family` is not an option of lmm: responses are normal given the random effects; generalised models are not there",
    ],
    [
      { "na.action": "na.omit" },
      'unknown-option: `na.action` is not an option of lmm: rows that lack a value are left out, or refused by `missing: "raise"`',
    ],
    [{ subset: "x > 1" }, "unknown-option: `subset` is not an option of lmm: give a table that has these rows alone"],
    [{ reml: "yes" }, 'option-type: option `reml` of lmm is "yes", expected true or false'],
    [{ weights: 3 }, "option-type: option `weights` of lmm is 3, expected a column name or an array of numbers"],
    [{ offset: {} }, "option-type: option `offset` of lmm is an object, expected a column name or an array of numbers"],
    [{ missing: "none" }, 'option-type: option `missing` of lmm is "none", expected "drop" or "raise"'],
    [
      { start: ["1"] },
      "option-type: option `start` of lmm is an array of 1, expected an array of numbers, the covariance parameters as in `fit.theta`",
    ],
    [{ onProgress: true }, "option-type: option `onProgress` of lmm is true, expected a function"],
    [{ signal: {} }, "option-type: option `signal` of lmm is an object, expected an AbortSignal"],
    [
      { weights: [1, 2] },
      "option-length: option `weights` of lmm has 2 values, but the table has 9 rows; give one value for each row",
    ],
    [
      true,
      "option-type: the options of lmm are true, expected an object (options: reml, weights, offset, missing, start, onProgress, signal)",
    ],
    [
      [],
      "option-type: the options of lmm are an array of 0, expected an object (options: reml, weights, offset, missing, start, onProgress, signal)",
    ],
  ])("%o is refused", (options, message) => {
    expect(refusal(formula, options)).toBe(message);
  });

  test("that are undefined count as left out", () => {
    const none = { reml: undefined, weights: undefined, offset: undefined, missing: undefined, start: undefined };
    expect(lmm(formula, data, none).theta).toEqual(lmm(formula, data).theta);
  });

  test("a formula that is no text is refused", () => {
    expect(() => lmm(3 as never, data)).toThrow(FitError);
  });
});

describe("data that cannot be fitted", () => {
  const id = y.map((_, i) => `r${i}`);
  const refusals: Record<string, { text: string; table: Record<string, ArrayLike<unknown>>; code: string }> = {
    "a constant response": { text: formula, table: { ...data, y: y.map(() => 7) }, code: "constant-response" },
    "a response that is its offset": {
      text: "y ~ offset(y) + (1 | g)",
      table: data,
      code: "constant-response",
    },
    "a response that the fixed effects determine": {
      text: formula,
      table: { ...data, y: x.map((value) => 3 + 2 * value) },
      code: "perfect-fit",
    },
    "a response that the groups determine": {
      text: "y ~ 1 + (1 | g)",
      table: { g, y: [1, 1, 1, 4, 4, 4, 9, 9, 9] },
      code: "perfect-fit",
    },
    "one row in each group": { text: "y ~ x + (1 | id)", table: { ...data, id }, code: "unidentified" },
    "one row in each group of one of two factors": {
      text: "y ~ x + (1 | g) + (1 | id)",
      table: { ...data, id },
      code: "unidentified",
    },
    "one group": { text: "y ~ x + (1 | one)", table: { ...data, one: y.map(() => "o") }, code: "one-group" },
    "no rows": { text: "y ~ 1 + (1 | g)", table: { y: [], g: [] }, code: "empty-table" },
    "no complete row": {
      text: "y ~ 1 + (1 | g)",
      table: { y: [Number.NaN, 1], g: ["a", null] },
      code: "no-rows",
    },
    "no random term": { text: "y ~ x", table: data, code: "no-random-effects" },
    "nothing at all": { text: "y ~ 0", table: data, code: "no-random-effects" },
    "as many fixed effects as rows": {
      text: "y ~ x + I(x ** 2) + (1 | g)",
      table: { y: [1, 2, 4], x: [1, 2, 3], g: ["a", "a", "b"] },
      code: "too-few-rows",
    },
    "an infinite predictor": {
      text: formula,
      table: { ...data, x: x.map((value, i) => (i === 2 ? Number.POSITIVE_INFINITY : value)) },
      code: "not-finite",
    },
    "a predictor whose squares underflow": {
      text: formula,
      table: { ...data, x: x.map((value) => value * 1e-200) },
      code: "underflow",
    },
    "a weight of zero": { text: "y ~ x + (1 | g)", table: { ...data, w: [0, ...w.slice(1)] }, code: "weights" },
  };

  test.each(Object.entries(refusals))("%s is refused by name", (_, { text, table: columns, code }) => {
    const options = code === "weights" ? { weights: "w" } : {};
    for (const reml of [true, false])
      expect(() => lmm(text, columns, { ...options, reml })).toThrow(expect.objectContaining({ code }));
  });

  test.each([
    ["more random effects than rows", "y ~ 1 + (x + I(x ** 2) + I(x ** 3) | g)"],
    ["a term that is there twice", "y ~ x + (1 | g) + (1 | g)"],
    ["fixed effects that hold the groups", "y ~ g + (1 | g)"],
    ["no fixed effects", "y ~ 0 + (1 | g)"],
  ])("%s: a fit without a number that is none", (_, text) => {
    const fit = lmm(text, data);
    const isNumber = (value: unknown): boolean => typeof value !== "number" || !Number.isNaN(value);
    const values: unknown[] = [];
    JSON.stringify([fit, fit.fitted, fit.ranef(), fit.vcov.data], (__, value) => values.push(value) && value);
    expect(values.filter((value) => !isNumber(value))).toEqual([]);
    expect(fit.status.kind === "interior" || fit.warnings.some(({ code }) => code === "singular")).toBe(true);
  });
});

function near(value: number, expected: number, tolerance: number): void {
  expect(Number.isFinite(expected)).toBe(true);
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(tolerance);
}

function thrown(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

function refusal(text: string, options: unknown): string {
  const { code, message } = thrown(() => lmm(text, data, options as object)) as FitError;
  return `${code}: ${message}`;
}
