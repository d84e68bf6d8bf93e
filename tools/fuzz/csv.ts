// Writes random tables as delimited text, reads them, damages them: `pnpm fuzz:csv [tables] [seed]`, two texts a table.
// Prints what came of them, and exits with 1 and the text where a rule of `check-csv.ts` is broken. A run of 100,000
// tables or more is recorded.
import { checkCsv } from "./check-csv.ts";
import { print, secondsSince, sorted, writeRecord } from "./record.ts";
import { randomIntegers } from "./strings.ts";

const RECORDED = 100_000;

Error.stackTraceLimit = 0; // many texts end in an error, and its message says where it came from
const [count = RECORDED, seed = 1] = process.argv.slice(2).map(Number);
const random = randomIntegers(seed);
const tally = new Map<string, number>();
const started = performance.now();
for (let i = 0; i < count; i++) {
  const problem = checkCsv(random, tally);
  if (problem === null) continue;
  console.error(`table ${i} of seed ${seed}: ${problem.what}`);
  console.error(JSON.stringify(problem.style));
  console.error(JSON.stringify(problem.text));
  process.exit(1);
}
const seconds = secondsSince(started);
const texts = 2 * count;
print(tally, `${count} tables of seed ${seed}, ${texts} texts: no rule broken; ${seconds} s`);
if (count >= RECORDED)
  writeRecord("csv", [count, seed], { tables: count, texts, seed, broken: 0, seconds, outcomes: sorted(tally) });
