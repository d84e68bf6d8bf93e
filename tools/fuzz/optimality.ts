// Is a point an optimum, and of which kind: from the oracle's derivative in each Psi and the roots at the point. Columns are
// taken in units of their own size, so that one tolerance serves all data.
import type { Fit } from "mixedlm";
import type { DenseDesign } from "./dense-model.ts";
import type { DenseFit, DenseTerm } from "./dense-oracle.ts";
import { type PairMatrix, pairs, product } from "./double-double.ts";
import { eigenvaluesOf } from "./eigenvalues.ts";
import type { RandomBar } from "./random-models.ts";

/** A variance this small, of a column of unit size and relative to the residual's, is as good as zero. */
const AS_GOOD_AS_ZERO = 1e-16;

/**
 * How far the point is from stationary: the largest slope of the criterion where it is free to move, and the steepest way
 * down off a boundary, both per unit of a relative standard deviation or variance.
 */
export function steepness({ model, terms }: DenseDesign, oracle: DenseFit): { gradient: number; departure: number } {
  let [gradient, departure] = [0, 0];
  for (const [t, { structure, theta, names }] of terms.entries()) {
    const term = model.terms[t] as DenseTerm;
    const { score, exactScore } = oracle.terms[t] as DenseFit["terms"][number];
    const size = columnSizes(term.Z, model.weights);
    const { G, root } = inOwnUnits(term, exactScore, model.weights, names.indexOf("Intercept"));
    if (structure === "us" || names.length === 1) {
      // criterion along every entry of the root, and along new directions
      const slopes = G.flatMap((row) =>
        root.map((_, m) => 2 * row.reduce((sum, g, j) => sum + g * (root[j]?.[m] as number), 0)),
      );
      gradient = Math.max(gradient, ...slopes.map(Math.abs));
      if (isSingular(root)) departure = Math.max(departure, -(eigenvaluesOf(G)[0] as number));
      continue;
    }
    const { slope, way } = structuredSlopes(structure, theta, score, size);
    gradient = Math.max(gradient, slope);
    departure = Math.max(departure, way);
  }
  return { gradient, departure };
}

/** A root and the derivative beside columns of unit size, taken about their means where a constant takes the shift up. */
function inOwnUnits(
  { Z, root }: DenseTerm,
  score: PairMatrix,
  weights: readonly number[],
  constant: number,
): { root: number[][]; G: number[][] } {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (Z[0] ?? []).map((_, j) => {
    if (constant < 0 || j === constant) return 0;
    return Z.reduce((sum, row, i) => sum + (weights[i] as number) * (row[j] as number), 0) / total;
  });
  const centred = Z.map((row) => row.map((value, j) => value - (mean[j] as number)));
  const size = columnSizes(centred, weights);
  const shifted = root.map((row, i) =>
    i === constant
      ? row.map((_, m) =>
          root.reduce((sum, own, j) => sum + (j === i ? 1 : (mean[j] as number)) * (own[m] as number), 0),
        )
      : row,
  );
  // the centred columns are Z T: with all digits, as means far from 0 cancel
  const k = root.length;
  const T = pairs(k, k, (i, j) => (i === j ? 1 : i === constant ? -(mean[j] as number) : 0));
  const G = product(product(T, score, "A' B"), T, "A B").high;
  return {
    root: shifted.map((row, i) => row.map((value) => value * (size[i] as number))),
    G: root.map((_, i) => root.map((__, j) => (G[i * k + j] as number) / ((size[i] as number) * (size[j] as number)))),
  };
}

function columnSizes(Z: DenseTerm["Z"], weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return (Z[0] ?? []).map((_, j) => {
    const square = Z.reduce((sum, row, i) => sum + (weights[i] as number) * (row[j] as number) ** 2, 0) / total;
    return Math.sqrt(square) || 1;
  });
}

function isSingular(root: readonly (readonly number[])[]): boolean {
  return root.some((row, i) => row[i] === 0) || smallestVariance(root) < AS_GOOD_AS_ZERO;
}

function smallestVariance(root: readonly (readonly number[])[]): number {
  const psi = root.map((a) => root.map((b) => a.reduce((sum, value, m) => sum + value * (b[m] as number), 0)));
  return eigenvaluesOf(psi)[0] as number;
}

/** Correlations at which a variance of zero is tried, as shares of their range. */
const SHARES = [0, 0.1, 0.3, 0.5, 0.7, 0.9, 1];

