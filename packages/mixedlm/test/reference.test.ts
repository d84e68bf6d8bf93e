// Numbers that MixedModels.jl and lme4 print for models of public data (fixtures/reference-values.md): engines with optimisers
// and algebra of their own. An optimiser stops some 1e-6 from the optimum; so estimates are compared at the theta that was
// printed with them, where nothing but arithmetic differs, and the optimum by its criterion and theta. Leverages and
// profile intervals are not compared: there is no function for them. Values of insteval are in engine-reference.test.ts.
import { describe, expect, test } from "vitest";
import { internalLambda } from "../src/coordinates/coordinates.ts";
import { chiSquareSf, conditionalBlocks, estimatesAt, type Fit, likelihood, normalQuantile } from "../src/index.ts";
import { fitOf, type RecordedModel } from "./engine-fits.ts";
import { loadReferenceValues, type ReferenceValue } from "./engine-record.ts";
import { rootsOf } from "./fit-parts.ts";
import { MIXED_MODELS_TOLERANCE as CLOSE } from "./tolerances.ts";

const values = loadReferenceValues().filter(({ dataset }) => dataset !== "insteval");
const titles = values.map(({ source, dataset, formula, reml, weights, note }, i) => {
  const model = `${i}. ${source}: ${dataset}, ${formula}, ${reml ? "REML" : "ML"}`;
  return `${model}${weights === null ? "" : `, weights ${weights}`}${note === undefined ? "" : ` (${note})`}`;
});

/** How far above the optimum lme4's default optimiser stops. */
const LME4_STOPS = 1e-7;

const sleepstudy: RecordedModel = {
  dataset: "sleepstudy",
  formula: "Reaction ~ 1 + Days + (1 + Days | Subject)",
  reml: false,
};

describe.each(titles.filter((_, i) => values[i]!.values.objective !== undefined))("the optimum of %s", (title) => {
  const { values: theirs, ...model } = recordOf(title);

  test("is as low as its printed criterion, which is no lower than ours", () => {
    const fit = fitOf(model);
    const printed = theirs.objective!;
    const digits = CLOSE.objective * Math.abs(printed) + lastDecimal(printed) / 2;
    expect(fit.objective - printed).toBeLessThanOrEqual(digits);
    expect(printed - fit.objective).toBeLessThanOrEqual(model.source.startsWith("lme4") ? LME4_STOPS : digits);
    if (theirs.theta === undefined) return;
    const there = -2 * likelihood(fit.engine, fit.reml)(root(fit, theirs.theta)).logLik;
    expect(fit.objective).toBeLessThanOrEqual(there + 1e-10);
  });
});

describe.each(titles.filter((_, i) => values[i]!.values.theta !== undefined))("theta of %s", (title) => {
  const { values: theirs, note, ...model } = recordOf(title);

  test("is ours", () => {
    const { theta } = fitOf(model);
    expect(theta).toHaveLength(theirs.theta!.length);
    theirs.theta!.forEach((value, t) => {
      expect(Math.abs(theta[t]! - value)).toBeLessThanOrEqual(note?.startsWith("to 1e-3") ? 1e-3 : CLOSE.theta);
    });
  });
});

/** Records whose estimates are of another fit than their theta: as close as the two. */
const OLDER = "1 + Days || Subject";

const quantities = titles.flatMap((title, i) => quantitiesOf(values[i]!).map((own) => [title, own[0], own] as const));

test("more than sixty estimates are printed", () => {
  expect(quantities.length).toBeGreaterThan(60);
});

test.each(quantities)("%s: %s at its theta is ours", (_title, _what, [, ours, theirs, close]) => {
  expect(Math.abs(ours() - theirs)).toBeLessThanOrEqual(close);
});

