// Feeds random texts to all readers of formulas: `pnpm fuzz [texts] [seed]`. Prints what came of them, and exits with 1
// and the text where a rule of `check.ts` is broken. The same seed gives the same texts.
import { readFileSync } from "node:fs";
import { check, SLOWEST, type Tally } from "./check.ts";
import { GENERATORS, randomIntegers } from "./strings.ts";

Error.stackTraceLimit = 0; // most texts end in an error, and the text says where it came from
const [count = "100000", seed = "1"] = process.argv.slice(2);
const { cases } = JSON.parse(readFileSync("fixtures/formula/cases.json", "utf8")) as {
  readonly cases: readonly { readonly formula?: string; readonly constraint?: string }[];
};
const formulas = cases.flatMap(({ formula, constraint }) => formula ?? constraint ?? []);
const random = randomIntegers(Number(seed));
const generators = [...GENERATORS];
const tally: Tally = new Map();
const started = performance.now();
for (let i = 0; i < Number(count); i++) {
  const [name, generate] = generators[i % generators.length] as (typeof generators)[number];
  const problem = check(generate(random, formulas), tally);
  if (problem === null) continue;
  console.error(`text ${i} of seed ${seed} (${name}), ${problem.reader}: ${problem.what}`);
  console.error(JSON.stringify(problem.text));
  process.exit(1);
}
for (const [outcome, times] of [...tally].sort(([a], [b]) => (a < b ? -1 : 1))) {
  console.log(`${String(times).padStart(8)}  ${outcome}`);
}
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(`${count} texts of seed ${seed}: no rule broken, none slower than ${SLOWEST} ms; ${seconds} s`);
