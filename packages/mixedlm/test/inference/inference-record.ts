// What `fixtures/native/inference.json` holds, written by tools/fixtures/native_inference.R, and its rows in our columns.
import type { Fit, FixedInference, FTest } from "../../src/index.ts";
import { positions } from "../engine-fits.ts";
import { loadNative, nativeFit } from "../native-fits.ts";

/** A joint test of some rows. */
export interface RecordedTest {
  readonly L: readonly (readonly number[])[];
  /** Whether the rows are those of a term's columns. */
  readonly sameUnit: boolean;
  readonly satterthwaite: FTest;
  readonly kenwardRoger?: FTest;
}

/** A model by lmerTest and pbkrtest. */
export interface RecordedInference {
  readonly name: string;
  readonly reml: boolean;
  readonly columns: readonly string[];
  readonly singular: boolean;
  /** Degrees of freedom of each coefficient. */
  readonly satterthwaite: readonly number[];
  readonly kenwardRoger?: readonly number[];
  readonly vcovAdj?: readonly (readonly number[])[];
  readonly tests: readonly RecordedTest[];
}

/** Standard errors by numDeriv of lme4's criterion. */
export interface RecordedVariances {
  readonly name: string;
  readonly reml: boolean;
  readonly terms: readonly {
    readonly group: string;
    readonly names: readonly string[];
    readonly covariance: readonly (readonly number[])[];
    readonly sd: readonly number[];
    readonly correlation: readonly (readonly number[])[];
  }[];
  readonly sigma: number;
  readonly variance: number;
}

/** Structured covariances by glmmTMB. */
export interface RecordedStructure {
  readonly dataset: string;
  readonly formula: string;
  readonly logSd: readonly number[];
  readonly logSdError: readonly number[];
  readonly rho: number;
  readonly zError: number;
  readonly sigma: number;
  readonly logSigmaError: number;
}

/** Intervals by nlme: rows are sds and correlations, columns lower, estimate, upper. */
export interface RecordedIntervals {
  readonly dataset: string;
  readonly formula: string;
  readonly random: readonly (readonly number[])[];
  readonly sigma: readonly number[];
}

/** The file. */
export const RECORD = loadNative<{
  models: readonly RecordedInference[];
  variances: readonly RecordedVariances[];
  structured: readonly RecordedStructure[];
  intervals: readonly RecordedIntervals[];
}>("inference");

/** The models with a title for each. */
export const RECORDED_MODELS = RECORD.models.map((model): [string, RecordedInference] => [
  `${model.name}, ${model.reml ? "REML" : "ML"}`,
  model,
]);

/** Our fit of a recorded model, and the place of each of our columns in the record. */
export function matched({ name, reml, columns }: RecordedInference): { fit: Fit; order: readonly number[] } {
  const fit = nativeFit(name, reml);
  return { fit, order: positions(fit.names, columns) };
}

/** Rows of recorded columns as rows of ours. */
export function ourRows(L: readonly (readonly number[])[], order: readonly number[]): number[][] {
  return L.map((row) => order.map((j) => row[j]!));
}

/** Whether all directions of a space of rows have the same degrees of freedom; up to what lmerTest's differences tell apart. */
export function hasOneDf({ df, variance }: FixedInference, L: readonly (readonly number[])[]): boolean {
  const unit = L.map((row) => row.map((value) => value / Math.sqrt(variance(row))));
  const all = unit.flatMap((a, i) =>
    unit.slice(i).flatMap((b) => [1, 0.7, -0.6].map((share) => a.map((value, j) => value + share * b[j]!))),
  );
  const own = all.filter((row) => variance(row) > 1e-6).map(df);
  return Math.max(...own) / Math.min(...own) - 1 < 1e-6;
}

/** The row of one coefficient. */
export function unitRow(p: number, j: number): number[] {
  return Array.from({ length: p }, (_, i) => (i === j ? 1 : 0));
}

/** Distance relative to the second. */
export function relative(ours: number, theirs: number): number {
  return Math.abs(ours / theirs - 1);
}
