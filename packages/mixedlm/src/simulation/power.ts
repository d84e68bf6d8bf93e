// Power by simulation: studies of several sizes are made of a given one, responses are drawn from true parameters, the
// model is fitted to each and tested, and rejections are counted. Where the test is about the fixed effects, responses
// are drawn as the products that the likelihood takes from them: a replicate costs the same whatever the number of
// rows. In: a fit, or a model with parameters, a test and sizes. Out: a row for each size.
import { isArrayLike, isRecord, recordEntries } from "@mixedlm/formula";
import {
  aCount,
  aFunction,
  aProbability,
  aReplicateCount,
  aSeed,
  aSignal,
  aText,
  checkOptions,
  everyEntry,
  isObject,
  type OptionCheck,
  oneOf,
} from "../calls/option-checks.ts";
import { type Counting, throwIfAborted } from "../calls/progress.ts";
import { FitError, optionType } from "../errors.ts";
import { type DfMethod, fixedInference } from "../inference/fixed-inference.ts";
import { type Hypotheses, type Hypothesis, readHypotheses } from "../inference/hypotheses.ts";
import { needsReml } from "../inference/inference-errors.ts";
import { percent } from "../printing/column-heads.ts";
import { type Printed, printed, type ResultTable } from "../printing/result-table.ts";
import { Fit } from "../results/fit.ts";
import { refittedOptimum } from "../search/searched-again.ts";
import { binomialInterval } from "./binomial-interval.ts";
import { otherGroups, otherRowsInGroups, type RowsOfDesign, takenRows } from "./extended-rows.ts";
import { type Failure, failureCount } from "./failures.ts";
import { likelihoodRatios, smallerModel } from "./likelihood-ratios.ts";
import { refitsOf } from "./model-point.ts";
import { type PowerModel, powerModel, type TrueStudy } from "./power-model.ts";
import {
  ddfOfRatio,
  noPValue,
  noResidualLeft,
  notConverged,
  severalEffects,
  sizeRefused,
  sizesNeeded,
  sizeTooLarge,
  twoWays,
  unknownGroup,
} from "./simulation-errors.ts";
import { studyMoments, studyPoint } from "./study-point.ts";

/** What can be chosen about {@link power}. */
export interface PowerOptions extends Counting {
  /**
   * Fixed effects that are tested to be zero (or to have the values that texts say), jointly when there are several; or
   * the formula of a smaller model for a likelihood-ratio test; one without random effects tests whether they have any
   * variance.
   */
  readonly test:
    | Hypotheses
    | {
        /** A formula with the model's response. */
        readonly smaller: string;
      };
  /** The true value of the one coefficient that is tested. Default: the model's own. */
  readonly effect?: number | undefined;
  /** True values of any parameters in place of the model's own, by name: `{ "sd(Intercept | Subject)": 10 }`. */
  readonly parameters?: Readonly<Record<string, number>> | undefined;
  /** The grouping factor whose number of groups `sizes` are. Default: the model's first one. */
  readonly along?: string | undefined;
  /** The grouping factor in each of whose groups there are `sizes` rows, in place of `along`. */
  readonly within?: string | undefined;
  /** Sizes of the study. Default: the study as it is. */
  readonly sizes?: readonly number[] | undefined;
  /** Degrees of freedom of the test: `satterthwaite` (default), `kenward-roger`, `residual` or `normal`. */
  readonly ddf?: DfMethod | undefined;
  /** Level of the test. Default 0.05. */
  readonly alpha?: number | undefined;
  /** Replicates of each size. Default 1000. */
  readonly replicates?: number | undefined;
  /** Replicate k of a size depends on the seed, the size and k alone. Default 0. */
  readonly seed?: number | undefined;
}

/** The power of a study of one size. */
export interface PowerRow {
  /** Groups of the factor, or rows in each of its groups. */
  readonly size: number;
  /** Rows of the study. */
  readonly n: number;
  /** Responses that were drawn. */
  readonly replicates: number;
  /** Replicates in which the test rejects. */
  readonly rejected: number;
  /** Replicates without an answer. */
  readonly failed: number;
  /** Share of rejections among replicates with an answer. */
  readonly power: number;
  /** Lower limit of its exact 95% interval, which covers the error of a finite number of replicates. */
  readonly lower: number;
  /** Upper limit of that interval. */
  readonly upper: number;
}

/** A power curve. */
export interface Power {
  /** The model's. */
  readonly formula: string;
  /** What is tested, in words. */
  readonly test: string;
  /** How: `likelihood ratio`, or the method of degrees of freedom, such as `satterthwaite`. */
  readonly method: string;
  /** Level of the test. */
  readonly alpha: number;
  /** The grouping factor whose number of groups the sizes are; null where they are rows in each group of `within`. */
  readonly along: string | null;
  /** The grouping factor in each of whose groups the sizes are rows; null where they are numbers of groups. */
  readonly within: string | null;
  /** With it the same draws are made again. */
  readonly seed: number;
  /** True fixed effects by name. */
  readonly beta: Readonly<Record<string, number>>;
  /** A row for each size, in the order given. */
  readonly rows: readonly PowerRow[];
  /** Replicates without an answer, of all sizes. */
  readonly failed: number;
  /** Why they have none. */
  readonly failures: readonly Failure[];
}

