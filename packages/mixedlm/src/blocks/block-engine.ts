// The engine for models whose random columns fall apart into small blocks: one grouping factor, nested factors, small
// crossed ones. Searches run on merged blocks; what is asked of single levels is worked out on the whole ones.
import { choleskyFactorInPlace, choleskySolveInPlace, lowerSolveInPlace, rankUpdateInPlace } from "@mixedlm/linalg";
import type { Engine, Factorisation, Lambda, LevelOf } from "../engine.ts";
import { internalBeta, residualDf } from "../generalised-least-squares.ts";
import type { InternalProducts } from "../internal-products.ts";
import { spreadScore } from "../score.ts";
import { covarianceOf } from "../triangular-root.ts";
import { blockDerivatives } from "./block-derivatives.ts";
import { blockProducts, type WholeBlocks } from "./block-products.ts";
import { type BlockFactorisation, basisTimesFactor, factoriseBlocks, withRoots } from "./factorise-blocks.ts";
import { mergeBlocks } from "./merge-blocks.ts";
import { rawRoots } from "./raw-directions.ts";

/** An engine over dense blocks. */
export interface BlockEngine extends Engine {
  readonly whole: WholeBlocks;
}

/** Makes the engine of a model. */
export function blockEngine(products: InternalProducts): BlockEngine {
  const { terms, p } = products;
  const whole = blockProducts(products);
  const merged = mergeBlocks(whole, p);
  let last: BlockFactorisation | null = null;
  // a factorisation's arrays are those of the last one
  const own = (at: Factorisation): BlockFactorisation => at as BlockFactorisation;
  return {
    products,
    whole,
    squareBefore: whole.squareBefore,
    varianceOutside: varianceOutside(whole, products),
    exactHessian: true,
    factorise(lambda) {
      const at = factoriseBlocks(merged, terms, p, lambda, last);
      last = at ?? last;
      return at;
    },
    score(at, reml) {
      const { traceP, quadratic } = blockDerivatives(merged, terms, own(at), internalBeta(at, p), reml, false);
      const nu = residualDf(products, reml);
      return spreadScore(terms, traceP, quadratic, nu / at.r2);
    },
    secondOrder(at, beta, reml, _, raw = false) {
      if (!raw) return blockDerivatives(merged, terms, own(at), beta, reml, true);
      const rooted = withRoots(merged, terms, p, own(at));
      const turned = { ...rooted, S: rawRoots(merged, products, rooted.S) };
      return blockDerivatives(merged, terms, turned, beta, reml, true, false);
    },
    solvedResiduals: (at, beta) => solvedResiduals(whole, products, at.lambda, beta),
    conditionalCovariances: (at, sets) => sets.map((levels) => jointCovariance(whole, products, at.lambda, levels)),
    conditionalBlocks: (at, factor) => factorBlocks(whole, products, at.lambda, factor),
  };
}

/** Share of a column's square outside the columns before it that is rounding error. */
const DEPENDENT = 1e-10;

/** Residual mean square of y outside the span of X and Z. */
function varianceOutside({ E, rank }: WholeBlocks, { n, p, FF }: InternalProducts): number | null {
  const columns = p + 1;
  const left = E.slice();
  let df = n;
  for (let b = 0; b < rank.length; b++) df -= rank[b];
  for (let j = 0; j < p; j++) {
    const pivot = left[j * columns + j];
    if (!(pivot > DEPENDENT * FF[j * columns + j])) continue;
    df -= 1;
    for (let k = j + 1; k < columns; k++) {
      const share = left[j * columns + k] / pivot;
      for (let i = k; i < columns; i++) left[k * columns + i] -= share * left[j * columns + i];
    }
  }
  return df > 0 ? left[p * columns + p] / df : null;
}

/** Makes a function that writes a block's K = T'F, r x q, and the factor of I + K K'. */
function blockFactors(whole: WholeBlocks, { terms }: InternalProducts, lambda: Lambda) {
  const widest = whole.layouts.reduce((most, { q }) => Math.max(most, q), 0);
  const K = new Float64Array(widest * widest);
  const L = new Float64Array(widest * widest);
  return (b: number): { K: Float64Array; L: Float64Array } => {
    const layout = whole.layouts[whole.layout[b]];
    const r = whole.rank[b];
    basisTimesFactor(whole.T, whole.tStart[b], r, layout, terms, lambda, K);
    for (let j = 0; j < r; j++)
      for (let i = j; i < r; i++) {
        let sum = i === j ? 1 : 0;
        for (let k = 0; k < layout.q; k++) sum += K[k * r + i] * K[k * r + j];
        L[j * r + i] = sum;
      }
    choleskyFactorInPlace(L, r);
    return { K, L };
  };
}

