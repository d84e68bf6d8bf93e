// `toJSON` and `fromJSON`: what is read is what was written, and anything else is an error.
import { randomGenerator } from "@mixedlm/linalg";
import { expect, test } from "vitest";
import {
  anova,
  bootstrap,
  confidenceIntervals,
  contrast,
  type Fit,
  FitError,
  fromJSON,
  glance,
  lmm,
  marginalMeans,
  predict,
  summary,
  toJSON,
} from "../../src/index.ts";
import { tableOf } from "../engine-fits.ts";
import { NATIVE_MODELS, nativeFit } from "../native-fits.ts";

const read = (fit: Fit): Fit => fromJSON(JSON.stringify(fit));

function codeOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof FitError) return error.code;
    throw error;
  }
  return "none";
}

test.each(NATIVE_MODELS.map(({ name }) => name))("%s is the same fit after a file", (name) => {
  for (const reml of [true, false]) {
    const fit = nativeFit(name, reml);
    const copy = read(fit);
    expect(String(copy)).toBe(String(fit));
    for (const [j, se] of fit.stdError.entries()) {
      expect(Math.abs(copy.beta[j]! - fit.beta[j]!)).toBeLessThan(1e-10 * se);
      expect(Math.abs(copy.stdError[j]! / se - 1)).toBeLessThan(1e-10);
    }
    expect(copy.theta).toEqual(fit.theta);
    expect(Math.abs(copy.sigma / fit.sigma - 1)).toBeLessThan(1e-12);
    expect(copy.status).toEqual(fit.status);
    expect(copy.warnings).toEqual(fit.warnings);
    expect(copy.optimization.evaluations).toBe(fit.optimization.evaluations);
    const [effects, own] = [copy.ranef(), fit.ranef()];
    expect(effects.map(({ levels }) => levels)).toEqual(own.map(({ levels }) => levels));
    own.forEach(({ values }, t) => {
      values.forEach((row, l) => {
        row.forEach((value, j) => {
          const size = fit.terms[t]!.stdDev[j]! + fit.sigma * 1e-3;
          expect(Math.abs(effects[t]!.values[l]![j]! - value)).toBeLessThan(1e-9 * size);
        });
      });
    });
  }
});

test("a file and a glance name every number of a fit", () => {
  const fit = nativeFit(NATIVE_MODELS[0]!.name, true);
  const file = toJSON(fit);
  // vectors of a file stand in `coefficients`; the engine and the layout follow from design and moments
  const elsewhere = ["beta", "stdError", "names", "blocks", "engine"];
  expect(Object.keys(fit).filter((key) => !(key in file) && !elsewhere.includes(key))).toEqual([]);
  expect(file.coefficients).toEqual(fit.coefficients.map((own) => ({ ...own })));
  const row: Readonly<Record<string, unknown>> = { ...glance(fit) };
  const criteria = ["sigma", "logLik", "aic", "aicc", "bic"] as const;
  for (const name of criteria) expect([row[name], file[name]]).toEqual([fit[name], fit[name]]);
});

test("structured covariances, components of categories and splines are the same after a file", () => {
  const models: [string, string][] = [
    ["machines", "score ~ Machine + cs(0 + Machine | Worker)"],
    ["sleepstudy", "Reaction ~ bs(Days, df=4) + (1 | Subject)"],
    ["orthodont", "distance ~ center(age) * Sex + homdiag(age | Subject)"],
  ];
  for (const [dataset, formula] of models) {
    const fit = lmm(formula, tableOf(dataset));
    expect(String(read(fit))).toBe(String(fit));
    expect(read(fit).theta).toEqual(fit.theta);
  }
});

test("infinite levels are the same after a file, in groups, in factors and in means over a reference grid", () => {
  const levels = [1, 2, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const rows = Array.from({ length: 48 }, (_, i) => ({
    ...{ g: levels[i % 4]!, h: levels[Math.floor(i / 4) % 3]!, named: ["-Infinity", "$", "Infinity"][i % 3]! },
    y: Math.sin(7 * i) + (i % 4),
  }));
  const fit = lmm("y ~ C(h) + named + (1 | g)", rows);
  const copy = read(fit);
  expect(copy.design).toEqual(fit.design);
  const [effects, own] = [copy.ranef()[0]!, fit.ranef()[0]!];
  expect(effects.levels).toEqual([Number.NEGATIVE_INFINITY, 1, 2, Number.POSITIVE_INFINITY]);
  for (const level of levels) expect(effects.of(level)![0]).toBeCloseTo(own.of(level)![0]!, 10);
  const [found, wanted] = [predict(copy, rows).predicted, predict(fit, rows).predicted];
  for (const [i, value] of wanted.entries()) expect(found[i]).toBeCloseTo(value, 10);
  expect(marginalMeans(copy, "h").rows.map(({ h }) => h)).toEqual(marginalMeans(fit, "h").rows.map(({ h }) => h));
  expect(toJSON(copy).checksum).toBe(toJSON(fit).checksum);
});

test("a fit holds nothing of the object that it was read from", () => {
  const file = JSON.parse(JSON.stringify(nativeFit("dyestuff")));
  const copy = fromJSON(file);
  const text = JSON.stringify(copy);
  file.status.kind = "boundary";
  file.design.groups[0].levels[0] = "other";
  file.reference.variables.push({ name: "other", kind: "covariate", mean: 0, range: [0, 0] });
  file.warnings.push({ code: "singular", text: "other" });
  expect(JSON.stringify(copy)).toBe(text);
});

test("a file survives stores that reorder its keys, and is written again as it was read", () => {
  const file = toJSON(nativeFit("sleepstudy"));
  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, own]) => [key, reversed(own)]),
    );
  };
  const copy = fromJSON(reversed(JSON.parse(JSON.stringify(file))) as object);
  expect(copy.theta).toEqual(nativeFit("sleepstudy").theta);
  expect(JSON.stringify(file).length).toBeLessThan(100_000);
  expect(toJSON(copy).moments).toEqual(file.moments);
});

