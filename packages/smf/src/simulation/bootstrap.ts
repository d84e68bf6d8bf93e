// A fit -> fits of responses drawn from it: the parametric bootstrap. Each is fitted to its exact optimum from moments,
// so that the spread is that of the estimator and not of a search. It runs for seconds to minutes: it lets the event
// loop have a turn now and then, tells how far it is, and can be cancelled.
import { randomGenerator } from "@mixedlm/linalg";
import { type Fit, FitError, fitMoments, type StopSignal, throwIfAborted } from "mixedlm";
import { optionType } from "../errors.ts";
import { constrainedFit } from "../inference/inference-errors.ts";
import { Frame } from "../labelled/frame.ts";
import { Series } from "../labelled/series.ts";
import { checkOptions } from "../model/options.ts";
import { pack } from "../model/packing.ts";
import type { MixedLMParams } from "../model/params.ts";
import { anySeed } from "./any-seed.ts";
import { distributionOf, type SimulatedModel } from "./distribution.ts";
import { type ResponseModel, responseMoments } from "./response-source.ts";

/** What can be chosen about a bootstrap. */
export interface BootstrapOptions {
  /** Number of responses drawn, at most 1e7. Default 100. */
  readonly nrep?: number;
  /** Accepted for statsmodels' sake: the optimum is exact whatever the method. */
  readonly method?: string;
  /** Accepted: nothing is printed; see `onProgress`. */
  readonly disp?: boolean | number;
  /** Whether the result keeps the estimates, as `bootstrap_results`. Default true. */
  readonly store?: boolean | number;
  /**
   * A whole number or a text; equal seeds give equal results. Without one they differ, and the seed taken is returned.
   */
  readonly seed?: number | string;
  /** Whether the fits are by REML. Default: as the result was. */
  readonly reml?: boolean;
  /**
   * `params`: variances divided by the residual variance, as `params` holds them. `data`: in the units of the response,
   * and the residual variance as a last column, `scale`. Default `params`.
   */
  readonly units?: "params" | "data";
  /** Called after each fit. */
  readonly onProgress?: (done: number, total: number) => void;
  /** An `AbortSignal`: once aborted, its reason is thrown and nothing is kept. */
  readonly signal?: StopSignal;
}

const OPTIONS = {
  nrep: "replicates",
  method: "text",
  disp: "anything",
  store: "anything",
  seed: "seed",
  reml: "boolean",
  units: "text",
  onProgress: "function",
  signal: "signal",
} as const;

/** Estimates of many responses. */
export interface Bootstrap {
  /** Means of the estimates over the fits that succeeded; NaN without any. */
  readonly mean: Series;
  /** Their standard deviations, of the population (divisor n) as numpy's; NaN without any. */
  readonly std: Series;
  /** A row for each response, labelled from 0; NaN where the fit failed. */
  readonly results: Frame;
  /** How many fits failed. */
  readonly failed: number;
  /** How often for which reason: the code of a FitError, or `not-converged`. */
  readonly reasons: Readonly<Record<string, number>>;
  /** The seed of the draws: the one given, or the one taken at random. */
  readonly seed: number | string;
}

/** The fit that responses are drawn from. */
export interface BootstrappedFit {
  readonly model: SimulatedModel & ResponseModel;
  readonly params_object: MixedLMParams;
  readonly scale: number;
  readonly reml: boolean;
  /** Whether something was penalised, held, or not optimised. */
  readonly isConstrained: boolean;
}

/**
 * Draws responses from a fit and fits the model to each.
 *
 * @throws {@link SmfError} `constrained-fit`, `unknown-option`, `option-type`, `data-removed`; the reason of a signal,
 *   and what `onProgress` throws.
 */
export async function bootstrap(fit: BootstrappedFit, options: BootstrapOptions = {}): Promise<Bootstrap> {
  checkOptions("bootstrap", options, OPTIONS);
  if (fit.isConstrained) throw constrainedFit("bootstrap", "penalties or parameters held");
  const { nrep = 100, reml = fit.reml, onProgress, signal } = options;
  const isInData = unitsOf(options) === "data";
  const seed = options.seed ?? anySeed();
  throwIfAborted(signal);
  const { model, params_object, scale } = fit;
  const generator = randomGenerator(seed);
  const draw = distributionOf(model, params_object, scale).drawer();
  const momentsOf = responseMoments(model);
  const names = isInData ? [...model.param_names, "scale"] : model.param_names;
  const rows: number[][] = [];
  const reasons = new Map<string, number>();
  const rest = turns();
  for (let r = 0; r < nrep; r++) {
    await rest();
    throwIfAborted(signal);
    const outcome = attempt(() => fitMoments(momentsOf(draw(generator)), { reml }));
    if (typeof outcome === "string") reasons.set(outcome, (reasons.get(outcome) ?? 0) + 1);
    rows.push(typeof outcome === "string" ? names.map(() => Number.NaN) : estimates(outcome, isInData));
    onProgress?.(r + 1, nrep);
  }
  throwIfAborted(signal);
  return summarised(names, rows, reasons, seed);
}

function unitsOf({ units = "params" }: BootstrapOptions): "params" | "data" {
  if (units !== "params" && units !== "data") throw optionType("bootstrap", "units", '"params" or "data"', units);
  return units;
}

/** A fit, or why there is none. */
function attempt(fit: () => Fit): Fit | string {
  try {
    const found = fit();
    return found.status.kind === "not-converged" ? "not-converged" : found;
  } catch (error) {
    // data that no fit exists for are a possible draw; anything else is a fault
    if (error instanceof FitError) return error.code;
    throw error;
  }
}

/** Fixed effects, the lower triangle of cov_re and the components; and in the data's units the residual variance. */
function estimates({ estimates: { beta, psi, sigma2 } }: Fit, isInData: boolean): number[] {
  const unit = isInData ? sigma2 : 1;
  const covariances = Array.from(pack(psi.map(({ data }) => data)), (v) => unit * v);
  return [...beta, ...covariances, ...(isInData ? [sigma2] : [])];
}

function summarised(
  names: readonly string[],
  rows: readonly (readonly number[])[],
  reasons: ReadonlyMap<string, number>,
  seed: number | string,
): Bootstrap {
  const failed = [...reasons.values()].reduce((sum, count) => sum + count, 0);
  const fitted = rows.filter((row) => !Number.isNaN(row[0]));
  const mean = names.map((_, j) => fitted.reduce((sum, row) => sum + row[j]! / fitted.length, 0));
  const std = names.map((_, j) =>
    Math.sqrt(fitted.reduce((sum, row) => sum + (row[j]! - mean[j]!) ** 2 / fitted.length, 0)),
  );
  const orNone = (values: readonly number[]): readonly number[] =>
    fitted.length === 0 ? values.map(() => Number.NaN) : values;
  return {
    mean: new Series(names, orNone(mean)),
    std: new Series(names, orNone(std)),
    results: new Frame(
      rows.map((_, r) => r),
      names,
      rows,
    ),
    failed,
    reasons: Object.fromEntries(reasons),
    seed,
  };
}

/** How long the event loop may have to wait, in milliseconds: a frame of an animation. */
const PATIENCE = 16;

/** Timers are part of every host of JavaScript, though not of the language. */
declare const setTimeout: (call: () => void, delay: number) => unknown;

/** Makes a function that gives the event loop its turn when it has waited long enough. */
function turns(): () => Promise<void> {
  let last = Date.now();
  return async () => {
    if (Date.now() - last < PATIENCE) return;
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
    last = Date.now();
  };
}
