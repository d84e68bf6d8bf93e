// A fit -> the same model as dense numbers at the fit's covariance parameters, for the oracle: rows, columns and levels from
// the table, names and theta alone. What cannot be right in a design is said here: rows, spaces of columns, levels.
import type { Fit } from "mixedlm";
import type { DenseModel, DenseTerm } from "./dense-oracle.ts";
import { type Cell, cellsOf, namedColumns, outside, redundantColumns, variableOf } from "./named-columns.ts";
import type { RandomBar, RandomModel, RandomTerms } from "./random-models.ts";
import type { RandomColumn } from "./random-tables.ts";

/** Share of a column's length that a column left out may have outside the others. */
const SPANNED = 2e-6;

/** A random term at the fit's parameters. */
export interface FittedTermAt {
  readonly structure: RandomBar["structure"];
  readonly names: readonly string[];
  /** Its entries of theta, and for each level the text of its label. */
  readonly theta: readonly number[];
  readonly labels: readonly string[];
}

/** The dense model, and what is wrong with the design. */
export interface DenseDesign {
  readonly model: DenseModel;
  readonly terms: readonly FittedTermAt[];
  readonly problems: readonly string[];
}

/** Writes a fitted model out. */
export function denseDesign({ table, options, fixed, bars }: RandomModel, fit: Fit): DenseDesign {
  const problems: string[] = [];
  const variables = [fixed, ...bars].flatMap(({ terms }) => terms.flat().map(variableOf));
  const used = ["y", ...variables, ...bars.flatMap(({ groups }) => groups)];
  for (const name of [options.weights, options.offset]) if (name !== undefined) used.push(name);
  const rows = completeRows(
    used.map((name) => cellsOf(table[name] as RandomColumn)),
    cellsOf(table.y as RandomColumn).length,
  );
  if (rows.join() !== fit.rows.join()) problems.push(`rows used are ${fit.rows.length}, not ${rows.length}`);
  const cells = (name: string): number[] => {
    const own = cellsOf(table[name] as RandomColumn);
    return rows.map((row) => Number(own[row]));
  };
  const roots = options.weights === undefined ? rows.map(() => 1) : cells(options.weights).map(Math.sqrt);
  problems.push(...spaceProblems(fixed, fit.names, "the fixed part"));
  if (fit.terms.length !== bars.length) problems.push(`${fit.terms.length} random terms, not ${bars.length}`);
  let at = 0;
  const parts = bars.map((bar, t) => {
    const names = fit.terms[t]?.names ?? [];
    if (fit.terms[t]?.structure !== bar.structure) problems.push(`term ${t} is ${fit.terms[t]?.structure}`);
    problems.push(...spaceProblems(bar, names, `term ${t}`));
    const count = parameterCount(bar.structure, names.length);
    const theta = fit.theta.slice(at, at + count);
    at += count;
    // a factor over the same columns is one, whatever their order: its name says in which labels are joined
    const joined = fit.terms[t]?.group.split(":") ?? bar.groups;
    const { codes, labels } = levelsOf(
      joined.map((name) => cellsOf(table[name] as RandomColumn)),
      rows,
    );
    const Z = namedColumns(names, table, rows);
    const root = covarianceRoot(bar.structure, theta, names.length);
    return {
      dense: { Z, codes, levels: labels.length, root },
      own: { structure: bar.structure, names, theta, labels },
    };
  });
  if (at !== fit.theta.length) problems.push(`theta has ${fit.theta.length} entries, not ${at}`);
  const zeros = rows.map(() => 0);
  return {
    model: {
      y: cells("y"),
      offset: options.offset === undefined ? zeros : cells(options.offset),
      X: namedColumns(fit.names, table, rows),
      weights: options.weights === undefined ? rows.map(() => 1) : cells(options.weights),
      terms: parts.map(({ dense }): DenseTerm => dense),
    },
    terms: parts.map(({ own }) => own),
    problems,
  };

  function spaceProblems(terms: RandomTerms, names: readonly string[], of: string): string[] {
    // columns are told apart in rows as they count
    const weighted = (column: readonly number[]): number[] => column.map((value, i) => value * (roots[i] as number));
    const named = transposed(namedColumns(names, table, rows), names.length).map(weighted);
    const all = redundantColumns(terms, table, rows).map(weighted);
    const [lost, added] = [outside(all, named), outside(named, all)];
    return [
      ...(lost > SPANNED ? [`columns of ${of} do not span its terms: ${lost} is left`] : []),
      ...(added > SPANNED ? [`columns of ${of} span more than its terms: ${added} is outside`] : []),
    ];
  }
}

function completeRows(columns: readonly (readonly Cell[])[], n: number): number[] {
  return Array.from({ length: n }, (_, i) => i).filter((i) => columns.every((column) => column[i] !== null));
}

function transposed(rows: readonly (readonly number[])[], columns: number): number[][] {
  return Array.from({ length: columns }, (_, j) => rows.map((row) => row[j] as number));
}

/** Levels in the order in which they first occur; the label of several columns is joined. */
function levelsOf(
  columns: readonly (readonly Cell[])[],
  rows: readonly number[],
): { codes: number[]; labels: string[] } {
  const known = new Map<string, number>();
  const labels: string[] = [];
  const codes = rows.map((row) => {
    const cells = columns.map((column) => column[row] as Cell);
    const key = JSON.stringify(cells);
    if (!known.has(key)) labels.push(cells.map(labelOf).join(":"));
    known.set(key, known.get(key) ?? known.size);
    return known.get(key) as number;
  });
  return { codes, labels };
}

/** As in Python, in combinations. */
function labelOf(cell: Cell, _: number, { length }: readonly Cell[]): string {
  if (length === 1 || typeof cell !== "boolean") return String(cell);
  return cell ? "True" : "False";
}

function parameterCount(structure: RandomBar["structure"], s: number): number {
  if (s === 1) return 1;
  return { us: (s * (s + 1)) / 2, diag: s, homdiag: 1, cs: s + 1, homcs: 2, ar1: 2 }[structure];
}

/** A root of the relative covariance, by rows: `us` as theta has it, of the others one that theta's meaning gives. */
function covarianceRoot(structure: RandomBar["structure"], theta: readonly number[], s: number): number[][] {
  const root = Array.from({ length: s }, () => new Array<number>(s).fill(0));
  const set = (i: number, j: number, value: number): void => {
    (root[i] as number[])[j] = value;
  };
  if (structure === "us" || s === 1) {
    for (let j = 0, at = 0; j < s; j++) for (let i = j; i < s; i++, at++) set(i, j, theta[at] as number);
    return root;
  }
  const sd = (i: number): number => theta[structure === "diag" || structure === "cs" ? i : 0] as number;
  const rho = structure === "diag" || structure === "homdiag" ? 0 : (theta.at(-1) as number);
  for (let i = 0; i < s; i++)
    for (let j = 0; j < s; j++) {
      if (rho === 0) set(i, j, i === j ? sd(i) : 0);
      else if (structure === "ar1")
        set(i, j, j > i ? 0 : sd(i) * rho ** (i - j) * (j === 0 ? 1 : Math.sqrt(1 - rho * rho)));
      else {
        // the symmetric root of (1 - rho) I + rho 11'
        const apart = Math.sqrt(Math.max(0, 1 - rho));
        const common = (Math.sqrt(Math.max(0, 1 + (s - 1) * rho)) - apart) / s;
        set(i, j, sd(i) * (common + (i === j ? apart : 0)));
      }
    }
  return root;
}
