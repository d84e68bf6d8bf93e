// Clusters of rows -> what inference about the fixed effects needs of each, in as few numbers as it has columns. In the
// span of a cluster's columns of Z and X, V is what it is; outside, it is a multiple of the identity and X is zero. So
// each cluster is reduced by orthogonal maps to a triangle, some hundred rows at a time, and a cluster of a million
// rows costs no more memory than one of ten. Rows are first multiplied by the root of their weight.
import { choleskyFactorInPlace, lowerSolveInPlace, type Matrix, matrix, qrFactor, transpose } from "@mixedlm/linalg";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import type { ModelRows } from "./model-rows.ts";

/** A cluster in r coordinates of its span, relative to the residual variance: V = L L' there, and 1 outside. */
export interface ClusterSpan {
  /** Rows of the cluster. */
  readonly n: number;
  /** r x r lower triangle. */
  readonly L: Matrix;
  /** L^-1 X, r x p, and L^-1(y - X beta), length r. */
  readonly x: Matrix;
  readonly e: Float64Array;
  /** Square of the residual outside the span, where nothing of X is. */
  readonly outside: number;
}

/**
 * What is left of 1 beside the share of a direction of the fixed effects that one cluster holds, if it holds all:
 * rounding error.
 */
export const NOTHING_OUTSIDE = 1e-10;

/** All clusters, and what they have in common. */
export interface ClusterSpans {
  readonly spans: readonly ClusterSpan[];
  /** Lower triangle with root root' = X'V^-1X, p x p. */
  readonly root: Matrix;
}

/**
 * Reduces the clusters of a fit.
 *
 * @param codes - cluster of each row; rows of different clusters have no level of a grouping factor in common.
 * @param count - number of clusters.
 * @param X - columns that span what those of the fixed effects do, in which the spans and the root are had; default:
 *   these.
 */
export function clusterSpans(
  fit: Fit,
  rows: ModelRows,
  codes: Int32Array,
  count: number,
  X: Matrix = rows.X,
): ClusterSpans {
  const { order, start } = sorted(codes, count);
  const reader = rowReader(fit, rows, X);
  const spans = Array.from({ length: count }, (_, c) => clusterSpan(reader, order.subarray(start[c], start[c + 1])));
  return { spans, root: commonRoot(spans, fit.p) };
}

/** Rows by class: class c has the rows `order[start[c]] .. order[start[c + 1] - 1]`, in their order. */
function sorted(codes: Int32Array, count: number): { order: Int32Array; start: Int32Array } {
  const start = new Int32Array(count + 1);
  for (const code of codes) start[code + 1] += 1;
  for (let c = 0; c < count; c++) start[c + 1] += start[c];
  const next = start.slice(0, count);
  const order = new Int32Array(codes.length);
  codes.forEach((code, i) => {
    order[next[code]++] = i;
  });
  return { order, start };
}

/** Rows read one by one: the columns of Z times the square root of their covariance, X and the residual. */
interface RowReader {
  readonly p: number;
  /** Numbers of the columns of Z Lambda that a row has, and their values; the same memory each time. */
  random(row: number): { readonly count: number; readonly column: Int32Array; readonly value: Float64Array };
  fixed(row: number, column: number): number;
  residual(row: number): number;
}

function rowReader(fit: Fit, { X, Z, y, weights, offset, n }: ModelRows, columns: Matrix): RowReader {
  const { optimum } = partsOf(fit);
  const { lambda, engine } = optimum;
  const { terms } = engine.products;
  const { factors } = fit.blocks;
  const first = new Int32Array(factors.length);
  for (let f = 1; f < factors.length; f++) first[f] = first[f - 1] + factors[f - 1].nLevels * factors[f - 1].s;
  // the term, and the place in it, of each column of each factor
  const place = factors.map(({ s: columns }) => new Array<{ t: number; from: number }>(columns));
  for (const [t, { size, placements }] of terms.entries())
    for (const { factor, column } of placements)
      for (let j = 0; j < size; j++) place[factor][column + j] = { t, from: column };
  const widest = terms.reduce((most, { size }) => Math.max(most, size), 1);
  const most = Z.start.reduce((own, at, i) => (i === 0 ? own : Math.max(own, at - Z.start[i - 1])), 0) * widest;
  const column = new Int32Array(most);
  const value = new Float64Array(most);
  const root = (i: number): number => (weights === null ? 1 : Math.sqrt(weights[i]));
  return {
    p: fit.p,
    random(i) {
      let count = 0;
      const weight = root(i);
      for (let entry = Z.start[i]; entry < Z.start[i + 1]; entry++) {
        const f = Z.factor[entry];
        const base = Z.level[entry] * factors[f].s;
        const { t, from } = place[f][Z.at[entry] - base];
        const { size } = terms[t];
        const j = Z.at[entry] - base - from;
        for (let m = 0; m < size; m++) {
          const factor = lambda[t][m * size + j];
          if (factor === 0) continue;
          column[count] = first[f] + base + from + m;
          value[count++] = weight * Z.value[entry] * factor;
        }
      }
      return { count, column, value };
    },
    fixed: (i, j) => root(i) * columns.data[j * n + i],
    residual(i) {
      let rest = offset === null ? y[i] : y[i] - offset[i];
      for (let j = 0; j < fit.p; j++) rest -= X.data[j * n + i] * fit.beta[j];
      return root(i) * rest;
    },
  };
}

