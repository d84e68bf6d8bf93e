// In: the names of a data set and a case. Out: what engines and exact arithmetic gave for the models of tools/fixtures'
// engine-cases.json, structured-cases.json, hostile.py and nist.py, as typed records. Each kind has a list of its cases,
// for test.each, and a reader; the data are loadData(dataset) of tools/fixtures/load.ts, `hostile/<case>` and `nist/<name>` too.
import { existsSync, readdirSync, readFileSync } from "node:fs";

const FIXTURES = new URL("../../../fixtures/", import.meta.url);
const LME4 = "expected/engine-lme4-1.1-31";
const STRUCTURED = "expected/engine-structured";

/** Rows of a matrix. */
export type Rows = readonly (readonly number[])[];

/** A recorded model: `case` ends in `-reml` or `-ml`. */
export interface CaseName {
  readonly dataset: string;
  readonly case: string;
}

/** One random term as lme4 has it, in lme4's order of terms. */
export interface EngineTerm {
  /** Grouping factor as lme4 names it: the inner factor first, such as `cask:batch` for `batch/cask`. */
  readonly group: string;
  readonly names: readonly string[];
  /** Lower triangle of the relative factor, column by column. */
  readonly theta: readonly number[];
  readonly covariance: Rows;
  readonly level_count: number;
  /** Of all levels' effects, column by column; `levels` holds the first and last 20 where there are more than 60. */
  readonly sum_of_squares: readonly number[];
  readonly levels: readonly string[];
  /** Conditional means, one row a level of `levels`. */
  readonly b: Rows;
  readonly condVar: readonly Rows[];
}

/** A model fitted by lme4, its optimum polished. */
export interface EngineRecord {
  readonly engine: "lme4";
  readonly dataset: string;
  readonly case: string;
  readonly formula: string;
  /** A column, or null. */
  readonly weights: string | null;
  readonly offset: string | null;
  readonly tags: readonly string[];
  readonly reml: boolean;
  readonly n: number;
  readonly df: number;
  /** REML criterion or deviance. */
  readonly objective: number;
  readonly logLik: number;
  readonly AIC: number;
  readonly BIC: number;
  readonly log_det_L: number;
  readonly log_det_RX: number;
  readonly pwrss: number;
  readonly theta: readonly number[];
  readonly sigma: number;
  readonly beta: { readonly names: readonly string[]; readonly values: readonly number[] };
  readonly se: readonly number[];
  readonly vcov: Rows;
  readonly singular: boolean;
  /** Of the objective in theta, by central differences. */
  readonly gradient: readonly number[];
  readonly terms: readonly EngineTerm[];
  /** What lme4 answers by default. */
  readonly default: {
    readonly optimizer: string;
    readonly objective: number;
    readonly theta: readonly number[];
    readonly evaluations: number;
    readonly messages: readonly string[];
  };
}

/** A model with structured covariances: the optimum by a dense computation, and what the named engine answers. */
export interface StructuredRecord {
  readonly dataset: string;
  readonly case: string;
  readonly formula: string;
  readonly reml: boolean;
  readonly n: number;
  readonly objective: number;
  readonly logLik: number;
  readonly df: number;
  readonly sigma: number;
  readonly singular: boolean;
  readonly beta: { readonly names: readonly string[]; readonly values: readonly number[] };
  readonly se: readonly number[];
  readonly vcov: Rows;
  readonly terms: readonly {
    readonly group: string;
    readonly structure: "us" | "diag" | "homdiag" | "cs" | "homcs" | "ar1";
    readonly names: readonly string[];
    readonly covariance: Rows;
  }[];
  readonly engine: {
    readonly name: "glmmTMB" | "nlme";
    readonly version: string;
    readonly call: string;
    readonly logLik: number;
    readonly sigma: number;
    readonly beta: readonly number[];
    readonly covariances: readonly Rows[];
  };
}

/** Estimates in exact arithmetic; every number is text of 20 digits. */
export interface ExactPoint {
  readonly objective: string;
  readonly sigma: string;
  readonly beta: readonly string[];
  readonly se: readonly string[];
  /** In the order of the formula. */
  readonly terms: readonly {
    readonly group: string;
    readonly names: readonly string[];
    readonly theta: readonly string[];
    readonly covariance: readonly (readonly string[])[];
    readonly levels: readonly string[];
    readonly b: readonly (readonly string[])[];
  }[];
}