/** Slopes in standard deviations and the correlation where these are free, and the way down from bounds of them. */
function structuredSlopes(
  structure: RandomBar["structure"],
  theta: readonly number[],
  score: readonly (readonly number[])[],
  size: readonly number[],
): { slope: number; way: number } {
  const s = score.length;
  const hasRho = structure !== "diag" && structure !== "homdiag";
  const last = theta.length - 1;
  const [least, rho] = [structure === "ar1" ? -1 : -1 / (s - 1), theta[last] as number];
  const value = (values: readonly number[]): number => tracedWith(score, structure, values);
  const unit = (k: number): number => {
    if (hasRho && k === last) return 1;
    return structure === "homdiag" || structure === "homcs" || structure === "ar1"
      ? Math.hypot(...size) / Math.sqrt(s)
      : (size[k] as number);
  };
  const moved = (k: number, by: number): number[] => theta.map((own, j) => (j === k ? own + by / unit(k) : own));
  // Psi is a polynomial of theta of low degree
  const slopeAt = (k: number, from: number, to: number): number =>
    (value(moved(k, to)) - value(moved(k, from))) / (to - from);
  const sds = hasRho ? theta.slice(0, last) : theta;
  let [slope, way] = [0, 0];
  for (const [k, own] of sds.entries()) {
    if (own !== 0) slope = Math.max(slope, Math.abs(slopeAt(k, -STEP * own * unit(k), STEP * own * unit(k))));
    else if (hasRho && sds.some((sd) => sd !== 0)) way = Math.max(way, -slopeAt(k, 0, STEP));
    else
      for (const share of hasRho ? SHARES : [0]) {
        const at = least + share * (1 - least);
        way = Math.max(way, -value(theta.map((_, j) => (hasRho && j === last ? at : j === k ? 1 / unit(k) : 0))));
      }
  }
  if (hasRho && sds.some((sd) => sd !== 0)) {
    if (rho > 1 - STEP) way = Math.max(way, slopeAt(last, -STEP, 0));
    else if (rho < least + STEP) way = Math.max(way, -slopeAt(last, 0, STEP));
    else slope = Math.max(slope, Math.abs(slopeAt(last, -STEP, STEP)));
  }
  return { slope, way };
}

const STEP = 1e-6;

/** tr(G Psi) of a structured Psi. */
function tracedWith(
  G: readonly (readonly number[])[],
  structure: RandomBar["structure"],
  theta: readonly number[],
): number {
  const rho = theta.at(-1) as number;
  const sd = (i: number): number => theta[structure === "diag" || structure === "cs" ? i : 0] as number;
  const correlation = (i: number, j: number): number => {
    if (i === j) return 1;
    if (structure === "diag" || structure === "homdiag") return 0;
    return structure === "ar1" ? rho ** Math.abs(i - j) : rho;
  };
  return G.reduce(
    (sum, row, i) => sum + row.reduce((own, value, j) => own + value * sd(i) * sd(j) * correlation(i, j), 0),
    0,
  );
}

/** Whether the status is true: `interior` where no Psi is singular, `boundary` where one is. */
export function kindOfPoint({ model, terms }: DenseDesign, { status }: Fit): string[] {
  const { kind, directions } = status;
  if (kind === "not-converged") return [];
  if ((kind === "interior") !== (directions.length === 0)) return [`status ${kind} with directions ${directions}`];
  const singular = model.terms.map(({ root }, t) => isAtBoundary(terms[t] as DenseDesign["terms"][number], root));
  const named = directions.filter((direction) => direction !== NO_RESIDUAL);
  if (kind === "interior" && singular.includes(true)) return ["interior, but a Psi is singular"];
  return named.length > 0 && !singular.includes(true) ? [`${named}, but no Psi is singular`] : [];
}

/** What a status says of a likelihood that grows while the residual variance shrinks. */
const NO_RESIDUAL = "the residual variance is 0";

/** Whether theta says so: an entry that is exactly zero, or a correlation at an end of its range. */
function isAtBoundary({ structure, theta }: DenseDesign["terms"][number], root: DenseTerm["root"]): boolean {
  if (structure === "us" || root.length === 1) return root.some((row, i) => row[i] === 0);
  if (root.some((row) => row.every((value) => value === 0))) return true;
  if (structure === "diag" || structure === "homdiag") return false;
  const rho = theta.at(-1) as number;
  const least = structure === "ar1" ? -1 : -1 / (root.length - 1);
  return rho > 1 - 1e-15 || rho < least + 1e-15;
}