describe("what follows from two fits or from the criterion's shape", () => {
  test("the likelihood-ratio test of casks alone against batches and casks", () => {
    const printed = values.find(({ values: { lrt_p } }) => lrt_p !== undefined)!;
    const pastes = fitOf(printed);
    const casks = fitOf({ ...printed, formula: "strength ~ 1 + (1 | batch:cask)" });
    expect(chiSquareSf(casks.objective - pastes.objective, 1)).toBeCloseTo(printed.values.lrt_p as number, 8);
  });

  test("the likelihood-ratio statistic of days", () => {
    const without = fitOf({ ...sleepstudy, formula: "Reaction ~ 1 + (1 + Days | Subject)" });
    expect(without.objective).toBeCloseTo(1775.4759, 4);
    expect(without.objective - fitOf(sleepstudy).objective).toBeCloseTo(23.5365, 4);
  });

  test("Wald intervals of the fixed effects for sleepstudy", () => {
    const lower = valueAt(sleepstudy).values.wald_lower as number[];
    const { beta, stdError } = fitOf(sleepstudy);
    // theirs is at their theta
    lower.forEach((value, j) => {
      expect(Math.abs((beta[j]! + normalQuantile(0.025) * stdError[j]!) / value - 1)).toBeLessThanOrEqual(1e-6);
    });
  });

  test("the Hessian in theta for sleepstudy, at fixed sigma", () => {
    // the profiled criterion has n log r2 in place of r2 / sigma2: n / r2^2 times the outer product of r2's slope less
    const fit = fitOf(sleepstudy);
    const square = (theta: readonly number[]): number => fit.n * at(fit, theta).sigma2;
    const slope = differences(fit, (theta) => [square(theta)]).map(([d]) => d!);
    const H = differences(fit, (theta) => thetaGradient(fit, theta));
    const r2 = fit.n * fit.sigma ** 2;
    // 1e-4: theirs is taken at their theta, ours at the optimum, and curvatures change by tens of per cent per unit
    (valueAt(sleepstudy).values.hessian as number[][]).forEach((row, i) => {
      row.forEach((value, j) => {
        const ours = H[j]![i]! + (fit.n / r2 ** 2) * slope[i]! * slope[j]!;
        expect(Math.abs(ours / value - 1)).toBeLessThanOrEqual(1e-4);
      });
    });
  });

  test("the curvature of the criterion at Dyestuff2's zero", () => {
    const model = { dataset: "dyestuff2", formula: "Yield ~ 1 + (1 | Batch)", reml: false };
    const fit = fitOf(model);
    expect(fit.status.kind).toBe("boundary");
    const [[curvature]] = valueAt(model).values.hessian as [[number]];
    expect(differences(fit, (theta) => thetaGradient(fit, theta))[0]![0]).toBeCloseTo(curvature, 5);
  });
});

/** A printed number and ours, and how far they may be apart. */
type Quantity = readonly [what: string, ours: () => number, theirs: number, close: number];

/** Every number of a record that follows from its theta; from the optimum where none is printed. */
function quantitiesOf({ values: theirs, ...model }: ReferenceValue): Quantity[] {
  const fit = fitOf(model);
  const theta = theirs.theta ?? fit.theta;
  const close = closenessOf(model.formula, theirs.theta);
  const out: Quantity[] = [];
  const add = (what: string, ours: () => number, value: unknown): void => {
    if (typeof value === "number") out.push([what, ours, value, close * Math.abs(value) + rounding(value)]);
    if (Array.isArray(value)) throw new Error(`${what} has more than one value`);
  };
  const each = (what: string, ours: (j: number) => number, list: unknown): void => {
    for (const [j, value] of ((list as unknown[]) ?? []).flat().entries()) add(`${what} ${j}`, () => ours(j), value);
  };
  const found = at(fit, theta);
  each("beta", (j) => found.beta[j]!, theirs.beta);
  each("standard error", (j) => Math.sqrt(found.vcov.data[j * (fit.p + 1)]!), theirs.se);
  each("covariance of beta", (at) => found.vcov.data[at]!, theirs.vcov);
  each("standard deviation", (j) => Math.sqrt(found.variances[j]!), theirs.sd);
  each("variance", (j) => found.variances[j]!, theirs.variances);
  add("sigma", () => Math.sqrt(found.sigma2), theirs.sigma);
  add("sigma^2", () => found.sigma2, theirs.sigma2);
  add("penalised residual sum of squares", () => fit.n * found.sigma2, theirs.pwrss);
  add("log|L|^2", () => found.logdetV, theirs.log_det_L);
  add("degrees of freedom", () => fit.df, theirs.df);
  add("log-likelihood", () => -found.objective / 2, theirs.logLik);
  add("AIC", () => found.objective + 2 * fit.df, theirs.AIC);
  add("BIC", () => found.objective + fit.df * Math.log(fit.n), theirs.BIC);
  add("correlation of beta", () => correlationOf(found.vcov.data), theirs.correlation);
  add("condition number of lambda", () => condition(found.lambda[0]!), theirs.lambda_condition);
  const point = theirs.objective_at;
  if (point !== undefined) add("criterion", () => at(fit, point.theta).objective, point.objective);
  for (const kind of ["u", "b", "cond_var"] as const) {
    const groups = (theirs[kind] ?? {}) as Record<string, Record<string, unknown>>;
    for (const [group, levels] of Object.entries(groups))
      for (const [level, value] of Object.entries(levels)) {
        const list = [value].flat(3);
        for (const [j, number] of list.entries())
          for (const l of levelsOf(fit, group, level))
            add(`${kind} ${j} of level ${l} of ${group}`, () => effect(fit, found.lambda, kind, group, l, j), number);
      }
  }
  return out;
}

