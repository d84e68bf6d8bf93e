// A job's numbers on disk, where every engine reads the same: a CSV file, or for what is simulated one binary file a column.
// Simulation runs in a process of its own, so that the one that starts the others stays small.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { readCsv, type TableLike } from "@mixedlm/smf";
import { firstOf, RSCRIPT } from "../measuring/run-peer.ts";
import { type Simulation, simulate } from "../measuring/simulate.ts";
import type { EngineJob } from "./engine-jobs.ts";

/** A job's table as files. */
export type DataFiles =
  | { readonly csv: string }
  | {
      readonly columns: readonly { readonly name: string; readonly type: "float64" | "int32"; readonly path: string }[];
    };

/** Writes what a job needs into a folder, or tells why it cannot. */
export function prepareData({ source }: EngineJob, folder: string): DataFiles | { readonly missing: string } {
  if ("fixture" in source) return { csv: resolve(`fixtures/${source.fixture}/data.csv`) };
  if ("lme4" in source) return exportFromR(source.lme4, folder);
  const flags = [process.argv[1]!, "--simulate", JSON.stringify(source.simulation), folder];
  const { status, stdout, stderr } = spawnSync(process.execPath, flags, { encoding: "utf8" });
  if (status !== 0) throw new Error(`--simulate ended with status ${status}: ${stderr}`);
  return JSON.parse(stdout) as DataFiles;
}

/** Simulates a data set into files: what the program does under `--simulate`. */
export function writeSimulation(simulation: Simulation, folder: string): DataFiles {
  mkdirSync(folder, { recursive: true });
  const columns = Object.entries(simulate(simulation)).map(([name, values]) => {
    const path = join(folder, name);
    writeFileSync(path, values);
    return { name, type: values instanceof Int32Array ? ("int32" as const) : ("float64" as const), path };
  });
  return { columns };
}

/** Reads a job's table as a user would hold it: typed arrays, or what `readCsv` makes of a file. */
export function readData(files: DataFiles): TableLike {
  if ("csv" in files) return readCsv(readFileSync(files.csv, "utf8"));
  const columns = files.columns.map(({ name, type, path }) => {
    const { buffer, byteOffset, byteLength } = readFileSync(path);
    const values =
      type === "int32"
        ? new Int32Array(buffer, byteOffset, byteLength / 4)
        : new Float64Array(buffer, byteOffset, byteLength / 8);
    return [name, values] as const;
  });
  return Object.fromEntries(columns);
}

function exportFromR(name: string, folder: string): DataFiles | { readonly missing: string } {
  mkdirSync(folder, { recursive: true });
  const csv = join(folder, `${name}.csv`);
  const program = `write.csv(lme4::${name}, commandArgs(TRUE), row.names = FALSE, quote = FALSE)`;
  const command = firstOf(RSCRIPT, ["-e", program, csv]);
  return command === undefined ? { missing: `${name} is a data set of lme4, which is not installed` } : { csv };
}
