// What the data say of covariance entries that are 0 under a hypothesis, where the hypothesis is true: their expected
// information when all other covariance parameters are estimated beside them, in raw units.
import { type Matrix, matrix, symmetricEigen } from "@mixedlm/linalg";
import { internalLambda } from "../coordinates/coordinates.ts";
import type { Engine, Lambda } from "../engine/engine.ts";
import { internalBeta, residualDf } from "../engine/generalised-least-squares.ts";
import { linearStarts } from "../parameters/covariance-terms.ts";
import { lowerEntriesByRow } from "../parameters/triangular-root.ts";

/** Share of the largest eigenvalue below which a direction of the other parameters says nothing. */
const FLAT = 1e-9;

/** Entry (row, column), row >= column, of the covariance of a term. */
export interface TestedEntry {
  readonly term: number;
  readonly row: number;
  readonly column: number;
}

/**
 * Computes the information of some entries.
 *
 * @param engine - of the larger model.
 * @param raw - square roots of its relative covariances in raw units where the hypothesis is true.
 * @param tested - the entries in question; all others of terms with a covariance of full rank, and the residual
 *   variance, are estimated beside them.
 * @returns square, one row for each entry; null where the traces that it is made of are too expensive, and
 *   where other parameters can stand for an entry, so that nothing is known of it by itself.
 */
export function nullInformation(
  engine: Engine,
  reml: boolean,
  raw: Lambda,
  tested: readonly TestedEntry[],
): Matrix | null {
  const { products } = engine;
  const at = engine.factorise(internalLambda(products, raw));
  if (at === null || !engine.exactHessian) return null;
  const { m, traceP, tracePP } = engine.secondOrder(at, internalBeta(at, products.p), { reml, exact: true, raw: true });
  if (tracePP === null || !tracePP.every(Number.isFinite)) return null;
  const full = matrix(m + 1, m + 1);
  for (let k = 0; k < m; k++) {
    for (let j = 0; j < m; j++) full.data[k * (m + 1) + j] = tracePP[k * m + j] / 2;
    full.data[k * (m + 1) + m] = traceP[k] / 2;
    full.data[m * (m + 1) + k] = traceP[k] / 2;
  }
  full.data[m * (m + 1) + m] = residualDf(products, reml) / 2;
  const starts = linearStarts(products.terms);
  const first = tested.map(({ term, row, column }) => starts[term] + (row * (row + 1)) / 2 + column);
  const others = [m, ...freeEntries(engine, raw, starts)].filter((entry) => !first.includes(entry));
  return efficient(full, first, others);
}

/** Entries of covariances that are not at a boundary where the hypothesis is true: those whose columns vary. */
function freeEntries({ products }: Engine, raw: Lambda, starts: readonly number[]): number[] {
  return products.terms.flatMap(({ size }, t) => {
    const varies = Array.from({ length: size }, (_, i) =>
      Array.from({ length: size }, (__, j) => raw[t][j * size + i]).some((value) => value !== 0),
    );
    return lowerEntriesByRow(size).flatMap(({ row, column }, e) =>
      varies[row] || varies[column] ? [starts[t] + e] : [],
    );
  });
}

/** A - B C^+ B': what is known of the first when the others are not, all scaled to unit diagonal in between. */
function efficient(full: Matrix, first: readonly number[], others: readonly number[]): Matrix | null {
  const { data, nrow } = full;
  const unit = (i: number): number => Math.sqrt(data[i * (nrow + 1)]) || 1;
  const entry = (i: number, j: number): number => data[j * nrow + i] / (unit(i) * unit(j));
  const C = matrix(others.length, others.length);
  for (const [b, j] of others.entries())
    for (const [a, i] of others.entries()) C.data[b * others.length + a] = entry(i, j);
  const { values, vectors } = symmetricEigen(C);
  const d = first.length;
  const left = matrix(d, d);
  for (const [b, j] of first.entries())
    for (const [a, i] of first.entries()) {
      let value = entry(i, j);
      for (let k = 0; k < others.length; k++) {
        if (!(values[k] > FLAT * values[others.length - 1])) continue;
        let [along, across] = [0, 0];
        for (const [c, o] of others.entries()) {
          along += entry(i, o) * vectors.data[k * others.length + c];
          across += entry(j, o) * vectors.data[k * others.length + c];
        }
        value -= (along * across) / values[k];
      }
      left.data[b * d + a] = value;
    }
  // nothing is left of an entry that the others can stand for
  if (!(symmetricEigen(left).values[0] > FLAT)) return null;
  return matrix(
    d,
    d,
    left.data.map((value, at) => value * unit(first[at % d]) * unit(first[Math.floor(at / d)])),
  );
}
