// What is computed in Node and in the browser, to be compared bit by bit: fits of every kind, through both front doors, and
// what follows from them. In: data sets as text, and model files that were written elsewhere. Out: every number by the name
// of the step that made it, as hexadecimal digits of its 64 bits; texts; times. One bundle of this file runs everywhere.
import { type KernelStatus, loadKernels, randomGenerator, useKernels } from "@mixedlm/linalg";
import * as smf from "@mixedlm/smf";
import {
  anova,
  bootstrap,
  confidenceIntervals,
  exactVarianceTest,
  type Fit,
  fixedInference,
  fromJSON,
  influence,
  lmm,
  marginalMeans,
  meanContrasts,
  predict,
  quantileResiduals,
  residuals,
  simulate,
  summary,
  varianceParameters,
  varianceTests,
} from "mixedlm";

/** The data sets that {@link runJob} reads, by their folder in `fixtures/`. */
export const DATA_SETS = [
  "cake",
  "dietox",
  "insteval",
  "machines",
  "pastes",
  "penicillin",
  "sleepstudy",
  "verbagg",
] as const;

/** What a run is given. */
export interface JobInput {
  /** Which kernels are to be used; a content-security policy may refuse WebAssembly. */
  readonly kernels: "wasm" | "typescript";
  /** Text of each of {@link DATA_SETS}. */
  readonly data: Readonly<Record<string, string>>;
  /** Model files of another run, by model; none in the first run. */
  readonly modelFiles: Readonly<Record<string, string>>;
}

/** What a run gives: names are those of its steps. */
export interface JobRecord {
  readonly kernels: KernelStatus;
  /** Numbers in the order of their places, 16 hexadecimal digits each. */
  readonly numbers: Readonly<Record<string, readonly string[]>>;
  readonly texts: Readonly<Record<string, string>>;
  readonly milliseconds: Readonly<Record<string, number>>;
  /** Model files, by model. */
  readonly modelFiles: Readonly<Record<string, string>>;
}

type Step = () => readonly unknown[];

/** Runs all steps. */
export async function runJob({ kernels, data, modelFiles }: JobInput): Promise<JobRecord> {
  useKernels(kernels);
  const status = await loadKernels();
  const table = (name: string): smf.ArqueroTable => smf.readCsv(data[name] ?? "");
  const numbers: Record<string, readonly string[]> = {};
  const texts: Record<string, string> = {};
  const milliseconds: Record<string, number> = {};
  const written: Record<string, string> = {};
  const steps: readonly (readonly [string, Step])[] = [
    ...statsmodelsSteps(table),
    ...fitSteps(table, written),
    ...crossedSteps(table),
    ...Object.entries(modelFiles).map(([name, file]) => [`model file: ${name}`, () => fromFile(file)] as const),
  ];
  for (const [name, step] of steps) {
    const start = performance.now();
    const results = step();
    milliseconds[name] = performance.now() - start;
    numbers[name] = results.flatMap((result) => numbersOf(result).map(bits));
    texts[name] = results.flatMap((result) => textOf(result)).join("\n");
  }
  return { kernels: status, numbers, texts, milliseconds, modelFiles: written };
}

function statsmodelsSteps(table: (name: string) => smf.ArqueroTable): [string, Step][] {
  const all = (result: smf.MixedLMResults): unknown[] => {
    const { params, bse, pvalues, cov_re, vcomp, llf, scale, aic, bic, hist } = result;
    const labelled = [params, bse, pvalues, cov_re, result.conf_int()].map(({ values }) => values);
    const messages = result.warnings.map(({ message }) => message);
    return [String(result.summary()), ...labelled, vcomp, llf, scale, aic, bic, hist, ...messages];
  };
  return [
    ["smf: dietox, intercepts", () => all(smf.mixedlm("Weight ~ Time", table("dietox"), "Pig").fit())],
    [
      "smf: dietox, slopes",
      () => all(smf.mixedlm("Weight ~ Time", table("dietox"), "Pig", { re_formula: "~Time" }).fit()),
    ],
    [
      "smf: pastes, a component",
      () => {
        const options = { re_formula: "1", vc_formula: { cask: "0 + C(cask)" } };
        return all(smf.mixedlm("strength ~ 1", table("pastes"), "batch", options).fit());
      },
    ],
  ];
}

function fitSteps(table: (name: string) => smf.ArqueroTable, written: Record<string, string>): [string, Step][] {
  const slopes = once(() => lmm("Reaction ~ Days + (1 + Days | Subject)", table("sleepstudy")));
  const plain = once(() => lmm("Reaction ~ Days + (1 | Subject)", table("sleepstudy")));
  const cake = once(() => lmm("angle ~ recipe * temp + (1 | recipe:replicate)", table("cake")));
  const later = { Days: [10, 11, 3.5], Subject: [308, 309, 372] };
  return [
    ["sleepstudy, slopes", () => partsOf(slopes())],
    ["Satterthwaite", () => [summary(slopes()), fixedInference(slopes()), anova(slopes())]],
    ["Kenward-Roger", () => [summary(slopes(), { ddf: "kenward-roger" })]],
    ["profile intervals", () => [confidenceIntervals(slopes())]],
    ["Wald intervals", () => [confidenceIntervals(slopes(), { method: "wald" }), varianceParameters(slopes())]],
    ["bootstrap, seed 7", () => [bootstrap(slopes(), { replicates: 100, seed: 7 })]],
    ["simulate, seed 7", () => [simulate(slopes(), { replicates: 3, seed: 7 })]],
    ["predict", () => [predict(slopes(), later), predict(slopes(), later, { interval: "prediction" })]],
    ["models compared", () => [anova(plain(), slopes()), varianceTests(slopes())]],
    ["exact test", () => [exactVarianceTest(plain(), { replicates: 1000, seed: 7 })]],
    ["residuals", () => [residuals(slopes()), quantileResiduals(slopes(), { seed: 7 })]],
    ["influence", () => [influence(slopes(), { by: "Subject" })]],
    ["marginal means", () => [marginalMeans(cake(), "recipe"), meanContrasts(marginalMeans(cake(), "recipe"))]],
    ["pastes, nested", () => partsOf(lmm("strength ~ 1 + (1 | batch/cask)", table("pastes")))],
    ["machines, cs", () => partsOf(lmm("score ~ Machine + cs(0 + Machine | Worker)", table("machines")))],
    ["machines, ar1", () => partsOf(lmm("score ~ Machine + ar1(0 + Machine | Worker)", table("machines")))],
    ["sleepstudy, weights", () => partsOf(weighted(table("sleepstudy")))],
    ["a formula with a logarithm", () => logarithmic(table("sleepstudy"))],
    [
      "written model files",
      () => {
        written.slopes = JSON.stringify(slopes());
        written.cake = JSON.stringify(cake());
        return [written.slopes, written.cake];
      },
    ],
  ];
}

