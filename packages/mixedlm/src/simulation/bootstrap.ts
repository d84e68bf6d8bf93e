// The parametric bootstrap: responses are drawn from the fit, the model is fitted to each, and what varies is kept.
// Draws are made of the products that the likelihood takes from a response, so that a replicate costs the same whatever
// the number of rows, and searches start at the fit's own parameters. In: a fit. Out: every parameter's replicates, and
// a summary.
import { isRecord } from "@mixedlm/formula";
import { aFunction, aReplicateCount, aSeed, aSignal, checkOptions, type OptionCheck } from "../calls/option-checks.ts";
import { type Counting, counted, throwIfAborted } from "../calls/progress.ts";
import { rawTheta } from "../coordinates/coordinates.ts";
import { objective } from "../criterion/objective.ts";
import { profiledEstimates } from "../engine/generalised-least-squares.ts";
import { type Printed, printed, type ResultTable } from "../printing/result-table.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { type ModelParameter, modelParameters, parameterValues } from "../results/parameter-names.ts";
import type { Refit } from "../search/searched-again.ts";
import { type Failure, failureCount } from "./failures.ts";
import { pointOfFit, refitsOf } from "./model-point.ts";
import { noResidualLeft, notConverged, statisticValue } from "./simulation-errors.ts";

/** One fit to a simulated response; or the fit itself, whose number is null. */
export interface Replicate {
  /** k, from 0; null for the fit itself. */
  readonly number: number | null;
  /** Every parameter by its name, as {@link Bootstrap.rows} list them. */
  readonly values: Readonly<Record<string, number>>;
  /** Fixed effects in the order of `fit.names`. */
  readonly beta: readonly number[];
  /** Covariance parameters relative to sigma, as `fit.theta`. */
  readonly theta: readonly number[];
  /** Residual standard deviation, units of y. */
  readonly sigma: number;
  /** Minus twice the (restricted) log-likelihood. */
  readonly objective: number;
  /** Whether a variance is 0 or a correlation perfect. */
  readonly isSingular: boolean;
}

/** What can be chosen about {@link bootstrap}. The signal is looked at, and progress told, replicate by replicate. */
export interface BootstrapOptions extends Counting {
  /** Default 1000. */
  readonly replicates?: number | undefined;
  /** Replicate k depends on the seed and k alone. Default 0. */
  readonly seed?: number | undefined;
  /**
   * More numbers of each replicate, by name, NaN where there is none; it is called for the fit itself first. What it
   * throws is thrown.
   */
  readonly statistic?: ((replicate: Replicate) => Readonly<Record<string, number>>) | undefined;
}

/** A parameter's replicates. */
export interface BootstrapParameter {
  /** See `ModelParameter`; of a statistic its name in the record that `statistic` returned. */
  readonly name: string;
  /** What the parameter is. */
  readonly kind: ModelParameter["kind"] | "statistic";
  /** The fit's own value; NaN for a correlation with a standard deviation of 0, which does not exist. */
  readonly estimate: number;
  /** Mean of the replicates that have a value. */
  readonly mean: number;
  /** `mean` less `estimate`. */
  readonly bias: number;
  /** Standard deviation of the replicates that have a value. */
  readonly stdError: number;
  /** How many have one. */
  readonly count: number;
  /** Replicate k's value is `values[k]`; NaN where it failed or the value does not exist. */
  readonly values: readonly number[];
}

/** What a bootstrap found. */
export interface Bootstrap {
  /** The fit's own. */
  readonly formula: string;
  /** Of the fit, and of the fits to its replicates. */
  readonly criterion: "REML" | "ML";
  /** How many were drawn, failed ones included. */
  readonly replicates: number;
  /** With it the same draws are made again. */
  readonly seed: number;
  /** Fixed effects, standard deviations, correlations, sigma, then the statistics that were asked for. */
  readonly rows: readonly BootstrapParameter[];
  /** Minus twice the (restricted) log-likelihood of each replicate; NaN where it failed. */
  readonly objective: readonly number[];
  /** Of each replicate too: an array for each entry of `fit.theta`; NaN where it failed. */
  readonly theta: readonly (readonly number[])[];
  /** Replicates with a variance of 0 or a perfect correlation: they count like all others. */
  readonly singular: number;
  /** Replicates without a value. */
  readonly failed: number;
  /** Why they have none. */
  readonly failures: readonly Failure[];
}

const OPTIONS: Readonly<Record<keyof BootstrapOptions, OptionCheck>> = {
  replicates: aReplicateCount,
  seed: aSeed,
  statistic: aFunction,
  signal: aSignal,
  onProgress: aFunction,
};

/**
 * Draws responses from a fit, random effects and errors both anew from their normal distributions, and fits the model
 * to each.
 *
 * Every replicate is brought to its optimum by the same search as a fit, boundary included. One whose search fails is
 * counted with its message and has no values.
 *
 * @throws {@link FitError} `not-a-fit`, `unknown-option`, `option-type`, `statistic-value`; the reason of `signal`.
 * @see Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 6; lme4's `bootMer(type = "parametric")`.
 * @example
 * ```ts
 * const result = bootstrap(fit, { replicates: 1000, seed: 1 });
 * result.rows[0].stdError;
 * ```
 */
