// The engine for models whose random columns fall apart into small blocks: one grouping factor, nested factors, small
// crossed ones. Searches run on merged blocks; what is asked of single levels is worked out on the whole ones.
import { choleskySolveInPlace } from "@mixedlm/linalg";
import type { InternalProducts } from "../coordinates/internal-products.ts";
import { spreadScore } from "../criterion/spread-score.ts";
import type { DrawnResponses, Engine, Factorisation, Lambda } from "../engine/engine.ts";
import { noLevels } from "../engine/engine-errors.ts";
import { internalBeta, residualDf } from "../engine/generalised-least-squares.ts";
import { blockFactors, factorBlocks, jointCovariance, pairCovariances } from "./block-covariances.ts";
import { blockDerivatives } from "./block-derivatives.ts";
import { blockFixedProducts } from "./block-fixed-products.ts";
import { type BlockProducts, blockProducts, type WholeBlocks } from "./block-products.ts";
import { drawnBlocks } from "./block-responses.ts";
import { type BlockFactorisation, factoriseBlocks, withRoots } from "./factorise-blocks.ts";
import { mergeBlocks } from "./merge-blocks.ts";
import { rawRoots } from "./raw-directions.ts";
import { rootOutside, squareOutside } from "./root-outside.ts";

/** An engine over dense blocks. */
export interface BlockEngine extends Engine {
  readonly whole: WholeBlocks;
}

/** Makes the engine of a model. */
export function blockEngine(products: InternalProducts): BlockEngine {
  const whole = blockProducts(products);
  return engineOver(products, whole, mergeBlocks(whole, products.p));
}

/** The engine of blocks, and of the merged ones that stand for them. */
function engineOver(products: InternalProducts, whole: WholeBlocks, merged: BlockProducts): BlockEngine {
  const { terms, p } = products;
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
    secondOrder(at, beta, { reml, raw = false }) {
      if (!raw) return blockDerivatives(merged, terms, own(at), beta, reml, true);
      const rooted = withRoots(merged, terms, p, own(at));
      const turned = { ...rooted, S: rawRoots(merged, products, rooted.S) };
      return blockDerivatives(merged, terms, turned, beta, reml, true, false);
    },
    fixedProducts: (at, second) => blockFixedProducts(merged, terms, p, withRoots(merged, terms, p, own(at)), second),
    solvedResiduals: (at, beta) => solvedResiduals(whole, products, at.lambda, beta),
    solvedFixed: (at) => solvedFixed(whole, products, at.lambda),
    conditionalCovariances: (at, sets) => sets.map((levels) => jointCovariance(whole, products, at.lambda, levels)),
    conditionalBlocks: (at, factor) => factorBlocks(whole, products, at.lambda, factor),
    conditionalPairs: (at, pairs) => pairCovariances(whole, products, at.lambda, pairs),
    drawnResponses: (lambda, fixed) => drawnEngine({ ...products, fixed }, whole, lambda),
  };
}

/** An engine over blocks whose y is drawn. */
function drawnEngine(products: InternalProducts, whole: WholeBlocks, lambda: Lambda): DrawnResponses {
  const { blocks, draw } = drawnBlocks(whole, products, lambda);
  const last = blocks.E.length - 1;
  const engine: BlockEngine = {
    ...engineOver(products, whole, blocks),
    // nothing was subtracted to make them
    get squareBefore() {
      return blocks.E[last];
    },
    get varianceOutside() {
      return varianceOutside({ ...whole, E: blocks.E }, products);
    },
    solvedResiduals() {
      throw noLevels();
    },
  };
  return { engine, draw };
}

/** Residual mean square of y outside the span of X and Z. */
function varianceOutside({ E, rank }: WholeBlocks, { n, p, FF }: InternalProducts): number | null {
  const root = rootOutside(E, FF, p);
  const df = rank.reduce((left, r) => left - r, n - root.rank);
  return df > 0 ? squareOutside(root, E, p) / df : null;
}

/** Z'V^-1(y - X beta) of every factor, levels x columns. */
function solvedResiduals(
  whole: WholeBlocks,
  products: InternalProducts,
  lambda: Lambda,
  beta: Float64Array,
): Float64Array[] {
  const { p } = products;
  return solvedColumns(whole, products, lambda, 1, (b, V) => {
    const c = whole.cStart[b];
    const { q } = whole.layouts[whole.layout[b]];
    for (let k = 0; k < whole.rank[b]; k++) {
      let value = whole.C[c + p * q + k];
      for (let j = 0; j < p; j++) value -= whole.C[c + j * q + k] * beta[j];
      V[k] = value;
    }
  });
}

/** Z'V^-1 X of every factor, (levels x columns) x p. */
function solvedFixed(whole: WholeBlocks, products: InternalProducts, lambda: Lambda): Float64Array[] {
  return solvedColumns(whole, products, lambda, products.p, (b, V) => {
    const { q } = whole.layouts[whole.layout[b]];
    const r = whole.rank[b];
    for (let j = 0; j < products.p; j++)
      for (let k = 0; k < r; k++) V[j * r + k] = whole.C[whole.cStart[b] + j * q + k];
  });
}

/**
 * Z'V^-1 W = T (I + K K')^-1 Q'W of every block, handed out to the factors' levels; `read` writes a block's Q'W, r x
 * count.
 */
function solvedColumns(
  whole: WholeBlocks,
  products: InternalProducts,
  lambda: Lambda,
  count: number,
  read: (b: number, V: Float64Array) => void,
): Float64Array[] {
  const { factors } = products;
  const out = factors.map(({ levels, columns }) => new Float64Array(levels * columns * count));
  const factorOf = blockFactors(whole, products, lambda);
  for (let b = 0; b < whole.count; b++) {
    const { q } = whole.layouts[whole.layout[b]];
    const r = whole.rank[b];
    const V = new Float64Array(r * count);
    read(b, V);
    const { L } = factorOf(b);
    choleskySolveInPlace(L, r, V, count);
    whole.members.forEachLevel(b, (f, l, at) => {
      const { levels, columns: s } = factors[f];
      for (let c = 0; c < count; c++)
        for (let i = 0; i < s; i++) {
          let sum = 0;
          for (let k = 0; k < r; k++) sum += whole.T[whole.tStart[b] + k * q + at + i] * V[c * r + k];
          out[f][(c * levels + l) * s + i] = sum;
        }
    });
  }
  return out;
}
