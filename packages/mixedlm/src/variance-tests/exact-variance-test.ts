// A fit -> the exact test of one of its variances being 0: the (restricted) likelihood ratio against its own
// distribution in samples of this size and design, not a limit. With one eigenvalue, as in balanced one-way layouts,
// the ratio is an increasing function of the F statistic and the p-value is that of F; else it is simulated from the
// spectrum, at a cost that does not depend on the number of rows.

import { aFunction, aReplicateCount, aSeed, aSignal, aText, checkOptions } from "../calls/option-checks.ts";
import { type Counting, throwIfAborted } from "../calls/progress.ts";
import { fisherSf } from "../distributions/continuous.ts";
import { replicateDraws } from "../engine/replicate-draws.ts";
import { COVARIANCE_STRUCTURES } from "../parameters/covariance-structures.ts";
import type { CovarianceTerm } from "../parameters/covariance-terms.ts";
import { type Printed, printed, type ResultTable } from "../printing/result-table.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { notOneVariance, unknownTerm } from "./boundary-errors.ts";
import { type RandomReduction, randomReductions } from "./random-reductions.ts";
import { type RatioStatistic, ratioStatistic } from "./ratio-statistic.ts";
import { type VarianceSpectrum, varianceSpectrum } from "./variance-spectrum.ts";
import { reductionRatio } from "./variance-tests.ts";

/** What can be chosen about an exact test; `onProgress` is called now and then, with the number of draws done. */
export interface ExactVarianceTestOptions extends Counting {
  /** The term whose variance is tested, as `varianceTests` writes it; needed where there are several. */
  readonly term?: string | undefined;
  /** Draws from the null distribution; default 10,000. */
  readonly replicates?: number | undefined;
  /** Default 0. */
  readonly seed?: number | undefined;
}

/** An exact test of a variance. */
export interface ExactVarianceTest {
  /** As `varianceTests` writes it, such as `(1 | g)`. */
  readonly term: string;
  /** By which the fit was made: the ratio is of its likelihoods. */
  readonly criterion: "REML" | "ML";
  /** Twice the difference of the (restricted) log-likelihoods, 0 or more. */
  readonly statistic: number;
  /** Simulated: (1 + draws that reach the statistic) / (1 + draws). */
  readonly pValue: number;
  /** Standard error of the simulated p-value; 0 where nothing is simulated. */
  readonly monteCarloError: number;
  /** Draws; 0 where nothing is simulated. */
  readonly replicates: number;
  /** Probability that the statistic is 0 where the variance is. */
  readonly massAtZero: number;
  /** `f`: the tail of an F distribution; `simulation`. */
  readonly method: "f" | "simulation";
  /** Whether the distribution is exact: the variance is the model's only one, and nothing was binned. */
  readonly isExact: boolean;
  /** Why the distribution is not exact, if it is not. */
  readonly notes: readonly string[];
}

const CHECKS = { term: aText, replicates: aReplicateCount, seed: aSeed, onProgress: aFunction, signal: aSignal };
/** Draws between two looks at the signal. */
const BATCH = 1000;

/**
 * Tests whether a variance is 0.
 *
 * In a model with other random terms the distribution is that of the model with the tested term alone, which is a good
 * approximation as long as the other effects are well predicted (Greven et al., 2008), and what RLRsim does.
 *
 * @throws {@link FitError} `not-a-fit`, `unknown-option`, `option-type`; `unknown-term`; `not-one-variance` for a term
 *   with correlations or several variances; as `fitMoments`; the reason of a signal.
 * @see Crainiceanu & Ruppert (2004), J. R. Stat. Soc. B 66, 165-185; Greven, Crainiceanu, Kuechenhoff & Peters (2008),
 *   J. Comput. Graph. Stat. 17, 870-891; Scheipl, Greven & Kuechenhoff (2008), Comput. Stat. Data Anal. 52, 3283-3299.
 *   As `exactRLRT` and `exactLRT` of RLRsim, whose lambda is on a grid, where here the largest value is found.
 */
