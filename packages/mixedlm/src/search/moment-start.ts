// Where the search starts: the moment estimate of the variances from the least-squares residuals (MINQUE(0)), one pass
// over levels and cells. It is the exact answer on balanced data and close to it elsewhere. The same system tells
// whether the variances can be told apart from each other at all.
import { fromRows, luFactor, luSolve, matrix, spectralMap, symmetricEigen } from "@mixedlm/linalg";
import type { Engine } from "../engine/engine.ts";
import { internalBeta } from "../engine/generalised-least-squares.ts";
import { perfectFit } from "../errors.ts";
import { joinParameters, parameterStarts } from "../parameters/covariance-parameters.ts";
import { COVARIANCE_STRUCTURES } from "../parameters/covariance-structures.ts";
import { type CovarianceTerm, linearStarts, symmetricFromLinear } from "../parameters/covariance-terms.ts";
import { lowerEntriesByRow } from "../parameters/triangular-root.ts";
import { approximateStart } from "./approximate-start.ts";
import { type MomentSums, momentSums } from "./moment-sums.ts";
import { defaultStart, startUnit } from "./other-starts.ts";

/** Smallest relative variance that a start takes: zero would hide a direction from the gradient. */
const FLOOR = 1e-3;
/** Relative size below which an eigenvalue of the information counts as zero. */
const SINGULAR = 1e-11;
/** Share of a random term's information outside the fixed effects below which they hold all of it. */
const ABSORBED = 1e-10;
/** Share of y's variance below which the residual's is not taken from the moment equations. */
const SMALL = 1e-4;
/** Share of an eigenvector that makes a variance part of it. */
const PART = 1e-4;

/** A parameter that is not searched for. */
export interface HeldParameter {
  readonly position: number;
  readonly value: number;
}

/** A start, and what the moment equations say about the model. */
export interface MomentStart {
  /** Parameters of the covariance terms, internal coordinates. */
  readonly parameters: Float64Array;
  /**
   * `residual`: some variance cannot be told apart from the residual's; `components`: nor two of them apart;
   * `fixed`: the fixed effects hold all that a random term could explain, so that REML knows nothing of its variance.
   */
  readonly unidentified: "residual" | "components" | "fixed" | null;
  /** The term that could not be told apart from the residual, or -1. */
  readonly term: number;
  /** The parameters that REML knows nothing of: any value gives the same criterion, this one is taken. */
  readonly held: readonly HeldParameter[];
  /** Whether a moment estimate was no covariance matrix, and was raised to one: it then says little. */
  readonly isRaised: boolean;
}

/**
 * Solves the MINQUE(0) equations tr(P V_j P V_k) s_k = e'V_j e, the residual variance among the s.
 *
 * Of a structured term two parameters stand for the matrix: its diagonal and what is off it.
 *
 * @throws {@link FitError} `perfect-fit`.
 * @see Rao (1971), J. Multivariate Anal. 1, 445-456; LaMotte (1973), Biometrics 29, 311-330.
 */
export function momentStart(engine: Engine, response: string): MomentStart {
  const { terms, n, p } = engine.products;
  const sums = sumsAtZero(engine);
  // at V = I this fails only where the least-squares residual is rounding noise
  if (sums === null) throw perfectFit(response);
  const directions = startDirections(terms);
  const unit = startUnit(engine.products);
  const fallback = defaultStart(terms, unit);
  const held = absorbedParameters(terms, sums);
  const known: MomentStart = { parameters: fallback, unidentified: null, term: -1, held: [], isRaised: false };
  if (held.length > 0) return { ...known, unidentified: "fixed", held };
  const m = directions.length;
  const total = (list: readonly number[], of: (j: number) => number): number => list.reduce((sum, j) => sum + of(j), 0);
  const information = matrix(m + 1, m + 1);
  const right = matrix(m + 1, 1);
  for (const [a, { parameters: left }] of directions.entries()) {
    for (const [b, { parameters: other }] of directions.entries())
      information.data[a * (m + 1) + b] = total(left, (j) => total(other, (k) => sums.tracePP[j * sums.m + k]));
    information.data[a * (m + 1) + m] = total(left, (j) => sums.traceP[j]);
    information.data[m * (m + 1) + a] = information.data[a * (m + 1) + m];
    right.data[a] = total(left, (j) => sums.quadratic[j]);
  }
  information.data[(m + 1) * (m + 1) - 1] = n - p;
  right.data[m] = sums.r2;
  const flat = nullDirection(information.data, m + 1);
  if (flat !== null && terms.every(({ structure }) => structure === "us" || structure === "homcs"))
    return { ...known, unidentified: flat.kind, term: directions[flat.largest]?.term ?? -1 };
  if (flat !== null) return known;
  const solution = luSolve(luFactor(information), right).data;
  const ordinary = sums.r2 / (n - p);
  const { varianceOutside } = engine;
  // the moment equations find a residual variance that is a small part of all by subtraction
  const inside = solution[m] > SMALL * ordinary ? solution[m] : (varianceOutside ?? 0);
  const sigma2 = inside > 0 ? inside : ordinary;
  if (!solution.every(Number.isFinite)) return known;
  const linear = new Float64Array(sums.m);
  for (const [a, { parameters }] of directions.entries()) for (const j of parameters) linear[j] = solution[a] / sigma2;
  const parameters = startFrom(terms, linear, FLOOR * unit ** 2);
  const improved = engine.exactHessian ? null : approximateStart(engine.products, parameters);
  return { ...known, parameters: improved ?? parameters, isRaised: !isCovariance(terms, linear, FLOOR * unit ** 2) };
}

