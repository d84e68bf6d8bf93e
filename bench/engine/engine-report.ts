// Measurements of the engine -> the tables on the screen, and the record that is kept in bench/results.

import { median } from "../measuring/median.ts";
import { milliseconds, textTable } from "../measuring/text-table.ts";
import { writeResult } from "../measuring/write-result.ts";
import { COLD_TARGET, type ColdStart } from "./engine-cold.ts";
import { GROWTH } from "./engine-jobs.ts";
import type { OurMeasurement } from "./engine-ours.ts";
import type { Measurement, PeerResult } from "./engine-peers.ts";
import {
  agreementsOf,
  isMeasured,
  type JobResult,
  NOT_ASKED,
  type OurResult,
  type Ratio,
  ratiosOf,
} from "./engine-results.ts";

/** Times of the peers divided by ours, with what is asked of them. */
export function ratioTable(results: readonly JobResult[]): string {
  const header = ["full call, ms", "ours", "", "peer", "", "clock", "ratio", "least", "aim", ""];
  const ratios = results.flatMap(ratiosOf);
  const rows = ratios.map((one) => [
    one.job,
    one.ours,
    milliseconds(one.ourTime),
    one.peer,
    bound(one) + milliseconds(one.peerTime) + (one.peerConverged || one.isBound ? "" : "*"),
    one.clock,
    bound(one) + digits(one.ratio),
    one.target === null ? "" : `${one.target.least}`,
    `${one.target?.aim ?? ""}`,
    one.verdict,
  ]);
  const isStarred = ratios.some(({ peerConverged, isBound }) => !peerConverged && !isBound);
  return tableOf(header, rows) + (isStarred ? "\n* says itself that it did not converge" : "");
}

function bound({ isBound }: Ratio): string {
  return isBound ? "> " : "";
}

/** Our criterion beside the peers'. */
export function agreementTable(results: readonly JobResult[]): string {
  const header = ["-2 log L (REML)", "ours", "peer", "theirs - ours", "evaluations", "theirs", ""];
  const rows = results.flatMap(agreementsOf).map(({ job, ours, peer, excess, evaluations, isAsLow }) => {
    const [own, theirs] = evaluations.map((count) => `${count ?? ""}`);
    return [job, ours.toPrecision(15), peer, excess.toExponential(1), own!, theirs!, isAsLow ? "ok" : "WORSE"];
  });
  return tableOf(header, rows);
}

/** Where the time of our calls goes, and what the first call of a process takes. */
export function stageTable(results: readonly JobResult[]): string {
  const header = [
    "lmm, ms",
    "formula",
    "design",
    "moments",
    "fit",
    "call",
    "first call, wall",
    "evaluations",
    "-2 log L",
  ];
  const rows = ownOf(results).map(({ name, own, result }) => {
    const { formula, design, moments, fit } = own.stages!;
    const times = [formula, design, moments, fit, median(own[result.job.clock]), own.firstCall].map(milliseconds);
    return [name, ...times, `${own.evaluations}`, own.objective.toPrecision(12)];
  });
  return tableOf(header, rows);
}

/** Largest sizes of processes in their first call, the table included. */
export function memoryTable(results: readonly JobResult[]): string {
  const header = ["resident, MB", "ours", "at most", "", "beyond the table, bytes a row", "lme4", "statsmodels"];
  const rows = ownOf(results).map(({ name, own, result }) => {
    const limit = result.job.memory;
    const size = own.peak! / 1e6;
    const verdict = limit === undefined ? "" : size <= limit ? "met" : "MISSED";
    const theirs = [result.peers.lme4, result.peers.statsmodels].map((peer) =>
      "measured" in peer && peer.measured.peak !== null ? (peer.measured.peak / 1e6).toFixed(0) : "",
    );
    const [asked, beyond] = [limit === undefined ? "" : `${limit}`, own.abovePerRow.toFixed(1)];
    return [name, size.toFixed(0), asked, verdict, beyond, ...theirs];
  });
  return tableOf(header, rows);
}