export function exactVarianceTest(fit: Fit, options: ExactVarianceTestOptions = {}): ExactVarianceTest & Printed {
  const { optimum } = partsOf(fit);
  checkOptions("exactVarianceTest", options, CHECKS);
  const { replicates = 10_000, seed = 0, onProgress, signal } = options;
  throwIfAborted(signal);
  const reduction = chosenTerm(fit, options.term ?? null);
  const { products } = optimum.engine;
  const { index, kind } = reduction.source;
  const terms = products.terms.filter(({ source }) => source.kind === kind && source.index === index);
  const [{ size, structure, placements }] = terms;
  if (terms.length > 1 || size > 1)
    throw notOneVariance(reduction.term, fit.k - parametersBeside(terms, products.terms));
  if (structure !== "us" || placements.some(({ factor }) => factor !== placements[0].factor))
    throw notOneVariance(reduction.term, 1);
  const statistic = reductionRatio(fit, reduction, signal);
  const spectrum = varianceSpectrum(products, placements);
  const ratio = ratioStatistic(spectrum, products.n, products.p, fit.reml);
  const tail = isOneEigenvalue(spectrum)
    ? fTail(ratio, statistic)
    : simulatedTail(ratio, statistic, { replicates, seed, onProgress, signal });
  const notes = [
    ...(products.terms.length > 1
      ? ["the distribution is that of the model with this random term alone: an approximation"]
      : []),
    ...(spectrum.isBinned ? ["levels whose sums of squares differ by less than a hundredth count as equal"] : []),
  ];
  const record: ExactVarianceTest = {
    term: reduction.term,
    criterion: fit.reml ? "REML" : "ML",
    statistic,
    ...tail,
    isExact: notes.length === 0,
    notes: Object.freeze(notes),
  };
  return printed(record, tables);
}

function chosenTerm({ design }: Fit, term: string | null): RandomReduction {
  const all = randomReductions(design, "terms");
  const names = all.map((own) => own.term);
  if (term === null && all.length > 1) throw unknownTerm(null, names);
  const plain = (text: string): string => text.replaceAll(/\s/g, "");
  const found = term === null ? all[0] : all.find((own) => plain(own.term) === plain(term));
  if (found === undefined) throw unknownTerm(term, names);
  return found;
}

/** Covariance parameters of the terms that are not `own`. */
function parametersBeside(own: readonly CovarianceTerm[], all: readonly CovarianceTerm[]): number {
  const others = all.filter((term) => !own.includes(term));
  return others.reduce((sum, { structure, size }) => sum + COVARIANCE_STRUCTURES[structure].count(size), 0);
}

type NullTail = Pick<ExactVarianceTest, "pValue" | "monteCarloError" | "replicates" | "massAtZero" | "method">;

function isOneEigenvalue({ projected }: VarianceSpectrum): boolean {
  return projected.values.length === 1;
}

// the statistic increases with the share of the first square in the sum of both
function fTail({ df, at }: RatioStatistic, statistic: number): NullTail {
  const [inside, outside] = df;
  const tail = (share: number): number => fisherSf((share / inside / (1 - share)) * outside, inside, outside);
  const shareAt = (goal: number): number => {
    let [low, high] = [0, 1];
    for (let step = 0; step < 200 && high - low > 1e-15 * high; step++) {
      const middle = (low + high) / 2;
      if (at([middle, 1 - middle]) > goal) high = middle;
      else low = middle;
    }
    return (low + high) / 2;
  };
  const pValue = statistic > 0 ? tail(shareAt(statistic)) : 1;
  return { pValue, monteCarloError: 0, replicates: 0, massAtZero: 1 - tail(shareAt(0)), method: "f" };
}

function simulatedTail(
  { df, at }: RatioStatistic,
  statistic: number,
  {
    replicates,
    seed,
    onProgress,
    signal,
  }: Counting & {
    readonly replicates: number;
    readonly seed: number;
  },
): NullTail {
  const random = replicateDraws(seed, 0);
  const squares = new Float64Array(df.length);
  let [reached, zeros] = [0, 0];
  for (let done = 0; done < replicates; done++) {
    if (done % BATCH === 0) {
      throwIfAborted(signal);
      if (done > 0) onProgress?.({ done, total: replicates });
    }
    for (let s = 0; s < df.length; s++) squares[s] = random.chiSquare(df[s]);
    const value = at(squares);
    if (value >= statistic) reached++;
    if (value === 0) zeros++;
  }
  onProgress?.({ done: replicates, total: replicates });
  const pValue = (1 + reached) / (1 + replicates);
  return {
    pValue,
    monteCarloError: Math.sqrt((pValue * (1 - pValue)) / replicates),
    replicates,
    massAtZero: zeros / replicates,
    method: "simulation",
  };
}

function tables(test: ExactVarianceTest): readonly ResultTable[] {
  const { term, criterion, statistic, pValue, replicates, massAtZero, notes } = test;
  const name = criterion === "REML" ? "RLRT" : "LRT";
  const isBeyond = pValue * (replicates + 1) < 1.5;
  const draws = `${replicates} draws from the null distribution${isBeyond ? ", none of which reaches the statistic" : ""}`;
  return [
    {
      title: `Exact ${criterion === "REML" ? "restricted " : ""}likelihood-ratio test of a variance`,
      columns: [
        { head: "", kind: "label" },
        { head: name, kind: "number" },
        { head: "p", kind: "probability" },
        { head: "Mass at 0", kind: "number" },
      ],
      rows: [[term, statistic, pValue, massAtZero]],
      notes: [replicates > 0 ? draws : "p of the F distribution", ...notes],
    },
  ];
}