interface Point extends ReturnType<typeof estimate> {
  /** Of each random effect of a level, units of y squared. */
  readonly variances: readonly number[];
  readonly logdetV: number;
}

function estimate(fit: Fit, theta: readonly number[]) {
  return estimatesAt(fit.engine, root(fit, theta), fit.reml)!;
}

function at(fit: Fit, theta: readonly number[]): Point {
  const found = estimate(fit, theta);
  const variances = found.psi.flatMap(({ data, nrow }) =>
    Array.from({ length: nrow }, (_, j) => found.sigma2 * data[j * (nrow + 1)]!),
  );
  const { logdetV } = fit.engine.factorise(internalLambda(fit.engine.products, root(fit, theta)))!;
  return { ...found, b: found.b, variances, logdetV };
}

function root({ engine }: Fit, theta: readonly number[]): ReturnType<typeof rootsOf> {
  return rootsOf(engine, theta);
}

function levelsOf(fit: Fit, group: string, level: string): number[] {
  const { levels } = fit.ranef().find((own) => sameGroup(own.group, group))!;
  const last = levels.length - 1;
  return { first: [0], last: [last], all: Array.from(levels.keys()) }[level]!;
}

/** Entry j of a level's spherical effects, conditional means or (column by column) conditional covariances. */
function effect(fit: Fit, lambda: Point["lambda"], kind: string, group: string, level: number, j: number): number {
  const t = fit.terms.findIndex((own) => sameGroup(own.group, group));
  const { factor } = fit.blocks.parts[t]!;
  const s = fit.terms[t]!.names.length;
  if (kind === "cond_var") return conditionalBlocks(fit.engine, lambda, fit.reml, factor)![level * s * s + j]!;
  const b = estimatesAt(fit.engine, lambda, fit.reml)!.b[factor]!.subarray(level * s, (level + 1) * s);
  // first entry of u = lambda^-1 b, lambda a lower triangle
  return kind === "u" ? b[j]! / lambda[t]![0]! : b[j]!;
}

/** `a:b` is `b:a`. */
function sameGroup(a: string, b: string): boolean {
  return a.split(":").sort().join() === b.split(":").sort().join();
}

function correlationOf([a, c, , b]: ArrayLike<number> & Iterable<number>): number {
  return c! / Math.sqrt(a! * b!);
}

/** Ratio of the singular values of a 2 x 2 lower triangle. */
function condition([a, b, , d]: Iterable<number>): number {
  const sum = a! ** 2 + b! ** 2 + d! ** 2;
  const gap = Math.sqrt(sum ** 2 - 4 * (a! * d!) ** 2);
  return Math.sqrt((sum + gap) / (sum - gap));
}

/** Relative closeness of estimates: what follows from a theta has its digits, two optima share half of the criterion's. */
function closenessOf(formula: string, theta: readonly number[] | undefined): number {
  if (formula.includes(OLDER)) return 1e-5;
  if (theta === undefined) return 5e-7;
  return theta.every((value) => value === 0 || lastDecimal(value) < 1e-11) ? CLOSE.estimate : 1e-7;
}

/** Half a unit of the last decimal; 0 for a number of few digits, which is exact. */
function rounding(value: number): number {
  return String(value).replace(/\D/g, "").length < 8 ? 0 : lastDecimal(value) / 2;
}

/** One unit of the last decimal that is printed. */
function lastDecimal(value: number): number {
  return 10 ** -(String(value).split(".")[1]?.length ?? 0);
}

function recordOf(title: string): ReferenceValue {
  return values[titles.indexOf(title)]!;
}

/** The record of a model that has a Hessian. */
function valueAt({ dataset, formula, reml }: RecordedModel): ReferenceValue {
  return values.find(
    (own) =>
      own.dataset === dataset && own.formula === formula && own.reml === reml && own.values.hessian !== undefined,
  )!;
}

/** The criterion's gradient in theta, raw units. */
function thetaGradient({ engine, reml }: Fit, theta: readonly number[]): number[] {
  const { score } = likelihood(engine, reml)(rootsOf(engine, theta));
  return score.flatMap((own) => {
    const size = Math.sqrt(own.length);
    return [...own].filter((_, e) => e % size >= Math.floor(e / size)).map((s) => -2 * s);
  });
}

/** Derivatives of f in each entry of theta at the optimum, by central differences. */
function differences(fit: Fit, f: (theta: readonly number[]) => number[]): number[][] {
  const h = 1e-5;
  const moved = (j: number, by: number): number[] => f(Array.from(fit.theta, (t, i) => (i === j ? t + by : t)));
  return Array.from(fit.theta, (_, j) => {
    const down = moved(j, -h);
    return moved(j, h).map((value, i) => (value - down[i]!) / (2 * h));
  });
}
