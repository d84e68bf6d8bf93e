// R's packages on the jobs of the bench of inference: one script, which reads a job from a file and prints one JSON record, in
// a process of its own on one thread for each job. What takes too long is stopped, and said to have been.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dataOf, type InferenceJob } from "./inference-jobs.ts";
import { ONE_THREAD, RSCRIPT } from "./peers.ts";
import type { NumericColumns } from "./simulate.ts";

/** What R took for one job, or why there is no figure. */
export type InferencePeer =
  | {
      readonly engine: string;
      /** Milliseconds of each call. */
      readonly wall: readonly number[];
      readonly cpu: readonly number[];
      readonly answers: readonly number[];
    }
  | { readonly stopped: number }
  | { readonly skipped: string };

const SCRIPT = "bench/peers/inference_calls.R";
/** Seconds for reading, fitting and the call together. */
const PATIENCE = 300;

/** Runs R on a job. */
export function timePeer(job: InferenceJob): InferencePeer {
  const command = RSCRIPT.find((one) => spawnSync(one, ["-e", "library(lme4)"], { env: ONE_THREAD }).status === 0);
  if (command === undefined) return { skipped: `lme4 is not installed (tried ${RSCRIPT.join(", ")})` };
  const folder = mkdtempSync(join(tmpdir(), "inference-"));
  try {
    const data = dataOf(job);
    const csv = "csv" in data ? data.csv : join(folder, "data.csv");
    if ("columns" in data) writeFileSync(csv, csvOf(data.columns));
    const { call, peer, formula, factors, peerReplicates: replicates = null } = job;
    const file = join(folder, "job.json");
    writeFileSync(file, JSON.stringify({ call, peer, formula, factors, csv, replicates }));
    const options = { env: ONE_THREAD, encoding: "utf8", timeout: 1000 * PATIENCE } as const;
    const { status, signal, stdout, stderr } = spawnSync(command, ["--vanilla", SCRIPT, file], options);
    if (signal === "SIGTERM") return { stopped: PATIENCE };
    if (status !== 0) return { skipped: `${call} ended with ${signal ?? `status ${status}`}: ${stderr.trim()}` };
    return JSON.parse(stdout) as InferencePeer;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function csvOf(columns: NumericColumns): string {
  const all = Object.values(columns);
  const lines = Array.from(all[0]!, (_, i) => all.map((column) => column[i]).join(","));
  return `${Object.keys(columns).join(",")}\n${lines.join("\n")}\n`;
}
