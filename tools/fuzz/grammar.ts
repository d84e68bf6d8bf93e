// Feeds random texts to all readers of formulas: `pnpm fuzz:grammar [texts] [seed]`. Prints what came of them, and exits
// with 1 and the text where a rule of `check.ts` is broken. The same seed gives the same texts. A run of a million or
// more is recorded.
import { readFileSync } from "node:fs";
import { check, type Slowest, type Tally } from "./check.ts";
import { print, secondsSince, sorted, writeRecord } from "./record.ts";
import { GENERATORS, randomIntegers } from "./strings.ts";

const RECORDED = 1_000_000;

Error.stackTraceLimit = 0; // most texts end in an error, and the text says where it came from
const [count = RECORDED, seed = 1] = process.argv.slice(2).map(Number);
const { cases } = JSON.parse(readFileSync("fixtures/formula/cases.json", "utf8")) as {
  readonly cases: readonly { readonly formula?: string; readonly constraint?: string }[];
};
const formulas = cases.flatMap(({ formula, constraint }) => formula ?? constraint ?? []);
const random = randomIntegers(seed);
const generators = [...GENERATORS];
const tally: Tally = new Map();
const slowest: Slowest = { milliseconds: 0, characters: 0, reader: "" };
const started = performance.now();
for (let i = 0; i < count; i++) {
  const [name, generate] = generators[i % generators.length] as (typeof generators)[number];
  const problem = check(generate(random, formulas), tally, slowest);
  if (problem === null) continue;
  console.error(`text ${i} of seed ${seed} (${name}), ${problem.reader}: ${problem.what}`);
  console.error(JSON.stringify(problem.text));
  process.exit(1);
}
const seconds = secondsSince(started);
slowest.milliseconds = Math.round(slowest.milliseconds);
print(tally, `${count} texts of seed ${seed}: no rule broken; ${seconds} s`);
console.log(`slowest: ${slowest.milliseconds} ms for ${slowest.characters} characters (${slowest.reader})`);
if (count >= RECORDED)
  writeRecord("grammar", [count, seed], { texts: count, seed, broken: 0, seconds, slowest, outcomes: sorted(tally) });
