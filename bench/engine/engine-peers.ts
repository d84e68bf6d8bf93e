// Peers on the jobs of the engine's bench: one script each, which reads a job from a file. A peer that is not installed,
// cannot fit a model or takes too long is left out, with the reason.
import { type Peer, PYTHON, RSCRIPT, runPeerFor } from "../measuring/run-peer.ts";

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
    name: "lme4",
    commands: RSCRIPT,
    script: "bench/peers/engine_lme4.R",
    probe: ["-e", "library(lme4); library(jsonlite)"],
  },
  statsmodels: {
    name: "statsmodels",
    commands: PYTHON,
    script: "bench/peers/engine_statsmodels.py",
    probe: ["-c", "import statsmodels.formula.api"],
  },
} satisfies Record<(typeof PEER_NAMES)[number], Peer>;
/** Seconds for reading a job and all its fits. */
const PATIENCE = { lme4: 3600, statsmodels: 300 } as const;

/** Runs a peer on the job in a file. */
export function measurePeer(name: (typeof PEER_NAMES)[number], jobFile: string): PeerResult {
  const outcome = runPeerFor<Measurement>(PATIENCE[name], PEERS[name], [jobFile]);
  if ("stopped" in outcome) return { ...outcome, engine: name };
  return "printed" in outcome ? { measured: outcome.printed } : outcome;
}
