// Basin hopping: local minima one after another, each from a random step away from the last one kept, so that a search
// can leave the basin that it started in. The rules are SciPy's: uniform steps, Metropolis' test on the minima, a step
// size that adapts. The random numbers come from a seed.
import { exp, maxAbs, type RandomGenerator, randomGenerator } from "@mixedlm/linalg";
import { bfgs } from "./bfgs.ts";
import { type Iterate, isConverged, type Minimum, type StopReason } from "./minimum.ts";
import type { Objective } from "./objective.ts";
import type { Signal } from "./stop-options.ts";

/** Hops, steps and local searches of {@link basinHopping}. */
export interface BasinHoppingOptions {
  /** Number of hops. Default 100. */
  readonly niter?: number;
  /** Stops after more hops than this in a row that found no lower minimum. By default never. */
  readonly niterSuccess?: number;
  /** The temperature: a minimum higher by d is kept with probability exp(-d / T). Default 1. */
  readonly T?: number;
  /** Largest random step of each coordinate at first. Default 0.5. */
  readonly stepsize?: number;
  /** Hops after which the step size is adapted: longer when more than half of the minima were kept. Default 50. */
  readonly interval?: number;
  /** Where the random numbers come from: a seed, or a generator that goes on. Default 0. */
  readonly seed?: number | string | RandomGenerator;
  /** The local search. By default {@link bfgs}. */
  readonly minimise?: (objective: Objective, x0: Float64Array, options: { readonly signal?: Signal }) => Minimum;
  /** Stops once `aborted` is true. */
  readonly signal?: Signal;
}

/** Where a run of {@link basinHopping} ended. */
export interface BasinHoppingMinimum extends Minimum {
  /** The local search that found the lowest minimum. */
  readonly lowest: Minimum;
  /** Local searches that did not converge. */
  readonly failures: number;
}

const KEPT_SHARE = 0.5;
const SHRINKAGE = 0.9;

/**
 * Minimises a function that may have several minima.
 *
 * @param x0 - the start, kept.
 * @returns the lowest of the local minima, whose `gradient` it has; the log holds the first one and the one after each
 *   hop, kept or not; evaluations are those of all local searches. Converged means that all hops were made or that
 *   `niterSuccess` held: whether the lowest minimum is one, `lowest.converged` says.
 * @throws {@link OptimizeError} `gradient-length`; `LinalgError` `random-seed`.
 * @see Wales & Doye (1997), J. Phys. Chem. A 101, 5111-5116.
 */
export function basinHopping(
  objective: Objective,
  x0: ArrayLike<number>,
  options: BasinHoppingOptions = {},
): BasinHoppingMinimum {
  const { niter = 100, niterSuccess = Number.POSITIVE_INFINITY, T = 1, seed = 0, minimise = bfgs, signal } = options;
  const { uniform } = typeof seed === "object" ? seed : randomGenerator(seed);
  const stepFrom = adaptiveSteps(uniform, options.stepsize ?? 0.5, options.interval ?? 50);
  const search = (x: Float64Array) => minimise(objective, x, signal === undefined ? {} : { signal });
  let current = search(Float64Array.from(x0));
  let lowest = current;
  const runs = [current];
  let kept = 0;
  for (let unchanged = 0; runs.length <= niter && !signal?.aborted && unchanged <= niterSuccess; ) {
    const found = search(stepFrom(current.x, kept));
    runs.push(found);
    unchanged++;
    // the random number is drawn even where it cannot matter, as SciPy draws it
    if (isKept(found.value, current.value, T, uniform())) {
      kept++;
      current = found;
      if (isLower(found.value, lowest.value)) {
        lowest = found;
        unchanged = 0;
      }
    }
  }
  return summarised(runs, lowest, signal?.aborted ? "aborted" : "hops");
}

// Uniform steps from -size to size in each coordinate. `kept` minima of all hops so far decide how the size goes on.
function adaptiveSteps(
  uniform: () => number,
  stepsize: number,
  interval: number,
): (x: Float64Array, kept: number) => Float64Array {
  let size = stepsize;
  let hops = 0;
  return (x, kept) => {
    hops++;
    if (hops % interval === 0) size = kept / hops > KEPT_SHARE ? size / SHRINKAGE : size * SHRINKAGE;
    return x.map((entry) => entry + (2 * size * uniform() - size));
  };
}

// Metropolis' test; a value that is no number is higher than all others.
function isKept(found: number, current: number, T: number, drawn: number): boolean {
  if (Number.isNaN(found) || Number.isNaN(current)) return Number.isNaN(current);
  return found <= current || exp(-(found - current) / T) >= drawn;
}

function isLower(value: number, than: number): boolean {
  return value < than || (Number.isNaN(than) && !Number.isNaN(value));
}

function summarised(runs: readonly Minimum[], lowest: Minimum, ending: StopReason): BasinHoppingMinimum {
  const reason = ending === "hops" && !Number.isFinite(lowest.value) ? "not-finite" : ending;
  const total = (counted: "values" | "gradients") => runs.reduce((sum, run) => sum + run.evaluations[counted], 0);
  return {
    x: lowest.x,
    value: lowest.value,
    gradient: lowest.gradient,
    converged: isConverged(reason),
    reason,
    iterations: runs.length - 1,
    evaluations: { values: total("values"), gradients: total("gradients") },
    log: runs.map(asIterate),
    lowest,
    failures: runs.filter(({ converged }) => !converged).length,
  };
}

function asIterate({ x, value, gradient }: Minimum): Iterate {
  return {
    x,
    value,
    maxGradient: gradient === null ? null : maxAbs(gradient),
  };
}
