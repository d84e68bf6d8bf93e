// Fits of seeded tables, and the same models written out densely in the data's own units: y less the offset, X as patsy
// would make it, V from the estimated covariances of the terms. What robust covariances and deletions are checked with.
import { type Fit, type LmmOptions, lmm } from "../src/index.ts";
import { crossedTable } from "./crossed-table.ts";

/** A fit, and its model as dense matrices. */
export interface MarginalModel {
  readonly fit: Fit;
  readonly y: readonly number[];
  readonly X: number[][];
  readonly V: number[][];
  /** Labels of each row's group in columns and grouping factors. */
  readonly labels: Readonly<Record<string, readonly string[]>>;
  /** Weight of each row. */
  readonly w: readonly number[];
}

type Columns = Record<string, (number | string)[]>;

/** A model to be written out: columns of X and, for each term of the formula, the labels and columns of Z. */
interface Recipe {
  readonly formula: string;
  readonly options?: LmmOptions;
  readonly X: (row: number, table: Columns) => number[];
  readonly terms: readonly { readonly by: readonly string[]; readonly Z: (row: number, table: Columns) => number[] }[];
}

const at = (table: Columns, name: string, i: number): number => table[name]![i] as number;
const one = (): number[] => [1];
const onX = (i: number, table: Columns): number[] => [1, at(table, "x", i)];
const indicators = (name: string) => (i: number, table: Columns) =>
  [...new Set(table[name])].sort().map((level) => (table[name]![i] === level ? 1 : 0));

const RECIPES: Readonly<Record<string, Recipe>> = {
  "slopes, nested groups, weights and an offset": {
    formula: "y ~ x + (x | u) + (1 | u:v)",
    options: { weights: "w", offset: "o" },
    X: onX,
    terms: [
      { by: ["u"], Z: onX },
      { by: ["u", "v"], Z: one },
    ],
  },
  "one factor, ML": {
    formula: "y ~ x + z + (1 | u)",
    options: { reml: false },
    X: (i, t) => [...onX(i, t), at(t, "z", i)],
    terms: [{ by: ["u"], Z: one }],
  },
  "a compound symmetric term, columns that are dropped": {
    formula: "y ~ x + I(2 * x) + cs(0 + f | u)",
    X: onX,
    terms: [{ by: ["u"], Z: indicators("f") }],
  },
  "a singular term": {
    formula: "y ~ x + (x | f) + (1 | f:v)",
    X: onX,
    terms: [
      { by: ["f"], Z: onX },
      { by: ["f", "v"], Z: one },
    ],
  },
  "crossed inside sites": {
    formula: "y ~ x + (1 | u) + (1 | i)",
    options: { weights: "w" },
    X: onX,
    terms: [
      { by: ["u"], Z: one },
      { by: ["i"], Z: one },
    ],
  },
};

/** Names of the models; of the last one's factors levels cross inside sites, column `s`. */
export const MARGINAL_MODELS = Object.keys(RECIPES);

/** Makes a model; `scale` multiplies x. */
export function marginalModel(name: string, scale = 1): MarginalModel {
  const { formula, options = {}, X, terms } = RECIPES[name]!;
  const table: Columns = { ...crossedTable(3) };
  table.s = table.u!.map((u) => `s${Number(String(u).slice(1)) % 4}`);
  table.i = table.i!.map((i, row) => `${table.s![row]}${Number(String(i).slice(1)) % 3}`);
  table.x = table.x!.map((x) => scale * Number(x));
  const fit = lmm(formula, table, options);
  const n = table.y!.length;
  const rows = Array.from({ length: n }, (_, i) => i);
  const joined = (by: readonly string[]): string[] => rows.map((i) => by.map((column) => table[column]![i]).join(":"));
  const w = rows.map((i) => (options.weights === undefined ? 1 : at(table, "w", i)));
  const V = rows.map((i) => rows.map((j) => (i === j ? fit.sigma ** 2 / w[i]! : 0)));
  for (const [t, { by, Z }] of terms.entries()) {
    const labels = joined(by);
    const { covariance } = fit.terms[t]!;
    const z = rows.map((i) => Z(i, table));
    for (const i of rows)
      for (const j of rows)
        if (labels[i] === labels[j])
          z[i]!.forEach((a, r) => {
            z[j]!.forEach((b, c) => {
              V[i]![j]! += a * b * covariance[r]![c]!;
            });
          });
  }
  const labels = Object.fromEntries(["u", "i", "f", "v", "s"].map((column) => [column, joined([column])]));
  const names = Object.fromEntries(terms.map(({ by }) => [by.join(":"), joined(by)]));
  return {
    fit,
    y: rows.map((i) => at(table, "y", i) - (options.offset === undefined ? 0 : at(table, "o", i))),
    X: rows.map((i) => X(i, table)),
    V,
    labels: { ...labels, ...names },
    w,
  };
}

/** Generalised least squares by inverting V: beta, (X'V^-1X)^-1 and the residual sum of squares. */
export function denseLeastSquares(y: readonly number[], X: number[][], V: number[][]) {
  const W = inverse(V);
  const XW = times(transposed(X), W);
  const M = inverse(times(XW, X));
  const beta = times(
    M,
    times(
      XW,
      y.map((value) => [value]),
    ),
  ).map(([value]) => value!);
  const r = y.map((value, i) => value - X[i]!.reduce((sum, x, j) => sum + x * beta[j]!, 0));
  const r2 = r.reduce((sum, value, i) => sum + value * W[i]!.reduce((own, weight, j) => own + weight * r[j]!, 0), 0);
  return { beta, M, r, r2 };
}

/** A B. */
export function times(A: number[][], B: number[][]): number[][] {
  return A.map((row) => B[0]!.map((_, j) => row.reduce((sum, a, k) => sum + a * B[k]![j]!, 0)));
}

/** A'. */
export function transposed(A: number[][]): number[][] {
  return A[0]!.map((_, j) => A.map((row) => row[j]!));
}

/** A^-1 by Gauss and Jordan with row exchanges. */
export function inverse(A: number[][]): number[][] {
  const n = A.length;
  const rows = A.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let k = 0; k < n; k++) {
    let best = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(rows[i]![k]!) > Math.abs(rows[best]![k]!)) best = i;
    [rows[k], rows[best]] = [rows[best]!, rows[k]!];
    const pivot = rows[k]![k]!;
    rows[k] = rows[k]!.map((value) => value / pivot);
    for (let i = 0; i < n; i++) {
      const factor = rows[i]![k]!;
      if (i !== k && factor !== 0) rows[i] = rows[i]!.map((value, j) => value - factor * rows[k]![j]!);
    }
  }
  return rows.map((row) => row.slice(n));
}
