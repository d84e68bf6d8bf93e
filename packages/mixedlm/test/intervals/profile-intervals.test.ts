// Profile intervals against lme4 1.1-31: its ends, which it reads off a spline through some ten points, and its deviance
// minimised again over all other parameters at chosen values (tools/fixtures/native_profile.R), which is exact to what a
// search on values leaves: some 1e-9, on the singular model 3e-6, where ours is the lower one.
import { describe, expect, test } from "vitest";
import { normalQuantile } from "../../src/distributions/continuous.ts";
import {
  type Fit,
  FitError,
  lmm,
  type ModelParameter,
  modelParameters,
  profile,
  profileIntervals,
} from "../../src/index.ts";
import { type ProfilePath, profilePath } from "../../src/profile/profile-path.ts";
import { Fit as FitResults } from "../../src/results/fit.ts";
import { partsOf } from "../../src/results/fit-parts.ts";
import { optimumAt } from "../../src/search/optimum.ts";
import { tableOf } from "../engine-fits.ts";
import { uniform } from "../models.ts";
import { loadNative, nativeFit } from "../native-fits.ts";

interface RecordedParameter {
  readonly name: string;
  readonly estimate: number;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly values: readonly number[];
  readonly above: readonly number[];
}

const recorded =
  loadNative<
    Readonly<Record<string, { readonly deviance: number; readonly parameters: readonly RecordedParameter[] }>>
  >("profile");
const LEVEL = normalQuantile(0.975);
/** Ends of a spline through the profile, in units of the interval's width; of 3 x 3 correlations lme4's points are few. */
const SPLINE = { "machines-us": 0.025, other: 3e-4 } as const;
/** Of this weighted model lme4's intervals of fixed effects are 1e-3 standard errors wide, against its own deviance. */
const TOO_NARROW = "ome-weighted";

/** One name for the same column: without marks, factors of a product in one order. */
function plain(name: string): string {
  const factors = name.replace("(Intercept)", "Intercept").split(":");
  return factors
    .map((factor) => factor.replace(/\[(?:T\.)?(.*)\]$/, "$1"))
    .sort()
    .join(":");
}

/** lme4's name of one of our parameters. */
function theirName({ kind, columns, group, name }: ModelParameter): string {
  const of = columns.map(plain);
  if (kind === "sd") return `sd_${of[0]}|${group}`;
  return kind === "correlation" ? `cor_${of[1]}.${of[0]}|${group}` : plain(name);
}

function recordOf(model: string, parameter: ModelParameter): RecordedParameter {
  const found = recorded[model]!.parameters.filter(({ name }) => {
    const their = /^(sd_|cor_)/.test(name) ? name.replace("(Intercept)", "Intercept") : plain(name);
    return their === theirName(parameter);
  });
  if (found.length !== 1) throw new Error(`${found.length} records of ${parameter.name} in ${model}`);
  return found[0]!;
}

/** The coordinate of a value: all are one number times u but angles and fixed effects. */
function coordinate({ held }: ProfilePath, { kind }: ModelParameter, value: number): number {
  if (kind === "correlation") return Math.abs(value) === 1 ? (value * Math.PI) / 2 : Math.asin(value);
  return (value - held.value(0)) / (held.value(1) - held.value(0));
}

