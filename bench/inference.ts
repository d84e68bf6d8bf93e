// Inference beside R's packages in the same run: `pnpm bench:inference [part of a job's name]`. Each job is a call on a fit that
// was made before, ours and theirs, whose answers are compared. Ratios are theirs divided by ours, of processor time, which a
// busy machine changes least; of bootstraps, of one replicate.
import { loadavg } from "node:os";
import { type Fit, lmm } from "mixedlm";
import { dataOf, INFERENCE_JOBS, type InferenceJob } from "./inference/inference-jobs.ts";
import { type InferencePeer, timePeer } from "./inference/inference-peer.ts";
import { machineLine } from "./measuring/machine.ts";
import { median } from "./measuring/median.ts";
import { milliseconds, textTable } from "./measuring/text-table.ts";
import { writeResult } from "./measuring/write-result.ts";

/** One job by both. */
interface Result {
  readonly job: InferenceJob;
  readonly rows: number;
  /** Milliseconds of each call. */
  readonly wall: readonly number[];
  readonly cpu: readonly number[];
  readonly answers: readonly number[];
  readonly peer: InferencePeer;
  /** Largest relative difference of the answers; null where there is nothing to compare. */
  readonly difference: number | null;
}

/** Milliseconds of calls before the clock counts, and on it; and how many calls at least and at most. */
const [WARM_UP, ENOUGH, LEAST, MOST] = [500, 1000, 3, 300];

const wanted = process.argv.slice(2).join(" ");
const load = loadavg()[0]!;
const results: Result[] = [];
for (const job of INFERENCE_JOBS.filter(({ name }) => name.includes(wanted))) {
  const result = { ...timeOurs(job), peer: timePeer(job) };
  const difference = differenceOf(job, result.answers, result.peer);
  results.push({ job, ...result, difference });
  console.error(line(results[results.length - 1]!).join("  "));
}
console.log(`${machineLine()}, load ${load.toFixed(2)} before the run\n`);
console.log(
  textTable(["call on a fit, CPU ms", "rows", "ours", "theirs", "ratio", "by", "answers differ by"], results.map(line)),
);
console.log("\n* from fewer replicates; > seconds by the wall after which it was stopped, its fit included");
for (const { job, peer } of results) if ("skipped" in peer) console.log(`\n${job.name}: skipped: ${peer.skipped}`);
if (wanted === "") console.log(`\nwritten: ${writeRecord()}`);
const wrong = results.filter(({ job, difference }) => difference !== null && !(difference <= job.tolerance));
if (wrong.length > 0) throw new Error(`answers differ: ${wrong.map(({ job }) => job.name).join(", ")}`);

/** Repeats the call, each time on a fit that nobody has asked before; fits are made off the clock. */
function timeOurs(job: InferenceJob): Pick<Result, "rows" | "wall" | "cpu" | "answers"> {
  const data = dataOf(job);
  const fitted = (): Fit => lmm(job.formula, "table" in data ? data.table : data.columns);
  const once = (fit: Fit): { answers: readonly number[]; wall: number; cpu: number } => {
    const start = performance.now();
    const startCpu = process.cpuUsage();
    const answers = job.work(fit);
    const { user, system } = process.cpuUsage(startCpu);
    return { answers, wall: performance.now() - start, cpu: (user + system) / 1000 };
  };
  const first = fitted();
  let answers: readonly number[] = [];
  let spent = once(first).wall; // warms up
  while (spent < WARM_UP) spent += once(fitted()).wall + 1;
  const [wall, cpu]: [number[], number[]] = [[], []];
  spent = 0;
  while (wall.length < LEAST || (spent < ENOUGH && wall.length < MOST)) {
    const own = once(fitted());
    answers = own.answers;
    wall.push(own.wall);
    cpu.push(own.cpu);
    spent += own.wall;
  }
  return { rows: first.n, wall, cpu, answers };
}

function differenceOf({ tolerance }: InferenceJob, ours: readonly number[], peer: InferencePeer): number | null {
  if (!("answers" in peer) || tolerance === Number.POSITIVE_INFINITY) return null;
  if (ours.length !== peer.answers.length) return Number.POSITIVE_INFINITY;
  return Math.max(...ours.map((own, i) => Math.abs(own - peer.answers[i]!) / Math.abs(peer.answers[i]!)));
}

function line({ job, rows, cpu, peer, difference }: Result): string[] {
  const { replicates = 1, peerReplicates = 1 } = job;
  const ours = median(cpu);
  const scale = replicates / peerReplicates;
  const own = [job.name, rows.toLocaleString("en"), milliseconds(ours)];
  if ("skipped" in peer) return [...own, "", "", "", ""];
  const theirs = "stopped" in peer ? 1000 * peer.stopped : median(peer.cpu);
  const bound = "stopped" in peer ? "> " : "";
  const ratio = (theirs * scale) / ours;
  return [
    ...own,
    `${bound}${milliseconds(theirs * ("stopped" in peer ? 1 : scale))}${scale === 1 ? "" : `*`}`,
    bound + (ratio >= 100 ? ratio.toFixed(0) : ratio.toPrecision(3)),
    "engine" in peer ? peer.engine : job.peer,
    difference === null ? "" : difference.toExponential(0),
  ];
}

/** Writes `bench/results/inference-<date>.json`. */
function writeRecord(): string {
  const what =
    "medians in milliseconds of a call on a fit that was made before, one thread; peers are warm where a call takes less than 3 s, else one call; `stopped`: seconds after which the peer was stopped, its fit included; load that of the minute before";
  const jobs = results.map(({ job, rows, wall, cpu, peer, difference }) => ({
    name: job.name,
    call: job.call,
    formula: job.formula,
    rows,
    ours: { wall: median(wall), cpu: median(cpu), repetitions: wall.length, replicates: job.replicates ?? null },
    peer:
      "wall" in peer
        ? {
            engine: peer.engine,
            wall: median(peer.wall),
            cpu: median(peer.cpu),
            repetitions: peer.wall.length,
            replicates: job.peerReplicates ?? null,
          }
        : { engine: job.peer, ...peer },
    difference,
  }));
  return writeResult("inference", what, { load, jobs });
}
