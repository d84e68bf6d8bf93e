// The first call in a fresh process, where nothing is compiled yet: what a script that fits one model feels. The
// program starts itself again as `--cold JOB`, several times, since a process has only one first call.
import { spawnSync } from "node:child_process";
import { type Job, modelOf } from "../measuring/jobs.ts";
import { median } from "../measuring/median.ts";

const REPETITIONS = 9;

/** Medians in milliseconds over fresh processes. */
export interface ColdTimes {
  /** `smf.mixedlm(...).fit()` and the printed summary, as the first thing after the table was read. */
  readonly firstCall: number;
  /** From the start of the process to its end: Node, the program, the table, the call. */
  readonly process: number;
}

/** Times the first call of this process: what the program does under `--cold`. */
export function timeFirstCall(job: Job): number {
  const start = performance.now();
  const text = String(modelOf(job).fit().summary());
  const time = performance.now() - start;
  if (!text.includes("Mixed Linear Model")) throw new Error(`not a summary: ${text}`);
  return time;
}

/** Times one job in fresh processes of this very program. */
export function timeCold(name: string): ColdTimes {
  const runs = Array.from({ length: REPETITIONS }, () => {
    const start = performance.now();
    const { status, stdout, stderr } = spawnSync(process.execPath, [process.argv[1]!, "--cold", name], {
      encoding: "utf8",
    });
    const whole = performance.now() - start;
    if (status !== 0) throw new Error(`--cold ${name} ended with status ${status}: ${stderr}`);
    return { firstCall: Number(stdout), process: whole };
  });
  return {
    firstCall: median(runs.map(({ firstCall }) => firstCall)),
    process: median(runs.map((run) => run.process)),
  };
}