function sumsAtZero(engine: Engine): MomentSums | null {
  const { products, exactHessian } = engine;
  if (!exactHessian) return momentSums(products);
  const at = engine.factorise(products.terms.map(({ size }) => new Float64Array(size * size)));
  if (at === null) return null;
  const beta = internalBeta(at, products.p);
  const { tracePP: full } = engine.secondOrder(at, beta, { reml: false, exact: true });
  const { m, traceP, tracePP, quadratic } = engine.secondOrder(at, beta, { reml: true, exact: true });
  if (tracePP === null || full === null) return momentSums(products);
  const unprojected = Float64Array.from({ length: m }, (_, j) => full[j * (m + 1)]);
  return { m, traceP, tracePP, quadratic, unprojected, r2: at.r2 };
}

/** Linear parameters that get one value in a start. */
interface Direction {
  readonly term: number;
  readonly parameters: readonly number[];
}

function startDirections(terms: readonly CovarianceTerm[]): Direction[] {
  const starts = linearStarts(terms);
  return terms.flatMap(({ structure, size }, term): Direction[] => {
    const entries = lowerEntriesByRow(size);
    if (structure === "us") return entries.map((_, e) => ({ term, parameters: [starts[term] + e] }));
    const those = (isDiagonal: boolean): number[] =>
      entries.flatMap(({ row, column }, e) => ((row === column) === isDiagonal ? [starts[term] + e] : []));
    return [
      { term, parameters: those(true) },
      { term, parameters: those(false) },
    ];
  });
}

/**
 * The standard deviations whose variances the fixed effects leave nothing of. One by itself is taken as 0; one among
 * others is not, so that covariances with it stay free.
 */
function absorbedParameters(terms: readonly CovarianceTerm[], sums: MomentSums): HeldParameter[] {
  const linear = linearStarts(terms);
  const starts = parameterStarts(terms);
  return terms.flatMap(({ structure, size }, t) => {
    const columns = Array.from({ length: size }, (_, j) => j);
    const absorbed = columns.filter((j) => absorbedBy(sums, linear[t] + (j * (j + 3)) / 2));
    const at = (position: number): HeldParameter => ({ position: starts[t] + position, value: size === 1 ? 0 : 1 });
    if (structure === "us") return absorbed.map((j) => at(j * size - (j * (j - 1)) / 2));
    if (structure === "cs") return absorbed.map(at);
    return absorbed.length === size ? [at(0)] : [];
  });
}

function absorbedBy({ m, tracePP, unprojected }: MomentSums, j: number): boolean {
  return unprojected[j] > 0 && tracePP[j * (m + 1)] <= ABSORBED * unprojected[j];
}

/**
 * Which kind of direction, if any, leaves the moment equations unchanged, and which variance has the largest part in
 * it.
 */
function nullDirection(
  information: Float64Array,
  size: number,
): { kind: "residual" | "components"; largest: number } | null {
  const unit = Float64Array.from({ length: size }, (_, i) => Math.sqrt(information[i * size + i]));
  if (unit.some((u) => !(u > 0))) return { kind: "components", largest: -1 };
  const rows = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => information[j * size + i] / (unit[i] * unit[j])),
  );
  const { values, vectors } = symmetricEigen(fromRows(rows));
  if (values[0] > SINGULAR * values[size - 1]) return null;
  const flat = vectors.data.subarray(0, size - 1).map(Math.abs);
  const largest = flat.indexOf(flat.reduce((most, v) => Math.max(most, v), 0));
  return { kind: Math.abs(vectors.data[size - 1]) > PART ? "residual" : "components", largest };
}

/** Moment estimates -> parameters, with eigenvalues of each Psi kept above a floor. */
function startFrom(terms: readonly CovarianceTerm[], linear: Float64Array, floor: number): Float64Array {
  return joinParameters(
    terms.map(({ structure, size }, t) =>
      COVARIANCE_STRUCTURES[structure].parameters(raised(symmetricFromLinear(terms, linear, t), size, floor), size),
    ),
  );
}

/** Whether every estimate is above the floor that {@link raised} lifts it to. */
function isCovariance(terms: readonly CovarianceTerm[], linear: Float64Array, floor: number): boolean {
  return terms.every(({ size }, t) => {
    const psi = symmetricFromLinear(terms, linear, t);
    if (size === 1) return psi[0] > floor;
    const { values } = symmetricEigen(matrix(size, size, psi));
    return values[0] > Math.max(floor, FLOOR * values[size - 1]);
  });
}

function raised(psi: Float64Array, size: number, least: number): Float64Array {
  if (size === 1) return Float64Array.of(Math.max(psi[0], least));
  const lifted = (value: number, _: number, values: Float64Array): number =>
    Math.max(value, least, FLOOR * values[size - 1]);
  return spectralMap(matrix(size, size, psi), lifted).data;
}
