// statsmodels' times of the bench of the smf package: a script that prints one JSON record, in a process of its own on one
// thread. Where it is not installed there are no figures but the reason.
import { spawnSync } from "node:child_process";
import { median } from "./median.ts";
import { ONE_THREAD, PYTHON } from "./peers.ts";

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

const SCRIPT = "bench/peers/statsmodels_calls.py";

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
  const probe = ["-c", "import statsmodels.formula.api"];
  const command = PYTHON.find((one) => spawnSync(one, probe, { env: ONE_THREAD }).status === 0);
  if (command === undefined) return { skipped: `statsmodels is not installed (tried ${PYTHON.join(", ")})` };
  const wanted = JSON.stringify({ models, asked, calls });
  const { status, stdout, stderr } = spawnSync(command, [SCRIPT, wanted], { env: ONE_THREAD, encoding: "utf8" });
  if (status !== 0) return { skipped: `${SCRIPT} ended with status ${status}: ${stderr.trim()}` };
  const printed = JSON.parse(stdout) as Printed;
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
