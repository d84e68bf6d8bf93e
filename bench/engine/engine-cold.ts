// What a first fit costs in a fresh process: the time of a whole process that loads the bundled packages and fits one model,
// less that of a process of Node that does nothing.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { median } from "../measuring/median.ts";

/** Largest difference in milliseconds that is accepted. */
export const COLD_TARGET = 150;

const REPETITIONS = 15;
/** Where `tools/run.mjs` leaves the bundle of the program, and where it is put without its source map. */
const BUNDLE = "node_modules/.cache/mixedlm/cold-start.mjs";
const BARE_BUNDLE = "node_modules/.cache/mixedlm/cold-start-bare.mjs";

/** Medians in milliseconds over fresh processes. */
export interface ColdStart {
  readonly empty: number;
  readonly withFit: number;
  readonly difference: number;
}

/** Times fresh processes, empty ones and such with a fit in turn. */
export function timeColdStart(): ColdStart | { readonly failed: string } {
  const { status, stderr } = spawnSync(process.execPath, ["tools/run.mjs", "bench/cold-start.ts"], {
    encoding: "utf8",
  });
  if (status !== 0)
    return {
      failed: `bench/cold-start.ts ended with status ${status}: ${stderr.match(/ERROR.*/)?.[0] ?? stderr.trim()}`,
    };
  const [program = ""] = readFileSync(BUNDLE, "utf8").split("//# sourceMappingURL=");
  writeFileSync(BARE_BUNDLE, program);
  const runs = Array.from({ length: REPETITIONS }, () => ({
    empty: timeProcess(["-e", "0"]),
    withFit: timeProcess([BARE_BUNDLE]),
  }));
  const empty = median(runs.map((run) => run.empty));
  const withFit = median(runs.map((run) => run.withFit));
  return { empty, withFit, difference: withFit - empty };
}

function timeProcess(flags: readonly string[]): number {
  const start = performance.now();
  const { status } = spawnSync(process.execPath, flags);
  if (status !== 0) throw new Error(`node ${flags.join(" ")} ended with status ${status}`);
  return performance.now() - start;
}
