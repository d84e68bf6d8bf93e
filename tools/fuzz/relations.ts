// Random models and what must hold between their fits: `pnpm fuzz:relations [models] [seed] [index]`; with an index one
// model alone. Prints how often each relation held, and exits with 1 where one is broken. A run of 2,000 models or more
// is recorded.
import { randomGenerator } from "@mixedlm/linalg";
import { type BrokenRelation, checkRelations } from "./check-relations.ts";
import { randomModel } from "./random-models.ts";
import { print, secondsSince, sorted, writeRecord } from "./record.ts";

const RECORDED = 2000;

const [count = RECORDED, seed = 1, index = -1] = process.argv.slice(2).map(Number);
const tally = new Map<string, number>();
const failures: (BrokenRelation & { readonly model: number })[] = [];
const started = performance.now();
const from = Math.max(0, index);
for (let i = from; i < (index < 0 ? count : index + 1); i++) {
  // each model has a stream of its own, so that it can be repeated alone
  const random = randomGenerator(`${seed}:${i}`);
  const model = randomModel(random);
  for (const broken of checkRelations(model, random, tally)) {
    failures.push({ model: i, ...broken });
    console.error(`model ${i} of seed ${seed}: ${broken.relation}: ${broken.what}\n    ${model.describe()}`);
  }
}
const seconds = secondsSince(started);
print(tally, `${count} models of seed ${seed}: ${failures.length} relations broken; ${seconds} s`);
if (count >= RECORDED && index < 0)
  writeRecord("relations", [count, seed], { models: count, seed, broken: failures, seconds, outcomes: sorted(tally) });
if (failures.length > 0) process.exitCode = 1;
