// Moments -> the optimum: what was found, what kind of point it is, and all that follows from it. Everything that a fit
// reports is in this record; which engine and which searches it takes stand in files of their own.
import type { Design } from "@mixedlm/design";
import type { DesignMoments } from "@mixedlm/moments";
import { rawLambda, rawTheta } from "../coordinates/coordinates.ts";
import { startParameters } from "../coordinates/start-parameters.ts";
import type { Evaluation } from "../criterion/criterion.ts";
import { type Estimates, estimatesOf } from "../criterion/estimates.ts";
import { objective } from "../criterion/objective.ts";
import type { Engine, Factorisation, Lambda } from "../engine/engine.ts";
import { factorised } from "../engine/factorised.ts";
import { perfectRandomFit } from "../errors.ts";
import { lambdaOf } from "../parameters/covariance-parameters.ts";
import { boundaryDirections, type FitStatus, type FitWarning, fitStatus, fitWarnings } from "./fit-status.ts";
import type { MomentStart } from "./moment-start.ts";
import { generalised, preparedEngine } from "./prepared-engine.ts";
import { residualVanishes } from "./residual-vanishes.ts";
import type { SearchResult } from "./search.ts";
import { identifiedStart, searchFromStarts } from "./search-from-starts.ts";

/** What can be chosen about the search. */
export interface OptimumOptions {
  /** Restricted maximum likelihood, or maximum likelihood. */
  readonly reml: boolean;
  /** Columns of X that are combinations of others: leave them out, or refuse. */
  readonly dependent: "drop" | "error";
  /** Theta in raw units, the first point that is tried. */
  readonly start?: readonly number[] | undefined;
  /** Called after each evaluation of the criterion; what it throws ends the search. */
  readonly visit?: ((evaluation: Evaluation) => void) | undefined;
}

/** The optimum of a model. */
export interface Optimum {
  readonly engine: Engine;
  readonly reml: boolean;
  /** Numbers of the columns of X that were kept. */
  readonly kept: readonly number[];
  /** Covariance parameters in internal coordinates; and in raw units, as square roots and as theta. */
  readonly parameters: Float64Array;
  readonly lambda: Lambda;
  readonly theta: readonly number[];
  readonly estimates: Estimates;
  readonly gradient: number;
  /** What was tried, in order; and how much that was. */
  readonly evaluations: readonly Evaluation[];
  readonly evaluationCount: number;
  readonly status: FitStatus;
  readonly warnings: readonly FitWarning[];
}

/**
 * Finds the optimum.
 *
 * @param moments - as `accumulate` makes them, or several of them merged.
 * @throws {@link FitError} `no-random-effects`, `one-group`, `unidentified`, `rank-deficient`, `too-few-rows`,
 *   `constant-response`, `perfect-fit`, `not-finite`, `underflow`, `start-length`, `start-value`.
 */
export function optimum(moments: DesignMoments, { reml, dependent, start: theta, visit }: OptimumOptions): Optimum {
  const { design } = moments;
  const { kept, ...prepared } = preparedEngine(moments, dependent);
  const moment = identifiedStart(prepared.engine, design);
  const given = theta === undefined ? null : startParameters(design, prepared.engine.products, theta);
  const evaluations: Evaluation[] = [];
  const located = searchFromStarts({ ...prepared, reml, look: { visit, evaluations } }, { moment, given });
  return optimumOf(design, { ...located, kept, reml, evaluations, unidentified: moment.unidentified });
}

/** A point that a search found, and what it was found with. */
export interface Located extends Pick<Optimum, "engine" | "kept" | "reml" | "evaluations"> {
  readonly found: SearchResult;
  readonly unidentified: MomentStart["unidentified"];
}

/**
 * Works out what a fit reports of a point that a search found.
 *
 * @throws {@link FitError} `perfect-fit` where the likelihood has no maximum.
 */
