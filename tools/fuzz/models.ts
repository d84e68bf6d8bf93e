// Fits random models and holds every number of them against the definition: `pnpm fuzz:models [models] [seed] [first]`.
// Prints what came of them, writes it to `results/models.json` when it was the whole run, and exits with 1 where a model
// broke a rule; `pnpm fuzz:models 1 SEED INDEX` does one model again. The models are shared out among threads.
import { availableParallelism } from "node:os";
import { inspect } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { checkModel, modelOf } from "./check-model.ts";
import { type Checked, Tally } from "./model-tally.ts";
import { writeRecord } from "./record.ts";

/** How many models are a whole run. */
const WHOLE = 10_000;

/** Every `step`-th model of a range. */
interface Share {
  readonly seed: string;
  readonly first: number;
  readonly end: number;
  readonly step: number;
}

if (isMainThread) await main();
else for (const checked of checks(workerData as Share)) parentPort?.postMessage(checked);

function* checks({ seed, first, end, step }: Share): Generator<Checked> {
  for (let index = first; index < end; index += step) {
    const model = modelOf(seed, index);
    yield { ...checkModel(model, index), index, call: model.describe() };
  }
}

async function main(): Promise<void> {
  const [count = String(WHOLE), seed = "1", start = "0"] = process.argv.slice(2);
  const [models, first] = [Number(count), Number(start)];
  const tally = new Tally();
  const started = performance.now();
  if (models === 1) {
    const [checked] = [...checks({ seed, first, end: first + 1, step: 1 })] as [Checked];
    tally.add(checked);
    console.log(inspect({ ...modelOf(seed, first), ...checked }, { maxArrayLength: null, depth: 4 }));
  } else {
    const threads = Math.min(availableParallelism(), 4);
    const shares = Array.from({ length: threads }, (_, k) => ({
      seed,
      first: first + k,
      end: first + models,
      step: threads,
    }));
    await Promise.all(shares.map((share) => inThread(share, tally)));
  }
  const seconds = Math.round((performance.now() - started) / 1000);
  const record = { models, seed, seconds, ...tally.record() };
  console.log(JSON.stringify(record, null, 2));
  if (models >= WHOLE) writeRecord("models", [models, seed, first], record);
  process.exitCode = tally.broken.length > 0 ? 1 : 0;
}

function inThread(share: Share, tally: Tally): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: share });
    worker.on("message", (checked: Checked) => tally.add(checked));
    worker.on("error", reject);
    worker.on("exit", () => resolve());
  });
}
