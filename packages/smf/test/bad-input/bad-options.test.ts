// Whatever is wrong with options and arguments, the answer is an error that names it, soon; and right ones in odd shape work.
import { expect, test } from "vitest";
import { callCases } from "./call-cases.ts";
import { contrastCases } from "./contrast-cases.ts";
import { fit, model, n, result, s, stages, terms, text } from "./good-objects.ts";
import { table } from "./inputs.ts";
import { lmmOptionCases, stageCases } from "./option-cases.ts";
import { expectRefusal, isOwnError, TIME_LIMIT } from "./run-cases.ts";
import { smfOptionCases } from "./smf-option-cases.ts";
import { unreadableCases } from "./unreadable-cases.ts";

const refused = { lmmOptionCases, smfOptionCases, stageCases, contrastCases, callCases, unreadableCases };

test.each(lmmOptionCases)("lmm and the stages refuse $kind", { timeout: TIME_LIMIT }, expectRefusal);
test.each(stageCases)("stages of a design refuse $kind", { timeout: TIME_LIMIT }, expectRefusal);
test.each(smfOptionCases)("statsmodels' names refuse $kind", { timeout: TIME_LIMIT }, expectRefusal);
test.each(contrastCases)("combinations of coefficients: $kind", { timeout: TIME_LIMIT }, expectRefusal);
test.each(callCases)("calls on a fit refuse $kind", { timeout: TIME_LIMIT }, expectRefusal);

test.each(unreadableCases)("whatever is given: $kind", { timeout: TIME_LIMIT }, expectRefusal);

test("no two cases of a table are of the same kind", () => {
  for (const cases of Object.values(refused)) expect(new Set(cases.map(({ kind }) => kind)).size).toBe(cases.length);
});

const NONSENSE: readonly unknown[] = [undefined, null, {}, [], 1, "x", true, () => 1, new Map(), new Date(0)];

/** Functions of numbers alone answer as arithmetic does: with NaN. */
const OF_NUMBERS = /Cdf$|Sf$|Quantile$|^lower|^covarianceOf$/;

const functions = (names: Readonly<Record<string, unknown>>): [string, (...given: unknown[]) => unknown][] =>
  Object.entries(names).filter((entry): entry is [string, () => unknown] => typeof entry[1] === "function");

/** The names of calls that throw an error of the runtime. */
async function bare(calls: readonly (readonly [string, () => unknown])[]): Promise<string[]> {
  const found: string[] = [];
  for (const [name, call] of calls) {
    try {
      await call();
    } catch (error) {
      if (!isOwnError(error)) found.push(`${name}: ${String(error)}`);
    }
  }
  return found;
}

test("no public function answers nonsense in the place of its first argument with an error of the runtime", async () => {
  const called = functions(n).filter(([name]) => !OF_NUMBERS.test(name) && !/Error$/.test(name));
  expect(called.length).toBeGreaterThan(50);
  const calls = called.flatMap(([name, own]) => NONSENSE.map((v) => [`${name}(${String(v)})`, () => own(v)] as const));
  expect(await bare(calls)).toEqual([]);
  const named = [s.mixedlm, s.load, s.readCsv, s.summary_col, s.multipletests, ...Object.values(stages)];
  expect(await bare(named.flatMap((own: (v: unknown) => unknown) => NONSENSE.map((v) => ["", () => own(v)])))).toEqual(
    [],
  );
});

test("no class of statsmodels' names answers nonsense with an error of the runtime", async () => {
  const classes = ["MixedLM", "VCSpec", "Series", "Frame", "L2", "SCAD", "PseudoHuber", "PSD", "L2ConstraintsPenalty"];
  const calls = classes.flatMap((name) => NONSENSE.map((v) => [name, () => new s[name](v)] as const));
  expect(await bare(calls)).toEqual([]);
});

test("no method of a model or a result answers nonsense with an error of the runtime", async () => {
  const calls: (readonly [string, () => unknown])[] = [];
  for (const [object, skipped] of [
    [model, []],
    [result, ["remove_data"]],
  ] as const)
    for (const name of Object.getOwnPropertyNames(Object.getPrototypeOf(object))) {
      const own = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(object), name)?.value;
      if (typeof own !== "function" || name === "constructor" || (skipped as readonly string[]).includes(name))
        continue;
      // 1 would be a number of responses to draw, and the rest what a bootstrap does without options
      const given = name === "bootstrap" ? [null, [], 1, "x", true] : NONSENSE;
      for (const v of given) calls.push([`${name}(${String(v)})`, () => object[name](v)]);
    }
  expect(calls.length).toBeGreaterThan(200);
  expect(await bare(calls)).toEqual([]);
});

test("every option of every function that takes a fit is checked before anything is computed", async () => {
  const wrong = [null, Number.NaN, "x", -1, 0.5, [], {}, new Map(), { length: 1e12 }];
  const names = ["summary", "tidy", "anova", "varianceTests", "exactVarianceTest", "varianceParameters", "refit"];
  names.push("profile", "profileIntervals", "bootstrap", "robustInference", "simulate", "residuals", "influence");
  names.push("quantileResiduals", "randomEffectsPca", "termHypotheses", "confidenceIntervals");
  for (const name of names) {
    const known: string[] = optionsOf(() => n[name](fit, { "?": 1 }));
    expect(known.length).toBeGreaterThan(0);
    for (const option of known.filter(
      (own) => !["parameters", "effects", "alpha", "alphaMax", "cluster", "by", "newData"].includes(own),
    ))
      for (const value of wrong)
        expect(() => n[name](fit, { [option]: value })).toThrow(/^option |neither|is no |not a/);
  }
});

/** The options that an error lists. */
function optionsOf(call: () => unknown): string[] {
  try {
    call();
  } catch (error) {
    return (error as { data: { known: string[] } }).data.known;
  }
  throw new Error("nothing was thrown");
}

test("frozen options, options without a prototype, and options that are undefined work", () => {
  const bare = Object.assign(Object.create(null), { reml: false });
  const { logLik } = n.lmm(text, table, { reml: false });
  expect(n.lmm(text, table, Object.freeze({ reml: false })).logLik).toBe(logLik);
  expect(n.lmm(text, table, bare).logLik).toBe(logLik);
  expect(n.lmm(text, table, { reml: false, weights: undefined, start: undefined }).logLik).toBe(logLik);
  expect(s.mixedlm("y ~ x", table, "g").fit(bare).llf).toBe(model.fit({ reml: false }).llf);
  expect(stages.buildDesign(terms, table, Object.freeze({ missing: "drop" })).rows.kept).toBe(12);
});

test("what an option's getter throws is the cause of the error, and its text is part of it", () => {
  const fault = new Error("own");
  const options = Object.defineProperty({}, "reml", {
    enumerable: true,
    get: () => {
      throw fault;
    },
  });
  for (const call of [() => n.lmm(text, table, options), () => model.fit(options)])
    expect(call).toThrow(
      expect.objectContaining({
        code: "option-type",
        message: expect.stringMatching(/^the options of (lmm|fit) cannot be read: own; give a plain object/),
        cause: fault,
      }),
    );
});

test("a proxy that is revoked is no record of options and no groups", () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  for (const call of [() => n.lmm(text, table, proxy), () => model.fit(proxy), () => s.mixedlm("y ~ x", table, proxy)])
    expect(call).toThrow(expect.objectContaining({ code: "option-type" }));
});