export function optimumOf(design: Design, located: Located): Optimum {
  const { engine, found, kept, reml, evaluations, unidentified } = located;
  const { products } = engine;
  const { parameters } = found;
  const internal = lambdaOf(products.terms, parameters);
  const vanishes = residualVanishes(engine, found);
  const isEndless = vanishes && growsWithoutEnd(engine, internal, found.objective, reml);
  const at = engine.factorise(internal);
  if (isEndless || at === null || leavesNothing(engine, at))
    throw perfectRandomFit(design.response.names[0], groupNames(design));
  const status = fitStatus(found, boundaryDirections(design, products, parameters), vanishes);
  const dropped = design.fixed.names.filter((_, j) => !kept.includes(j));
  return {
    ...pointOf(engine, at, parameters, reml),
    kept,
    gradient: found.gradient,
    evaluations,
    evaluationCount: evaluations.length,
    status,
    warnings: Object.freeze(fitWarnings(status, reml, unidentified, dropped)),
  };
}

/** What follows from the parameters alone. */
function pointOf(
  engine: Engine,
  at: Factorisation,
  parameters: Float64Array,
  reml: boolean,
): Pick<Optimum, "engine" | "reml" | "parameters" | "lambda" | "theta" | "estimates"> {
  const { products } = engine;
  const lambda = rawLambda(products, lambdaOf(products.terms, parameters));
  const theta = rawTheta(products, parameters);
  return { engine, reml, parameters, lambda, theta, estimates: estimatesOf(engine, at, lambda, reml) };
}

/** Share of a sum of squares below which what is left of it is rounding error. */
const NOTHING = 1e-13;
/** The same for y's squares inside groups beside all of them (n in internal units): y itself has no more digits. */
const NOTHING_INSIDE = 1e-26;

/** Whether the random effects at a point leave no residual: then the likelihood grows without end. */
export function leavesNothing({ products, squareBefore }: Engine, { r2 }: Factorisation): boolean {
  return r2 <= Math.max(NOTHING * squareBefore, NOTHING_INSIDE * products.n);
}

/**
 * How much further a search is looked after that runs to a residual variance of zero, and by how much it must gain
 * there.
 */
const [FURTHER, STILL_FALLING] = [10, 1];

/**
 * Whether the criterion still falls where the residual variance is as good as zero: random effects of lower rank than
 * there are rows then reproduce y, and the likelihood has no maximum. Where their rank is full, it has a limit.
 */
function growsWithoutEnd(engine: Engine, lambda: Lambda, value: number, reml: boolean): boolean {
  const further = lambda.map((own) => own.map((entry) => FURTHER * entry));
  const at = engine.factorise(further);
  return at !== null && objective(engine.products, at, reml) < value - STILL_FALLING;
}

function groupNames({ groups }: Design): string {
  return groups.map(({ name }) => name).join(", ");
}

/** What is kept of an optimum that was found before. */
export type FoundPoint = Pick<Optimum, "reml" | "parameters" | "gradient" | "status" | "evaluationCount">;

/**
 * The optimum that was found before, from its point; null where the criterion does not exist.
 *
 * @throws {@link FitError} as {@link optimum}.
 */
export function optimumAt(moments: DesignMoments, found: FoundPoint): Optimum | null {
  const { reml, parameters } = found;
  const prepared = preparedEngine(moments, "drop");
  const engine = generalised(prepared.engine, parameters, prepared.moments);
  const at = engine.factorise(lambdaOf(engine.products.terms, parameters));
  if (at === null) return null;
  return { ...found, ...pointOf(engine, at, parameters, reml), kept: prepared.kept, evaluations: [], warnings: [] };
}

/**
 * The factorisation at a fit's optimum; valid until its engine is at another point.
 *
 * @throws {@link FitError} `no-factorisation`.
 */
export function atOptimum({ engine, parameters }: Optimum): Factorisation {
  return factorised(engine, lambdaOf(engine.products.terms, parameters));
}
