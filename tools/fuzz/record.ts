// What a long run found -> `tools/fuzz/results/<name>.json`, so that what is claimed of the project can be repeated.
import { mkdirSync, writeFileSync } from "node:fs";

/**
 * Writes the record of a run.
 *
 * @param name - of the file, without its ending.
 * @param run - the command with its arguments, counts and what came of them.
 */
export function writeRecord(name: string, run: Readonly<Record<string, unknown>>): void {
  mkdirSync("tools/fuzz/results", { recursive: true });
  const date = new Date().toISOString().slice(0, 10);
  writeFileSync(`tools/fuzz/results/${name}.json`, `${JSON.stringify({ date, ...run }, null, 2)}\n`);
  console.log(`recorded in tools/fuzz/results/${name}.json`);
}
