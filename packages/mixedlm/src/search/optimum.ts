// Moments -> the optimum: checks, products, start, search, a second start when the first answer is suspicious, and what
// kind of point it is. Everything that a fit reports follows from this record.
import type { Design } from "@mixedlm/design";
import type { DesignMoments } from "@mixedlm/moments";
import { checkMoments } from "../calls/stage-checks.ts";
import { rawLambda, rawTheta } from "../coordinates/coordinates.ts";
import { checkSquares, fixedBasis, referredTo } from "../coordinates/fixed-basis.ts";
import { independentColumns, withColumns } from "../coordinates/independent-columns.ts";
import { internalProducts } from "../coordinates/internal-products.ts";
import { startParameters } from "../coordinates/start-parameters.ts";
import { criterion, type Evaluation } from "../criterion/criterion.ts";
import { type Estimates, estimatesOf } from "../criterion/estimates.ts";
import { objective } from "../criterion/objective.ts";
import type { Engine, Factorisation, Lambda } from "../engine/engine.ts";
import { internalBeta } from "../engine/generalised-least-squares.ts";
import { rememberingPoint } from "../engine/remembering-point.ts";
import {
  type FitError,
  noRandomEffects,
  notFinite,
  oneGroup,
  perfectRandomFit,
  unidentified,
  unidentifiedComponent,
} from "../errors.ts";
import { lambdaOf } from "../parameters/covariance-parameters.ts";
import { covarianceTerms } from "../parameters/covariance-terms.ts";
import {
  boundaryDirections,
  type FitStatus,
  type FitWarning,
  fitStatus,
  fitWarnings,
  residualVanishes,
} from "../results/fit-status.ts";
import { engineFor, hasNarrowBlocks } from "./engine-for.ts";
import {
  correlationStarts,
  defaultStart,
  type MomentStart,
  momentStart,
  otherSizes,
  startUnit,
} from "./moment-start.ts";
import { type SearchResult, scout, search, worthwhile } from "./search.ts";

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
  const response = design.response.names[0];
  const { kept, own, ordinary } = prepared(moments, dependent);
  const start = momentStart(ordinary, response);
  if (start.unidentified === "residual") throw notIdentified(design, ordinary, start);
  const given = theta === undefined ? [] : [startParameters(design, ordinary.products, theta)];
  const evaluations: Evaluation[] = [];
  const located = locate(ordinary, own, start, given, reml, { visit, evaluations });
  return described(design, { ...located, kept, reml, evaluations, unidentified: start.unidentified });
}

/** A point that a search found, and what it was found with. */
interface Located extends Pick<Optimum, "engine" | "kept" | "reml" | "evaluations"> {
  readonly found: SearchResult;
  readonly unidentified: MomentStart["unidentified"];
}

/** Works out what a fit reports of a point. */
function described(design: Design, { engine, found, kept, reml, evaluations, unidentified }: Located): Optimum {
  const { products } = engine;
  const internal = lambdaOf(products.terms, found.parameters);
  const vanishes = residualVanishes(engine, found);
  const isEndless = vanishes && growsWithoutEnd(engine, internal, found.objective, reml);
  const at = engine.factorise(internal);
  if (isEndless || at === null || nothingLeft(engine, at))
    throw perfectRandomFit(design.response.names[0], groupNames(design));
  const lambda = rawLambda(products, internal);
  const directions = boundaryDirections(design, products, found.parameters);
  const status = fitStatus(found, directions, vanishes);
  const dropped = design.fixed.names.filter((_, j) => !kept.includes(j));
  return {
    engine,
    reml,
    kept,
    parameters: found.parameters,
    lambda,
    theta: rawTheta(products, found.parameters),
    estimates: estimatesOf(engine, at, lambda, reml),
    gradient: found.gradient,
    evaluations,
    evaluationCount: evaluations.length,
    status,
    warnings: Object.freeze(fitWarnings(status, reml, unidentified, dropped)),
  };
}

