// The recorded values of statsmodels' penalties, and its regularised fits with the true minima of their loss.
import { readFileSync } from "node:fs";

/** A penalty's answers at one point. */
export interface PenaltyPoint {
  readonly params: number[];
  readonly func: number | number[];
  readonly deriv: number[];
  readonly deriv2: number[] | number[][];
}

/** A penalty by its name and Python arguments. */
export interface VectorPenaltyCase {
  readonly name: string;
  readonly positional: readonly number[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly alpha: number;
  readonly points: readonly PenaltyPoint[];
}

/** A penalty inside ConstraintsPenalty, or L2ConstraintsPenalty. */
export interface ConstrainedPenaltyCase {
  readonly name: string;
  readonly positional: readonly number[] | null;
  readonly inner: Readonly<Record<string, unknown>> | null;
  readonly options: Readonly<Record<string, unknown>>;
  readonly points: readonly PenaltyPoint[];
}

/** PSD at one matrix. */
export interface MatrixPenaltyCase {
  readonly weight: number;
  readonly mat: number[][];
  readonly mat_inv: number[][];
  readonly func: number;
  readonly deriv: number[];
}

/** A regularised fit by statsmodels; what is wrong in it stands beside what is right. */
export interface RegularizedCase {
  readonly model: string;
  readonly reml: boolean;
  readonly alpha: number | number[];
  readonly gls: { readonly beta: number[]; readonly vcov: number[][] };
  readonly fe_params: number[];
  readonly params: number[];
  readonly scale: number;
  readonly scale_of_unscaled: number;
  readonly cov_re: number[][];
  readonly cov_re_unscaled: number[][];
  readonly bse: (number | null)[];
  readonly llf: number | { readonly error: string };
  readonly right: { readonly llf: number; readonly bse: (number | null)[] };
  readonly loss: number;
  readonly exact: { readonly fe_params: number[]; readonly loss: number };
}

/** The model of a {@link RegularizedCase}. */
export interface RegularizedModel {
  readonly data: string;
  readonly formula: string;
  readonly groups: string;
  readonly reml?: boolean;
  readonly re_formula?: string;
  readonly vc_formula?: Record<string, string>;
}

/** Reads the penalties. */
export function recordedPenalties(): {
  vector: VectorPenaltyCase[];
  constrained: ConstrainedPenaltyCase[];
  matrix: MatrixPenaltyCase[];
} {
  return read("values.json");
}

/** Reads the regularised fits. */
export function recordedRegularized(): { models: Record<string, RegularizedModel>; cases: RegularizedCase[] } {
  return read("regularized.json");
}

function read<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(`../../../../fixtures/penalties/${file}`, import.meta.url), "utf8"));
}
