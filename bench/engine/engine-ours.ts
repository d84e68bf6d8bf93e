// Our own calls on the jobs of the engine's bench. Each job has a process of its own, so that its largest size is its own
// and what one job leaves behind helps no other: the program starts itself again as `--job FILE DOOR`.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { buildDesign, type TableLike } from "@mixedlm/design";
import { parseMixedFormula } from "@mixedlm/formula";
import { accumulate } from "@mixedlm/moments";
import { mixedlm } from "@mixedlm/smf";
import { fitMoments, lmm } from "mixedlm";
import { freshBlanks, type Job, withFreshText } from "../measuring/jobs.ts";
import { median } from "../measuring/median.ts";
import { collectGarbage, forgetPeak, peak } from "../measuring/memory.ts";
import { type DataFiles, readData } from "./engine-data.ts";
import type { EngineJob } from "./engine-jobs.ts";
import type { Measurement } from "./engine-peers.ts";

/** How calls are repeated, by us and by the peers. */
export interface Repeats {
  /** Calls go on for so many seconds, and are at least so many. */
  readonly seconds: number;
  readonly least: number;
  /** A first call that takes more seconds than this is the measurement; otherwise it warms up. */
  readonly patience: number;
}

/** What stands in a job's file. */
export interface JobFile extends EngineJob {
  readonly files: DataFiles;
  readonly repeats: Repeats;
}

/** Our ways in: lme4's formula, or statsmodels' names where it has the model. */
export type Door = "lmm" | "smf";

/** Where the time of a call goes: medians in milliseconds, by the job's clock. */
export interface Stages {
  readonly formula: number;
  readonly design: number;
  readonly moments: number;
  readonly fit: number;
}

/** What one of our ways in took. */
export interface OurMeasurement extends Measurement {
  readonly rows: number;
  /** The first call of the process, milliseconds. */
  readonly firstCall: number;
  /** Bytes a row by which the process was at its largest beyond the table, in its first call. */
  readonly abovePerRow: number;
  /** Of `lmm` only. */
  readonly stages: Stages | null;
}

/** Measures the job in a file in a fresh process, or tells how that failed. */
export function measureOurs(jobFile: string, door: Door): OurMeasurement | { readonly failed: string } {
  const flags = ["--expose-gc", process.argv[1]!, "--job", jobFile, door];
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, flags, { encoding: "utf8" });
  if (status === 0) return JSON.parse(stdout) as OurMeasurement;
  const reason = stderr.split("\n").find((line) => /^\S*Error/.test(line)) ?? stderr.trim();
  return { failed: `ended with ${signal ?? `status ${status}`}: ${reason}` };
}

/** Runs the job of a file and returns what was measured: what the program does under `--job`. */
export function runOurs(jobFile: string, door: Door): OurMeasurement {
  const job = JSON.parse(readFileSync(jobFile, "utf8")) as JobFile;
  const table = readData(job.files);
  const call = door === "lmm" ? callLmm(job, table) : callSmf(job, table);
  collectGarbage();
  const before = process.memoryUsage.rss();
  forgetPeak();
  const start = now();
  const { rows, ...result } = call();
  const first = since(start);
  const largest = peak();
  const runs = repeated(call, first, job.repeats);
  return {
    engine: `mixedlm, ${door}`,
    wall: runs.map((run) => run.wall),
    cpu: runs.map((run) => run.cpu),
    ...result,
    peak: largest,
    rows,
    firstCall: first.wall,
    abovePerRow: (largest - before) / rows,
    stages: door === "lmm" ? timeStages(job, table, first) : null,
  };
}

interface CallResult extends Pick<Measurement, "evaluations" | "objective" | "converged"> {
  readonly rows: number;
}

function callLmm({ formula }: EngineJob, table: TableLike): () => CallResult {
  return () => {
    const { n, objective, stdError, status, optimization } = lmm(formula + freshBlanks(), table, {});
    const converged = status.kind !== "not-converged" && stdError.every(Number.isFinite);
    return { rows: n, objective, converged, evaluations: optimization.evaluations };
  };
}

function callSmf({ name, statsmodels }: EngineJob, table: TableLike): () => CallResult {
  if ("not" in statsmodels) throw new Error(`\`${name}\` is not a model of statsmodels`);
  const { formula, groups, re_formula = null, vc_formula = null } = statsmodels;
  const job: Job = { name, formula, groups, re_formula, vc_formula, table };
  return () => {
    const fresh = withFreshText(job);
    const options = { re_formula: fresh.re_formula, vc_formula: fresh.vc_formula };
    const { nobs: rows, llf, converged } = mixedlm(fresh.formula, table, groups, options).fit();
    return { rows, objective: -2 * llf, converged, evaluations: null };
  };
}

function timeStages({ formula, clock, repeats }: JobFile, table: TableLike, first: Times): Stages {
  const once = (): number[] => {
    const times = [now()];
    const terms = parseMixedFormula(formula + freshBlanks());
    times.push(now());
    const design = buildDesign(terms, table);
    times.push(now());
    const moments = accumulate(design, table);
    times.push(now());
    fitMoments(moments);
    times.push(now());
    return times.slice(1).map((time, stage) => time[clock] - times[stage]![clock]);
  };
  const runs: number[][] = [];
  const isLong = first.wall > 1e3 * repeats.patience;
  const end = performance.now() + (isLong ? 0 : 1e3 * repeats.seconds);
  while (runs.length < (isLong ? 1 : repeats.least) || performance.now() < end) runs.push(once());
  const of = (stage: number): number => median(runs.map((run) => run[stage]!));
  return { formula: of(0), design: of(1), moments: of(2), fit: of(3) };
}

interface Times {
  readonly wall: number;
  readonly cpu: number;
}

/**
 * Milliseconds of CPU time for which a short job is called before its clock counts. A peer is compiled when it starts; here
 * that happens while it runs, and takes some thousand calls of a small model.
 */
const WARM_UP = 5000;

function repeated(work: () => unknown, first: Times, { seconds, least, patience }: Repeats): Times[] {
  if (first.wall > 1e3 * patience) return [first];
  const warm = now().cpu + WARM_UP;
  while (now().cpu < warm) work();
  const runs: Times[] = [];
  const end = performance.now() + 1e3 * seconds;
  while (runs.length < least || performance.now() < end) {
    const start = now();
    work();
    runs.push(since(start));
  }
  return runs;
}

/** Clocks in milliseconds. CPU time holds that of the threads that compile and collect garbage as well. */
function now(): Times {
  const { user, system } = process.cpuUsage();
  return { wall: performance.now(), cpu: (user + system) / 1e3 };
}

function since(start: Times): Times {
  const end = now();
  return { wall: end.wall - start.wall, cpu: end.cpu - start.cpu };
}
