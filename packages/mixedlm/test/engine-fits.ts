// In: a model that an engine recorded. Out: our fit of the same formula by the front door, and where the record's columns
// and terms are in it. R names columns and orders terms in its own way: both are matched by what they mean.
import { readCsv } from "@mixedlm/design";
import { loadData } from "../../../tools/fixtures/load.ts";
import { type Fit, type LmmOptions, lmm } from "../src/index.ts";
import type { Rows } from "./engine-record.ts";

const tables = new Map<string, ReturnType<typeof readCsv>>();
const fits = new Map<string, Fit>();

/** A data set's table; read once. */
export function tableOf(dataset: string): ReturnType<typeof readCsv> {
  const table = tables.get(dataset) ?? readCsv(loadData(dataset));
  tables.set(dataset, table);
  return table;
}

/** What a record says of its model. */
export interface RecordedModel {
  readonly dataset: string;
  readonly formula: string;
  readonly reml: boolean;
  readonly weights?: string | null;
  readonly offset?: string | null;
}

/** Our fit of a recorded model; made once. */
export function fitOf({ dataset, formula, reml, weights, offset }: RecordedModel): Fit {
  const key = JSON.stringify([dataset, formula, reml, weights, offset]);
  const options: LmmOptions = { reml, weights: weights ?? undefined, offset: offset ?? undefined };
  const fit = fits.get(key) ?? lmm(formula, tableOf(dataset), options);
  fits.set(key, fit);
  return fit;
}

/** Positions in `theirs` of the columns `ours`, which must be the same set. */
export function positions(ours: readonly string[], theirs: readonly string[]): number[] {
  const plain = theirs.map(plainName);
  const order = ours.map((name) => plain.indexOf(plainName(name)));
  if (theirs.length !== order.length || new Set(order).size !== order.length || order.includes(-1))
    throw new Error(`columns ${ours.join(", ")} are not ${theirs.join(", ")}`);
  return order;
}

/** A recorded term, and its place among ours. */
export interface MatchedTerm<Term> {
  readonly index: number;
  readonly theirs: Term;
  /** Positions in the record of our term's columns. */
  readonly columns: readonly number[];
}

/** Our terms in the order of a fit, each with the recorded one that has its grouping factor and columns. */
export function matchedTerms<Term extends { readonly group: string; readonly names: readonly string[] }>(
  fit: Fit,
  recorded: readonly Term[],
): MatchedTerm<Term>[] {
  if (recorded.length !== fit.terms.length) throw new Error(`${fit.terms.length} terms are not ${recorded.length}`);
  return fit.terms.map(({ group, names }, index) => {
    const theirs = recorded.filter(
      (term) =>
        plainGroup(term.group) === plainGroup(group) && sameSet(term.names.map(plainName), names.map(plainName)),
    );
    if (theirs.length !== 1) throw new Error(`${theirs.length} recorded terms are (${names.join(" + ")} | ${group})`);
    return { index, theirs: theirs[0]!, columns: positions(names, theirs[0]!.names) };
  });
}

/** Largest distance of a matrix from a recorded one: of entry i, j in units of `unit(i) * unit(j)`. */
export function distance(
  ours: (i: number, j: number) => number,
  theirs: Rows,
  order: readonly number[],
  unit: (position: number) => number,
): number {
  let most = 0;
  order.forEach((r, i) => {
    order.forEach((c, j) => {
      most = Math.max(most, Math.abs(ours(i, j) - theirs[r]![c]!) / (unit(r) * unit(c)));
    });
  });
  return most;
}

/** Standard deviations on a covariance's diagonal; 1 for a zero, so that distances from it are absolute. */
export function unitsOf(covariance: Rows): (position: number) => number {
  return (i) => Math.sqrt(covariance[i]![i]!) || 1;
}

/** A lower triangle, column by column, as a square matrix, column-major. */
export function lowerSquare(theta: readonly number[], size: number): Float64Array {
  const square = new Float64Array(size * size);
  let at = 0;
  for (let j = 0; j < size; j++) for (let i = j; i < size; i++) square[j * size + i] = theta[at++]!;
  return square;
}

/** A name without the marks of its language; factors of a product in one order. */
function plainName(name: string): string {
  const factors = name.split(":").map((factor) =>
    factor
      .replace("(Intercept)", "Intercept")
      .replace(/^(?:C|factor)\(([\w.]+)(?:, Poly)?\)/, "$1")
      .replace(/\[(?:T\.)?(.*)\]$/, "$1")
      // a level 0 of decimal numbers
      .replace(/\.0$/, "")
      .replace(" ** ", "^"),
  );
  return factors.sort().join(":");
}

/** `c:b:a` of lme4's `c:(b:a)`. */
function plainGroup(group: string): string {
  return group.replace(/[()]/g, "");
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return [...a].sort().join("\n") === [...b].sort().join("\n");
}
