// In: a fit's optimum and one of its parameters. Out: how the parameter is held at a value while the others move. The
// columns of its term are taken in a basis where the profiled ones come first in the Cholesky order, so that
//     a standard deviation   lambda_11 = u t                              (t = sigma_hat / sigma)
//     a correlation          lambda_21 = sin(u) m, lambda_22 = cos(u) m    (m free)
//     rho, sigma             angle = u, t = 1 / u
// are linear conditions on the criterion's arguments, regular at a standard deviation of 0 and a correlation of -1 or
// 1.
import { atan2, cos, hypot, luFactor, luInverse, matrix, sin } from "@mixedlm/linalg";
import { coefficientMap, residualUnit } from "../coordinates/fixed-basis.ts";
import { internalBeta, residualDf } from "../engine/generalised-least-squares.ts";
import {
  type Frames,
  oneSidedParameters,
  parameterStarts,
  termParameters,
  withTerm,
} from "../parameters/covariance-parameters.ts";
import { COVARIANCE_STRUCTURES, correlationOf, lowerParameters } from "../parameters/covariance-structures.ts";
import { multiplySquare } from "../parameters/square.ts";
import { triangularRoot } from "../parameters/triangular-root.ts";
import { hasCorrelation, type ParameterPlace } from "../results/parameter-names.ts";
import { atOptimum, type Optimum } from "../search/optimum.ts";
import { columnFrame, type Frame, pairFrame } from "./column-frames.ts";
import { type BoundArgument, type Condition, conditionOf } from "./condition.ts";
import type { HeldCombination } from "./unprofiled-criterion.ts";

/** A parameter that is held, in a coordinate u that increases with it and is free of units. */
export interface HeldParameter {
  readonly frames: Frames;
  /** Internal residual standard deviation at the optimum, where t is 1. */
  readonly unit: number;
  /** Range of u. A finite end is a point that can be looked at, but that of sigma. */
  readonly range: readonly [low: number, high: number];
  /** u and z at the optimum; and about how far u may go until the deviance has grown by 1. */
  readonly start: number;
  readonly startAt: Float64Array;
  readonly step: number;
  /** Whether the parameter exists at the optimum: a correlation with a standard deviation of 0 does not. */
  readonly exists: boolean;
  /** Positions of z that must not be negative. */
  readonly oneSided: readonly number[];
  /**
   * Positions of z at whose 0 the parameter disappears from the criterion: of standard deviations that a correlation is
   * about. The deviance there is the same for every value, and no profile rises above it.
   */
  readonly corners: readonly Corner[];
  /** The parameter in its own units. */
  value(u: number): number;
  condition(u: number): Condition;
  combination(u: number): HeldCombination | null;
}

/** A standard deviation that is 0, and its position in z. */
export interface Corner {
  readonly at: number;
  readonly place: ParameterPlace;
}

/** Makes a parameter that can be held. */
export function heldParameter(optimum: Optimum, place: ParameterPlace): HeldParameter {
  const { products } = optimum.engine;
  const sigma = Math.sqrt(optimum.estimates.sigma2);
  const base: Base = {
    optimum,
    sigma,
    unit: sigma / residualUnit(products.fixed),
    starts: parameterStarts(products.terms),
    size: optimum.parameters.length + 1,
  };
  if (place.kind === "fixed") return heldFixed(base, place.index);
  if (place.kind === "sigma") return heldSigma(base);
  if (place.kind === "rho") return heldRho(base, place.term);
  if (place.kind === "cor") return heldCorrelation(base, place.term, place.column, place.row);
  const { structure } = products.terms[place.term];
  return structure === "us" ? heldSd(base, place.term, place.column) : heldScale(base, place.term, place.column);
}

/** What all parameters of a fit have in common. */
interface Base {
  readonly optimum: Optimum;
  readonly sigma: number;
  readonly unit: number;
  /** Positions of the terms' parameters; t comes last. */
  readonly starts: readonly number[];
  readonly size: number;
}

/** Everything free, nothing in a frame: what the kinds change their part of. */
function unheld({ optimum, unit, size }: Base): Omit<HeldParameter, "range" | "start" | "step" | "value"> {
  return {
    frames: [],
    unit,
    startAt: Float64Array.of(...optimum.parameters, 1),
    exists: true,
    oneSided: oneSidedParameters(optimum.engine.products.terms),
    corners: [],
    condition: () => conditionOf(size, []),
    combination: () => null,
  };
}

/** A fixed effect; u counts standard errors from the estimate. */
function heldFixed(base: Base, index: number): HeldParameter {
  const { engine, estimates } = base.optimum;
  const { p, fixed } = engine.products;
  const estimate = internalBeta(atOptimum(base.optimum), p);
  const error = Math.sqrt(estimates.vcov.data[index * (p + 1)]);
  const M = coefficientMap(fixed);
  const combination = Float64Array.from({ length: p }, (_, k) => M[k * p + index] / error);
  return {
    ...unheld(base),
    range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    start: 0,
    step: 1,
    value: (u) => estimates.beta[index] + u * error,
    combination: (u) => ({ combination, estimate, distance: u }),
  };
}

/** The residual standard deviation, in units of its estimate. */
function heldSigma(base: Base): HeldParameter {
  const { optimum, sigma, size } = base;
  return {
    ...unheld(base),
    range: [0, Number.POSITIVE_INFINITY],
    start: 1,
    step: 1 / Math.sqrt(2 * residualDf(optimum.engine.products, optimum.reml)),
    value: (u) => u * sigma,
    condition: (u) => conditionOf(size, [{ at: size - 1, offset: 1 / u, offsetSlope: -1 / (u * u) }]),
  };
}

