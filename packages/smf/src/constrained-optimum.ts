// The exact optimum of a criterion with penalties, or with some parameters held: quasi-Newton in the free packed
// parameters, in units of their own size, from several starts. Without penalties and constraints the engine's own search
// is the one to use.
import { bfgs } from "@mixedlm/optimize";
import type { Criterion } from "./criterion.ts";
import { packedObjective } from "./packed-objective.ts";

/** Where a constrained search ended. */
export interface ConstrainedOptimum {
  readonly packed: Float64Array;
  /** The criterion there: log-likelihood less penalties. */
  readonly value: number;
  /** Whether its gradient is zero, to rounding. */
  readonly converged: boolean;
}

/** Largest slope of the log-likelihood, in parameters of unit size, at an optimum: what is left to gain is its square. */
const FLAT = 1e-4;

/**
 * Maximises a criterion.
 *
 * @param use_sqrt - whether packed parameters are square roots.
 * @param free - for each packed parameter whether it is free; the others stay as they are in the starts. Null: all are.
 * @param starts - packed parameters; the best end counts.
 */
export function constrainedOptimum(
  criterion: Criterion,
  use_sqrt: boolean,
  free: readonly boolean[] | null,
  starts: readonly Float64Array[],
): ConstrainedOptimum {
  const { n } = criterion.engine.products;
  const objective = packedObjective(criterion, { use_sqrt, free: null, imitate: false });
  const positions = Array.from(starts[0]!, (_, i) => i).filter((i) => free === null || free[i]);
  const sizes = positions.map((i) => Math.max(...starts.map((start) => Math.abs(start[i]!))) || 1);
  const ends = starts.map((start): ConstrainedOptimum => {
    const packed = (x: Float64Array): Float64Array => {
      const whole = start.slice();
      for (const [a, i] of positions.entries()) whole[i] = x[a]! * sizes[a]!;
      return whole;
    };
    const scaled = {
      value: (x: Float64Array) => n * objective.value(packed(x)),
      gradient(x: Float64Array) {
        const slopes = objective.gradient(packed(x));
        return Float64Array.from(positions, (i, a) => n * slopes[i]! * sizes[a]!);
      },
    };
    let x = Float64Array.from(positions, (i, a) => start[i]! / sizes[a]!);
    let value = scaled.value(x);
    let slope = 0;
    // a second run begins without the memory of the first, where a line search may have failed
    for (let run = 0; run < 2 && positions.length > 0 && Number.isFinite(value); run++) {
      const end = bfgs(scaled, x, { gtol: FLAT / 100, maxiter: 200 });
      x = Float64Array.from(end.x);
      value = end.value;
      slope = Math.max(...scaled.gradient(x).map(Math.abs));
      if (end.converged) break;
    }
    return { packed: packed(x), value: -value, converged: slope <= FLAT };
  });
  return ends.reduce((best, end) => (end.value > best.value ? end : best));
}
