// Times of the smf package, warm: the call that makes, fits and prints a model, and calls on the results of a fit. Nothing
// that was worked out before is of use: texts of formulas differ from call to call, and each result is asked once.
import type { MixedLMResults } from "@mixedlm/smf";
import { type Job, modelOf, withFreshText } from "../measuring/jobs.ts";
import { median } from "../measuring/median.ts";
import { ASKED, CALLS } from "./smf-jobs.ts";

/** What one model took: medians in milliseconds, and what was fitted. */
export interface OurModelTimes {
  /** Model, fit and printed summary. */
  readonly call: number;
  /** Its three parts, each on what the one before left. */
  readonly model: number;
  readonly fit: number;
  readonly summary: number;
  readonly logLik: number;
  readonly converged: boolean;
}

const SECONDS = 1;
const LEAST = 30;
/** Before the clock counts: compilers of code are still at work. */
const WARM_UP_SECONDS = 1.5;

/** Times one model. */
export function timeModel(job: Job): OurModelTimes {
  const model = modelOf(job);
  const result = model.fit();
  return {
    call: timed(() => String(modelOf(withFreshText(job)).fit().summary())),
    model: timed(() => modelOf(withFreshText(job))),
    fit: timed(() => model.fit()),
    summary: timed(() => String(result.summary())),
    logLik: result.llf,
    converged: result.converged,
  };
}

/** Times the calls on results, in milliseconds; each on a result of its own. */
export function timeCalls(jobs: readonly Job[]): Map<string, number> {
  const job = jobs.find(({ name }) => name === ASKED)!;
  return new Map(
    Object.entries(CALLS).map(([name, call]) => {
      const work = (result: MixedLMResults): unknown => call(result);
      return [name, timed(work, () => modelOf(job).fit())];
    }),
  );
}

/** Median time of some work. @param prepare - makes what it works on, off the clock. */
function timed<T>(work: (on: T) => unknown, prepare?: () => T): number {
  const times: number[] = [];
  const begin = performance.now() + 1000 * WARM_UP_SECONDS;
  const end = begin + 1000 * SECONDS;
  let last: unknown; // what the work returns is kept until the next time, so that none is dropped as unused
  while (times.length < LEAST || performance.now() < end) {
    const on = prepare?.() as T;
    const start = performance.now();
    last = work(on);
    const time = performance.now() - start;
    if (start >= begin) times.push(time);
  }
  if (last === undefined) throw new Error("nothing was timed");
  return median(times);
}