export function bootstrap(fit: Fit, options: BootstrapOptions = {}): Bootstrap & Printed {
  partsOf(fit);
  checkOptions("bootstrap", options, OPTIONS);
  const { replicates = 1000, seed = 0, statistic, signal, onProgress } = options;
  const own = modelParameters(fit);
  const original = replicateOfFit(fit, own);
  const statistics = statisticsOf(original, statistic);
  const names = Object.keys(statistics);
  const all = [...own.map(({ name }) => name), ...names];
  const values = all.map(() => new Array<number>(replicates).fill(Number.NaN));
  const objectives = new Array<number>(replicates).fill(Number.NaN);
  const theta = fit.theta.map(() => new Array<number>(replicates).fill(Number.NaN));
  const failures = failureCount();
  let singular = 0;
  throwIfAborted(signal);
  const refitted = refitsOf(pointOfFit(fit), seed);
  counted(Array.from({ length: replicates }), { signal, onProgress }, (_, k) => {
    const replicate = failures.attempt(() => replicateOf(refitted(k), fit.reml, own, k));
    if (replicate === null) return;
    const extra = statisticsOf(replicate, statistic);
    for (const [i, { name }] of own.entries()) values[i][k] = replicate.values[name];
    for (const [i, name] of names.entries()) values[own.length + i][k] = extra[name] ?? Number.NaN;
    objectives[k] = replicate.objective;
    for (const [i, value] of replicate.theta.entries()) theta[i][k] = value;
    if (replicate.isSingular) singular += 1;
  });
  const estimates = [...own.map(({ name }) => original.values[name]), ...names.map((name) => statistics[name])];
  const record: Bootstrap = {
    formula: fit.formula,
    criterion: fit.reml ? "REML" : "ML",
    replicates,
    seed,
    rows: Object.freeze(all.map((name, i) => summary(name, own[i]?.kind ?? "statistic", estimates[i], values[i]))),
    objective: Object.freeze(objectives),
    theta: Object.freeze(theta.map((entry) => Object.freeze(entry))),
    singular,
    failed: failures.failed(),
    failures: failures.failures(),
  };
  return printed(record, tablesOf);
}

function statisticsOf(
  replicate: Replicate,
  statistic: BootstrapOptions["statistic"],
): Readonly<Record<string, number>> {
  const found: unknown = statistic === undefined ? {} : statistic(replicate);
  if (!isRecord(found) || !Object.values(found).every((value) => typeof value === "number"))
    throw statisticValue(found);
  return found as Readonly<Record<string, number>>;
}

/** The fit itself as a replicate. */
function replicateOfFit(fit: Fit, parameters: readonly ModelParameter[]): Replicate {
  const { beta, theta, sigma, status } = fit;
  const values = namedValues(parameters, parameterValues(parameters, fit.engine.products.terms, fit));
  const isSingular = status.directions.length > 0;
  return Object.freeze({ number: null, values, beta, theta, sigma, objective: fit.objective, isSingular });
}

/** What a replicate's refit says; throws where it says nothing. */
function replicateOf(
  refitted: Refit | null,
  reml: boolean,
  parameters: readonly ModelParameter[],
  number: number,
): Replicate {
  if (refitted === null) throw noResidualLeft();
  const { engine, at, found } = refitted;
  if (!found.converged) throw notConverged();
  const { products } = engine;
  const { beta, sigma2 } = profiledEstimates(products, at, reml);
  const theta = rawTheta(products, found.parameters);
  const sigma = Math.sqrt(sigma2);
  const values = namedValues(parameters, parameterValues(parameters, products.terms, { beta, theta, sigma }));
  return Object.freeze({
    number,
    values,
    sigma,
    theta: Object.freeze(theta),
    beta: Object.freeze(Array.from(beta)),
    objective: objective(products, at, reml),
    isSingular: found.isBoundary,
  });
}

function namedValues(parameters: readonly ModelParameter[], values: Float64Array): Readonly<Record<string, number>> {
  return Object.freeze(Object.fromEntries(parameters.map(({ name }, i) => [name, values[i]])));
}

function summary(
  name: string,
  kind: BootstrapParameter["kind"],
  estimate: number,
  values: readonly number[],
): BootstrapParameter {
  const known = values.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const square = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Object.freeze({
    name,
    kind,
    estimate,
    mean,
    bias: mean - estimate,
    stdError: Math.sqrt(square / (known.length - 1)),
    count: known.length,
    values: Object.freeze(values),
  });
}

function tablesOf({ rows, replicates, seed, singular, failed, failures }: Bootstrap): ResultTable[] {
  const notes = [`${replicates} replicates, seed ${seed}: ${singular} singular, ${failed} failed`];
  for (const { message, count } of failures) notes.push(`${count} failed: ${message}`);
  return [
    {
      title: "Parametric bootstrap",
      columns: [
        { head: "Parameter", kind: "label" },
        { head: "Estimate", kind: "number" },
        { head: "Mean", kind: "number" },
        { head: "Bias", kind: "number" },
        { head: "Std. Error", kind: "number" },
      ],
      rows: rows.map(({ name, estimate, mean, bias, stdError }) => [
        name,
        ...[estimate, mean, bias, stdError].map((value) => (Number.isNaN(value) ? null : value)),
      ]),
      notes,
    },
  ];
}