/** Rows that are reduced at a time, beside those that are reduced already: at least so many. */
const RUN = 128;

function clusterSpan(reader: RowReader, rows: Int32Array): ClusterSpan {
  const { p } = reader;
  const local = localColumns(reader, rows);
  const s = local.size;
  const width = s + p + 1;
  let reduced = matrix(0, width);
  for (let from = 0; from < rows.length; ) {
    const take = Math.min(rows.length - from, Math.max(RUN, 2 * width));
    const next = matrix(reduced.nrow + take, width);
    for (let j = 0; j < width; j++)
      next.data.set(reduced.data.subarray(j * reduced.nrow, (j + 1) * reduced.nrow), j * next.nrow);
    for (let k = 0; k < take; k++) fillRow(reader, local, rows[from + k], next, reduced.nrow + k, s);
    from += take;
    reduced = triangle(next);
  }
  return whitened(reduced, s, p, rows.length);
}

/** The columns of Z Lambda that are not zero in a cluster, numbered. */
function localColumns(reader: RowReader, rows: Int32Array): Map<number, number> {
  const local = new Map<number, number>();
  for (const i of rows) {
    const { count, column } = reader.random(i);
    for (let k = 0; k < count; k++) if (!local.has(column[k])) local.set(column[k], local.size);
  }
  return local;
}

function fillRow(
  reader: RowReader,
  local: ReadonlyMap<number, number>,
  row: number,
  { data, nrow }: Matrix,
  at: number,
  s: number,
): void {
  const { count, column, value } = reader.random(row);
  for (let k = 0; k < count; k++) data[local.get(column[k])! * nrow + at] += value[k];
  for (let j = 0; j < reader.p; j++) data[(s + j) * nrow + at] = reader.fixed(row, j);
  data[(s + reader.p) * nrow + at] = reader.residual(row);
}

/** Fewer rows with the same products, columns in their order. */
function triangle(A: Matrix): Matrix {
  const { R, rank, pivot } = qrFactor(A, 0);
  const out = matrix(rank, A.ncol);
  for (const [k, j] of pivot.entries()) out.data.set(R.data.subarray(k * rank, (k + 1) * rank), j * rank);
  return out;
}

/** From the triangle of [Z Lambda, X, residual] to coordinates in which V is 1. */
function whitened({ data, nrow, ncol }: Matrix, s: number, p: number, n: number): ClusterSpan {
  // the last row is of the residual alone, unless the columns before it leave nothing of it
  let isAlone = nrow > 0;
  for (let j = 0; j < ncol - 1; j++) if (data[j * nrow + nrow - 1] !== 0) isAlone = false;
  const r = isAlone ? nrow - 1 : nrow;
  const outside = isAlone ? data[(ncol - 1) * nrow + nrow - 1] ** 2 : 0;
  const L = matrix(r, r);
  for (let i = 0; i < r; i++) L.data[i * (r + 1)] = 1;
  for (let m = 0; m < s; m++)
    for (let j = 0; j < r; j++) {
      const factor = data[m * nrow + j];
      if (factor !== 0) for (let i = j; i < r; i++) L.data[j * r + i] += factor * data[m * nrow + i];
    }
  // I + ZZ' with the numbers of an optimum always has a factor
  choleskyFactorInPlace(L.data, r);
  for (let j = 0; j < r; j++) for (let i = 0; i < j; i++) L.data[j * r + i] = 0;
  const x = matrix(r, p);
  for (let j = 0; j < p; j++) x.data.set(data.subarray((s + j) * nrow, (s + j) * nrow + r), j * r);
  const e = data.slice((ncol - 1) * nrow, (ncol - 1) * nrow + r);
  lowerSolveInPlace(L.data, r, x.data, p);
  lowerSolveInPlace(L.data, r, e, 1);
  return { n, L, x, e, outside };
}

/** The triangle of all clusters' L^-1 X, one below the other. */
function commonRoot(spans: readonly ClusterSpan[], p: number): Matrix {
  let reduced = matrix(0, p);
  for (let from = 0; from < spans.length; ) {
    const parts = [reduced];
    let height = reduced.nrow;
    for (; from < spans.length && (height < Math.max(RUN, 2 * p) || parts.length < 2); from++) {
      parts.push(spans[from].x);
      height += spans[from].x.nrow;
    }
    reduced = triangle(stacked(parts, height, p));
  }
  return transpose(reduced);
}

function stacked(parts: readonly Matrix[], height: number, width: number): Matrix {
  const out = matrix(height, width);
  let at = 0;
  for (const { data, nrow } of parts) {
    for (let j = 0; j < width; j++) out.data.set(data.subarray(j * nrow, (j + 1) * nrow), j * height + at);
    at += nrow;
  }
  return out;
}
