// The smf package beside statsmodels in the same run: eight small models made, fitted and printed, and calls on the results
// of one: `pnpm bench:smf`. Figures are warm medians on one thread; ratios are theirs divided by ours.
import { loadavg } from "node:os";
import { machineLine } from "./measuring/machine.ts";
import { milliseconds, textTable } from "./measuring/text-table.ts";
import { writeResult } from "./measuring/write-result.ts";
import { ASKED, MODELS, readModels } from "./smf/smf-jobs.ts";
import { timeCalls, timeModel } from "./smf/smf-ours.ts";
import { type StatsmodelsOutcome, timeStatsmodels } from "./smf/smf-peer.ts";

const jobs = readModels();
const load = loadavg()[0]!;
const models = new Map(jobs.map((job) => [job.name, timeModel(job)]));
const calls = timeCalls(jobs);
const peer = timeStatsmodels(MODELS, ASKED, [...calls.keys()]);

console.log(`${machineLine()}, load ${load.toFixed(2)} before the run\n`);
console.log(`${modelTable(peer)}\n`);
console.log(`${callTable(peer)}\n`);
if ("skipped" in peer) console.log(`skipped: ${peer.skipped}\n`);
console.log(`written: ${writeRecord(peer)}`);

/** The whole call beside theirs, and our parts. */
function modelTable(outcome: StatsmodelsOutcome): string {
  const header = ["model, fit, summary; ms", "ours", "statsmodels", "ratio", "our model", "fit", "summary"];
  const rows = [...models].map(([name, own]) => {
    const theirs = "models" in outcome ? outcome.models[name] : undefined;
    const parts = [own.model, own.fit, own.summary].map(milliseconds);
    return [name, ...compared(own.call, theirs?.call, theirs?.converged === false), ...parts];
  });
  const isStarred = rows.some((row) => row[2]!.endsWith("*"));
  return textTable(header, rows) + (isStarred ? "\n* says itself that it did not converge" : "");
}

function callTable(outcome: StatsmodelsOutcome): string {
  const rows = [...calls].map(([name, own]) => [
    name,
    ...compared(own, "calls" in outcome ? outcome.calls[name] : undefined, false),
  ]);
  return textTable([`${ASKED}, ms`, "ours", "statsmodels", "ratio"], rows);
}

/** Our time, theirs, and how many times as long that is. */
function compared(own: number, theirs: number | undefined, isStarred: boolean): string[] {
  if (theirs === undefined) return [milliseconds(own), "", ""];
  const ratio = theirs / own;
  return [
    milliseconds(own),
    milliseconds(theirs) + (isStarred ? "*" : ""),
    ratio >= 100 ? ratio.toFixed(0) : ratio.toPrecision(3),
  ];
}

/** Writes `bench/results/smf-<date>.json`. */
function writeRecord(outcome: StatsmodelsOutcome): string {
  const what =
    "medians in milliseconds, warm, one thread; call is model, fit and printed summary; load that of the minute before";
  const ours = { models: Object.fromEntries(models), calls: Object.fromEntries(calls) };
  return writeResult("smf", what, { load, ours, statsmodels: outcome });
}
