// In: the names of a data set and a case. Out: the recorded fit of statsmodels or lme4 as a typed record, and the data
// as CSV text. The files are written by tools/fixtures from the engines themselves and are read-only here.
import { existsSync, readdirSync, readFileSync } from "node:fs";

const FIXTURES = new URL("../../../fixtures/", import.meta.url);
const STATSMODELS = "statsmodels-0.13.5";
const LME4 = "lme4-1.1-31";

/** A number as an engine gave it; NaN is written as null. */
export type Recorded = number | null;

/** A pandas Series: labels and values of one length. */
export interface RecordedSeries {
  names: string[];
  values: Recorded[];
}

/** A pandas DataFrame: `values[i][j]` is row `index[i]`, column `columns[j]`. */
export interface RecordedFrame {
  index: string[];
  columns: string[];
  values: Recorded[][];
}

/** What statsmodels raised where a value was asked for, as "<class>: <text>". */
export interface RecordedError {
  error: string;
}

/** The arguments of the call; `groups` is always a column's name, handed over as a name or as that column's values. */
export interface CaseArguments {
  formula: string;
  groups: string;
  groups_as: "name" | "array";
  re_formula: string | null;
  vc_formula: Record<string, string> | null;
  missing: "none" | "drop";
  reml: boolean;
  method: string | null;
}

/** One optimiser's run; `start`, `end` and `iterates` are packed square-root parameters without fixed effects. */
export interface OptimizerRun {
  method: string;
  start: number[];
  end: number[];
  llf_profile: number;
  converged: boolean;
  warnflag: number;
  iterations?: number;
  fcalls?: number;
  gcalls?: number;
  iterates: number[][] | null;
}

/** The true maximum, found by an independent likelihood; `theta` is the packed relative factor, `se_fe` as lme4's. */
export interface TrueOptimum {
  llf: number;
  within: boolean;
  short_by: number;
  theta: number[];
  fe_params: number[];
  se_fe: number[];
  scale: number;
  cov_re: number[][];
  vcomp: number[];
  max_abs_gradient: number;
  how: string;
}

/** The likelihood at one point, by REML or ML; fixed effects are profiled out. `score_*` have fixed effects first. */
export interface Evaluation {
  point: "estimates" | "start" | "half" | "moved";
  reml: boolean;
  packed: number[];
  cov_re: number[][];
  vcomp: number[];
  fe_params: number[] | RecordedError;
  loglike?: number | RecordedError;
  scale?: number | RecordedError;
  score?: Recorded[] | RecordedError;
  score_sqrt?: Recorded[] | RecordedError;
  score_full?: Recorded[] | RecordedError;
  hessian?: Recorded[][] | RecordedError;
}

/** A fit by statsmodels: every public number under its public name, and what was found out about the fit. */
export interface StatsmodelsCase {
  engine: "statsmodels";
  versions: Record<string, string>;
  dataset: string;
  case: string;
  call: string;
  arguments: CaseArguments;
  params: RecordedSeries;
  fe_params: RecordedSeries;
  bse: RecordedSeries;
  bse_fe: RecordedSeries;
  bse_re: RecordedSeries | RecordedError;
  bse_re_values: Recorded[];
  tvalues: RecordedSeries;
  pvalues: RecordedSeries;
  conf_int: RecordedFrame;
  cov_params: RecordedFrame;
  cov_re: RecordedFrame;
  cov_re_unscaled: RecordedFrame;
  vcomp: number[];
  vcomp_names: string[];
  scale: number;
  llf: number;
  aic: Recorded;
  bic: Recorded;
  converged: boolean;
  method: "REML" | "ML";
  nobs: number;
  df_resid: number;
  df_modelwc: number;
  k_fe: number;
  k_re: number;
  k_re2: number;
  k_vc: number;
  n_groups: number;
  group_labels: (string | number)[];
  exog_names: string[];
  endog_names: string;
  random_effects: ({ group: string | number } & RecordedSeries)[] | RecordedError;
  random_effects_cov: { group: string | number; names: string[]; values: Recorded[][] }[] | RecordedError;
  /** The first 50 rows of data sets above 200; `rows` are 0-based positions in data.csv. */
  fittedvalues: { rows: number[]; values: Recorded[] } | RecordedError;
  resid: { rows: number[]; values: Recorded[] } | RecordedError;
  warnings: { class: string; text: string }[];
  path: OptimizerRun[];
  optimum: TrueOptimum;
  /** The printed text changes when the rows are shuffled: rounding alone decides it, so compare numbers instead. */
  fragile: boolean;
  evaluations: Evaluation[];
  /** What `print(result.summary())` writes, its last line feed left out. */
  summary: string;
}

/** A fit by lme4 with a tight optimiser; null where lme4 was not asked. */
export interface Lme4Case {
  engine: "lme4";
  versions: Record<string, string>;
  dataset: string;
  case: string;
  call: string;
  reml: boolean;
  criterion: number;
  fixef: RecordedSeries;
  se: number[];
  vcov: number[][];
  theta: number[];
  sigma: number;
  VarCorr: { group: string; names: string[]; values: number[][] }[];
  ranef: { group: string; names: string[]; levels: string[]; values: number[][] }[];
  /** Conditional covariance of each level's effects, one matrix a level; by name where a factor has several terms. */
  condVar: { group: string; values: number[][][] | Record<string, number[][][]> }[];
  singular: boolean;
}

/**
 * Reads the recorded fit by statsmodels.
 *
 * @param dataset - a folder of `fixtures/`, such as `sleepstudy`.
 * @param name - a case of it, such as `slope-reml`.
 */
export function loadCase(dataset: string, name: string): StatsmodelsCase {
  const stem = `${dataset}/expected/${STATSMODELS}/${name}`;
  const printed = read(`${stem}.txt`);
  return { ...JSON.parse(read(`${stem}.json`)), summary: printed.slice(0, -1) };
}

/** Reads the recorded fit by lme4 of the same case; undefined where lme4 cannot express it. */
export function loadLme4Case(dataset: string, name: string): Lme4Case | undefined {
  const path = `${dataset}/expected/${LME4}/${name}.json`;
  return existsSync(new URL(path, FIXTURES)) ? JSON.parse(read(path)) : undefined;
}

/** Lists every recorded fit by statsmodels, ordered by data set and case. */
export function listCases(): { dataset: string; case: string }[] {
  return folders("").flatMap((dataset) => casesOf(dataset));
}

/** Reads a data set's table: comma-separated, one header line, missing values as NA. */
export function loadData(dataset: string): string {
  return read(`${dataset}/data.csv`);
}

/** Tells a recorded value from a recorded error. */
export function isRecordedError(value: unknown): value is RecordedError {
  return typeof value === "object" && value !== null && "error" in value;
}

function casesOf(dataset: string): { dataset: string; case: string }[] {
  const folder = `${dataset}/expected/${STATSMODELS}/`;
  if (!existsSync(new URL(folder, FIXTURES))) return [];
  const files = readdirSync(new URL(folder, FIXTURES)).filter((file) => file.endsWith(".json"));
  return files.sort().map((file) => ({ dataset, case: file.slice(0, -".json".length) }));
}

function folders(path: string): string[] {
  const entries = readdirSync(new URL(path, FIXTURES), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function read(path: string): string {
  return readFileSync(new URL(path, FIXTURES), "utf8");
}
