// The engine for crossed and large structures: the grouping factor with most random columns is eliminated level by
// level, and the Schur complement of all others is factored, dense or sparse. Memory is that of one point: what is
// asked of an earlier one factorises it again.

import type { FixedBasis } from "../coordinates/fixed-basis.ts";
import type { InternalProducts } from "../coordinates/internal-products.ts";
import { spreadScore } from "../criterion/spread-score.ts";
import type { DrawnResponses, Engine, Factorisation, Lambda } from "../engine/engine.ts";
import { internalBeta, residualDf } from "../engine/generalised-least-squares.ts";
import { conditionalBlocks, conditionalCovariances } from "./conditional.ts";
import { conditionalPairs } from "./conditional-pairs.ts";
import { eliminate } from "./eliminate.ts";
import { factoriseSchur, type SchurPoint, type SchurWorkspace, schurWorkspace } from "./factorise-schur.ts";
import { factorStart, fixedSolves, randomColumns, residualSolves } from "./random-solves.ts";
import { rawSecondOrder } from "./raw-second-order.ts";
import { firstOrder, secondOrderSums } from "./schur-derivatives.ts";
import { schurFixedProducts } from "./schur-fixed-products.ts";
import type { SchurForm } from "./schur-pattern.ts";
import { responseWriter, withDrawnResponse } from "./schur-responses.ts";
import { areDifferences, traceProducts } from "./trace-products.ts";

/** Random columns up to which `tracePP` costs no more than a few evaluations. */
const EXACT = 250;

/**
 * Makes the engine of a model.
 *
 * @param form - whether the Schur complement is held dense or sparse; by default as its size and fill suggest.
 */
export function schurEngine(products: InternalProducts, form?: SchurForm): Engine {
  return engineOver(schurWorkspace(eliminate(products), form), form);
}

/** The engine that works in a memory. */
function engineOver(work: SchurWorkspace, form: SchurForm): Engine {
  const { products } = work.elimination;
  let current: SchurPoint | null = null;
  const ensure = (at: Factorisation): SchurPoint => {
    if (current !== at) current = restore(work, at as SchurPoint);
    return at as SchurPoint;
  };
  return {
    products,
    squareBefore: work.elimination.squareBefore,
    varianceOutside: Number.NaN,
    exactHessian: randomColumns(work) <= EXACT,
    factorise(lambda) {
      current = factoriseSchur(work, lambda);
      return current;
    },
    score(given, reml) {
      const at = ensure(given);
      const { traceP, quadratic } = firstOrder(work, at, internalBeta(at, products.p), reml);
      return spreadScore(products.terms, traceP, quadratic, residualDf(products, reml) / at.r2);
    },
    secondOrder(given, beta, { reml, exact = false, raw = false }) {
      const at = ensure(given);
      const sums = secondOrderSums(work, at, beta, reml);
      const tracePP = exact ? traceProducts(work, at, beta, reml) : sums.tracePP;
      if (exact && areDifferences(work)) current = null;
      return raw ? rawSecondOrder({ ...sums, tracePP }, products) : { ...sums, tracePP };
    },
    fixedProducts: (at, second) => schurFixedProducts(work, ensure(at), second),
    solvedResiduals: (at, beta) => {
      const c = residualSolves(fixedSolves(work, ensure(at)), beta);
      return products.factors.map(({ levels, columns }, f) => {
        const start = factorStart(work, f);
        return c.slice(start, start + levels * columns);
      });
    },
    solvedFixed: (at) => {
      const solves = fixedSolves(work, ensure(at));
      const q = randomColumns(work);
      return products.factors.map(({ levels, columns }, f) => {
        const size = levels * columns;
        const out = new Float64Array(size * products.p);
        for (let j = 0; j < products.p; j++) {
          const from = j * q + factorStart(work, f);
          out.set(solves.subarray(from, from + size), j * size);
        }
        return out;
      });
    },
    conditionalCovariances: (at, sets) => conditionalCovariances(work, ensure(at), sets),
    conditionalBlocks: (at, factor) => conditionalBlocks(work, ensure(at), factor),
    conditionalPairs: (at, requests) => conditionalPairs(work, ensure(at), requests),
    drawnResponses: (lambda, fixed) => drawnEngine(work, form, lambda, fixed),
  };
}

/** An engine whose y is drawn, in a memory of its own. */
function drawnEngine(
  { elimination }: SchurWorkspace,
  form: SchurForm,
  lambda: Lambda,
  fixed: FixedBasis,
): DrawnResponses {
  const drawn = schurWorkspace(withDrawnResponse(elimination, fixed), form);
  const { EFF } = drawn.elimination;
  const engine: Engine = {
    ...engineOver(drawn, form),
    // nothing was subtracted to make it
    get squareBefore() {
      return EFF[EFF.length - 1];
    },
  };
  return { engine, draw: responseWriter(drawn, lambda) };
}

/** Brings the workspace back to a point that was factorised before. */
function restore(work: SchurWorkspace, at: SchurPoint): SchurPoint {
  factoriseSchur(work, at.lambda);
  return at;
}