/** A model whose response is drawn again and again, and where its searches start: the point that is drawn from. */
export interface RefitModel {
  readonly reml: boolean;
  /** Internal coordinates. */
  readonly start: Float64Array;
  /** Positions of parameters that REML knows nothing of; see {@link MomentStart}. */
  readonly held: readonly number[];
}

/** A search that was done again for another response. */
export interface Refit {
  readonly engine: Engine;
  readonly at: Factorisation;
  readonly found: SearchResult;
  readonly evaluations: readonly Evaluation[];
}

/**
 * Positions of the parameters that REML knows nothing of.
 *
 * @throws {@link FitError} `unidentified` where a random term cannot be told apart from the residual.
 */
export function heldPositions(engine: Engine, design: Design, reml: boolean): number[] {
  const start = momentStart(engine, design.response.names[0]);
  if (start.unidentified === "residual") throw notIdentified(design, engine, start);
  return reml ? start.held.map(({ position }) => position) : [];
}

/**
 * Searches from a point that was true, with the same second looks that a fit takes. From so near, steps by average information
 * are as good as Newton's, and where there are no narrow blocks an exact Hessian costs several times as much.
 *
 * @param engine - what a response was just drawn in.
 * @returns null where the random effects leave no residual.
 */
export function refit(engine: Engine, { reml, start, held }: RefitModel): Refit | null {
  const remembering = rememberingPoint(engine);
  const evaluations: Evaluation[] = [];
  const searched = hasNarrowBlocks(engine.products) ? remembering : { ...remembering, exactHessian: false };
  const found = searchFrom(searched, reml, [start], held, { visit: undefined, evaluations });
  const at = remembering.factorise(lambdaOf(engine.products.terms, found.parameters));
  return at === null || nothingLeft(engine, at) ? null : { engine: remembering, at, found, evaluations };
}

/** A refit with all that a fit reports. */
export function refittedOptimum(design: Design, kept: Optimum["kept"], reml: boolean, refitted: Refit): Optimum {
  return described(design, { ...refitted, kept, reml, unidentified: null });
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
  const { kept, own, ordinary } = prepared(moments, "drop");
  const engine = generalised(ordinary, parameters, own);
  const { products } = engine;
  const internal = lambdaOf(products.terms, parameters);
  const at = engine.factorise(internal);
  if (at === null) return null;
  const lambda = rawLambda(products, internal);
  const estimates = estimatesOf(engine, at, lambda, reml);
  return {
    ...found,
    engine,
    kept,
    lambda,
    theta: rawTheta(products, parameters),
    estimates,
    evaluations: [],
    warnings: [],
  };
}

/** The factorisation at a fit's optimum; valid until its engine is at another point. */
export function atOptimum({ engine, parameters }: Optimum): Factorisation {
  const at = engine.factorise(lambdaOf(engine.products.terms, parameters));
  if (at === null) throw new RangeError("the likelihood does not exist at the optimum that was found");
  return at;
}

/**
 * Makes the engine of a model without a search: what evaluations at given parameters need.
 *
 * @param moments - as `accumulate` makes them; with columns of X that are independent.
 * @throws {@link FitError} `no-random-effects`, `one-group`, `rank-deficient`, `too-few-rows`, `constant-response`,
 *   `not-finite`, `underflow`; `not-of-stage`.
 */
export function engineOf(moments: DesignMoments): Engine {
  checkMoments("engineOf", moments);
  return prepared(moments, "error").ordinary;
}

