// The exact optimum of a criterion with penalties, or with some parameters held: quasi-Newton in the free packed
// parameters, in units of their own size, from several starts. Without penalties and constraints the engine's own
// search is the one to use.
import { bfgs, type Objective } from "@mixedlm/optimize";
import type { Criterion } from "./criterion.ts";
import { type PackedOptions, packedObjective } from "./packed-objective.ts";

/** Where a constrained search ended. */
export interface ConstrainedOptimum {
  readonly packed: Float64Array;
  /** The criterion there: log-likelihood less penalties. */
  readonly value: number;
  /** Whether its gradient is zero, to rounding. */
  readonly converged: boolean;
}

/**
 * Largest slope of the log-likelihood at an optimum, in units of each parameter's size there: what is left to gain is
 * its square. A criterion that rises without end, slower and slower, keeps its slope in these units.
 */
const FLAT = 1e-4;
const MOST_RUNS = 3;

/**
 * Maximises a criterion.
 *
 * @param use_sqrt - whether packed parameters are square roots.
 * @param free - for each packed parameter whether it is free; the others stay as they are in the starts. Null: all are.
 * @param starts - packed parameters; the best end counts.
 */
export function constrainedOptimum(
  criterion: Criterion,
  { use_sqrt, free, visit }: Pick<PackedOptions, "use_sqrt" | "free" | "visit">,
  starts: readonly Float64Array[],
): ConstrainedOptimum {
  const objective = packedObjective(criterion, { use_sqrt, free: null, imitate: false, visit });
  const positions = Array.from(starts[0]!, (_, i) => i).filter((i) => free === null || free[i]);
  const sizes = positions.map((i) => Math.max(...starts.map((start) => Math.abs(start[i]!))) || 1);
  const { n } = criterion.engine.products;
  const ends = starts.map((start): ConstrainedOptimum => {
    let packed = start;
    let value = n * objective.value(start);
    let slope = 0;
    // another run begins without the memory of the one before, where a line search may have failed, and in better units
    for (let run = 0; run < MOST_RUNS && positions.length > 0 && Number.isFinite(value); run++) {
      const units = sizes.map((size, a) => Math.max(size, Math.abs(packed[positions[a]!]!)));
      const { scaled, x0, whole } = inUnits(objective, n, packed, positions, units);
      const end = bfgs(scaled, x0, { gtol: FLAT / 100, maxiter: 200 });
      packed = whole(end.x);
      value = end.value;
      const slopes = scaled.gradient(Float64Array.from(end.x));
      slope = Math.max(...slopes.map((own, a) => Math.abs(own) * Math.max(1, Math.abs(end.x[a]!))));
      if (end.converged && slope <= FLAT) break;
    }
    return { packed, value: -value, converged: Number.isFinite(value) && slope <= FLAT };
  });
  return ends.reduce((best, end) => (end.value > best.value ? end : best));
}

/** Minus the criterion as a function of the free parameters in units, from a point on; `whole` puts them back. */
function inUnits(
  objective: Objective,
  n: number,
  from: Float64Array,
  positions: readonly number[],
  units: readonly number[],
): { scaled: Objective; x0: Float64Array; whole: (x: ArrayLike<number>) => Float64Array } {
  const whole = (x: ArrayLike<number>): Float64Array => {
    const packed = from.slice();
    for (const [a, i] of positions.entries()) packed[i] = x[a]! * units[a]!;
    return packed;
  };
  const scaled = {
    value: (x: Float64Array) => n * objective.value(whole(x)),
    gradient(x: Float64Array) {
      const slopes = objective.gradient(whole(x));
      return Float64Array.from(positions, (i, a) => n * slopes[i]! * units[a]!);
    },
  };
  return { scaled, x0: Float64Array.from(positions, (i, a) => from[i]! / units[a]!), whole };
}
