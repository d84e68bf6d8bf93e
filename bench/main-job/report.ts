// Times of the main job -> the tables on the screen, and the record that is kept in bench/results.

import { median } from "../measuring/median.ts";
import type { PeerOutcome } from "../measuring/run-peer.ts";
import { milliseconds, textTable } from "../measuring/text-table.ts";
import { writeResult } from "../measuring/write-result.ts";
import type { ColdTimes } from "./cold.ts";
import type { OurTimes } from "./ours.ts";
import type { PeerRecord, PeerTimes } from "./peers.ts";

/** Everything that was timed. */
export interface Times {
  readonly ours: ReadonlyMap<string, OurTimes>;
  readonly cold: ReadonlyMap<string, ColdTimes>;
  readonly peers: ReadonlyMap<string, PeerOutcome<PeerRecord>>;
}

const STAGES = ["formula", "design", "moments", "fit", "path", "summary"] as const;

/** The comparison with the peers: medians of the whole call in milliseconds, and theirs divided by ours. */
export function ratioTable({ ours, peers }: Times): string {
  const present = [...peers].flatMap(([name, outcome]) =>
    "printed" in outcome ? [{ name, jobs: new Map(Object.entries(outcome.printed.jobs)) }] : [],
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
  return textTable(header, rows) + (isStarred ? "\n* says itself that it did not converge" : "");
}

/** Our stages: medians in milliseconds. */
export function stageTable({ ours }: Times): string {
  const rows = [...ours].map(([job, times]) => [job, ...STAGES.map((stage) => milliseconds(times[stage]))]);
  return textTable(["stages, ms", ...STAGES], rows);
}

/** First calls in fresh processes: medians in milliseconds. */
export function coldTable({ cold }: Times): string {
  const rows = [...cold].map(([job, { firstCall, process }]) => [job, milliseconds(firstCall), milliseconds(process)]);
  return textTable(["fresh process, ms", "first call", "whole process"], rows);
}

/** Writes `bench/results/<date>.json`. */
export function writeRecord({ ours, cold, peers }: Times): string {
  const what = "medians in milliseconds, warm, one thread; call is mixedlm(...).fit() or lmer(...) without the summary";
  return writeResult(null, what, {
    ours: Object.fromEntries(ours),
    cold: Object.fromEntries(cold),
    peers: Object.fromEntries(
      [...peers].map(([name, outcome]) => [name, "printed" in outcome ? medians(outcome.printed) : outcome]),
    ),
  });
}

function medians({ engine, jobs }: PeerRecord) {
  const each = ([job, { fit, summary, logLik, converged }]: [string, PeerTimes]) => [
    job,
    { call: median(fit), summary: median(summary), repetitions: fit.length, logLik, converged },
  ];
  return { engine, jobs: Object.fromEntries(Object.entries(jobs).map(each)) };
}