/** The columns of X that are kept, their moments, and the engine that they give, after the checks that need no search. */
function prepared(
  moments: DesignMoments,
  dependent: OptimumOptions["dependent"],
): { kept: readonly number[]; own: DesignMoments; ordinary: Engine } {
  const { design } = moments;
  const response = design.response.names[0];
  checkGroups(design);
  const { names } = design.fixed;
  // a column that cannot be squared is not to be taken for a combination of others
  if (dependent === "drop") checkSquares(moments, names, response);
  const all = names.map((_, j) => j);
  const kept = moments.fixed?.kept ?? (dependent === "drop" ? independentColumns(moments) : all);
  const own = moments.fixed === null ? withColumns(moments, kept) : moments;
  const keptNames = kept.map((j) => names[j]);
  const terms = covarianceTerms(design, own.layout);
  const products = internalProducts(own, terms, fixedBasis(own, keptNames, response, moments.fixed));
  checkRandomColumns(design, products);
  return { kept, own, ordinary: rememberingPoint(engineFor(products)) };
}

/** Searches from a moment start, and once more where the answer is better looked at from itself. */
function locate(
  ordinary: Engine,
  moments: DesignMoments,
  start: MomentStart,
  given: readonly Float64Array[],
  reml: boolean,
  look: Look,
): { engine: Engine; found: SearchResult } {
  const near = generalised(ordinary, start.parameters, moments);
  const held = reml ? start.held : [];
  const positions = held.map(({ position }) => position);
  const moment = Float64Array.from(start.parameters);
  for (const { position, value } of held) moment[position] = value;
  // a start that was given is the first point that is looked at
  const from = start.isRaised && given.length === 0 ? lowerStart(near, reml, moment, look) : moment;
  const rough = searchFrom(near, reml, [...given, from], positions, look);
  const engine = generalised(near, rough.parameters, moments);
  if (engine === near) return { engine, found: rough };
  return { engine, found: searchFrom(engine, reml, [rough.parameters], positions, look) };
}

/** A standard deviation, in units of the residual's, that is tried where the moment estimate says little. */
const LARGE = 10;
/** How many times the residual's sum of squares may be what the fixed effects explain of y before digits are lost to it. */
const EXPLAINED = 1e3;

/**
 * An engine whose y is the residual of generalised least squares at a start, where that is far smaller than the residual of
 * ordinary least squares: between-group differences then stand in coefficients that fit nothing inside the groups.
 */
function generalised(engine: Engine, start: Float64Array, moments: DesignMoments): Engine {
  const { terms, fixed, p } = engine.products;
  const at = engine.factorise(lambdaOf(terms, start));
  if (at === null) return engine;
  let explained = 0;
  for (let j = 0; j < p; j++) explained += at.R[j * (p + 1) + p] ** 2;
  if (!(explained > EXPLAINED * at.r2)) return engine;
  return rememberingPoint(engineFor(internalProducts(moments, terms, referredTo(fixed, internalBeta(at, p)))));
}

/** A random term, and levels that it can vary over; a single group can hold components only. */
function checkGroups({ groups, randomEffects, components }: Design): void {
  if (randomEffects.length === 0 && components.length === 0) throw noRandomEffects();
  for (const { group } of randomEffects) {
    const { name, levels } = groups[group];
    if (levels.length < 2) throw oneGroup(name, levels[0]);
  }
}

function checkRandomColumns({ randomEffects, components }: Design, { terms, bases }: Engine["products"]): void {
  for (const [t, { source }] of terms.entries()) {
    const j = bases[t].scale.findIndex((scale) => !Number.isFinite(scale));
    if (j < 0) continue;
    const { kind, index, column } = source;
    throw notFinite(kind === "effects" ? randomEffects[index].names[column + j] : components[index].name);
  }
}

/** Says which random term cannot be told apart from the residual. */
function notIdentified(design: Design, { products }: Engine, { term }: MomentStart): FitError {
  const { source, placements } = products.terms[Math.max(term, 0)];
  const { n } = products;
  if (source.kind === "component") return unidentifiedComponent(design.components[source.index].name, n);
  const { group } = design.randomEffects[source.index];
  return unidentified(design.groups[group].name, n, products.factors[placements[0].factor].levels);
}

