// Times -> the tables on the screen, and the record that is kept in bench/results.
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import type { ColdTimes } from "./cold.ts";
import { median } from "./median.ts";
import type { OurTimes } from "./ours.ts";
import type { PeerOutcome, PeerTimes } from "./peers.ts";

/** Everything that was timed. */
export interface Times {
  readonly ours: ReadonlyMap<string, OurTimes>;
  readonly cold: ReadonlyMap<string, ColdTimes>;
  readonly peers: ReadonlyMap<string, PeerOutcome>;
}

const STAGES = ["formula", "design", "moments", "fit", "path", "summary"] as const;

/** The machine as one line: processor, cores, Node. */
export function machineLine(): string {
  const all = cpus();
  return `${all[0]?.model.trim() ?? "unknown processor"}, ${all.length} cores, Node ${process.versions.node}`;
}

/** The comparison with the peers: medians of the whole call in milliseconds, and theirs divided by ours. */
export function ratioTable({ ours, peers }: Times): string {
  const present = [...peers].flatMap(([name, outcome]) =>
    "record" in outcome ? [{ name, jobs: new Map(Object.entries(outcome.record.jobs)) }] : [],
  );
  const header = ["mixedlm(...).fit(), ms", "ours", ...present.flatMap(({ name }) => [name, "ratio"])];
  const rows = [...ours].map(([job, { call }]) => {
    const theirs = present.flatMap(({ jobs }) => {
      const times = jobs.get(job);
      if (times === undefined) return ["", ""];
      const remark = times.converged ? "" : "*";
      return [milliseconds(median(times.fit)) + remark, `${(median(times.fit) / call).toPrecision(3)}`];
    });
    return [job, milliseconds(call), ...theirs];
  });
  const isStarred = rows.some((row) => row.some((cell) => cell.endsWith("*")));
  return table(header, rows) + (isStarred ? "\n* says itself that it did not converge" : "");
}

/** Our stages: medians in milliseconds. */
export function stageTable({ ours }: Times): string {
  const rows = [...ours].map(([job, times]) => [job, ...STAGES.map((stage) => milliseconds(times[stage]))]);
  return table(["stages, ms", ...STAGES], rows);
}

/** First calls in fresh processes: medians in milliseconds. */
export function coldTable({ cold }: Times): string {
  const rows = [...cold].map(([job, { firstCall, process }]) => [job, milliseconds(firstCall), milliseconds(process)]);
  return table(["fresh process, ms", "first call", "whole process"], rows);
}

/** Writes `bench/results/<date>.json`. */
export function writeRecord({ ours, cold, peers }: Times, date: string): string {
  const record = {
    date,
    machine: machineLine(),
    what: "medians in milliseconds, warm, one thread; call is mixedlm(...).fit() or lmer(...) without the summary",
    ours: Object.fromEntries(ours),
    cold: Object.fromEntries(cold),
    peers: Object.fromEntries(
      [...peers].map(([name, outcome]) => [name, "record" in outcome ? medians(outcome.record) : outcome]),
    ),
  };
  mkdirSync("bench/results", { recursive: true });
  const path = `bench/results/${date}.json`;
  writeFileSync(path, `${JSON.stringify(record, null, 2)}\n`);
  return path;
}

function medians({ engine, jobs }: { engine: string; jobs: Readonly<Record<string, PeerTimes>> }) {
  const each = ([job, { fit, summary, logLik, converged }]: [string, PeerTimes]) => [
    job,
    { call: median(fit), summary: median(summary), repetitions: fit.length, logLik, converged },
  ];
  return { engine, jobs: Object.fromEntries(Object.entries(jobs).map(each)) };
}

/** A time as text: three digits. */
export function milliseconds(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** Text table with columns wide enough for their cells; the first flush left, the others right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, ...rows];
  const widths = header.map((_, j) => Math.max(...lines.map((line) => line[j]!.length)));
  const pad = (cell: string, j: number): string => (j === 0 ? cell.padEnd(widths[j]!) : cell.padStart(widths[j]!));
  return lines.map((line) => line.map(pad).join("  ").trimEnd()).join("\n");
}
