// The path that statsmodels' search takes, and so the digits that it prints: same start, same packed parameters, same
// objective (minus the log-likelihood per row), SciPy's minimisers one after another until one converges.
import { norm2 } from "@mixedlm/linalg";
import type { Minimum } from "@mixedlm/optimize";
import type { Criterion } from "./criterion.ts";
import { type FitPlan, freeCovariances } from "./fit-plan.ts";
import { type GroupedModel, indefinitePoints } from "./indefinite-points.ts";
import { type Method, minimiserFor, type Retvals } from "./optimizer-options.ts";
import { packedObjective } from "./packed-objective.ts";

/** The model whose path is followed. */
export interface PathModel extends GroupedModel {
  /** Whether the search works with square roots of the covariances. */
  readonly use_sqrt: boolean;
}

/** One method's run. */
export interface PathRun {
  readonly method: Method;
  readonly minimum: Minimum;
  /** Makes statsmodels' record of it: values per row, and negative. */
  readonly retvals: () => Retvals;
}

/** Where the path ended. */
export interface Path {
  /** The runs, in their order; all but the last did not converge. */
  readonly runs: readonly PathRun[];
  /** Packed as the model's `use_sqrt` says: see `params.ts`. */
  readonly packed: Float64Array;
  /** The criterion there: the log-likelihood, less penalties. */
  readonly value: number;
  /** Whether the last run did. */
  readonly converged: boolean;
  /** Length of the criterion's gradient there, as statsmodels has it. */
  readonly slope: number;
  /** Keywords that none of the methods that ran heeds. */
  readonly ignored: readonly string[];
}

/**
 * Runs the methods in turn.
 *
 * @throws {@link SmfError} `unknown-method`, before anything runs.
 */
export function followPath(criterion: Criterion, plan: FitPlan, model: PathModel): Path {
  const { use_sqrt } = model;
  const minimisers = plan.methods.map((method) => minimiserFor(method, plan.stop));
  const isLikelihood = criterion.isOrdinary && criterion.cov_pen === null;
  const objective = packedObjective(criterion, {
    use_sqrt,
    free: freeCovariances(plan.free),
    imitate: true,
    visit: plan.visit,
    ...(isLikelihood ? { outside: indefinitePoints(model, plan.reml) } : {}),
  });
  const runs: PathRun[] = [];
  let packed = plan.start.get_packed(use_sqrt);
  let converged = false;
  let ignored: readonly string[] = Object.keys(plan.stop);
  for (const { method, run, retvals, ignored: own } of minimisers) {
    ignored = ignored.filter((name) => own.includes(name));
    const minimum = run(objective, packed);
    runs.push({ method, minimum, retvals: () => retvals(minimum) });
    packed = Float64Array.from(minimum.x);
    converged = minimum.converged;
    if (converged) break;
  }
  const { n } = criterion.engine.products;
  return {
    runs,
    packed,
    value: -n * objective.value(packed),
    converged,
    get slope() {
      return n * norm2(objective.gradient(packed));
    },
    ignored,
  };
}
