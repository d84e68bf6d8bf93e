// The path that statsmodels' search takes, and so the digits that it prints: same start, same packed square roots, same
// objective (minus the log-likelihood per row), SciPy's minimisers one after another until one converges.
import { bfgs, conjugateGradient, lbfgs, type Minimum, type Objective } from "@mixedlm/optimize";
import { type Engine, type LikelihoodPoint, likelihood } from "mixedlm";
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
export function followPath(engine: Engine, reml: boolean, methods: readonly Method[], options: PathOptions = {}): Path {
  const { gtol = 1e-5, maxiter = 100 } = options;
  const objective = negativeMeanLogLik(engine, reml);
  const runs: PathRun[] = [];
  let packed = startingPoint(engine);
  let converged = false;
  for (const method of methods) {
    const minimum = MINIMISERS.get(method)!(objective, packed, { gtol, maxiter });
    runs.push({ method, minimum });
    packed = Float64Array.from(minimum.x);
    converged = minimum.converged;
    if (converged) break;
  }
  return { runs, packed, logLik: -engine.products.n * objective.value(packed), converged };
}

function startingPoint({ products }: Engine): Float64Array {
  return pack(
    products.terms.map(({ size }) => {
      const identity = new Float64Array(size * size);
      for (let j = 0; j < size; j++) identity[j * (size + 1)] = 1;
      return identity;
    }),
  );
}

/** -logLik / n of packed square roots with statsmodels' score; a point is evaluated once for both. */
function negativeMeanLogLik(engine: Engine, reml: boolean): Objective {
  const { n, terms } = engine.products;
  const k_re = terms[0]?.source.kind === "effects" ? terms[0].size : 0;
  const likelihoodAt = likelihood(engine, reml);
  let at: Float64Array | undefined;
  let point: LikelihoodPoint | undefined;
  const evaluate = (x: Float64Array): LikelihoodPoint => {
    if (point === undefined || at === undefined || !areEqual(at, x)) {
      at = x.slice();
      point = likelihoodAt(positiveRoot(fromPackedSqrt(x, k_re)));
    }
    return point;
  };
  return {
    value: (x) => -evaluate(x).logLik / n,
    gradient(x) {
      const slopes = pack(evaluate(x).score);
      for (let i = 0; i < slopes.length; i++) slopes[i] = -slopes[i]! / n;
      return slopes;
    },
  };
}

function areEqual(a: Float64Array, b: Float64Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
