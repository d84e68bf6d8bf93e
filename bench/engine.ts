// The engine beside lme4 and statsmodels, from small sets to ten million rows: `pnpm bench:engine`. Every job runs in a
// process of its own, ours and theirs on the same numbers. `--long` runs lme4 where it takes minutes as well, `--ours` runs
// no peer, `--only NAME` the jobs whose names begin so, `--cpu` divides CPU times throughout, for a machine that has other
// things to do. Only a whole run is kept.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { timeColdStart } from "./engine/engine-cold.ts";
import { prepareData, writeSimulation } from "./engine/engine-data.ts";
import { ENGINE_JOBS, type EngineJob } from "./engine/engine-jobs.ts";
import { type Door, type JobFile, measureOurs, type Repeats, runOurs } from "./engine/engine-ours.ts";
import { measurePeer, type PeerResult } from "./engine/engine-peers.ts";
import {
  agreementTable,
  coldLine,
  growthTable,
  memoryTable,
  ratioTable,
  remarks,
  stageTable,
  writeRecord,
} from "./engine/engine-report.ts";
import { type JobResult, NOT_ASKED, type OurResult } from "./engine/engine-results.ts";
import { machineLine } from "./measuring/machine.ts";

const REPEATS: Repeats = { seconds: 2, least: 5, patience: 10 };

const [flag, first = "", second = ""] = process.argv.slice(2);
if (flag === "--simulate") console.log(JSON.stringify(writeSimulation(JSON.parse(first), second)));
else if (flag === "--job") console.log(JSON.stringify(runOurs(first, second as Door)));
else compare();

interface Choice {
  readonly long: boolean;
  readonly ours: boolean;
  readonly cpu: boolean;
  readonly only?: string | undefined;
}

function compare(): void {
  const { values: choice } = parseArgs({
    options: {
      long: { type: "boolean", default: false },
      ours: { type: "boolean", default: false },
      cpu: { type: "boolean", default: false },
      only: { type: "string" },
    },
  });
  const jobs = ENGINE_JOBS.filter(({ name }) => name.startsWith(choice.only ?? ""));
  if (jobs.length === 0) throw new Error(`no job begins with \`${choice.only}\``);
  console.log(`${machineLine()}\n`);
  const results = jobs.map((job) => {
    console.log(job.name);
    return runJob(choice.cpu ? { ...job, clock: "cpu" } : job, choice);
  });
  const cold = timeColdStart();
  const tables = [ratioTable, agreementTable, stageTable, memoryTable, growthTable, remarks];
  const texts = [...tables.map((make) => make(results)), coldLine(cold)].filter((text) => text !== "");
  console.log(`\n${texts.join("\n\n")}`);
  const isWhole = choice.only === undefined && !choice.ours;
  if (isWhole) console.log(`\nwritten: ${writeRecord(results, cold)}`);
}

/** One job by everyone who can; its files are gone afterwards. */
function runJob(job: EngineJob, choice: Choice): JobResult {
  const folder = mkdtempSync(join(tmpdir(), "mixedlm-bench-"));
  try {
    const files = prepareData(job, folder);
    if ("missing" in files) return withoutData(job, files.missing);
    const jobFile = join(folder, "job.json");
    writeFileSync(jobFile, JSON.stringify({ ...job, files, repeats: REPEATS } satisfies JobFile));
    return {
      job,
      lmm: measureOurs(jobFile, "lmm"),
      smf: "not" in job.statsmodels || job.isOursOnly ? skip(NOT_ASKED) : measureOurs(jobFile, "smf"),
      peers: { lme4: lme4On(job, jobFile, choice), statsmodels: statsmodelsOn(job, jobFile, choice) },
      load: loadavg()[0]!,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function lme4On(job: EngineJob, jobFile: string, { long, ours }: Choice): PeerResult {
  if (ours || job.isOursOnly) return skip(NOT_ASKED);
  if (job.isLong && !long) return skip("takes minutes, and is run with --long");
  return measurePeer("lme4", jobFile);
}

function statsmodelsOn(job: EngineJob, jobFile: string, { ours }: Choice): PeerResult {
  if (ours || job.isOursOnly) return skip(NOT_ASKED);
  return "not" in job.statsmodels ? skip(job.statsmodels.not) : measurePeer("statsmodels", jobFile);
}

function withoutData(job: EngineJob, reason: string): JobResult {
  const none: OurResult & PeerResult = skip(reason);
  return { job, lmm: none, smf: none, peers: { lme4: none, statsmodels: none }, load: loadavg()[0]! };
}

function skip(skipped: string): { readonly skipped: string } {
  return { skipped };
}