/** Ten times the rows in the same groups: what an evaluation costs must stay what it is. */
export function growthTable(results: readonly JobResult[]): string {
  const header = ["ten times the rows", "evaluations", "", "fit a evaluation, ms", "", "ratio", "call, CPU, ratio"];
  const own = new Map(ownOf(results).map((one) => [one.name, one.own]));
  const rows = GROWTH.flatMap(([small, large]) => {
    const pair = [own.get(small), own.get(large)];
    const [few, many] = pair;
    if (few === undefined || many === undefined) return [];
    const each = [few, many].map(({ stages, evaluations }) => stages!.fit / evaluations!);
    const counts = [few, many].map(({ evaluations }) => `${evaluations}`);
    const call = median(many.cpu) / median(few.cpu);
    return [[`${small} -> ${large}`, ...counts, ...each.map(milliseconds), digits(each[1]! / each[0]!), digits(call)]];
  });
  return tableOf(header, rows);
}

/** The first fit of a fresh process. */
export function coldLine(cold: ColdStart | { readonly failed: string }): string {
  if ("failed" in cold) return `first fit in a fresh process: ${cold.failed}`;
  const [empty, withFit, difference] = [cold.empty, cold.withFit, cold.difference].map(milliseconds);
  const verdict = cold.difference < COLD_TARGET ? "met" : "MISSED";
  return `first fit in a fresh process: ${withFit} ms, Node alone ${empty}, difference ${difference}; less than ${COLD_TARGET}: ${verdict}`;
}

/** Everything that has no figures, with the reason. */
export function remarks(results: readonly JobResult[]): string {
  const lines = results.flatMap(({ job, lmm, smf, peers }) =>
    Object.entries({ lmm, smf, ...peers }).flatMap(([name, result]) => {
      if ("failed" in result) return [`FAILED: ${job.name}, ${name}: ${result.failed}`];
      return "skipped" in result && result.skipped !== NOT_ASKED
        ? [`left out: ${job.name}, ${name}: ${result.skipped}`]
        : [];
    }),
  );
  return lines.join("\n");
}

const WHAT = {
  call: "REML, from a table in memory to estimates and standard errors; medians in milliseconds, warm, one thread",
  smf: "statsmodels' names, and the path of its optimiser",
  peak: "bytes: largest resident size of a process through its first call, the table included",
  abovePerRow: "bytes a row of that which are neither Node nor the table",
  load: "processes that wanted a processor in the minute before the end of the job, its own included",
};

/** Writes `bench/results/engine-<date>.json`. */
export function writeRecord(results: readonly JobResult[], cold: ColdStart | { readonly failed: string }): string {
  const jobs = Object.fromEntries(results.map((result) => [result.job.name, recordOf(result)]));
  return writeResult("engine", WHAT, { cold, jobs });
}

function recordOf(result: JobResult) {
  const { job, lmm, smf, peers, load } = result;
  const { formula, source, targets, clock, memory } = job;
  const ofPeer = (peer: PeerResult) => ("measured" in peer ? medians(peer.measured) : peer);
  const ofOurs = (own: OurResult) => (isMeasured(own) ? medians(own) : own);
  return {
    ...{ formula, source, targets, clock, memory, load },
    lmm: ofOurs(lmm),
    smf: ofOurs(smf),
    lme4: ofPeer(peers.lme4),
    statsmodels: ofPeer(peers.statsmodels),
    ratios: ratiosOf(result).map(({ ours, peer, ratio, isBound, verdict }) => ({
      ...{ ours, peer, ratio, isBound, verdict },
    })),
  };
}

function medians<M extends Measurement>({ wall, cpu, ...rest }: M) {
  return { wall: median(wall), cpu: median(cpu), repetitions: wall.length, ...rest };
}

function ownOf(results: readonly JobResult[]) {
  return results.flatMap((result): { name: string; own: OurMeasurement; result: JobResult }[] =>
    isMeasured(result.lmm) ? [{ name: result.job.name, own: result.lmm, result }] : [],
  );
}

/** No text when there is nothing to show. */
function tableOf(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? "" : textTable(header, rows);
}

function digits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