/** Z'V^-1(y - X beta) = T (I + K K')^-1 Q'(y - X beta) of every block, handed out to the factors' levels. */
function solvedResiduals(
  whole: WholeBlocks,
  products: InternalProducts,
  lambda: Lambda,
  beta: Float64Array,
): Float64Array[] {
  const { factors, p } = products;
  const out = factors.map(({ levels, columns }) => new Float64Array(levels * columns));
  const factorOf = blockFactors(whole, products, lambda);
  for (let b = 0; b < whole.count; b++) {
    const { q } = whole.layouts[whole.layout[b]];
    const r = whole.rank[b];
    const c = whole.cStart[b];
    const { L } = factorOf(b);
    const v = Float64Array.from({ length: r }, (_, k) => {
      let value = whole.C[c + p * q + k];
      for (let j = 0; j < p; j++) value -= whole.C[c + j * q + k] * beta[j];
      return value;
    });
    choleskySolveInPlace(L, r, v);
    whole.members.forEachLevel(b, (f, l, at) => {
      const s = factors[f].columns;
      for (let i = 0; i < s; i++) {
        let sum = 0;
        for (let k = 0; k < r; k++) sum += whole.T[whole.tStart[b] + k * q + at + i] * v[k];
        out[f][l * s + i] = sum;
      }
    });
  }
  return out;
}

/** F (I + F'Z'Z F)^-1 F' of a block, q x q, full. */
function blockCovariance(
  whole: WholeBlocks,
  { terms }: InternalProducts,
  lambda: Lambda,
  b: number,
  K: Float64Array,
): Float64Array {
  const { q, instances } = whole.layouts[whole.layout[b]];
  const r = whole.rank[b];
  const L = new Float64Array(q * q);
  for (let j = 0; j < q; j++) L[j * (q + 1)] = 1;
  rankUpdateInPlace(L, q, K, r, 1);
  choleskyFactorInPlace(L, q);
  // columns of F', q x q
  const Ft = new Float64Array(q * q);
  for (const { term, offset } of instances) {
    const { size } = terms[term];
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) Ft[(offset + i) * q + offset + j] = lambda[term][j * size + i];
  }
  lowerSolveInPlace(L, q, Ft, q);
  const out = new Float64Array(q * q);
  for (let j = 0; j < q; j++)
    for (let i = j; i < q; i++) {
      let sum = 0;
      for (let k = 0; k < q; k++) sum += Ft[i * q + k] * Ft[j * q + k];
      out[j * q + i] = sum;
      out[i * q + j] = sum;
    }
  return out;
}

function jointCovariance(
  whole: WholeBlocks,
  products: InternalProducts,
  lambda: Lambda,
  levels: readonly LevelOf[],
): Float64Array {
  const { factors, terms } = products;
  const starts = [0];
  for (const { factor } of levels) starts.push(starts[starts.length - 1] + factors[factor].columns);
  const size = starts[levels.length];
  const out = new Float64Array(size * size);
  const factorOf = blockFactors(whole, products, lambda);
  const covariances = new Map<number, Float64Array>();
  const blockOf = levels.map(({ factor, level }) => whole.members.blockOf(factor, level));
  levels.forEach((left, a) => {
    const s = factors[left.factor].columns;
    const b = blockOf[a];
    if (b < 0) {
      priorBlock(terms, lambda, left.factor, out, starts[a] * (size + 1), size);
      return;
    }
    const known = covariances.get(b) ?? blockCovariance(whole, products, lambda, b, factorOf(b).K);
    covariances.set(b, known);
    const { q } = whole.layouts[whole.layout[b]];
    levels.forEach((right, other) => {
      if (blockOf[other] !== b) return;
      const row = whole.members.positionOf(left.factor, left.level);
      const column = whole.members.positionOf(right.factor, right.level);
      for (let j = 0; j < factors[right.factor].columns; j++)
        for (let i = 0; i < s; i++) out[(starts[other] + j) * size + starts[a] + i] = known[(column + j) * q + row + i];
    });
  });
  return out;
}

/** Psi of a level without rows: nothing is known of it but its prior. */
function priorBlock(
  terms: InternalProducts["terms"],
  lambda: Lambda,
  factor: number,
  out: Float64Array,
  at: number,
  stride: number,
): void {
  terms.forEach(({ size, placements }, t) => {
    for (const { factor: f, column } of placements) {
      if (f !== factor) continue;
      const psi = covarianceOf(lambda[t], size);
      for (let j = 0; j < size; j++)
        for (let i = 0; i < size; i++) out[at + (column + j) * stride + column + i] = psi[j * size + i];
    }
  });
}

function factorBlocks(whole: WholeBlocks, products: InternalProducts, lambda: Lambda, factor: number): Float64Array {
  const { levels, columns: s } = products.factors[factor];
  const out = new Float64Array(levels * s * s);
  const factorOf = blockFactors(whole, products, lambda);
  for (let l = 0; l < levels; l++)
    if (whole.members.blockOf(factor, l) < 0) priorBlock(products.terms, lambda, factor, out, l * s * s, s);
  for (let b = 0; b < whole.count; b++) {
    const { q } = whole.layouts[whole.layout[b]];
    const own = whole.members.levelsOf(b, factor);
    if (own.length === 0) continue;
    const covariance = blockCovariance(whole, products, lambda, b, factorOf(b).K);
    for (const l of own) {
      const at = whole.members.positionOf(factor, l);
      for (let j = 0; j < s; j++)
        for (let i = 0; i < s; i++) out[(l * s + j) * s + i] = covariance[(at + j) * q + at + i];
    }
  }
  return out;
}