test("a file holds no rows, and what needs rows says so", () => {
  const copy = read(nativeFit("dietox"));
  expect(codeOf(() => copy.fitted)).toBe("no-table");
  expect(JSON.stringify(toJSON(copy))).not.toContain('"table"');
});

test("a file with any character changed or left out is an error", () => {
  const text = JSON.stringify(nativeFit("dyestuff"));
  const { uniform: next } = randomGenerator(1);
  for (let trial = 0; trial < 400; trial++) {
    const at = Math.floor(next() * text.length);
    const other = String.fromCharCode(33 + Math.floor(next() * 90));
    const damaged =
      trial % 2 === 0 ? text.slice(0, at) + text.slice(at + 1) : text.slice(0, at) + other + text.slice(at + 1);
    let same = false;
    try {
      same = JSON.stringify(JSON.parse(damaged)) === text;
    } catch {
      same = false;
    }
    // 1.50 for 1.5 is no damage
    if (same) continue;
    expect(["damaged-model-file", "not-a-model-file", "newer-model-file"]).toContain(codeOf(() => fromJSON(damaged)));
  }
});

test("what is no model file says what one is", () => {
  for (const found of ["", "Reaction ~ Days", "[]", "null", "42", "{}", null, 3, [], { format: "other" }])
    expect(codeOf(() => fromJSON(found as string))).toBe("not-a-model-file");
  const newer = { ...toJSON(nativeFit("dyestuff")), version: 2 };
  expect(codeOf(() => fromJSON(newer))).toBe("newer-model-file");
  expect(() => fromJSON(newer)).toThrow("reads versions up to 1: update the package");
  expect(() => fromJSON(JSON.stringify(nativeFit("dyestuff")).slice(0, 500))).toThrow("the model file is damaged");
  expect(codeOf(() => toJSON({} as Fit))).toBe("not-a-fit");
});

test("a byte order mark before the text is no damage", () => {
  expect(fromJSON(`\uFEFF${JSON.stringify(nativeFit("dyestuff"))}`).n).toBe(30);
});

test("intervals, contrasts, marginal means, tests and bootstraps are the same after a file", () => {
  for (const name of ["orthodont", "ratpups", "oats", "ome-weighted", "cake-slope", "penicillin"]) {
    const fit = nativeFit(name);
    const copy = read(fit);
    const data = tableOf(NATIVE_MODELS.find((model) => model.name === name)!.dataset);
    const results = [fit, copy].map((own) => {
      const terms = own.names.length > 1 ? anova(own, { ddf: "kenward-roger" }).rows : [];
      const factor = own.design.fixed.factors.find(({ kind }) => kind === "categorical")?.name;
      const means = factor === undefined || factor.includes("(") ? [] : marginalMeans(own, factor).rows;
      return JSON.parse(
        JSON.stringify([
          summary(own, { ddf: "kenward-roger" }),
          contrast(own, own.names[0]!).rows,
          terms,
          means,
          predict(own, data, { interval: "prediction" }).upper?.slice(0, 20),
          predict(own, data, { level: "population" }).lower?.slice(0, 20),
          confidenceIntervals(own, { parameters: "sigma" }).rows,
          bootstrap(own, { replicates: 3 }).objective,
        ]),
      );
    });
    expectClose(results[1], results[0], name);
  }
});

/** Numbers to 1e-6 of themselves, all else equal. */
function expectClose(ours: unknown, theirs: unknown, path: string): void {
  if (typeof theirs === "number") {
    expect(Math.abs((ours as number) - theirs), path).toBeLessThanOrEqual(1e-6 * (1e-3 + Math.abs(theirs)));
  } else if (typeof theirs === "object" && theirs !== null) {
    expect(Object.keys(ours as object), path).toEqual(Object.keys(theirs));
    for (const [key, value] of Object.entries(theirs))
      expectClose((ours as Record<string, unknown>)[key], value, `${path}.${key}`);
  } else expect(ours, path).toBe(theirs);
}
