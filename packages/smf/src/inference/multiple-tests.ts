// p-values of several tests -> p-values that account for their number, and which hypotheses are rejected. Every method
// works on sorted p-values; the answers go back to the order of the tests.

import { expm1, log1p } from "@mixedlm/linalg";
import { listOf } from "../labelled/labelled-values.ts";
import { checkOptions } from "../model/options.ts";
import { noProbabilities, notProbabilities, notProbability, unknownAdjustment } from "./inference-errors.ts";

/** What can be asked of {@link multipletests}. */
export interface MultipleTestsOptions {
  /** Family-wise error rate, or rate of false discoveries. Default 0.05. */
  readonly alpha?: number;
  /** Method, by its name or its initials. Default "hs". */
  readonly method?: string;
  /** Accepted for statsmodels' sake: p-values that are sorted are found to be. */
  readonly is_sorted?: boolean;
  /** Whether the answers are sorted by p-value, rather than in the order of the tests. Default false. */
  readonly returnsorted?: boolean;
}

/** Adjusted p-values. */
export interface MultipleTests {
  /** Whether each hypothesis is rejected at `alpha`. */
  readonly reject: readonly boolean[];
  /** Adjusted p-values, at most 1; of the two-stage methods they belong to this `alpha`. */
  readonly pvals_corrected: Float64Array;
  /** What a single p-value is compared with after Sidak's correction: 1 - (1 - alpha)^(1/n). */
  readonly alphacSidak: number;
  /** What a single p-value is compared with after Bonferroni's correction: alpha / n. */
  readonly alphacBonf: number;
}

interface Adjusted {
  readonly corrected: Float64Array;
  readonly reject: readonly boolean[];
}

/** Of n sorted p-values. */
type Adjustment = (p: Float64Array, alpha: number) => Adjusted;

const OPTIONS = { alpha: "probability", method: "text", is_sorted: "boolean", returnsorted: "boolean" } as const;

/**
 * Adjusts p-values for the number of tests.
 *
 * Methods, with statsmodels' other spellings of each: `bonferroni` (`b`, `bonf`), `sidak` (`s`), `holm-sidak` (`hs`),
 * `holm` (`h`), `simes-hochberg` (`sh`), `hommel` (`ho`), `fdr_bh` (`fdr_i`, `fdr_p`, ...), `fdr_by` (`fdr_n`, ...),
 * `fdr_tsbh` (`fdr_2sbh`), `fdr_tsbky` (`fdr_2sbky`, `fdr_twostage`), `fdr_gbs`.
 *
 * @param pvals - p-values, in any order.
 * @throws {@link SmfError} `p-value` for what is no probability, and for none at all; `unknown-method`,
 *   `unknown-option`, `option-type`.
 * @see Holm (1979); Hochberg (1988); Hommel (1988); Benjamini & Hochberg (1995); Benjamini & Yekutieli (2001);
 *   Benjamini, Krieger & Yekutieli (2006), definition 6; Gavrilov, Benjamini & Sarkar (2009). The same numbers as
 *   statsmodels 0.13.5, `multipletests`.
 */
export function multipletests(pvals: ArrayLike<number>, options: MultipleTestsOptions = {}): MultipleTests {
  checkOptions("multipletests", options, OPTIONS);
  const { alpha = 0.05, method = "hs", returnsorted = false } = options;
  const adjust = adjustment(method);
  const p = probabilitiesOf(pvals);
  const n = p.length;
  const order = Array.from(p.keys()).sort((a, b) => p[a]! - p[b]!);
  const { corrected, reject } = adjust(
    Float64Array.from(order, (at) => p[at]!),
    alpha,
  );
  const pvals_corrected = new Float64Array(n);
  const rejected = Array<boolean>(n).fill(false);
  order.forEach((at, i) => {
    const place = returnsorted ? i : at;
    pvals_corrected[place] = Math.min(corrected[i]!, 1);
    rejected[place] = reject[i]!;
  });
  return {
    reject: rejected,
    pvals_corrected,
    alphacSidak: -expm1(log1p(-alpha) / n),
    alphacBonf: alpha / n,
  };
}

function probabilitiesOf(pvals: unknown): Float64Array {
  const given = listOf(pvals);
  if (given === null) throw notProbabilities(pvals);
  if (given.length === 0) throw noProbabilities();
  const isProbability = (value: unknown): value is number => typeof value === "number" && value >= 0 && value <= 1;
  return Float64Array.from(given, (value, at) => {
    if (!isProbability(value)) throw notProbability(at, value);
    return value;
  });
}

const METHODS: readonly (readonly [names: readonly string[], adjust: Adjustment])[] = [
  [["bonferroni", "b", "bonf"], bonferroni],
  [["sidak", "s"], sidak],
  [["holm-sidak", "hs"], holmSidak],
  [["holm", "h"], holm],
  [["simes-hochberg", "sh"], simesHochberg],
  [["hommel", "ho"], hommel],
  [["fdr_bh", "fdr_i", "fdr_p", "fdri", "fdrp"], benjaminiHochberg],
  [["fdr_by", "fdr_n", "fdr_c", "fdrn", "fdrcorr"], benjaminiYekutieli],
  [["fdr_tsbky", "fdr_2sbky", "fdr_twostage"], (p, alpha) => twoStage(p, alpha, 1 + alpha)],
  [["fdr_tsbh", "fdr_2sbh"], (p, alpha) => twoStage(p, alpha, 1)],
  [["fdr_gbs"], gavrilov],
];

