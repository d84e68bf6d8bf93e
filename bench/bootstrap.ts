// 1,000 replicates of the parametric bootstrap beside lme4's bootMer in the same run: five small models, each fitted once
// before. Ours is the median of five runs after two; theirs is one run, which takes seconds. Ratios are theirs divided by
// ours: `node tools/run.mjs bench/bootstrap.ts`.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { loadavg } from "node:os";
import { readCsv } from "@mixedlm/design";
import { bootstrap, lmm } from "mixedlm";
import { median } from "./median.ts";
import { ONE_THREAD, RSCRIPT } from "./peers.ts";
import { machineLine, milliseconds, table } from "./report.ts";

const MODELS = [
  ["dyestuff", "Yield ~ 1 + (1 | Batch)"],
  ["sleepstudy", "Reaction ~ Days + (Days | Subject)"],
  ["penicillin", "diameter ~ 1 + (1 | plate) + (1 | sample)"],
  ["pastes", "strength ~ 1 + (1 | batch/cask)"],
  ["dietox", "Weight ~ Time + (Time | Pig)"],
] as const;
const REPLICATES = 1000;
const SCRIPT = "bench/peers/lme4_bootstrap.R";

console.log(`${machineLine()}, load ${loadavg()[0]!.toFixed(2)} before the run\n`);
const rows = MODELS.map(([dataset, formula]) => {
  const ours = ourTime(dataset, formula);
  const theirs = theirTime(dataset, formula);
  const [time, ratio] = theirs === null ? ["-", "-"] : [milliseconds(theirs), (theirs / ours).toFixed(0)];
  return [`${dataset}: ${formula}`, milliseconds(ours), time, ratio];
});
console.log(table([`${REPLICATES} replicates, ms`, "ours", "bootMer", "ratio"], rows));

/** Milliseconds of all replicates, fit not included. */
function ourTime(dataset: string, formula: string): number {
  const fit = lmm(formula as string, readCsv(readFileSync(`fixtures/${dataset}/data.csv`, "utf8")));
  const times: number[] = [];
  for (let run = 0; run < 7; run++) {
    const start = performance.now();
    bootstrap(fit, { replicates: REPLICATES, seed: run });
    if (run >= 2) times.push(performance.now() - start);
  }
  return median(times);
}

/** The same for lme4; null where it is not installed. */
function theirTime(dataset: string, formula: string): number | null {
  for (const command of RSCRIPT) {
    const given = ["--vanilla", SCRIPT, `fixtures/${dataset}/data.csv`, formula, String(REPLICATES)];
    const { status, stdout } = spawnSync(command, given, { env: ONE_THREAD, encoding: "utf8" });
    if (status === 0) return 1000 * Number(stdout);
  }
  return null;
}
