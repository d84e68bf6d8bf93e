// The smallest program that fits one model, for timing whole processes: reads a file of numbers by itself, since a reader of
// CSV is no part of a fit, then fits and prints the criterion. `engine-cold.ts` bundles and starts it.
import { readFileSync } from "node:fs";
import { lmm } from "mixedlm";

const [names = [], ...rows] = readFileSync("fixtures/dietox/data.csv", "utf8")
  .trim()
  .split("\n")
  .map((line) => line.split(","));
const column = (name: string): Float64Array => Float64Array.from(rows, (row) => Number(row[names.indexOf(name)]));
const table = { Weight: column("Weight"), Time: column("Time"), Pig: column("Pig") };
const { objective, stdError } = lmm("Weight ~ Time + (1 | Pig)", table, {});
console.log(stdError.length, objective);
