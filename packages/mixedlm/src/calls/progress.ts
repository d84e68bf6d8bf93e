// What a caller may watch and stop while a fit is under way. Fitting is synchronous, so a signal can only change before
// it starts or inside `onProgress`; it is looked at before each stage and after each evaluation.
import type { Evaluation } from "../criterion/criterion.ts";

/** An evaluation of the criterion as it happens. */
export interface Progress {
  /** Number of the evaluation, from 1. */
  readonly evaluation: number;
  /** The criterion there; `Infinity` where it does not exist. */
  readonly objective: number;
}

/** What an `AbortSignal` is here. */
export interface StopSignal {
  /** Whether the work is to end. */
  readonly aborted: boolean;
  /** What is thrown then. */
  readonly reason?: unknown;
}

/** Watching and stopping a search. */
export interface Watching {
  /** Called after each evaluation of the criterion; what it throws ends the fit. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** An `AbortSignal`: once aborted, the fit throws its reason. */
  readonly signal?: StopSignal | undefined;
}

/** How much of a long piece of work is done. */
export interface Counted {
  /** Pieces that are finished, from 1. */
  readonly done: number;
  /** Pieces that there are. */
  readonly total: number;
}

/** Watching and stopping work that consists of pieces. */
export interface Counting {
  /** Called after each piece, of `total`; what it throws ends the work. */
  readonly onProgress?: ((progress: Counted) => void) | undefined;
  /** An `AbortSignal`, looked at before each piece: once aborted, its reason is thrown. */
  readonly signal?: StopSignal | undefined;
}

/** Does pieces of work one after the other, watched and stopped as {@link Counting} says. */
export function counted<Piece, Outcome>(
  pieces: readonly Piece[],
  { onProgress, signal }: Counting,
  work: (piece: Piece, index: number) => Outcome,
): Outcome[] {
  throwIfAborted(signal);
  return pieces.map((piece, index) => {
    throwIfAborted(signal);
    const outcome = work(piece, index);
    onProgress?.({ done: index + 1, total: pieces.length });
    return outcome;
  });
}

/** Throws a signal's reason when it is aborted. */
export function throwIfAborted(signal: StopSignal | undefined): void {
  if (signal?.aborted) throw signal.reason;
}

/** Makes the function that a search calls after each evaluation; undefined when nobody watches. */
export function visitor({ onProgress, signal }: Watching): ((evaluation: Evaluation) => void) | undefined {
  if (onProgress === undefined && signal === undefined) return undefined;
  let count = 0;
  return ({ objective }) => {
    count += 1;
    onProgress?.({ evaluation: count, objective });
    throwIfAborted(signal);
  };
}
