// The path that statsmodels' search takes, and so the digits that it prints: same start, same packed square roots, same
// objective (minus the log-likelihood per row), SciPy's minimisers one after another until one converges.
import { bfgs, conjugateGradient, lbfgs, type Minimum, type Objective } from "@mixedlm/optimize";
import { type CrossProducts, type LikelihoodPoint, likelihood } from "mixedlm";
import { unknownMethod } from "./errors.ts";
import { fromPackedSqrt, pack, positiveRoot } from "./params.ts";

/** The optimisers that a fit can use. */
export type Method = "bfgs" | "lbfgs" | "cg";

const MINIMISERS: ReadonlyMap<string, typeof bfgs> = new Map<Method, typeof bfgs>([
  ["bfgs", bfgs],
  ["lbfgs", lbfgs],
  ["cg", conjugateGradient],
]);

/** When each run stops. */
export interface PathOptions {
  /** Largest entry of the gradient of the log-likelihood per row. Default 1e-5. */
  readonly gtol?: number;
  /** Iterations of each method. Default 100. */
  readonly maxiter?: number;
}

/** One method's run. */
export interface PathRun {
  readonly method: Method;
  readonly minimum: Minimum;
}

/** Where the path ended. */
export interface Path {
  readonly runs: readonly PathRun[];
  /** Packed square roots: see `params.ts`. */
  readonly packed: Float64Array;
  readonly logLik: number;
  readonly converged: boolean;
}

/**
 * Checks method names.
 *
 * @throws {@link SmfError} `unknown-method`.
 */
export function checkMethods(methods: readonly string[]): readonly Method[] {
  for (const method of methods) if (!MINIMISERS.has(method)) throw unknownMethod(method, [...MINIMISERS.keys()]);
  return methods as readonly Method[];
}

/** Runs the methods in turn from statsmodels' start: cov_re the identity, components 1, relative to the residual. */
export function followPath(
  cp: CrossProducts,
  reml: boolean,
  methods: readonly Method[],
  options: PathOptions = {},
): Path {
  const { gtol = 1e-5, maxiter = 100 } = options;
  const objective = negativeMeanLogLik(cp, reml);
  const runs: PathRun[] = [];
  let packed = startingPoint(cp);
  let converged = false;
  for (const method of methods) {
    const minimum = MINIMISERS.get(method)!(objective, packed, { gtol, maxiter });
    runs.push({ method, minimum });
    packed = Float64Array.from(minimum.x);
    converged = minimum.converged;
    if (converged) break;
  }
  return { runs, packed, logLik: -cp.n * objective.value(packed), converged };
}

function startingPoint(cp: CrossProducts): Float64Array {
  const identity = new Float64Array(cp.k * cp.k);
  for (let j = 0; j < cp.k; j++) identity[j * cp.k + j] = 1;
  return pack(identity, new Float64Array(cp.components).fill(1), cp.k);
}

/** -logLik / n of packed square roots with statsmodels' score; both of a point are computed together. */
function negativeMeanLogLik(cp: CrossProducts, reml: boolean): Objective {
  const likelihoodAt = likelihood(cp, reml);
  let at: Float64Array | undefined;
  let point: LikelihoodPoint | undefined;
  const evaluate = (x: Float64Array): LikelihoodPoint => {
    if (point === undefined || !at?.every((v, i) => v === x[i])) {
      at = x.slice();
      point = likelihoodAt(positiveRoot(fromPackedSqrt(x, cp.k), cp.k));
    }
    return point;
  };
  return {
    value: (x) => -evaluate(x).logLik / cp.n,
    gradient(x) {
      const { lambdaScore, tauScore } = evaluate(x);
      return pack(lambdaScore, tauScore, cp.k).map((s) => -s / cp.n);
    },
  };
}
