// Times of the peers on the same jobs: each is a script that prints one JSON record, run in a process of its own on one
// thread. A peer that is not installed is left out, with the reason.
import { spawnSync } from "node:child_process";

/** Times of one job in milliseconds, one number a repetition, and what was fitted. */
export interface PeerTimes {
  readonly fit: readonly number[];
  readonly summary: readonly number[];
  readonly logLik: number;
  readonly converged: boolean;
}

/** What a peer's script prints. */
export interface PeerRecord {
  /** Name and version. */
  readonly engine: string;
  /** By name of the job. */
  readonly jobs: Readonly<Record<string, PeerTimes>>;
}

/** A peer's times, or why there are none. */
export type PeerOutcome = { readonly record: PeerRecord } | { readonly skipped: string };

interface Peer {
  readonly name: string;
  /** Commands to try, the first that has the peer installed is used. */
  readonly commands: readonly string[];
  readonly script: string;
  /** Arguments that load the peer and end. */
  readonly probe: readonly string[];
}

/** Pythons and Rs to try, in this order. */
export const PYTHON: readonly string[] = [process.env.PYTHON ?? "python3", "/usr/bin/python3"];
export const RSCRIPT: readonly string[] = [process.env.RSCRIPT ?? "Rscript"];

const PEERS: readonly Peer[] = [
  {
    name: "statsmodels",
    commands: PYTHON,
    script: "bench/peers/statsmodels_fits.py",
    probe: ["-c", "import statsmodels.formula.api"],
  },
  {
    name: "lme4",
    commands: RSCRIPT,
    script: "bench/peers/lme4_fits.R",
    probe: ["-e", "library(lme4); library(jsonlite)"],
  },
];

/** An environment in which linear algebra stays on one thread. */
export const ONE_THREAD: NodeJS.ProcessEnv = {
  ...process.env,
  OPENBLAS_NUM_THREADS: "1",
  OMP_NUM_THREADS: "1",
  MKL_NUM_THREADS: "1",
  PYTHONDONTWRITEBYTECODE: "1",
};

/** Runs every peer, one after another. */
export function timePeers(jobs: readonly string[]): Map<string, PeerOutcome> {
  return new Map(PEERS.map((peer) => [peer.name, timePeer(peer, jobs)]));
}

function timePeer({ name, commands, script, probe }: Peer, jobs: readonly string[]): PeerOutcome {
  const command = commands.find((one) => spawnSync(one, probe, { env: ONE_THREAD }).status === 0);
  if (command === undefined) return { skipped: `${name} is not installed (tried ${commands.join(", ")})` };
  const { status, stdout, stderr } = spawnSync(command, [script, ...jobs], { env: ONE_THREAD, encoding: "utf8" });
  if (status !== 0) return { skipped: `${script} ended with status ${status}: ${stderr.trim()}` };
  return { record: JSON.parse(stdout) as PeerRecord };
}
