// Covariances of random effects given the data, and what solves with a block rest on: the factor of one block at a
// time, on the whole blocks. In: blocks and square roots. Out: F (I + F'Z'Z F)^-1 F' of a block, in the order that
// callers ask for; no covariance is inverted, and a level without rows has its prior.
import { choleskyFactorInPlace, lowerSolveInPlace, rankUpdateInPlace } from "@mixedlm/linalg";
import type { InternalProducts } from "../coordinates/internal-products.ts";
import type { Lambda, LevelOf, LevelPairs } from "../engine/engine.ts";
import { covarianceOf } from "../parameters/triangular-root.ts";
import type { WholeBlocks } from "./block-products.ts";
import { basisTimesFactor, identityPlusSquare } from "./factorise-blocks.ts";
import { rotateIn } from "./merge-blocks.ts";

/** Makes a function that writes a block's K = T'F, r x q, and the factor of I + K K'. */
export function blockFactors(whole: WholeBlocks, { terms }: InternalProducts, lambda: Lambda) {
  const widest = whole.layouts.reduce((most, { q }) => Math.max(most, q), 0);
  const K = new Float64Array(widest * widest);
  const L = new Float64Array(widest * widest);
  return (b: number): { K: Float64Array; L: Float64Array } => {
    const layout = whole.layouts[whole.layout[b]];
    const r = whole.rank[b];
    basisTimesFactor(whole.T, whole.tStart[b], r, layout, terms, lambda, K);
    identityPlusSquare(K, r, layout.q, L);
    choleskyFactorInPlace(L, r);
    return { K, L };
  };
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
  const L = priorPlusDataFactor(K, r, q);
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

/** Squares beside which the 1 of I + K'K has too few digits left. */
const HUGE = 1e10;

/** L with L L' = I + K'K, q x q, K r x q; by rotations, without a square, where variances are huge. */
function priorPlusDataFactor(K: Float64Array, r: number, q: number): Float64Array {
  const L = new Float64Array(q * q);
  for (let j = 0; j < q; j++) L[j * (q + 1)] = 1;
  rankUpdateInPlace(L, q, K, r, 1);
  let largest = 0;
  for (let j = 0; j < q; j++) largest = Math.max(largest, L[j * (q + 1)]);
  if (largest <= HUGE) {
    choleskyFactorInPlace(L, q);
    return L;
  }
  // an upper triangle by rows is its transpose by columns
  L.fill(0);
  for (let j = 0; j < q; j++) L[j * (q + 1)] = 1;
  for (let i = 0; i < r; i++)
    rotateIn(
      L,
      Float64Array.from({ length: q }, (_, k) => K[k * r + i]),
    );
  return L;
}

/** The joint covariance of the columns of some levels, square, full. */
export function jointCovariance(
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

/** The blocks of each level of a factor: levels x (s x s). */
export function factorBlocks(
  whole: WholeBlocks,
  products: InternalProducts,
  lambda: Lambda,
  factor: number,
): Float64Array {
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

/**
 * The covariances of pairs of levels, s_a x s_b each. Every block is worked out once, whatever is asked of it; levels
 * of different blocks have nothing in common.
 */
export function pairCovariances(
  whole: WholeBlocks,
  products: InternalProducts,
  lambda: Lambda,
  requests: readonly LevelPairs[],
): Float64Array[] {
  const { factors, terms } = products;
  const { members } = whole;
  const out = requests.map(
    ({ a, b, levelA }) => new Float64Array(levelA.length * factors[a].columns * factors[b].columns),
  );
  const asked = Array.from({ length: whole.count }, (): number[] => []);
  requests.forEach(({ a, b, levelA, levelB }, r) => {
    const [sa, sb] = [factors[a].columns, factors[b].columns];
    for (let k = 0; k < levelA.length; k++) {
      const block = members.blockOf(a, levelA[k]);
      if (block >= 0 && block === members.blockOf(b, levelB[k])) asked[block].push(r, k);
      else if (block < 0 && a === b && levelA[k] === levelB[k]) priorBlock(terms, lambda, a, out[r], k * sa * sb, sa);
    }
  });
  const factorOf = blockFactors(whole, products, lambda);
  asked.forEach((own, block) => {
    if (own.length === 0) return;
    const known = blockCovariance(whole, products, lambda, block, factorOf(block).K);
    const { q } = whole.layouts[whole.layout[block]];
    for (let at = 0; at < own.length; at += 2) {
      const { a, b, levelA, levelB } = requests[own[at]];
      const k = own[at + 1];
      const [sa, sb] = [factors[a].columns, factors[b].columns];
      const row = members.positionOf(a, levelA[k]);
      const column = members.positionOf(b, levelB[k]);
      for (let j = 0; j < sb; j++)
        for (let i = 0; i < sa; i++) out[own[at]][(k * sb + j) * sa + i] = known[(column + j) * q + row + i];
    }
  });
  return out;
}