describe.each(Object.keys(recorded))("%s", (model) => {
  const fit = nativeFit(model, false);
  const parameters = modelParameters(fit);

  test("the profiled deviance is lme4's, minimised again, and nowhere above it", () => {
    const { optimum } = partsOf(fit);
    const tolerance = model === "cake-slope" ? 3e-6 : 1e-8;
    for (const parameter of parameters) {
      const path = profilePath(optimum, parameter);
      const { values, above } = recordOf(model, parameter);
      for (const [i, value] of values.entries()) {
        const { deviance } = path.at(coordinate(path, parameter, value), path.estimate);
        const difference = deviance - path.estimate.deviance - above[i]!;
        expect(difference).toBeLessThan(1e-8);
        expect(difference).toBeGreaterThan(-tolerance);
      }
    }
  });

  test("the ends are lme4's to the precision of its splines", () => {
    const { rows } = profileIntervals(fit);
    const tolerance = model === "machines-us" ? SPLINE["machines-us"] : SPLINE.other;
    for (const [i, parameter] of parameters.entries()) {
      const { lower, upper } = recordOf(model, parameter);
      if (lower === null || upper === null || (model === TOO_NARROW && parameter.kind === "fixed")) continue;
      const row = rows[i]!;
      expect(Math.abs(row.lower! - lower)).toBeLessThanOrEqual(tolerance * (upper - lower));
      expect(Math.abs(row.upper! - upper)).toBeLessThanOrEqual(tolerance * (upper - lower));
    }
  });

  test("at each end zeta is the normal quantile", () => {
    const { rows } = profileIntervals(fit);
    const { optimum } = partsOf(fit);
    for (const [i, parameter] of parameters.entries()) {
      const path = profilePath(optimum, parameter);
      const bounds = parameter.kind === "correlation" ? [-1, 1] : parameter.kind === "sd" ? [0] : [];
      for (const end of [rows[i]!.lower!, rows[i]!.upper!]) {
        const { zeta } = path.at(coordinate(path, parameter, end), path.estimate);
        if (bounds.includes(end)) expect(Math.abs(zeta)).toBeLessThan(LEVEL);
        else expect(Math.abs(Math.abs(zeta) - LEVEL)).toBeLessThan(1e-7);
      }
    }
  });
});

const named = (fit: Fit, name: string, options = {}) =>
  profileIntervals(fit, { parameters: name, ...options }).rows[0]!;

test("the published intervals of sleepstudy are met", () => {
  // MixedModels.jl's documentation, three decimals of ends that are interpolated
  const rows = profileIntervals(nativeFit("sleepstudy", false)).rows;
  const published = [
    ["Intercept", 237.681, 265.13],
    ["Days", 7.359, 13.576],
    ["sd(Intercept | Subject)", 14.381, 37.718],
    ["sd(Days | Subject)", 3.801, 8.753],
    ["sigma", 22.898, 28.858],
  ] as const;
  for (const [name, lower, upper] of published) {
    const row = rows.find((own) => own.name === name)!;
    expect(Math.abs(row.lower! - lower)).toBeLessThan(2.5e-3);
    expect(Math.abs(row.upper! - upper)).toBeLessThan(2.5e-3);
  }
});

test("a balanced one-way layout has the interval of its closed form", () => {
  // dyestuff: 6 batches of 5; the deviance at given variances is a function of two sums of squares
  const { lower, upper } = named(nativeFit("dyestuff", false), "sigma");
  const [a, m, between, within] = [6, 5, 56357.5, 58830];
  const N = a * m;
  // (a (m - 1)) log s2 + within / s2 + a log(t) + between / t with t = s2 + m sb2 >= s2, the mean profiled out
  const deviance = (s2: number): number => {
    const t = Math.max(between / a, s2);
    return (N - a) * Math.log(s2) + within / s2 + a * Math.log(t) + between / t;
  };
  const least = deviance(within / (N - a));
  for (const end of [lower!, upper!]) expect(Math.abs(deviance(end ** 2) - least - LEVEL ** 2)).toBeLessThan(1e-7);
});

test("a fit by REML is profiled by maximum likelihood and says so", () => {
  const [reml, ml] = [nativeFit("sleepstudy"), nativeFit("sleepstudy", false)];
  const own = profileIntervals(reml);
  expect(own.notes).toEqual(["profiled by maximum likelihood, for which the fit by REML was refitted"]);
  expect(profileIntervals(ml).notes).toEqual([]);
  for (const [i, { lower, upper, criterion }] of profileIntervals(ml).rows.entries()) {
    expect(own.rows[i]!.criterion).toBe(criterion);
    expect(own.rows[i]!.lower! / lower!).toBeCloseTo(1, 6);
    expect(own.rows[i]!.upper! / upper!).toBeCloseTo(1, 6);
  }
});

test("by REML the variance parameters are profiled by the restricted likelihood, fixed effects are not", () => {
  const fit = nativeFit("penicillin");
  const rows = profileIntervals(fit, { reml: true }).rows;
  expect(rows.map(({ criterion }) => criterion)).toEqual(["ML", "REML", "REML", "REML"]);
  expect(rows[3]!.estimate! / fit.sigma).toBeCloseTo(1, 12);
  // fewer degrees of freedom: a wider interval for the standard deviation of six samples
  const ml = named(fit, "sd(Intercept | sample)");
  expect(rows[2]!.upper! - rows[2]!.lower!).toBeGreaterThan(ml.upper! - ml.lower!);
});