function adjustment(method: string): Adjustment {
  const found = METHODS.find(([names]) => names.includes(method.toLowerCase()));
  if (found === undefined)
    throw unknownAdjustment(
      method,
      METHODS.map(([[name]]) => name!),
    );
  return found[1];
}

function bonferroni(p: Float64Array, alpha: number): Adjusted {
  const n = p.length;
  return { corrected: p.map((value) => value * n), reject: each(p, (value) => value <= alpha / n) };
}

function sidak(p: Float64Array, alpha: number): Adjusted {
  const n = p.length;
  const level = -expm1(log1p(-alpha) / n);
  return { corrected: p.map((value) => sidakOf(value, n)), reject: each(p, (value) => value <= level) };
}

// steps down: the first test that fails stops all that follow
function holmSidak(p: Float64Array, alpha: number): Adjusted {
  const n = p.length;
  const fails = p.findIndex((value, i) => value > -expm1(log1p(-alpha) / (n - i)));
  const corrected = runningMaximum(p.map((value, i) => sidakOf(value, n - i)));
  return { corrected, reject: firstOnes(n, fails < 0 ? n : fails) };
}

function holm(p: Float64Array, alpha: number): Adjusted {
  const n = p.length;
  const fails = p.findIndex((value, i) => value > alpha / (n - i));
  return {
    corrected: runningMaximum(p.map((value, i) => value * (n - i))),
    reject: firstOnes(n, fails < 0 ? n : fails),
  };
}

// steps up: the last test that passes takes along all before it
function simesHochberg(p: Float64Array, alpha: number): Adjusted {
  const n = p.length;
  const count = passed(p, (i) => alpha / (n - i));
  return { corrected: runningMinimum(p.map((value, i) => (n - i) * value)), reject: firstOnes(n, count) };
}

// for each number m of true hypotheses: Simes' test of the m largest, and what it means for the others
function hommel(p: Float64Array, alpha: number): Adjusted {
  const n = p.length;
  const corrected = p.slice();
  for (let m = n; m > 1; m--) {
    const largest = p.subarray(n - m);
    const simes = largest.reduce((least, value, i) => Math.min(least, (m * value) / (i + 1)), Number.POSITIVE_INFINITY);
    corrected.forEach((value, i) => {
      corrected[i] = Math.max(value, i >= n - m ? simes : Math.min(m * p[i]!, simes));
    });
  }
  return { corrected, reject: each(corrected, (value) => value <= alpha) };
}

function benjaminiHochberg(p: Float64Array, alpha: number): Adjusted {
  return stepUp(p, alpha, 1);
}

function benjaminiYekutieli(p: Float64Array, alpha: number): Adjusted {
  return stepUp(
    p,
    alpha,
    p.reduce((sum, _, i) => sum + 1 / (i + 1), 0),
  );
}

/** Benjamini and Hochberg's step up, made stricter by a factor. */
function stepUp(p: Float64Array, alpha: number, strictness: number): Adjusted {
  const n = p.length;
  const shares = p.map((_, i) => (i + 1) / n / strictness);
  const count = passed(p, (i) => shares[i]! * alpha);
  const corrected = runningMinimum(p.map((value, i) => value / shares[i]!)).map((value) => Math.min(value, 1));
  return { corrected, reject: firstOnes(n, count) };
}

/** A first step up tells how many hypotheses are true, and a second one uses it. */
function twoStage(p: Float64Array, alpha: number, factor: number): Adjusted {
  const n = p.length;
  const level = alpha / factor;
  const first = stepUp(p, level, 1);
  const rejected = first.reject.filter(Boolean).length;
  if (rejected === 0 || rejected === n) return { ...first, corrected: first.corrected.map((value) => value * factor) };
  const left = n - rejected;
  const second = stepUp(p, (level * n) / left, 1);
  return { ...second, corrected: second.corrected.map((value) => ((value * left) / n) * factor) };
}

function gavrilov(p: Float64Array, alpha: number): Adjusted {
  const n = p.length;
  const odds = p.map((value, i) => (((n - i) / (i + 1)) * value) / (1 - value));
  const corrected = runningMinimum(runningMaximum(odds));
  return { corrected, reject: each(corrected, (value) => value <= alpha) };
}

// how many p-values there are up to the last one within its limit
function passed(p: Float64Array, limit: (i: number) => number): number {
  let count = p.length;
  while (count > 0 && !(p[count - 1]! <= limit(count - 1))) count--;
  return count;
}

// 1 - (1 - p)^n, exact for small p
function sidakOf(p: number, n: number): number {
  return -expm1(n * log1p(-p));
}

function runningMaximum(values: Float64Array): Float64Array {
  let most = Number.NEGATIVE_INFINITY;
  return values.map((value) => {
    most = Math.max(most, value);
    return most;
  });
}

function runningMinimum(values: Float64Array): Float64Array {
  return runningMaximum(values.map((value) => -value).reverse())
    .reverse()
    .map((value) => -value);
}

function firstOnes(n: number, count: number): boolean[] {
  return Array.from({ length: n }, (_, i) => i < count);
}

function each(values: Float64Array, test: (value: number) => boolean): boolean[] {
  return Array.from(values, test);
}
