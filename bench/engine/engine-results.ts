// What was measured of one job by all engines, and what follows from it: ratios beside what is asked, and whether our
// criterion is as low as theirs. The report prints these records and the file of results keeps them.

import { median } from "../measuring/median.ts";
import type { EngineJob, Target } from "./engine-jobs.ts";
import type { OurMeasurement } from "./engine-ours.ts";
import type { Measurement, PeerResult } from "./engine-peers.ts";

/** One of our ways in, a failure of it, or that the job is none of its models. */
export type OurResult = OurMeasurement | { readonly failed: string } | { readonly skipped: string };

/** Reason that needs no words in the report: nobody wanted the figure. */
export const NOT_ASKED = "not asked for";

/** One job by everyone. */
export interface JobResult {
  readonly job: EngineJob;
  readonly lmm: OurResult;
  readonly smf: OurResult;
  readonly peers: { readonly lme4: PeerResult; readonly statsmodels: PeerResult };
  /** Processes that wanted a processor in the minute before the end of the job, its own included. */
  readonly load: number;
}

/** A peer's time beside one of ours. */
export interface Ratio {
  readonly job: string;
  readonly ours: "lmm" | "smf";
  readonly peer: "lme4" | "statsmodels";
  readonly clock: "wall" | "cpu";
  /** Medians in milliseconds. */
  readonly ourTime: number;
  readonly peerTime: number;
  readonly ratio: number;
  /** Whether the peer was stopped, so that its time and the ratio are lower bounds. */
  readonly isBound: boolean;
  readonly peerConverged: boolean;
  /** Null where nothing is asked: of the second way in. */
  readonly target: Target | null;
  readonly verdict: "aim" | "met" | "MISSED" | "open" | "";
}

/** All ratios of a job for which there are two times. */
export function ratiosOf({ job, lmm, smf, peers }: JobResult): Ratio[] {
  const pairs = [
    ["lmm", lmm, "lme4", job.targets.lme4],
    ["lmm", lmm, "statsmodels", job.targets.statsmodels],
    ["smf", smf, "statsmodels", undefined],
  ] as const;
  return pairs.flatMap(([ours, own, peer, asked]) => {
    const theirs = peers[peer];
    if (!isMeasured(own) || "skipped" in theirs) return [];
    const isBound = "stopped" in theirs;
    const clock = isBound ? "wall" : job.clock;
    const ourTime = median(own[clock]);
    const peerTime = isBound ? 1e3 * theirs.stopped : median(theirs.measured[clock]);
    const ratio = peerTime / ourTime;
    const peerConverged = isBound ? false : theirs.measured.converged;
    const target = asked ?? null;
    const verdict = target === null ? "" : verdictOf(ratio, target, isBound);
    return [{ job: job.name, ours, peer, clock, ourTime, peerTime, ratio, isBound, peerConverged, target, verdict }];
  });
}

function verdictOf(ratio: number, { least, aim }: Target, isBound: boolean): Ratio["verdict"] {
  if (aim !== undefined && ratio >= aim) return "aim";
  if (ratio >= least) return "met";
  return isBound ? "open" : "MISSED";
}

/** Our criterion beside a peer's. */
export interface Agreement {
  readonly job: string;
  readonly peer: string;
  readonly ours: number;
  /** Theirs less ours: positive where ours is lower, which is better. */
  readonly excess: number;
  readonly evaluations: readonly [number | null, number | null];
  /** Whether ours is at most theirs and 1e-8 of it. */
  readonly isAsLow: boolean;
}

/** Relative amount by which rounding, and nothing else, may put our criterion above a peer's. */
const ROUNDING = 1e-8;

/** Our criterion, by `lmm`, beside that of each peer that was measured. */
export function agreementsOf({ job, lmm, peers }: JobResult): Agreement[] {
  return Object.entries(peers).flatMap(([peer, result]) => {
    if (!isMeasured(lmm) || !("measured" in result)) return [];
    const theirs: Measurement = result.measured;
    const excess = theirs.objective - lmm.objective;
    const isAsLow = excess >= -ROUNDING * Math.abs(theirs.objective);
    const evaluations = [lmm.evaluations, theirs.evaluations] as const;
    return [{ job: job.name, peer, ours: lmm.objective, excess, evaluations, isAsLow }];
  });
}

/** Whether there are figures. */
export function isMeasured(result: OurResult): result is OurMeasurement {
  return "wall" in result;
}
