// What tests and intervals of the fixed effects rest on: a covariance matrix of the estimates and, for every contrast, its
// degrees of freedom. Each way to get them is a file; here is what they have in common, and the choice by name.
import type { Matrix } from "@mixedlm/linalg";
import { fisherSf } from "../distributions.ts";
import { partsOf } from "../fit-parts.ts";
import { isRecord, type OptionCheck } from "../option-checks.ts";
import type { Fit } from "../results.ts";
import { foreignInference } from "./inference-errors.ts";
import { kenwardRoger } from "./kenward-roger.ts";
import { solvedQuadratic } from "./quadratic-form.ts";
import { satterthwaite } from "./satterthwaite.ts";

/** Where degrees of freedom come from, by name. */
export type DfMethod = "satterthwaite" | "kenward-roger" | "residual" | "normal";

/** A Wald F test of several linear combinations of the fixed effects being 0. */
export interface FTest {
  /** The F statistic; of Kenward and Roger it is scaled. */
  readonly statistic: number;
  /** Numerator degrees of freedom: the rank of the combinations. */
  readonly numDf: number;
  /** Denominator degrees of freedom; infinite for chi-square / numDf. */
  readonly denDf: number;
  readonly pValue: number;
}

/** The uncertainty of the fixed effects, by one method. */
export interface FixedInference {
  /** What it is called in tables: a {@link DfMethod}, or the type of a robust covariance. */
  readonly method: string;
  /** Covariance matrix of `fit.beta` that tests use, p x p, a copy: Kenward and Roger's, or a robust one, is not `fit.vcov`. */
  readonly vcov: Matrix;
  /** l'vcov l where it is had without `vcov`, whose entries are large, and cancel, where predictors are far from 0. */
  variance?(l: ArrayLike<number>): number;
  /** Degrees of freedom of the t statistic of a combination l'beta, length p; infinite: normal. */
  df(l: ArrayLike<number>): number;
  /**
   * The F test of L beta = value.
   *
   * @param L - combinations, each of length p; those that depend on others count once.
   * @param value - what the combinations are under the hypothesis; default 0.
   */
  fTest(L: readonly ArrayLike<number>[], value?: ArrayLike<number>): FTest;
}

/** A method by name, or an inference that was made before, such as a robust one. */
export type DfOption = DfMethod | FixedInference;

const NAMES: readonly string[] = ["satterthwaite", "kenward-roger", "residual", "normal"] satisfies DfMethod[];

/** What the option `ddf` has to be. */
export const aDfOption: OptionCheck = [
  (v) =>
    NAMES.includes(v as string) ||
    (isRecord(v) &&
      isRecord((v as FixedInference).vcov) &&
      typeof (v as FixedInference).df === "function" &&
      typeof (v as FixedInference).fTest === "function"),
  '"satterthwaite", "kenward-roger", "residual", "normal" or a robust inference',
];

/**
 * Makes the inference of a fit's fixed effects.
 *
 * @param ddf - default `satterthwaite`. `kenward-roger` needs a fit by REML.
 * @throws {@link FitError} `not-a-fit`; `option-type` for an inference about other fixed effects; what the method throws.
 */
export function fixedInference(fit: Fit, ddf: DfOption = "satterthwaite"): FixedInference {
  partsOf(fit);
  if (typeof ddf === "object") {
    const { nrow } = ddf.vcov;
    if (nrow !== fit.p) throw foreignInference(nrow, fit.names);
    return ddf;
  }
  if (ddf === "satterthwaite") return satterthwaite(fit);
  if (ddf === "kenward-roger") return kenwardRoger(fit);
  const df = ddf === "normal" ? Number.POSITIVE_INFINITY : fit.n - fit.p;
  return constantDf(fit, ddf, df);
}

/** The same degrees of freedom for every contrast. */
function constantDf({ vcov, beta }: Fit, method: string, denDf: number): FixedInference {
  return {
    method,
    vcov,
    df: () => denDf,
    fTest(L, value) {
      const { square, rank } = solvedQuadratic(L, beta, vcov, value);
      const statistic = square / rank;
      return { statistic, numDf: rank, denDf, pValue: fisherSf(statistic, rank, denDf) };
    },
  };
}
