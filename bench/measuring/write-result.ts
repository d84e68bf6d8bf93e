// What a bench measured -> a file of bench/results, with the day and the machine, so that a claim has its record.
import { mkdirSync, writeFileSync } from "node:fs";
import { machineLine } from "./machine.ts";

/**
 * Writes `bench/results/<name>-<date>.json`.
 *
 * @param name - the bench; null for the main one, whose file is `<date>.json`.
 * @param what - what the numbers are: quantities, units, conditions.
 * @param record - the numbers.
 * @returns the path of the file.
 */
export function writeResult(
  name: string | null,
  what: string | Readonly<Record<string, unknown>>,
  record: Readonly<Record<string, unknown>>,
): string {
  const date = new Date().toISOString().slice(0, 10);
  mkdirSync("bench/results", { recursive: true });
  const path = `bench/results/${name === null ? "" : `${name}-`}${date}.json`;
  writeFileSync(path, `${JSON.stringify({ date, machine: machineLine(), what, ...record }, null, 2)}\n`);
  return path;
}
