// What a long run found -> the screen, and `tools/fuzz/results/<name>.json`, so that what is claimed of the project can be
// repeated.
import { mkdirSync, writeFileSync } from "node:fs";

/** How often each outcome was met, by its name. */
export type Outcomes = ReadonlyMap<string, number>;

/** The outcomes in order of their names, as a record keeps them. */
export function sorted(outcomes: Outcomes): Record<string, number> {
  return Object.fromEntries([...outcomes].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Prints outcomes, one a line, and what is said of all. */
export function print(outcomes: Outcomes, summary: string): void {
  for (const [outcome, times] of Object.entries(sorted(outcomes)))
    console.log(`${String(times).padStart(8)}  ${outcome}`);
  console.log(summary);
}

/** Whole seconds since a moment of `performance.now()`. */
export function secondsSince(started: number): number {
  return Math.round((performance.now() - started) / 1000);
}

/**
 * Writes the record of a run.
 *
 * @param name - of the script of package.json and of the file: `fuzz:<name>`, `<name>.json`.
 * @param given - the arguments that repeat the run.
 * @param run - counts, and what came of them.
 */
export function writeRecord(
  name: string,
  given: readonly (string | number)[],
  run: Readonly<Record<string, unknown>>,
): void {
  mkdirSync("tools/fuzz/results", { recursive: true });
  const record = {
    date: new Date().toISOString().slice(0, 10),
    command: `pnpm fuzz:${name} ${given.join(" ")}`,
    ...run,
  };
  writeFileSync(`tools/fuzz/results/${name}.json`, `${JSON.stringify(record, null, 2)}\n`);
  console.log(`recorded in tools/fuzz/results/${name}.json`);
}
