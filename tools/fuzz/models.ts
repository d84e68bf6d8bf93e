// Fits random models and holds every number of them against the definition: `pnpm fuzz:models [models] [seed] [first]`.
// Prints what came of them, writes it to `results/models.json` when it was asked for the whole run, and exits with 1
// where a model broke a rule; `pnpm fuzz:models 1 SEED INDEX` does one model again.
import { writeFileSync } from "node:fs";
import { inspect } from "node:util";
import { checkModel, type ModelCheck, modelOf } from "./check-model.ts";

const [count, seed, first] = process.argv.slice(2, 5).concat("", "", "");
const models = Number(count || "10000");
const started = performance.now();
const outcomes = new Map<string, number>();
const worst = new Map<string, { value: number; index: number }>();
let [broken, compared, slowest] = [0, 0, { seconds: 0, index: 0 }];
for (let index = Number(first || "0"); index < Number(first || "0") + models; index++) {
  const model = modelOf(seed || "1", index);
  const check = checkModel(model, index);
  note(check, index);
  if (models === 1) console.log(inspect({ ...check, table: model.table }, { maxArrayLength: null, depth: 4 }));
  for (const problem of check.problems) console.error(`${index}: ${model.describe()}: ${problem}`);
  broken += check.problems.length > 0 ? 1 : 0;
}
const seconds = Math.round((performance.now() - started) / 1000);
const record = {
  date: new Date().toISOString().slice(0, 10),
  models,
  seed: seed || "1",
  seconds,
  slowest,
  broken,
  outcomes: Object.fromEntries([...outcomes].sort(([a], [b]) => (a < b ? -1 : 1))),
  compared,
  worst: Object.fromEntries(worst),
};
console.log(JSON.stringify(record, null, 2));
if (models >= 10_000) writeFileSync("tools/fuzz/results/models.json", `${JSON.stringify(record, null, 2)}\n`);
process.exit(broken > 0 ? 1 : 0);

function note({ outcome, deviations, isPrecise, seconds: own }: ModelCheck, index: number): void {
  for (const name of outcome) outcomes.set(name, (outcomes.get(name) ?? 0) + 1);
  if (own > slowest.seconds) slowest = { seconds: own, index };
  if (!isPrecise) return;
  compared += 1;
  for (const [name, value] of Object.entries(deviations))
    if (!(value <= (worst.get(name)?.value ?? -1))) worst.set(name, { value, index });
}