/** Step in a standard deviation, as a share of it, or of the residual's where it is 0. */
const SHARE = 0.3;

/** A standard deviation that is a parameter of its structure. */
function heldScale(base: Base, term: number, column: number): HeldParameter {
  const { bases, terms } = base.optimum.engine.products;
  return heldLength(base, base.starts[term] + column, bases[term].inverseK[column * (terms[term].size + 1)]);
}

/** A standard deviation of an unstructured term: its column is the first in its frame. */
function heldSd(base: Base, term: number, column: number): HeldParameter {
  const { bases, terms } = base.optimum.engine.products;
  const { size: s } = terms[term];
  const { inverseK } = bases[term];
  const first = base.starts[term];
  if (s === 1) return heldLength(base, first, Math.abs(inverseK[0]));
  const frame = columnFrame(inverseK, s, column);
  // under a standard deviation of 0 nothing else stands in its column
  const below = Array.from({ length: s - 1 }, (_, i) => ({ at: first + 1 + i }));
  return { ...heldLength(base, first, frame.scale, below, framed(base, term, frame)) };
}

/** lambda at one position is u t. @param atZero - what is 0 with it. */
function heldLength(
  base: Base,
  at: number,
  scale: number,
  atZero: readonly BoundArgument[] = [],
  inFrame: Partial<HeldParameter> = {},
): HeldParameter {
  const { sigma, size } = base;
  const own = { ...unheld(base), ...inFrame };
  const start = Math.abs(own.startAt[at]);
  return {
    ...own,
    oneSided: own.oneSided.filter((k) => k !== at),
    range: [0, Number.POSITIVE_INFINITY],
    start,
    step: SHARE * (start > 0 ? start : 1),
    value: (u) => u * scale * sigma,
    condition: (u) =>
      conditionOf(size, [{ at, source: size - 1, coefficient: u, coefficientSlope: 1 }, ...(u === 0 ? atZero : [])]),
  };
}

/** Step in an angle. */
const TURN = 0.3;

/** A correlation of an unstructured term: its columns are the first two in their frame. */
function heldCorrelation(base: Base, term: number, column: number, row: number): HeldParameter {
  const { bases, terms } = base.optimum.engine.products;
  const { size: s } = terms[term];
  const own = { ...unheld(base), ...framed(base, term, pairFrame(bases[term].inverseK, s, column, row)) };
  const first = base.starts[term];
  const [across, second] = [first + 1, first + s];
  const { startAt } = own;
  const length = hypot(startAt[across], startAt[second]);
  const exists = startAt[first] > 0 && length > 0;
  const start = exists ? atan2(startAt[across], startAt[second]) : 0;
  startAt[second] = length;
  // the second column of a correlation of -1 or 1
  const below = Array.from({ length: s - 2 }, (_, i) => ({ at: second + 1 + i }));
  return {
    ...own,
    // a sign of either would be one of the correlation
    oneSided: [...own.oneSided, first, second],
    corners: [
      { at: first, place: { kind: "sd", term, column } },
      { at: second, place: { kind: "sd", term, column: row } },
    ],
    exists,
    range: [-Math.PI / 2, Math.PI / 2],
    start,
    step: TURN,
    value: (u) => (Math.abs(u) === Math.PI / 2 ? Math.sign(u) : sin(u)),
    condition(u) {
      const isEnd = Math.abs(u) === Math.PI / 2;
      const [sine, cosine] = isEnd ? [Math.sign(u), 0] : [sin(u), cos(u)];
      return conditionOf(base.size, [
        { at: across, source: second, coefficient: sine, coefficientSlope: cosine },
        { at: second, source: second, coefficient: cosine, coefficientSlope: -sine, isFree: true },
        ...(isEnd ? below : []),
      ]);
    },
  };
}

/** The correlation parameter of a structured term; u is its angle. */
function heldRho(base: Base, term: number): HeldParameter {
  const { terms } = base.optimum.engine.products;
  const { structure, size: s } = terms[term];
  if (structure === "us") throw new RangeError("an unstructured term has no rho");
  const at = base.starts[term + 1] - 1;
  const own = unheld(base);
  const first = base.starts[term];
  const sds = Array.from({ length: at - first }, (_, column) => column);
  return {
    ...own,
    // of two columns a sign would be one of the correlation
    oneSided: structure === "cs" ? [...new Set([...own.oneSided, ...sds.map((k) => first + k)])] : own.oneSided,
    // with more than one of several columns left, rho is not without a part
    corners: sds.length > 2 ? [] : sds.map((column) => ({ at: first + column, place: { kind: "sd", term, column } })),
    exists: hasCorrelation(structure, Array.from(own.startAt.slice(first, at))),
    range: [structure === "ar1" ? -Math.PI / 2 : 0, Math.PI / 2],
    start: own.startAt[at],
    step: TURN,
    value: (u) => correlationOf(structure, Float64Array.of(u), s),
    condition: (u) => conditionOf(base.size, [{ at, offset: u, offsetSlope: 1 }]),
  };
}

/** A term in a frame, and z at the optimum there. */
function framed({ optimum }: Base, term: number, { A }: Frame): Pick<HeldParameter, "frames" | "startAt"> {
  const { terms } = optimum.engine.products;
  const { size } = terms[term];
  const lambda = COVARIANCE_STRUCTURES.us.lambda(termParameters(terms, optimum.parameters)[term], size);
  const inverse = luInverse(luFactor(matrix(size, size, A))).data;
  const own = lowerParameters(triangularRoot(multiplySquare(inverse, lambda, size), size), size);
  return {
    frames: terms.map((_, t) => (t === term ? A : null)),
    startAt: Float64Array.of(...withTerm(terms, optimum.parameters, term, own), 1),
  };
}
