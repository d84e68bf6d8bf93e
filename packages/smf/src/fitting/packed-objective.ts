// The criterion as optimisers see it: minus its value per row, a function of statsmodels' packed covariance parameters,
// as square roots or as they are; and which of them are free.
import type { Objective } from "@mixedlm/optimize";
import { type Lambda, type LikelihoodPoint, likelihood } from "mixedlm";
import { fromPackedSqrt, pack, positiveRoot, rootsOf } from "../model/packing.ts";
import { MixedLMParams } from "../model/params.ts";
import { type Criterion, type CriterionPoint, rootSlopes } from "./criterion.ts";
import type { IndefinitePoints } from "./indefinite-points.ts";
import type { Visit } from "./watching.ts";

/** How packed parameters are read. */
export interface PackedOptions {
  /** Square roots: the Cholesky factor of cov_re and standard deviations. */
  readonly use_sqrt: boolean;
  /** For each packed parameter whether it is free: the gradient of the others is 0. Null: all are. */
  readonly free: readonly boolean[] | null;
  /** The gradient as statsmodels has it at negative square roots: see `positiveRoot`. */
  readonly imitate: boolean;
  /** What covariances that are none are worth, where they are not square roots; without it, and for null, -Infinity. */
  readonly outside?: IndefinitePoints;
  /** Called after each evaluation. */
  readonly visit?: Visit | undefined;
}

/** Makes the objective. A point is evaluated once for value and gradient; outside the domain the value is Infinity. */
export function packedObjective(
  criterion: Criterion,
  { use_sqrt, free, imitate, outside = () => null, visit }: PackedOptions,
): Objective {
  const { n } = criterion.engine.products;
  const evaluate = use_sqrt ? rootEvaluator(criterion, imitate) : covarianceEvaluator(criterion, outside);
  let at: Float64Array | undefined;
  let point: Evaluated | undefined;
  const pointAt = (x: Float64Array): Evaluated => {
    if (point === undefined || at === undefined || !areEqual(at, x)) {
      at = x.slice();
      point = evaluate(at);
      visit?.(-2 * point.value);
    }
    return point;
  };
  return {
    value: (x) => -pointAt(x).value / n,
    gradient: (x) => pointAt(x).slopes.map((slope, i) => (free === null || free[i] ? -slope / n : 0)),
  };
}

interface Evaluated {
  readonly value: number;
  readonly slopes: Float64Array;
}

/**
 * Packed square roots. With the fixed effects of generalised least squares the score is the engine's own, the cheapest.
 */
function rootEvaluator(criterion: Criterion, imitate: boolean): (x: Float64Array) => Evaluated {
  const { engine, reml, isOrdinary, k_re } = criterion;
  const likelihoodAt = likelihood(engine, reml);
  return (x) => {
    const root = fromPackedSqrt(x, k_re);
    const lambda = imitate ? positiveRoot(root) : root;
    if (!isOrdinary) return evaluatedAt(criterion, lambda, (slopes) => rootSlopes(lambda, slopes), x.length);
    const point: LikelihoodPoint = likelihoodAt(lambda);
    const value = point.logLik - criterion.penaltyValue(lambda);
    return {
      value,
      get slopes() {
        const slopes = pack(point.score);
        if (criterion.cov_pen === null) return slopes;
        const penalty = rootSlopes(lambda.slice(0, 1), criterion.penaltySlopes(lambda));
        return slopes.map((slope, i) => slope - (penalty[i] ?? 0));
      },
    };
  };
}

/** Packed covariances. */
function covarianceEvaluator(criterion: Criterion, outside: IndefinitePoints): (x: Float64Array) => Evaluated {
  return (x) => {
    const params = MixedLMParams.from_packed(x, 0, criterion.k_re, false, false);
    const lambda = rootsOf(params);
    const beyond = lambda === null ? outside(params) : null;
    return beyond ?? evaluatedAt(criterion, lambda, (slopes) => slopes, x.length);
  };
}

function evaluatedAt(
  criterion: Criterion,
  lambda: Lambda | null,
  chain: (covariance: Float64Array) => Float64Array,
  length: number,
): Evaluated {
  const nowhere = new Float64Array(length).fill(Number.NaN);
  const point: CriterionPoint | null = lambda === null ? null : criterion.at(lambda);
  if (point === null) return { value: Number.NEGATIVE_INFINITY, slopes: nowhere };
  return {
    value: point.value,
    get slopes() {
      const score = criterion.score(point);
      return score === null ? nowhere : chain(score.covariance);
    },
  };
}

function areEqual(a: Float64Array, b: Float64Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