/** A hostile data set: the optimum, and two points whose theta is given, by both methods. */
export interface HostileRecord {
  readonly formula: string;
  readonly weights: string | null;
  readonly n: number;
  readonly beta_names: readonly string[];
  readonly reml: HostilePoints;
  readonly ml: HostilePoints;
}

/** The points of one method. */
export interface HostilePoints {
  readonly optimum: ExactPoint;
  readonly given: readonly (ExactPoint & { readonly given_theta: readonly number[] })[];
}

/** A one-way set of NIST; numbers are text of 20 digits. */
export interface NistRecord {
  readonly dataset: string;
  readonly formula: string;
  /** NIST's own mean squares and residual standard deviation, of the printed decimals. */
  readonly certified: { readonly between: string; readonly within: string; readonly residual_sd: string };
  readonly n: number;
  readonly groups: readonly string[];
  readonly group_size: number;
  readonly beta: string;
  readonly mean_square_between: string;
  readonly mean_square_within: string;
  readonly reml: NistFit;
  readonly ml: NistFit;
}

/** The closed form by one method. */
export interface NistFit {
  readonly objective: string;
  readonly theta: string;
  readonly tau2: string;
  readonly sigma2: string;
  readonly tau: string;
  readonly sigma: string;
  readonly se: string;
  readonly singular: boolean;
  /** Conditional means, in the order of `groups`. */
  readonly b: readonly string[];
}

/** Numbers printed elsewhere; which there are differs from model to model, see fixtures/reference-values.md. */
export interface ReferenceValue {
  readonly source: string;
  readonly dataset: string;
  readonly formula: string;
  readonly weights: string | null;
  readonly reml: boolean;
  readonly note?: string;
  readonly values: {
    readonly objective?: number;
    readonly objective_at?: { readonly theta: readonly number[]; readonly objective: number };
    readonly theta?: readonly number[];
    readonly beta?: readonly number[];
    readonly se?: readonly number[];
    readonly sigma?: number;
    /** Standard deviations of the random effects. */
    readonly sd?: readonly number[];
    readonly [name: string]: unknown;
  };
}

/** Every model fitted by lme4, ordered by data set and case. */
export function listEngineCases(): CaseName[] {
  return casesOf(LME4);
}

/** Reads lme4's fit of `dataset`, such as `name` = `slope-reml`. */
export function loadEngineRecord(dataset: string, name: string): EngineRecord {
  return read(`${dataset}/${LME4}/${name}.json`);
}

/** Every model with structured covariances. */
export function listStructuredCases(): CaseName[] {
  return casesOf(STRUCTURED);
}

/** Reads a fit with structured covariances. */
export function loadStructuredRecord(dataset: string, name: string): StructuredRecord {
  return read(`${dataset}/${STRUCTURED}/${name}.json`);
}

/** The names of the hostile data sets. */
export function listHostile(): string[] {
  return folders("hostile");
}

/** Reads what is exact for a hostile data set; its table is `loadData("hostile/<name>")`. */
export function loadHostile(name: string): HostileRecord {
  return read(`hostile/${name}/expected.json`);
}

/** The names of NIST's data sets, in lower case. */
export function listNist(): string[] {
  return folders("nist");
}

/** Reads what is exact for one of NIST's data sets; its table is `loadData("nist/<name>")`. */
export function loadNist(name: string): NistRecord {
  return read(`nist/${name}/expected.json`);
}

/** Numbers that MixedModels.jl's and lme4's own tests print. */
export function loadReferenceValues(): ReferenceValue[] {
  return read("reference-values.json");
}

function casesOf(folder: string): CaseName[] {
  return folders("").flatMap((dataset) => {
    const path = new URL(`${dataset}/${folder}/`, FIXTURES);
    if (!existsSync(path)) return [];
    const files = readdirSync(path).filter((file) => file.endsWith(".json"));
    return files.sort().map((file) => ({ dataset, case: file.slice(0, -".json".length) }));
  });
}

function folders(path: string): string[] {
  const entries = readdirSync(new URL(`${path}/`.replace(/^\/$/, ""), FIXTURES), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function read<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(path, FIXTURES), "utf8"));
}
