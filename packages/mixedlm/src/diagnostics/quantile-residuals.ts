// Where each response stands among responses that the fitted model draws for the same row: a number from 0 to 1,
// uniform when the model is right, whatever its random effects and weights are.
import { randomGenerator } from "@mixedlm/linalg";
import { aBoolean, aFunction, aReplicateCount, aSeed, aSignal, checkOptions } from "../calls/option-checks.ts";
import { type Counting, counted } from "../calls/progress.ts";
import { responseDrawer } from "../prediction/simulate.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { fitRows } from "../rows/model-rows.ts";

/** How quantile residuals are made. */
export interface QuantileResidualOptions extends Counting {
  /** Draws of each response. Default 250. */
  readonly replicates?: number | undefined;
  /** Equal seeds give equal residuals. Default 0. */
  readonly seed?: number | undefined;
  /** Whether random effects are held at their conditional means; default: all are drawn. */
  readonly conditional?: boolean | undefined;
}

/**
 * Computes simulated quantile residuals: of a response above `less` of R draws, (less + U) / (R + 1) with U uniform,
 * which is uniform itself when response and draws come from one distribution.
 *
 * @returns one number for each of `fit.rows`, more than 0 and less than 1.
 * @throws {@link FitError} `not-a-fit`, `no-table`, `unknown-option`, `option-type`; the reason of a signal.
 * @see Dunn & Smyth (1996), J. Comput. Graph. Stat. 5, 236-244; the R package DHARMa.
 */
export function quantileResiduals(fit: Fit, options: QuantileResidualOptions = {}): readonly number[] {
  partsOf(fit);
  checkOptions("quantileResiduals", options, {
    replicates: aReplicateCount,
    seed: aSeed,
    conditional: aBoolean,
    signal: aSignal,
    onProgress: aFunction,
  });
  const { replicates = 250, seed = 0, conditional = false } = options;
  const { y } = fitRows(fit);
  const draw = responseDrawer(fit, null, conditional);
  const random = randomGenerator(seed);
  const less = new Int32Array(y.length);
  counted(Array.from({ length: replicates }), options, () => {
    const drawn = draw(random);
    for (let i = 0; i < y.length; i++) if (drawn[i] < y[i]) less[i] += 1;
  });
  return Object.freeze(Array.from(less, (count) => (count + random.uniform()) / (replicates + 1)));
}
