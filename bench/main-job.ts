// The main job timed as a user meets it, beside statsmodels and lme4 on the same machine: `pnpm bench`.
// Figures are warm medians; first calls in a fresh process are 10 to 100 times slower and are not shown here.
import { readJobs } from "./jobs.ts";
import { type OurTimes, timeOurs } from "./ours.ts";
import { timePeers } from "./peers.ts";
import { machineLine, ratioTable, stageTable, writeRecord } from "./report.ts";

const jobs = readJobs();
const ours = new Map<string, OurTimes>();
for (const job of jobs) ours.set(job.name, await timeOurs(job));
const peers = timePeers(jobs.map(({ name }) => name));
const times = { ours, peers };

console.log(`${machineLine()}\n`);
console.log(`${ratioTable(times)}\n`);
for (const outcome of peers.values()) if ("skipped" in outcome) console.log(`skipped: ${outcome.skipped}\n`);
console.log(`${stageTable(times)}\n`);
console.log(`written: ${writeRecord(times, new Date().toISOString().slice(0, 10))}`);
