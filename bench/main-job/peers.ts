// Times of the peers on the same jobs, by a script of each. A peer that is not installed is left out, with the reason.
import { type Peer, type PeerOutcome, PYTHON, RSCRIPT, runPeer } from "../measuring/run-peer.ts";

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

/** Runs every peer, one after another. */
export function timePeers(jobs: readonly string[]): Map<string, PeerOutcome<PeerRecord>> {
  return new Map(PEERS.map((peer) => [peer.name, runPeer(peer, jobs)]));
}
