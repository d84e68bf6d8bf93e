// The main job timed as a user meets it, beside statsmodels and lme4 on the same machine: `pnpm bench`.
// Comparisons are of warm medians; what a first call in a fresh process takes stands in a table of its own.
import { type ColdTimes, timeCold, timeFirstCall } from "./main-job/cold.ts";
import { type OurTimes, timeOurs } from "./main-job/ours.ts";
import { timePeers } from "./main-job/peers.ts";
import { coldTable, ratioTable, stageTable, writeRecord } from "./main-job/report.ts";
import { readJob, readJobs } from "./measuring/jobs.ts";
import { machineLine } from "./measuring/machine.ts";

const [flag, name = ""] = process.argv.slice(2);
if (flag === "--cold") console.log(timeFirstCall(readJob(name)));
else await compare();

async function compare(): Promise<void> {
  const jobs = readJobs();
  const names = jobs.map((job) => job.name);
  const ours = new Map<string, OurTimes>();
  for (const job of jobs) ours.set(job.name, await timeOurs(job));
  const cold = new Map<string, ColdTimes>(names.map((job) => [job, timeCold(job)]));
  const peers = timePeers(names);
  const times = { ours, cold, peers };

  console.log(`${machineLine()}\n`);
  console.log(`${ratioTable(times)}\n`);
  for (const outcome of peers.values()) if ("skipped" in outcome) console.log(`skipped: ${outcome.skipped}\n`);
  console.log(`${stageTable(times)}\n`);
  console.log(`${coldTable(times)}\n`);
  console.log(`written: ${writeRecord(times)}`);
}