test("a standard deviation of 0 has an interval that begins there", () => {
  const row = named(nativeFit("dyestuff2", false), "sd(Intercept | Batch)");
  expect(row).toMatchObject({ estimate: 0, lower: 0, note: null });
  expect(row.upper).toBeGreaterThan(2);
});

test("a correlation with a standard deviation of 0 does not exist, and everything is possible", () => {
  const y = Array.from(tableOf("dyestuff2").array("Yield") as ArrayLike<number>);
  const data = { y, g: y.map((_, i) => Math.floor(i / 5)), x: y.map((_, i) => (i % 5) - 2) };
  const fit = lmm("y ~ x + (x | g)", data, { reml: false });
  if (fit.terms[0]!.stdDev.every((sd) => sd > 0)) throw new Error("the example is no longer singular");
  const row = named(fit, "cor(Intercept, x | g)");
  expect(row).toMatchObject({ estimate: null, lower: -1, upper: 1 });
  expect(row.note).toContain("does not exist");
});

test.each([
  ["ar1", 14],
  ["ar1", 22],
  ["cs", 2],
  ["cs", 3],
] as const)("with %s an end is where the lowest of several minima reaches the level (%i)", (structure, seed) => {
  const random = uniform(seed);
  const rows = Array.from({ length: 36 }, (_, i) => ({
    ...{ y: random() + random() + random(), x: random(), z: random() },
    ...{ f: `f${i % 3}`, g: `g${Math.floor(i / 6)}` },
  }));
  const term = `${structure}(0 + f | g)`;
  const fit = lmm<string, typeof rows>(`y ~ x + ${term}`, rows, { reml: false });
  // a fit without a column, whose part is an offset, searches for its optimum from many starts
  const least = (name: string, value: number): number => {
    const offset = rows.map(({ x }) => (name === "x" ? value * x : value));
    const others = name === "x" ? "y ~ 1" : "y ~ 0 + x";
    return lmm<string, typeof rows>(`${others} + ${term}`, rows, { reml: false, offset }).objective;
  };
  for (const { name, lower, upper } of profileIntervals(fit, { parameters: "fixed" }).rows)
    for (const end of [lower, upper]) expect(least(name, end!) - fit.objective).toBeCloseTo(LEVEL ** 2, 6);
});

test("units and origins of the data do not matter", () => {
  const random = lmm("Reaction ~ Days + (Days | Subject)", tableOf("sleepstudy"), { reml: false });
  const table = tableOf("sleepstudy");
  const column = (name: string) => Array.from(table.array(name) as ArrayLike<number>);
  const scaled = lmm(
    "y ~ x + (x | g)",
    {
      y: column("Reaction").map((v) => 1e-5 * v),
      x: column("Days").map((v) => 1e4 * v),
      g: column("Subject"),
    },
    { reml: false },
  );
  const [a, b] = [random, scaled].map((fit) => profileIntervals(fit).rows);
  const unit = [1e-5, 1e-9, 1e-5, 1e-9, 1, 1e-5];
  for (const [i, own] of unit.entries()) {
    expect(b![i]!.lower! / (own * a![i]!.lower!)).toBeCloseTo(1, 7);
    expect(b![i]!.upper! / (own * a![i]!.upper!)).toBeCloseTo(1, 7);
  }
});

test("columns that were left out are no parameters", () => {
  const table = tableOf("sleepstudy");
  const fit = lmm("Reaction ~ Days + I(2 * Days) + (1 | Subject)", table, { reml: false });
  const without = lmm("Reaction ~ Days + (1 | Subject)", table, { reml: false });
  const [a, b] = [fit, without].map((own) => profileIntervals(own).rows);
  expect(a!.length).toBe(b!.length);
  for (const [i, { lower, upper }] of b!.entries()) {
    expect(a![i]!.lower! / lower!).toBeCloseTo(1, 8);
    expect(a![i]!.upper! / upper!).toBeCloseTo(1, 8);
  }
});

