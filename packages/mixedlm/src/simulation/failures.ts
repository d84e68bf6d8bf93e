// Replicates without an answer: which errors count as such, and how they are counted. An error that the data of a
// replicate cause is a result; any other is a mistake, in a statistic or in this package, and is not to be hidden in a
// count.
import { FitError } from "../errors.ts";

/** Why replicates have no answer. */
export interface Failure {
  /** Of the error that the replicate ended with. */
  readonly code: FitError["code"];
  /** The error's text. */
  readonly message: string;
  /** Replicates that ended with this error. */
  readonly count: number;
}

/** Counts failures. */
export interface FailureCount {
  /**
   * Does a replicate's work; null where it fails with a {@link FitError}, which is counted. Other errors are thrown.
   */
  attempt<Outcome>(work: () => Outcome): Outcome | null;
  /** How many there were. */
  failed(): number;
  /** What they were, those of one kind together. */
  failures(): readonly Failure[];
}

/** Starts counting. */
export function failureCount(): FailureCount {
  const counts = new Map<string, Failure>();
  return {
    attempt(work) {
      try {
        return work();
      } catch (error) {
        if (!(error instanceof FitError)) throw error;
        const { code, message } = error;
        const key = `${code} ${message}`;
        counts.set(key, Object.freeze({ code, message, count: (counts.get(key)?.count ?? 0) + 1 }));
        return null;
      }
    },
    failed: () => [...counts.values()].reduce((sum, { count }) => sum + count, 0),
    failures: () => Object.freeze([...counts.values()]),
  };
}
