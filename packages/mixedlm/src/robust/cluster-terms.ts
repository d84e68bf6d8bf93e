// The parts of clusters in a robust covariance -> how some combinations of its entries are distributed where the model
// is right: their expectation, their variation, and the degrees of freedom of one of them. Sums over pairs of clusters
// are products of p x p sums over clusters, so that no matrix over clusters is formed.
import { dot, type Matrix, matrix, multiply, multiplyByTransposed, multiplyTransposed } from "@mixedlm/linalg";
import { unitVector } from "../inference/quadratic-form.ts";
import type { AdjustedScore } from "./adjusted-scores.ts";

/** Share of the model's own variance below which a robust one is rounding error. */
export const NOTHING = 1e-12;

/**
 * What the covariance of some combinations is expected to be and how much it varies where the model is right. With P_cd
 * the q x q matrices of pairs of clusters, [c = d] spread - carried_c carried_d': their trace over clusters is the
 * expectation; the sum of tr(P_cd^2) + tr(P_cd)^2 after it has been made 1 is the variation.
 */
export interface ClusterTerms {
  /** Of each cluster, q x q. */
  readonly spread: readonly Matrix[];
  /** Of each cluster, q x p. */
  readonly carried: readonly Matrix[];
}

/** The clusters' terms of combinations given as rows of coordinates in which X'V^-1X = I. */
export function clusterTerms(scores: readonly AdjustedScore[], rows: readonly Float64Array[]): ClusterTerms {
  const l = matrix(rows[0].length, rows.length);
  for (const [i, row] of rows.entries()) l.data.set(row, i * l.nrow);
  return {
    spread: scores.map((own) => multiplyTransposed(l, multiply(own.spread, l))),
    carried: scores.map((own) => multiplyTransposed(l, own.carried)),
  };
}

/** The expectation, q x q. */
export function expectation({ spread, carried }: ClusterTerms, q: number): Matrix {
  const out = matrix(q, q);
  for (const [c, own] of spread.entries()) {
    const hh = multiplyByTransposed(carried[c], carried[c]);
    for (let at = 0; at < q * q; at++) out.data[at] += own.data[at] - hh.data[at];
  }
  return out;
}

/** The variation: for every two combinations s, t the sum over clusters c, d of P_st P_ts + P_ss P_tt. */
export function variation({ spread, carried }: ClusterTerms, q: number): number {
  let total = 0;
  for (let s = 0; s < q; s++)
    for (let t = 0; t <= s; t++) {
      const twice = s === t ? 1 : 2;
      const N = crossSum(carried, s, t);
      let sum = traceOfSquare(N) + dot(N.data, N.data);
      for (const [c, D] of spread.entries()) {
        const [ss, tt, st] = [D.data[s * q + s], D.data[t * q + t], D.data[t * q + s]];
        const [hss, htt, hst] = [
          rowProduct(carried[c], s, s),
          rowProduct(carried[c], t, t),
          rowProduct(carried[c], s, t),
        ];
        sum += st * (st - 2 * hst) + ss * tt - ss * htt - tt * hss;
      }
      total += twice * sum;
    }
  return total;
}

/**
 * Degrees of freedom of a single combination, by Satterthwaite: twice the squared mean of its variance over the
 * variance of that.
 *
 * @param row - its coordinates.
 * @param alone - makes the error that is thrown where no residuals tell of it.
 */
export function combinationDf(row: Float64Array, scores: readonly AdjustedScore[], alone: () => Error): number {
  // its fourth power, which units of columns may take beyond all numbers, is in both
  const terms = clusterTerms(scores, [unitVector(row)]);
  const mean = expectation(terms, 1).data[0];
  if (!(mean > NOTHING)) throw alone();
  // P_st P_ts + P_ss P_tt is twice the square
  return (2 * mean ** 2) / variation(terms, 1);
}

/** Sum over clusters of h_s h_t', p x p, with h_s row s of a cluster's matrix. */
function crossSum(carried: readonly Matrix[], s: number, t: number): Matrix {
  const p = carried[0].ncol;
  const out = matrix(p, p);
  for (const { data, nrow } of carried)
    for (let j = 0; j < p; j++) {
      const right = data[j * nrow + t];
      for (let i = 0; i < p; i++) out.data[j * p + i] += data[i * nrow + s] * right;
    }
  return out;
}

function rowProduct({ data, nrow, ncol }: Matrix, s: number, t: number): number {
  let sum = 0;
  for (let j = 0; j < ncol; j++) sum += data[j * nrow + s] * data[j * nrow + t];
  return sum;
}

function traceOfSquare({ data, nrow: p }: Matrix): number {
  let sum = 0;
  for (let j = 0; j < p; j++) for (let i = 0; i < p; i++) sum += data[j * p + i] * data[i * p + j];
  return sum;
}