const sizes: OptionCheck = [
  (v) => isArrayLike(v) && v.length > 0 && everyEntry(v, aCount[0]),
  "an array of whole numbers, 1 or more",
];

const OPTIONS: Readonly<Record<keyof PowerOptions, OptionCheck>> = {
  test: [
    (v) =>
      typeof v === "string" ||
      isArrayLike(v) ||
      (isObject(v) && typeof (v as { smaller?: unknown }).smaller === "string"),
    'a text such as "Days", rows of numbers, or { smaller: formula }',
  ],
  effect: [(v) => typeof v === "number" && Number.isFinite(v), "a finite number"],
  parameters: [(v) => recordEntries(v) !== null, "a record of numbers by the names of parameters"],
  along: aText,
  within: aText,
  sizes,
  ddf: oneOf(["satterthwaite", "kenward-roger", "residual", "normal"]),
  alpha: aProbability,
  replicates: aReplicateCount,
  seed: aSeed,
  signal: aSignal,
  onProgress: aFunction,
};

/** Rows that a study has at most. */
const MOST_ROWS = 2e7;

/** Coverage of the intervals of rates is 1 less this. */
const MONTE_CARLO = 0.05;

/**
 * Estimates the power of a test by simulation.
 *
 * A study of another size consists of copies of the given groups, spread evenly over them, or of copies of their rows;
 * see `extended-rows.ts`. A likelihood-ratio test fits both models by maximum likelihood and takes the distribution
 * that `anova` takes: a mixture of chi-squares where the smaller model lacks a variance.
 *
 * @param model - a fit, whose estimates are the truth; or a formula with data and parameters.
 * @throws {@link FitError} `power-model`, `unknown-parameter`, `power-parameter`, `impossible-correlations`,
 *   `unknown-class`, `power-group`, `power-size`, `power-effect`, `smaller-model`, `no-table`, `needs-reml`,
 *   `unknown-option`, `option-type`; errors of contrasts; the reason of `signal`.
 * @see Green & MacLeod (2016), Methods Ecol. Evol. 7, 493-498 (simr).
 * @example
 * ```ts
 * power(fit, { test: "Days", effect: 5, along: "Subject", sizes: [10, 20, 40] });
 * ```
 */
export function power(model: Fit | PowerModel, options: PowerOptions): Power & Printed {
  checkOptions("power", options, { ...OPTIONS });
  const { test, effect, parameters = {}, ddf = "satterthwaite", alpha = 0.05, replicates = 1000, seed = 0 } = options;
  const { signal, onProgress } = options;
  if (test === undefined) throw optionType("power", "test", OPTIONS.test[1], test);
  if (isSmaller(test) && options.ddf !== undefined) throw ddfOfRatio();
  const { names, groups, truth } = powerModel(model);
  const hypotheses = isSmaller(test) ? [] : readHypotheses({ names }, test, undefined);
  const changes = effect === undefined ? parameters : { ...parameters, ...testedAt(hypotheses, names, effect) };
  const study = truth(changes);
  if (ddf === "kenward-roger" && !isSmaller(test) && !study.reml) throw needsReml();
  const way = wayOf(options, groups);
  const list = options.sizes === undefined ? [null] : Array.from(options.sizes);
  const failures = failureCount();
  const total = list.length * replicates;
  let done = 0;
  const rows = list.map((size) => {
    throwIfAborted(signal);
    const { sized, pValue } = prepared(study, way, size, { hypotheses, test, ddf, seed });
    const before = failures.failed();
    let rejected = 0;
    for (let k = 0; k < replicates; k++) {
      throwIfAborted(signal);
      const found = failures.attempt(() => tested(pValue(k)));
      if (found !== null && found <= alpha) rejected += 1;
      done += 1;
      onProgress?.({ done, total });
    }
    const failed = failures.failed() - before;
    const [lower, upper] = binomialInterval(rejected, replicates - failed, MONTE_CARLO);
    const share = rejected / (replicates - failed);
    const shown = size ?? sized.given.design.groups[way.group].levels.length;
    const { n } = sized.given.rows;
    return Object.freeze({ size: shown, n, replicates, rejected, failed, power: share, lower, upper });
  });
  const record: Power = {
    formula: study.given.design.formula,
    test: isSmaller(test)
      ? `against ${test.smaller}`
      : hypotheses.map(({ label, value }) => `${label} = ${value}`).join(", "),
    method: isSmaller(test) ? "likelihood ratio" : ddf,
    alpha,
    along: way.isWithin ? null : groups[way.group],
    within: way.isWithin ? groups[way.group] : null,
    seed,
    beta: Object.freeze(Object.fromEntries(names.map((name, j) => [name, study.beta[j]]))),
    rows: Object.freeze(rows),
    failed: failures.failed(),
    failures: failures.failures(),
  };
  return printed(record, tablesOf);
}