/** Weights that are no powers of two: the sum of their logarithms is part of the criterion. */
function weighted(sleepstudy: smf.ArqueroTable): Fit {
  const column = (name: string): unknown[] => Array.from(sleepstudy.array(name));
  const rows = { Reaction: column("Reaction"), Days: column("Days"), Subject: column("Subject") };
  const weights = rows.Days.map((day) => 1 + Number(day) / 3);
  return lmm("Reaction ~ Days + (1 | Subject)", rows, { weights });
}

/** A formula's functions are the packages' own, so that their columns have the same bits as well. */
function logarithmic(sleepstudy: smf.ArqueroTable): unknown[] {
  return estimatesOf(lmm("np.log(Reaction) ~ Days + (1 | Subject)", sleepstudy));
}

/** A function that makes its value at the first call. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    if (made === undefined) made = { value: make() };
    return made.value;
  };
}

/** Crossed factors: small ones, dense factors of order 24 and more, sparse ones. */
function crossedSteps(table: (name: string) => smf.ArqueroTable): [string, Step][] {
  const lectures = (): Record<string, readonly unknown[]> => {
    const all = table("insteval");
    const column = (name: string): unknown[] => Array.from(all.array(name));
    const kept = column("s").map((student) => Number(student) % 4 === 0);
    const some = (name: string): unknown[] => column(name).filter((_, row) => kept[row]);
    return Object.fromEntries(["y", "service", "s", "d", "dept"].map((name) => [name, some(name)]));
  };
  return [
    [
      "penicillin, crossed",
      () => {
        const fit = lmm("diameter ~ 1 + (1 | plate) + (1 | sample)", table("penicillin"));
        return [...partsOf(fit), confidenceIntervals(fit)];
      },
    ],
    [
      "verbagg, crossed, dense",
      () => partsOf(lmm("r2 ~ btype + situ + (1 + situ | id) + (1 + Gender | item)", table("verbagg"))),
    ],
    ["insteval, three factors", () => partsOf(lmm("y ~ service + (1 | s) + (1 | d) + (1 | dept)", lectures()))],
    ["a network, sparse", () => estimatesOf(lmm("y ~ x + (1 | a) + (1 | b)", network()))],
  ];
}

/** Two crossed factors whose levels meet few of each other's: what is left of one factor is large, sparse and irregular. */
function network(): Readonly<Record<string, readonly number[]>> {
  const { uniform } = randomGenerator(5);
  const [levels, reach] = [1500, 200];
  const effect = (level: number): number => ((level * 7919) % 101) / 50;
  const rows = Array.from({ length: 4 * levels }, (_, row) => {
    const [a, b, x] = [row % levels, Math.floor((row % levels) + uniform() * reach) % levels, uniform()];
    return { a, b, x, y: effect(a) + effect(b + 13) + x + uniform() };
  });
  const column = (name: "a" | "b" | "x" | "y"): number[] => rows.map((row) => row[name]);
  return { a: column("a"), b: column("b"), x: column("x"), y: column("y") };
}

/** What follows from a fit that came as a file. */
function fromFile(file: string): unknown[] {
  const fit = fromJSON(file);
  const isSleep = fit.formula.startsWith("Reaction");
  const follows = isSleep ? predict(fit, { Days: [10, 0], Subject: [308, 309] }) : marginalMeans(fit, "recipe");
  return [...partsOf(fit), follows];
}

function estimatesOf({ theta, beta, sigma, stdError, objective }: Fit): unknown[] {
  return [theta, beta, sigma, stdError, objective];
}

function partsOf(fit: Fit): unknown[] {
  const { theta, beta, sigma, stdError, objective, logLik, aic, bic, terms, vcov, optimization } = fit;
  return [String(fit), theta, beta, sigma, stdError, objective, logLik, aic, bic, terms, vcov.data, optimization];
}

function textOf(result: unknown): string[] {
  if (typeof result === "string") return [result];
  const own = (result as { toString?: unknown } | null)?.toString;
  return typeof own === "function" && Object.hasOwn(result as object, "toString") ? [String(result)] : [];
}

/** All numbers in a record, in the order of its keys. */
function numbersOf(value: unknown): number[] {
  if (typeof value === "number") return [value];
  if (typeof value !== "object" || value === null) return [];
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array);
  return Object.values(value).flatMap(numbersOf);
}

function bits(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, "0");
}