function groupNames({ groups }: Design): string {
  return groups.map(({ name }) => name).join(", ");
}

/** Share of a sum of squares below which what is left of it is rounding error. */
const NOTHING = 1e-13;
/** The same for y's squares inside groups beside all of them (n in internal units): y itself has no more digits. */
const NOTHING_INSIDE = 1e-26;

/** Whether the random effects at a point leave no residual: then the likelihood grows without end. */
function nothingLeft({ products, squareBefore }: Engine, { r2 }: Factorisation): boolean {
  return r2 <= Math.max(NOTHING * squareBefore, NOTHING_INSIDE * products.n);
}

/** How much further a search is looked after that runs to a residual variance of zero, and by how much it must gain there. */
const [FURTHER, STILL_FALLING] = [10, 1];

/**
 * Whether the criterion still falls where the residual variance is as good as zero: random effects of lower rank than there
 * are rows then reproduce y, and the likelihood has no maximum. Where their rank is full, it has a limit.
 */
function growsWithoutEnd(engine: Engine, lambda: Lambda, value: number, reml: boolean): boolean {
  const further = lambda.map((own) => own.map((entry) => FURTHER * entry));
  const at = engine.factorise(further);
  return at !== null && objective(engine.products, at, reml) < value - STILL_FALLING;
}

/**
 * Searches from the starts one after the other, unit variances last, until an answer converged off the boundary; and then
 * from other correlations of the terms that have one, and from other sizes of those whose columns are far from their
 * origin or whose variance is zero. From a converged answer, another start is followed no further than it takes to see
 * whether it leads lower.
 */
function searchFrom(
  engine: Engine,
  reml: boolean,
  starts: readonly Float64Array[],
  held: readonly number[],
  look: Look,
): SearchResult {
  const { terms } = engine.products;
  const { visit, evaluations } = look;
  const from = (start: Float64Array): SearchResult => {
    const found = search(engine, reml, start, visit, held);
    evaluations.push(...found.evaluations);
    return found;
  };
  const [first, ...others] = [...starts, defaultStart(terms, startUnit(engine.products))];
  let best = from(first);
  const lookFrom = (start: Float64Array): void => {
    const seen = best.converged
      ? scout(engine, reml, start, best.objective, visit)
      : { better: start, evaluations: [] };
    evaluations.push(...seen.evaluations);
    if (seen.better === null) return;
    const next = from(seen.better);
    if (next.objective < best.objective - worthwhile(best.objective) || (next.converged && !best.converged))
      best = next;
  };
  for (const start of others) if (!best.converged || best.isBoundary) lookFrom(start);
  for (const start of correlationStarts(engine, best.parameters)) lookFrom(start);
  const other = lowest(engine, reml, [best.parameters, ...otherSizes(engine, best.parameters)], look);
  if (other !== best.parameters) lookFrom(other);
  return best;
}

/** Who is told of evaluations, and where they are noted. */
interface Look {
  readonly visit: OptimumOptions["visit"];
  readonly evaluations: Evaluation[];
}

/** A moment start, or unit or large variances where the criterion is lower there. */
function lowerStart(engine: Engine, reml: boolean, moment: Float64Array, look: Look): Float64Array {
  const { terms } = engine.products;
  const sd = startUnit(engine.products);
  const unit = defaultStart(terms, sd);
  const better = lowest(engine, reml, [moment, unit], look);
  return better === moment ? moment : lowest(engine, reml, [unit, defaultStart(terms, LARGE * sd)], look);
}

/** The start at which the criterion is lowest; one alone is taken at its word. */
function lowest(engine: Engine, reml: boolean, starts: readonly Float64Array[], look: Look): Float64Array {
  if (starts.length === 1) return starts[0];
  const f = criterion(engine, reml, look);
  const tried = starts.map((start) => ({ start, value: f.value(start) }));
  return tried.reduce((best, own) => (own.value < best.value ? own : best)).start;
}
