// What tests and intervals of the fixed effects rest on: the covariance of any two combinations and, for every
// combination, its degrees of freedom. Each way to get them is a file of its own; here is what they have in common. An
// inference knows the fit that it is about. Covariances are products of vectors, one for each combination, made in the
// engine's coordinates: entries of a covariance matrix are large, and cancel, where predictors are far from 0.
import { isArrayLike } from "@mixedlm/formula";
import type { Matrix } from "@mixedlm/linalg";
import { everyEntry } from "../calls/option-checks.ts";
import { type Printed, printed } from "../printing/result-table.ts";
import type { Fit } from "../results/fit.ts";
import { checkRow } from "./check-row.ts";
import { type CombinationSpace, combinationSpace } from "./combination-space.ts";
import { contrastEmpty, contrastValue, noContrasts, valueLength } from "./inference-errors.ts";
import { inferenceTable } from "./inference-table.ts";
import { innerProduct } from "./quadratic-form.ts";

/** Where degrees of freedom come from, by name. */
export type DfMethod = "satterthwaite" | "kenward-roger" | "residual" | "normal";

/** A Wald F test of several linear combinations of the fixed effects being 0. */
export interface FTest {
  /** The F statistic; of Kenward and Roger, and of robust inference, it is scaled. */
  readonly statistic: number;
  /** Numerator degrees of freedom: the rank of the combinations. */
  readonly numDf: number;
  /** Denominator degrees of freedom; infinite for chi-square / numDf. */
  readonly denDf: number;
  /** Upper tail of F at the statistic. */
  readonly pValue: number;
}

/** The uncertainty of the fixed effects of one fit, by one method. */
export interface FixedInference {
  /** What it is called in tables: a {@link DfMethod}, or the type of a robust covariance. */
  readonly method: string;
  /** Covariance matrix of `fit.beta`, p x p, a copy: Kenward and Roger's, or a robust one, is not `fit.vcov`. */
  readonly vcov: Matrix;
  /** Variance of a combination l'beta, length p. It keeps its digits where `l'vcov l` loses them: far from 0. */
  variance(l: ArrayLike<number>): number;
  /** Covariance of two combinations. */
  covariance(a: ArrayLike<number>, b: ArrayLike<number>): number;
  /**
   * Degrees of freedom of the t statistic of a combination l'beta, length p; infinite: normal. Those of nothing but
   * zeros, whose value is known, are infinite too.
   */
  df(l: ArrayLike<number>): number;
  /**
   * The F test of L beta = value.
   *
   * @param L - combinations, each of length p; those that depend on others count once.
   * @param value - what the combinations are under the hypothesis; default 0.
   */
  fTest(L: readonly ArrayLike<number>[], value?: ArrayLike<number>): FTest;
}

/** A method by name, or an inference that was made of the same fit before, such as a robust one. */
export type DfOption = DfMethod | FixedInference;

/** What an inference is made of. */
export interface InferenceParts {
  readonly fit: Fit;
  /** Vectors whose inner products are the covariances of the combinations. */
  readonly factor: (l: ArrayLike<number>) => Float64Array;
}

const parts = new WeakMap<object, InferenceParts>();

/** What an inference was made of; undefined for anything that is none. */
export function inferenceParts(inference: unknown): InferenceParts | undefined {
  return typeof inference === "object" && inference !== null ? parts.get(inference) : undefined;
}

/**
 * Makes an inference: frozen, known as one of its fit, printed as tests of the coefficients, in JSON its fields with
 * the covariance matrix as rows.
 *
 * @param more - fields of a method's own.
 * @param notes - printed below.
 */
export function waldInference<M extends object>(
  own: InferenceParts & Pick<FixedInference, "method" | "df" | "fTest"> & { readonly vcov: Matrix },
  more: M,
  notes: readonly string[] = [],
): FixedInference & Printed & M {
  const { fit, method, df, fTest } = own;
  const sizes = fit.stdError.map((value) => value / fit.sigma);
  const checked = (l: ArrayLike<number>, index = 0): ArrayLike<number> => {
    checkRow(l, index, fit.names, sizes);
    return l;
  };
  const factor = (l: ArrayLike<number>): Float64Array => own.factor(checked(l));
  const { data, ...shape } = own.vcov;
  const rows = (): number[][] =>
    Array.from({ length: shape.nrow }, (_, i) =>
      Array.from({ length: shape.ncol }, (__, j) => data[j * shape.nrow + i]),
    );
  const record = Object.defineProperties(
    {
      method,
      ...more,
      variance(l: ArrayLike<number>): number {
        const row = factor(l);
        return innerProduct(row, row);
      },
      covariance: (a: ArrayLike<number>, b: ArrayLike<number>): number => innerProduct(factor(a), factor(b)),
      // zeros times anything are known for certain
      df: (l: ArrayLike<number>): number => (everyEntry(checked(l), isZero) ? Number.POSITIVE_INFINITY : df(l)),
      fTest(L: readonly ArrayLike<number>[], value?: ArrayLike<number>): FTest {
        checkRows(L, value, fit.names, sizes);
        return Object.freeze(fTest(L, value));
      },
    },
    {
      vcov: { enumerable: true, get: (): Matrix => Object.freeze({ ...shape, data: data.slice() }) },
      toJSON: { value: () => ({ method, ...more, vcov: rows() }) },
    },
  ) as FixedInference & M;
  const inference = printed(record, (own) => [inferenceTable(fit, own, notes)]) as FixedInference & Printed & M;
  parts.set(inference, { fit, factor: own.factor });
  return inference;
}

function isZero(entry: unknown): boolean {
  return entry === 0;
}

/** Rows of an F test, and what they are compared with. */
function checkRows(L: unknown, value: unknown, names: readonly string[], sizes: readonly number[]): void {
  if (!isArrayLike(L)) throw contrastValue(0, L);
  if (L.length === 0) throw noContrasts();
  for (let i = 0; i < L.length; i++) checkRow(L[i], i, names, sizes);
  if (everyEntry(L, (row) => everyEntry(row as ArrayLike<unknown>, isZero))) throw contrastEmpty(0);
  if (value === undefined) return;
  if (!isArrayLike(value) || !everyEntry(value, Number.isFinite)) throw contrastValue(0, value);
  if (value.length !== L.length) throw valueLength(value.length, L.length);
}

/** Wald's statistic of combinations, by an inference that is one of a fit: see `fixedInference`. */
export function waldStatisticBy(inference: FixedInference, L: readonly ArrayLike<number>[]): WaldStatistic {
  return waldStatistic(parts.get(inference) as InferenceParts, L);
}

/** Wald's statistic: (L beta - value)'(L V L')^-1 (L beta - value), of the combinations that are no sums of others. */
export interface WaldStatistic {
  readonly square: number;
  readonly rank: number;
  /** The combinations' space, in the coordinates of the factor. */
  readonly space: CombinationSpace;
}

/**
 * Computes Wald's statistic.
 *
 * @param factor - see {@link InferenceParts}.
 * @param L - combinations, each of length p.
 * @param value - default 0.
 * @param dependent - see `combinationSpace`.
 */
export function waldStatistic(
  { fit, factor }: InferenceParts,
  L: readonly ArrayLike<number>[],
  value?: ArrayLike<number>,
  dependent?: number,
): WaldStatistic {
  const space = combinationSpace(L.map(factor), dependent);
  const distances = space.kept.map((i) => innerProduct(L[i], fit.beta) - (value?.[i] ?? 0));
  return { square: space.square(distances), rank: space.rank, space };
}
