// From a table of a million rows to columns and moments: `pnpm bench:design`. Beside it what patsy with pandas, statsmodels
// and lme4 take to make the matrices of the same model, which is as far as they go before they fit.
import { loadavg } from "node:os";
import { type DesignCost, type DesignJob, KINDS, MODELS, measure, ORDERS, runJob, SIZE } from "./design/design-job.ts";
import { type DesignPeer, timeDesignPeers } from "./design/design-peers.ts";
import { machineLine } from "./measuring/machine.ts";
import { milliseconds, textTable } from "./measuring/text-table.ts";
import { writeResult } from "./measuring/write-result.ts";

const WHAT = {
  model: "y ~ x + a, random intercept (and slope of x); a has 4 levels, labels are texts",
  size: SIZE,
  times: "medians in milliseconds, warm, one thread, the table's columns converted each time",
  load: "processes that wanted a processor in the minute before the end of the job, its own included",
  peak: "bytes a row: largest resident size of a fresh process in its first call (VmHWM after clear_refs) less its size with the table alone",
  result: "bytes a row of the groups' moments, which are part of the peak",
};

const [flag, job = "", what = ""] = process.argv.slice(2);
if (flag === "--job") runJob(job, what);
else compare();

function compare(): void {
  const models = Object.keys(MODELS) as DesignJob["model"][];
  const jobs = KINDS.flatMap((kind) => ORDERS.flatMap((order) => models.map((model) => ({ kind, order, model }))));
  const ours = jobs.map((job) => ({ ...job, ...measure(job), load: loadavg()[0]! }));
  const peers = timeDesignPeers(SIZE.rows, SIZE.groups);
  console.log(`${machineLine()}; ${SIZE.rows} rows, ${SIZE.groups} groups\n`);
  console.log(`${costTable(ours)}\n`);
  console.log(peerTable(peers, ours));
  console.log(`\nwritten: ${writeResult("design", WHAT, { ours, peers })}`);
}

function costTable(ours: readonly (DesignJob & DesignCost)[]): string {
  const rows = ours.map(({ kind, order, model, design, moments, peak, result }) => [
    `${kind}, ${order}, ${model}`,
    ...[design, moments, design + moments].map(milliseconds),
    ...[peak, result].map((bytes) => bytes.toFixed(1)),
  ]);
  return textTable(["", "design, ms", "moments, ms", "both, ms", "peak, bytes a row", "of which result"], rows);
}

/** Peers read a shuffled table of doubles and texts, as our typed arrays are; ratios are to our design and moments. */
function peerTable(peers: readonly DesignPeer[], ours: readonly (DesignJob & DesignCost)[]): string {
  const rows = peers.flatMap((peer) => {
    if ("skipped" in peer) return [[`skipped: ${peer.skipped}`]];
    return Object.entries(peer.milliseconds).map(([what, time]) => {
      const model = what.endsWith("slope") ? "slope" : "intercept";
      const own = ours.find((job) => job.kind === "typed arrays" && job.order === "shuffled" && job.model === model)!;
      return [`${peer.engine}: ${what}`, milliseconds(time), (time / (own.design + own.moments)).toPrecision(3)];
    });
  });
  return textTable(
    ["peers", "ms", "ratio"],
    rows.map(([name = "", time = "", ratio = ""]) => [name, time, ratio]),
  );
}
