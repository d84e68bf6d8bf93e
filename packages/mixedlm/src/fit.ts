// The stage function: moments -> the fitted model. Start, search, a second start when the first answer is suspicious,
// then everything that follows from the optimum, in the data's own units.
import type { Design } from "@mixedlm/design";
import type { DesignMoments } from "@mixedlm/moments";
import { rawFactor } from "./coordinates.ts";
import { type CrossProducts, crossProducts } from "./cross-products.ts";
import { boundaryDirections, fitStatus, fitWarnings } from "./diagnostics.ts";
import {
  type FitError,
  noRandomEffects,
  notFinite,
  oneGroup,
  perfectRandomFit,
  unidentified,
  unidentifiedComponent,
} from "./errors.ts";
import { type Estimates, estimatesAt } from "./estimates.ts";
import { factorise } from "./factor.ts";
import type { Fit } from "./results.ts";
import { type SearchResult, search } from "./search.ts";
import { defaultStart, momentStart } from "./start.ts";
import { factorOf, thetaOf } from "./theta.ts";

/** What can be chosen about a fit. */
export interface FitOptions {
  /** Restricted maximum likelihood (default), or maximum likelihood. */
  readonly reml?: boolean;
}

/**
 * Fits the model that a design describes to its moments.
 *
 * @param moments - as `accumulate` makes them, or several of them merged.
 * @throws {@link FitError} `no-random-effects`, `one-group`, `unidentified`, `rank-deficient`, `too-few-rows`,
 *   `constant-response`, `perfect-fit`, `not-finite`, `underflow`.
 */
export function fitMoments(moments: DesignMoments, options: FitOptions = {}): Fit {
  const { reml = true } = options;
  const { design } = moments;
  const response = design.response.names[0];
  checkGroups(design);
  const cp = crossProducts(moments, design.fixed.names, response);
  checkRandomColumns(design, cp);
  const start = momentStart(cp, response);
  if (start.unidentified === "residual") throw notIdentified(design, cp);
  const found = searchTwice(cp, reml, start.theta);
  if (nothingLeft(cp, found.theta)) throw perfectRandomFit(response, design.group.name);
  const factor = rawFactor(cp, factorOf(found.theta, cp.k));
  const estimates = estimatesAt(cp, factor, reml);
  // the search ended at a point where the factor exists
  if (estimates === null) throw notIdentified(design, cp);
  const status = fitStatus(found.converged, found.gradient, boundaryDirections(design, factor, cp.k));
  const warnings = fitWarnings(status, reml, start.unidentified);
  return Object.freeze({
    reml,
    n: cp.n,
    p: cp.p,
    q: cp.component.length,
    k: found.theta.length,
    ...inDataUnits(cp, estimates),
    status,
    warnings: Object.freeze(warnings),
    optimization: Object.freeze({ evaluations: found.evaluations, gradient: found.gradient, log: found.log }),
    estimates,
    crossProducts: cp,
  });
}

/** What users read off the estimates: relative quantities times the residual variance, standard errors. */
function inDataUnits(cp: CrossProducts, { factor, beta, vcov, sigma2, psi, objective }: Estimates) {
  return {
    theta: thetaOf(factor, cp.k),
    beta,
    stdError: Float64Array.from(beta, (_, j) => Math.sqrt(vcov.data[j * cp.p + j])),
    vcov,
    sigma: Math.sqrt(sigma2),
    covRe: { ...psi, data: psi.data.map((v) => sigma2 * v) },
    vcomp: factor.tau.map((t) => sigma2 * t * t),
    objective,
    logLik: -objective / 2,
  };
}

/** A random term, and levels that it can vary over; a single group can hold components only. */
function checkGroups({ group, randomEffects, components }: Design): void {
  if (randomEffects === null && components.length === 0) throw noRandomEffects();
  if (randomEffects !== null && group.levels.length < 2) throw oneGroup(group.name, group.levels[0]);
}

/** Says which random term cannot be told apart from the residual. */
function notIdentified({ group, components }: Design, cp: CrossProducts): FitError {
  const component = components.find((_, c) => columnCount(cp, c) === cp.n);
  return component === undefined
    ? unidentified(group.name, cp.n, cp.groups)
    : unidentifiedComponent(component.name, cp.n);
}

/** Share of a sum of squares below which what is left of it is rounding error. */
const NOTHING = 1e-13;
/** The same for y's squares inside groups beside all of them (n in internal units): y itself has no more digits. */
const NOTHING_INSIDE = 1e-26;

/** Whether the random effects at a point leave no residual: then the likelihood grows without end. */
function nothingLeft(cp: CrossProducts, theta: Float64Array): boolean {
  const at = factorise(cp, factorOf(theta, cp.k));
  return at === null || at.r2 <= Math.max(NOTHING * cp.squareBefore, NOTHING_INSIDE * cp.n);
}

/** Columns of a component over all groups. */
function columnCount(cp: CrossProducts, component: number): number {
  return cp.component.reduce((count, c) => count + (c === component ? 1 : 0), 0);
}

function checkRandomColumns({ randomEffects, components }: Design, { random }: CrossProducts): void {
  const names = [...(randomEffects?.names ?? []), ...components.map(({ name }) => name)];
  const infinite = [...random.scale, ...random.componentScale].findIndex((scale) => !Number.isFinite(scale));
  if (infinite >= 0) throw notFinite(names[infinite]);
}

/** Searches from the moment start, and from unit variances when that did not converge or sits on the boundary. */
function searchTwice(cp: CrossProducts, reml: boolean, start: Float64Array): SearchResult {
  const first = search(cp, reml, start);
  if (first.converged && first.theta.every((t) => t !== 0)) return first;
  const second = search(cp, reml, defaultStart(cp));
  const evaluations = first.evaluations + second.evaluations;
  const better = second.objective < first.objective - 1e-9 || (second.converged && !first.converged);
  return { ...(better ? second : first), evaluations };
}
