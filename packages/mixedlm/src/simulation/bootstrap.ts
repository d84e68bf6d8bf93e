// The parametric bootstrap: responses are drawn from the fit, the model is fitted to each, and what varies is kept. Draws are
// made of the products that the likelihood takes from a response, so that a replicate costs the same whatever the number
// of rows, and searches start at the fit's own parameters. In: a fit. Out: every parameter's replicates, and a summary.
import { rawTheta } from "../coordinates.ts";
import { partsOf } from "../fit-parts.ts";
import { profiledEstimates } from "../generalised-least-squares.ts";
import { type ModelParameter, modelParameters, parameterValues } from "../inference/parameter-names.ts";
import { objective } from "../objective.ts";
import type { Refit } from "../optimum.ts";
import {
  aCount,
  aFunction,
  aSeed,
  aSignal,
  checkOptions,
  isRecord,
  type OptionCheck,
  oneOf,
} from "../option-checks.ts";
import { type StopSignal, throwIfAborted } from "../progress.ts";
import type { Fit } from "../results.ts";
import { type Printed, printed, type ResultTable } from "../tables/result-table.ts";
import { pointOfFit, refitsOf } from "./model-point.ts";
import { statisticValue } from "./simulation-errors.ts";

/** One fit to a simulated response; or the fit itself, whose number is null. */
export interface Replicate {
  readonly number: number | null;
  /** Every parameter by its name, as {@link Bootstrap.parameters} lists them. */
  readonly values: Readonly<Record<string, number>>;
  /** Fixed effects in the order of `fit.names`, covariance parameters as `fit.theta`, residual standard deviation. */
  readonly beta: readonly number[];
  readonly theta: readonly number[];
  readonly sigma: number;
  /** Minus twice the (restricted) log-likelihood. */
  readonly objective: number;
  /** Whether a variance is 0 or a correlation perfect. */
  readonly isSingular: boolean;
}

/** What can be chosen about {@link bootstrap}. */
export interface BootstrapOptions {
  /** Default 1000. */
  readonly replicates?: number | undefined;
  /** Replicate k depends on the seed and k alone. Default 0. */
  readonly seed?: number | undefined;
  /** Random effects and errors are both drawn anew from their normal distributions. */
  readonly type?: "parametric" | undefined;
  /** More numbers of each replicate, by name; it is called for the fit itself first. */
  readonly statistic?: ((replicate: Replicate) => Readonly<Record<string, number>>) | undefined;
  /** An `AbortSignal`, looked at before each replicate. */
  readonly signal?: StopSignal | undefined;
  readonly onProgress?: ((progress: { readonly done: number; readonly total: number }) => void) | undefined;
}

/** A parameter's replicates. */
export interface BootstrapParameter {
  readonly name: string;
  readonly kind: ModelParameter["kind"] | "statistic";
  /** The fit's own value; NaN for a correlation with a standard deviation of 0, which does not exist. */
  readonly estimate: number;
  /** Of the replicates that have a value: their mean, mean - estimate, and their standard deviation. */
  readonly mean: number;
  readonly bias: number;
  readonly stdError: number;
  /** How many have one. */
  readonly count: number;
  /** Replicate k's value is `values[k]`; NaN where it failed or the value does not exist. */
  readonly values: readonly number[];
}

/** What a bootstrap found. */
export interface Bootstrap {
  readonly type: "parametric";
  readonly formula: string;
  readonly reml: boolean;
  readonly replicates: number;
  readonly seed: number;
  /** Fixed effects, standard deviations, correlations, sigma, then the statistics that were asked for. */
  readonly parameters: readonly BootstrapParameter[];
  /** The criterion of each replicate, and its theta, an array for each entry of `fit.theta`; NaN where it failed. */
  readonly objective: readonly number[];
  readonly theta: readonly (readonly number[])[];
  /** Replicates with a variance of 0 or a perfect correlation: they count like all others. */
  readonly singular: number;
  /** Replicates without a value, and why. */
  readonly failed: { readonly count: number; readonly messages: readonly { message: string; count: number }[] };
}

const OPTIONS: Readonly<Record<keyof BootstrapOptions, OptionCheck>> = {
  replicates: aCount,
  seed: aSeed,
  type: oneOf("parametric"),
  statistic: aFunction,
  signal: aSignal,
  onProgress: aFunction,
};

/**
 * Draws responses from a fit and fits the model to each.
 *
 * Every replicate is brought to its optimum by the same search as a fit, boundary included. One whose search fails, or whose
 * statistic throws, is counted with its message and has no values.
 *
 * @throws {@link FitError} `not-a-fit`, `unknown-option`, `option-type`, `statistic-value`; the reason of `signal`.
 * @see Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 6; lme4's `bootMer(type = "parametric")`.
 * @example
 * ```ts
 * const result = bootstrap(fit, { replicates: 1000, seed: 1 });
 * result.parameters[0].stdError;
 * ```
 */
