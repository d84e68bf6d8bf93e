// What a caller may watch and stop while a model is fitted. Fitting is synchronous: a signal can only change before it,
// inside `onProgress`, or by a getter of its own, and it is looked at before the fit and after each evaluation.
import { type Progress, type StopSignal, throwIfAborted } from "mixedlm";

/** Watching and stopping a fit. */
export interface Watching {
  /**
   * Called after each evaluation of the criterion, minus twice the log-likelihood: first on the way to the exact
   * optimum, then on statsmodels' path. What it throws ends the fit.
   */
  readonly onProgress?: (progress: Progress) => void;
  /** An `AbortSignal`: once aborted, its reason is thrown and nothing is kept. */
  readonly signal?: StopSignal;
}

/** What is called with the criterion after each evaluation. */
export type Visit = (objective: number) => void;

/** Makes one, which all searches of a fit share, so that evaluations are counted; undefined when nobody watches. */
export function visitor({ onProgress, signal }: Watching): Visit | undefined {
  if (onProgress === undefined && signal === undefined) return undefined;
  let evaluation = 0;
  return (objective) => {
    evaluation += 1;
    onProgress?.({ evaluation, objective });
    throwIfAborted(signal);
  };
}
