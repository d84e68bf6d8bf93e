// In: the name of a fit that lme4 recorded. Out: the record, and our fit of the same formula by the front door.
import { readFileSync } from "node:fs";
import { readCsv } from "@mixedlm/design";
import { loadData } from "../../../tools/fixtures/load.ts";
import { type Fit, type LmmOptions, lmm } from "../src/index.ts";

/** A random term as lme4 recorded it; the label of an intercept is `(Intercept)`. */
interface RecordedTerm {
  group: string;
  names: string[];
  theta: number[];
  covariance: number[][];
  level_count: number;
  levels: string[];
  b: number[][];
  condVar: number[][][];
}

/** A fit by lme4; numbers by row or by term. */
interface LmmRecord {
  formula: string;
  weights: string | null;
  offset: string | null;
  reml: boolean;
  n: number;
  df: number;
  objective: number;
  logLik: number;
  AIC: number;
  BIC: number;
  sigma: number;
  beta: { names: string[]; values: number[] };
  se: number[];
  vcov: number[][];
  singular: boolean;
  terms: RecordedTerm[];
}

/** Reads a record, `sleepstudy/slope-reml`. */
function lmmRecord(name: string): LmmRecord {
  const [dataset, file] = name.split("/");
  const url = new URL(`../../../fixtures/${dataset}/expected/engine-lme4-1.1-31/${file}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, "utf8"));
}

const tables = new Map<string, ReturnType<typeof readCsv>>();

/** A data set's table. */
export function table(dataset: string): ReturnType<typeof readCsv> {
  const known = tables.get(dataset) ?? readCsv(loadData(dataset));
  tables.set(dataset, known);
  return known;
}

/** A column of a data set. */
export function column<Value extends string | number>(dataset: string, name: string): Value[] {
  return Array.from(table(dataset).array(name) as ArrayLike<Value>);
}

/** Our fit of a record's formula. */
export function lmmOf(name: string): { record: LmmRecord; fit: Fit } {
  const record = lmmRecord(name);
  const { reml, weights, offset } = record;
  const options: LmmOptions = { reml, weights: weights ?? undefined, offset: offset ?? undefined };
  return { record, fit: lmm(record.formula, table(name.split("/")[0]!), options) };
}

/** A column's name as R writes it. */
export function nameInR(name: string): string {
  return name.replace("Intercept", "(Intercept)").replace(/\[(?:T\.)?([^\]]*)\]/g, "$1");
}
