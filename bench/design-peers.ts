// Peers on the way from a table to model matrices: scripts that make their own table and print one JSON record. A peer that
// is not installed is left out, with the reason.
import { spawnSync } from "node:child_process";
import { ONE_THREAD, PYTHON, RSCRIPT } from "./peers.ts";

/** Medians in milliseconds by what was made, or why there are none. */
export type DesignPeer =
  | { readonly engine: string; readonly milliseconds: Readonly<Record<string, number>> }
  | { readonly skipped: string };

const SCRIPTS = [
  { commands: PYTHON, script: "bench/peers/design_matrices.py", probe: ["-c", "import patsy, statsmodels.api"] },
  { commands: RSCRIPT, script: "bench/peers/design_matrices.R", probe: ["-e", "library(lme4); library(jsonlite)"] },
] as const;

/** Runs every peer, one after another. */
export function timeDesignPeers(rows: number, groups: number): DesignPeer[] {
  return SCRIPTS.flatMap(({ commands, script, probe }): DesignPeer[] => {
    const command = commands.find((one) => spawnSync(one, probe, { env: ONE_THREAD }).status === 0);
    if (command === undefined) return [{ skipped: `${script}: not installed (tried ${commands.join(", ")})` }];
    const { status, stdout, stderr } = spawnSync(command, [script, String(rows), String(groups)], {
      env: ONE_THREAD,
      encoding: "utf8",
    });
    if (status !== 0) return [{ skipped: `${script} ended with status ${status}: ${stderr.trim()}` }];
    return JSON.parse(stdout) as DesignPeer[];
  });
}