test("a variance that the restricted likelihood knows nothing of has no upper limit, and the row says so", () => {
  const g = Array.from({ length: 40 }, (_, i) => `g${Math.floor(i / 10)}`);
  const h = Array.from({ length: 40 }, (_, i) => `h${i % 8}`);
  const y = g.map((_, i) => Math.sin(7 * i) + (i % 8));
  const fit = lmm("y ~ 0 + C(g) + (1 | g) + (1 | h)", { y, g, h });
  const row = named(fit, "sd(Intercept | g)", { reml: true });
  expect(row).toMatchObject({ lower: 0, upper: Number.POSITIVE_INFINITY });
  expect(row.note).toContain("no upper limit");
});

test("a signal that is aborted between parameters ends the work", () => {
  const fit = nativeFit("sleepstudy", false);
  const signal = { aborted: false, reason: new Error("enough") };
  const seen: unknown[] = [];
  const onProgress = (progress: unknown): void => {
    seen.push(progress);
    signal.aborted = true;
  };
  expect(() => profileIntervals(fit, { signal, onProgress })).toThrow("enough");
  expect(seen).toEqual([{ done: 1, total: 6 }]);
});

test("what is used of the fit's engine between parameters does not change the profiles", () => {
  const fit = nativeFit("sleepstudy", false);
  const quiet = profileIntervals(fit).rows;
  const busy = profileIntervals(fit, {
    onProgress: () => {
      fit.engine.factorise(fit.engine.products.terms.map(({ size }) => new Float64Array(size * size)));
    },
  }).rows;
  expect(busy).toEqual(quiet);
});

test("names that no parameter has are refused with the nearest one", () => {
  const fit = nativeFit("sleepstudy", false);
  const error = (() => {
    try {
      profileIntervals(fit, { parameters: ["sigmma"] });
    } catch (thrown) {
      return thrown;
    }
  })();
  expect(error).toBeInstanceOf(FitError);
  expect(error).toMatchObject({ code: "unknown-parameter", data: { name: "sigmma", candidates: ["sigma"] } });
  expect(() => profileIntervals({} as Fit)).toThrow(expect.objectContaining({ code: "not-a-fit" }));
  expect(() => profileIntervals(fit, { alpha: 2 })).toThrow(expect.objectContaining({ code: "option-type" }));
});

test("parameters are chosen by name or kind", () => {
  const fit = nativeFit("sleepstudy", false);
  const names = (parameters: string | string[]) => profileIntervals(fit, { parameters }).rows.map(({ name }) => name);
  expect(names("fixed")).toEqual(["Intercept", "Days"]);
  expect(names(["sigma", "Days"])).toEqual(["Days", "sigma"]);
  expect(names("variance")).toHaveLength(4);
});

describe("profiles of what is no optimum", () => {
  /** A fit that stopped elsewhere. */
  function elsewhere(model: string, reml: boolean, share: number): Fit {
    const fit = nativeFit(model, reml);
    const { moments, table, optimum } = partsOf(fit);
    const parameters = optimum.parameters.map((value) => share * value);
    return new FitResults({ moments, optimum: optimumAt(moments, { ...optimum, parameters })!, table, remarks: [] });
  }

  test.each([
    ["sleepstudy", false, 1.4],
    ["machines", false, 0.7],
    ["ome-weighted", true, 1.3],
  ] as const)("are about the optimum that they find: %s", (model, reml, share) => {
    const [lost, found] = [elsewhere(model, reml, share), nativeFit(model, reml)];
    const [ours, theirs] = [lost, found].map((fit) => profileIntervals(fit, { reml }));
    expect(ours!.notes.join()).toMatch(/below the fit's, and are about that optimum; fit again with start: \[/);
    for (const [i, row] of theirs!.rows.entries()) {
      const own = ours!.rows[i]!;
      const width = Number.isFinite(row.upper) ? row.upper! - row.lower! : row.estimate!;
      for (const field of ["estimate", "lower", "upper"] as const)
        if (own[field] !== row[field]) expect(Math.abs(own[field]! - row[field]!) / width).toBeLessThan(1e-5);
    }
    const curves = profile(lost, { reml, points: 3 });
    expect(curves.notes.at(-1)).toBe(ours!.notes.at(-1));
    for (const { zeta } of curves.rows)
      for (const value of zeta) expect(value === 0 || Math.abs(value) > 1e-3).toBe(true);
  });
});