export function bootstrap(fit: Fit, options: BootstrapOptions = {}): Bootstrap & Printed {
  partsOf(fit);
  checkOptions("bootstrap", options, OPTIONS);
  const { replicates = 1000, seed = 0, statistic, signal, onProgress } = options;
  const own = modelParameters(fit);
  const original = replicateOfFit(fit, own);
  const statistics = statistic === undefined ? {} : statistic(original);
  if (!isRecord(statistics) || !Object.values(statistics).every((value) => typeof value === "number"))
    throw statisticValue(statistics);
  const names = Object.keys(statistics);
  const rows = [...own.map(({ name }) => name), ...names];
  const values = rows.map(() => new Array<number>(replicates).fill(Number.NaN));
  const objectives = new Array<number>(replicates).fill(Number.NaN);
  const theta = fit.theta.map(() => new Array<number>(replicates).fill(Number.NaN));
  const messages = new Map<string, number>();
  let singular = 0;
  throwIfAborted(signal);
  const refitted = refitsOf(pointOfFit(fit), seed);
  for (let k = 0; k < replicates; k++) {
    throwIfAborted(signal);
    const outcome = attempt(() => {
      const replicate = replicateOf(refitted(k), fit.reml, own, k);
      const extra = statistic?.(replicate) ?? {};
      return { replicate, extra };
    });
    if (typeof outcome === "string") messages.set(outcome, (messages.get(outcome) ?? 0) + 1);
    else {
      const { replicate, extra } = outcome;
      for (const [i, { name }] of own.entries()) values[i][k] = replicate.values[name];
      for (const [i, name] of names.entries()) values[own.length + i][k] = extra[name] ?? Number.NaN;
      objectives[k] = replicate.objective;
      for (const [i, value] of replicate.theta.entries()) theta[i][k] = value;
      if (replicate.isSingular) singular += 1;
    }
    onProgress?.({ done: k + 1, total: replicates });
  }
  const estimates = [...own.map(({ name }) => original.values[name]), ...names.map((name) => statistics[name])];
  const failed = [...messages].map(([message, times]) => Object.freeze({ message, count: times }));
  const record: Bootstrap = {
    ...{ type: "parametric", formula: fit.formula, reml: fit.reml, replicates, seed },
    parameters: Object.freeze(
      rows.map((name, i) => summary(name, own[i]?.kind ?? "statistic", estimates[i], values[i])),
    ),
    objective: Object.freeze(objectives),
    theta: Object.freeze(theta.map((entry) => Object.freeze(entry))),
    singular,
    failed: Object.freeze({
      count: failed.reduce((sum, { count: times }) => sum + times, 0),
      messages: Object.freeze(failed),
    }),
  };
  return printed(record, tablesOf);
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
  if (refitted === null) throw new Error("the random effects leave no residual");
  const { engine, at, found } = refitted;
  if (!found.converged) throw new Error("the search did not converge");
  const { products } = engine;
  const { beta, sigma2 } = profiledEstimates(products, at, reml);
  const theta = rawTheta(products, found.parameters);
  const sigma = Math.sqrt(sigma2);
  const values = namedValues(parameters, parameterValues(parameters, products.terms, { beta, theta, sigma }));
  return Object.freeze({
    ...{ number, values, sigma, theta: Object.freeze(theta), beta: Object.freeze(Array.from(beta)) },
    objective: objective(products, at, reml),
    isSingular: found.isBoundary,
  });
}

function namedValues(parameters: readonly ModelParameter[], values: Float64Array): Readonly<Record<string, number>> {
  return Object.freeze(Object.fromEntries(parameters.map(({ name }, i) => [name, values[i]])));
}

/** What work returns, or the message of what it throws. */
function attempt<Outcome extends object>(work: () => Outcome): Outcome | string {
  try {
    return work();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
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
    ...{ name, kind, estimate, mean, bias: mean - estimate },
    stdError: Math.sqrt(square / (known.length - 1)),
    count: known.length,
    values: Object.freeze(values),
  });
}

function tablesOf({ parameters, replicates, seed, singular, failed }: Bootstrap): ResultTable[] {
  const notes = [`${replicates} replicates, seed ${seed}: ${singular} singular, ${failed.count} failed`];
  for (const { message, count: times } of failed.messages) notes.push(`${times} failed: ${message}`);
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
      rows: parameters.map(({ name, estimate, mean, bias, stdError }) => [
        name,
        ...[estimate, mean, bias, stdError].map((value) => (Number.isNaN(value) ? null : value)),
      ]),
      notes,
    },
  ];
}
