// statsmodels' times of the bench of the smf package, by a script of it: what it printed -> medians. Where it is not
// installed there are no figures but the reason.
import { median } from "../measuring/median.ts";
import { type Peer, PYTHON, runPeer } from "../measuring/run-peer.ts";

/** What one model took: the median of the whole call in milliseconds, and what was fitted. */
export interface TheirModelTimes {
  readonly call: number;
  readonly repetitions: number;
  readonly logLik: number;
  readonly converged: boolean;
}

/** Medians by model and by call, or why there are none. */
export type StatsmodelsOutcome =
  | {
      readonly engine: string;
      readonly models: Readonly<Record<string, TheirModelTimes>>;
      readonly calls: Readonly<Record<string, number>>;
    }
  | { readonly skipped: string };

/** What the script prints: times of each repetition. */
interface Printed {
  readonly engine: string;
  readonly models: Readonly<Record<string, { times: number[]; logLik: number; converged: boolean }>>;
  readonly calls: Readonly<Record<string, number[]>>;
}

const PEER: Peer = {
  name: "statsmodels",
  commands: PYTHON,
  probe: ["-c", "import statsmodels.formula.api"],
  script: "bench/peers/statsmodels_calls.py",
};

/**
 * Times statsmodels.
 *
 * @param models - cases of tools/fixtures/cases.json that are made, fitted and printed.
 * @param asked - the case whose results are asked.
 * @param calls - what they are asked.
 */
export function timeStatsmodels(
  models: readonly string[],
  asked: string,
  calls: readonly string[],
): StatsmodelsOutcome {
  const outcome = runPeer<Printed>(PEER, [JSON.stringify({ models, asked, calls })]);
  if (!("printed" in outcome)) return outcome;
  const { printed } = outcome;
  const each = <A, B>(record: Readonly<Record<string, A>>, made: (one: A) => B): Record<string, B> =>
    Object.fromEntries(Object.entries(record).map(([name, one]) => [name, made(one)]));
  return {
    engine: printed.engine,
    models: each(printed.models, ({ times, logLik, converged }) => ({
      ...{ call: median(times), repetitions: times.length, logLik, converged },
    })),
    calls: each(printed.calls, median),
  };
}
