// R's packages on the jobs of the bench of inference: one script, which reads a job from a file. What takes too long is
// stopped, and said to have been.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Peer, RSCRIPT, runPeerFor } from "../measuring/run-peer.ts";
import type { NumericColumns } from "../measuring/simulate.ts";
import { dataOf, type InferenceJob } from "./inference-jobs.ts";

/** What R took for one job, or why there is no figure. */
export type InferencePeer = InferenceTimes | { readonly stopped: number } | { readonly skipped: string };

interface InferenceTimes {
  readonly engine: string;
  /** Milliseconds of each call. */
  readonly wall: readonly number[];
  readonly cpu: readonly number[];
  readonly answers: readonly number[];
}

const PEER: Peer = {
  name: "lme4",
  commands: RSCRIPT,
  probe: ["-e", "library(lme4)"],
  script: "bench/peers/inference_calls.R",
};
/** Seconds for reading, fitting and the call together. */
const PATIENCE = 300;

/** Runs R on a job. */
export function timePeer(job: InferenceJob): InferencePeer {
  const folder = mkdtempSync(join(tmpdir(), "inference-"));
  try {
    const data = dataOf(job);
    const csv = "csv" in data ? data.csv : join(folder, "data.csv");
    if ("columns" in data) writeFileSync(csv, csvOf(data.columns));
    const { call, peer, formula, factors, peerReplicates: replicates = null } = job;
    const file = join(folder, "job.json");
    writeFileSync(file, JSON.stringify({ call, peer, formula, factors, csv, replicates }));
    const outcome = runPeerFor<InferenceTimes>(PATIENCE, PEER, [file]);
    return "printed" in outcome ? outcome.printed : outcome;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function csvOf(columns: NumericColumns): string {
  const all = Object.values(columns);
  const lines = Array.from(all[0]!, (_, i) => all.map((column) => column[i]).join(","));
  return `${Object.keys(columns).join(",")}\n${lines.join("\n")}\n`;
}