function isSmaller(test: PowerOptions["test"]): test is { readonly smaller: string } {
  return isRecord(test) && "smaller" in test;
}

/** The coefficient that is tested, at its true value. */
function testedAt(
  hypotheses: readonly Hypothesis[],
  names: readonly string[],
  effect: number,
): Readonly<Record<string, number>> {
  const tested = names.filter((_, j) => hypotheses.some(({ row }) => row[j] !== 0));
  if (tested.length !== 1) throw severalEffects();
  return { [tested[0]]: effect };
}

/** How a study gets another size: by groups of a factor, or by rows inside them. */
interface Way {
  readonly group: number;
  readonly isWithin: boolean;
}

function wayOf({ along, within, sizes: list }: PowerOptions, groups: readonly string[]): Way {
  if (along !== undefined && within !== undefined) throw twoWays();
  if (within !== undefined && list === undefined) throw sizesNeeded(within);
  const name = along ?? within ?? groups[0];
  const group = groups.indexOf(name);
  if (group < 0) throw unknownGroup(within === undefined ? "along" : "within", name, groups);
  return { group, isWithin: within !== undefined };
}

/** What replicates of one size need. */
interface TestPlan extends Pick<PowerOptions, "test"> {
  readonly ddf: DfMethod;
  readonly seed: number;
  readonly hypotheses: readonly Hypothesis[];
}

/** A study of one size, and the test's p-value in a replicate of it. @param size - null: the size that it has. */
function prepared(
  study: TrueStudy,
  { group, isWithin }: Way,
  size: number | null,
  { hypotheses, test, ddf, seed }: TestPlan,
): { readonly sized: TrueStudy; readonly pValue: (replicate: number) => number } {
  const { given } = study;
  const codes = given.rows.codes[group];
  const { levels, name } = given.design.groups[group];
  const rows = (size ?? 0) * (isWithin ? levels.length : given.rows.n / levels.length);
  if (rows > MOST_ROWS) throw sizeTooLarge(size, name, rows, MOST_ROWS);
  const source = size === null ? null : isWithin ? otherRowsInGroups(codes, size) : otherGroups(codes, size);
  const resized = (own: RowsOfDesign): RowsOfDesign => (source === null ? own : takenRows(own, source));
  const sized = { ...study, given: resized(given) };
  const stream = `${seed}/${isWithin ? "within" : "along"}/${size ?? "as it is"}`;
  const smaller = isSmaller(test) ? smallerModel(study, test.smaller) : null;
  try {
    const pValue =
      smaller === null ? waldTests(sized, hypotheses, ddf, stream) : likelihoodRatios(sized, resized(smaller), stream);
    return { sized, pValue };
  } catch (error) {
    if (!(error instanceof FitError) || size === null) throw error;
    throw sizeRefused(size, given.design.groups[group].name, error);
  }
}

/** Tests of fixed effects, from responses drawn as products. */
function waldTests(
  study: TrueStudy,
  hypotheses: readonly Hypothesis[],
  ddf: DfMethod,
  stream: string,
): (replicate: number) => number {
  const { reml } = study;
  const moments = studyMoments(study);
  const { design } = moments;
  const refitted = refitsOf(studyPoint(study, moments), stream);
  const kept = design.fixed.names.map((_, j) => j);
  const L = hypotheses.map(({ row }) => row);
  const values = hypotheses.map(({ value }) => value);
  return (replicate) => {
    const found = refitted(replicate);
    if (found === null) throw noResidualLeft();
    if (!found.found.converged) throw notConverged();
    const optimum = refittedOptimum(design, kept, reml, found);
    const fit = new Fit({ moments, optimum, table: null, remarks: [] });
    return fixedInference(fit, ddf).fTest(L, values).pValue;
  };
}

/** A p-value that is one. */
function tested(pValue: number): number {
  if (Number.isNaN(pValue)) throw noPValue();
  return pValue;
}

function tablesOf({ test, method, alpha, along, within, rows, failures }: Power): ResultTable[] {
  const failed = failures.map(({ message, count }) => `${count} failed: ${message}`);
  return [
    {
      title: `Power of the test ${test} (${method}, level ${alpha})`,
      columns: [
        { head: along ?? `Rows in ${within}`, kind: "count" },
        { head: "Rows", kind: "count" },
        { head: "Power", kind: "number" },
        { head: "Lower", kind: "number" },
        { head: "Upper", kind: "number" },
        { head: "Replicates", kind: "count" },
        { head: "Failed", kind: "count" },
      ],
      rows: rows.map((row) => [row.size, row.n, row.power, row.lower, row.upper, row.replicates, row.failed]),
      notes: [`exact ${percent(1 - MONTE_CARLO)} intervals for the number of replicates`, ...failed],
    },
  ];
}
