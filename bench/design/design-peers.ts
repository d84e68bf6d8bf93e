// Peers on the way from a table to model matrices: scripts that make their own table. A peer that is not installed is left
// out, with the reason.
import { type Peer, PYTHON, RSCRIPT, runPeer } from "../measuring/run-peer.ts";

/** Medians in milliseconds by what was made, or why there are none. */
export type DesignPeer =
  | { readonly engine: string; readonly milliseconds: Readonly<Record<string, number>> }
  | { readonly skipped: string };

const PEERS: readonly Peer[] = [
  {
    name: "statsmodels",
    commands: PYTHON,
    script: "bench/peers/design_matrices.py",
    probe: ["-c", "import patsy, statsmodels.api"],
  },
  {
    name: "lme4",
    commands: RSCRIPT,
    script: "bench/peers/design_matrices.R",
    probe: ["-e", "library(lme4); library(jsonlite)"],
  },
];

/** Runs every peer, one after another. */
export function timeDesignPeers(rows: number, groups: number): DesignPeer[] {
  return PEERS.flatMap((peer) => {
    const outcome = runPeer<DesignPeer[]>(peer, [String(rows), String(groups)]);
    return "printed" in outcome ? outcome.printed : [outcome];
  });
}
