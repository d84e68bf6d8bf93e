// Peers on the jobs of the engine's bench: one script each, which reads a job from a file and prints one JSON record, in a
// process of its own on one thread. A peer that is not installed, cannot fit a model or takes too long is left out, with
// the reason.
import { spawnSync } from "node:child_process";
import { ONE_THREAD, PYTHON, RSCRIPT } from "./peers.ts";

/** What one engine took for one job. */
export interface Measurement {
  /** Name and version. */
  readonly engine: string;
  /** Milliseconds of each call. */
  readonly wall: readonly number[];
  readonly cpu: readonly number[];
  /** Evaluations of the criterion; null where the engine does not tell. */
  readonly evaluations: number | null;
  /** Minus twice the restricted log-likelihood. */
  readonly objective: number;
  readonly converged: boolean;
  /** Largest size of the process in its first call, the table included, in bytes; null where it cannot be read. */
  readonly peak: number | null;
}

/** What a peer took, or why there is no figure; a time in seconds at which it was stopped is a lower bound. */
export type PeerResult =
  | { readonly measured: Measurement }
  | { readonly skipped: string }
  | { readonly stopped: number; readonly engine: string };

/** Engines beside ours. */
export const PEER_NAMES = ["lme4", "statsmodels"] as const;

const PEERS = {
  lme4: {
    commands: RSCRIPT,
    script: "bench/peers/engine_lme4.R",
    probe: ["-e", "library(lme4); library(jsonlite)"],
    seconds: 3600,
  },
  statsmodels: {
    commands: PYTHON,
    script: "bench/peers/engine_statsmodels.py",
    probe: ["-c", "import statsmodels.formula.api"],
    seconds: 300,
  },
} as const;

/** Runs a peer on the job in a file. */
export function runPeer(name: (typeof PEER_NAMES)[number], jobFile: string): PeerResult {
  const { commands, script, probe, seconds } = PEERS[name];
  const command = commands.find((one) => spawnSync(one, probe, { env: ONE_THREAD }).status === 0);
  if (command === undefined) return { skipped: `${name} is not installed (tried ${commands.join(", ")})` };
  const options = { env: ONE_THREAD, encoding: "utf8", timeout: 1000 * seconds } as const;
  const { status, signal, stdout, stderr } = spawnSync(command, [script, jobFile], options);
  if (signal === "SIGTERM") return { stopped: seconds, engine: name };
  if (status !== 0) return { skipped: `${script} ended with ${signal ?? `status ${status}`}: ${stderr.trim()}` };
  return { measured: JSON.parse(stdout) as Measurement };
}
