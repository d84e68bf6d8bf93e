// How parameters make a term's covariance matrix. Every structure is written as a smooth function without bounds: a
// standard deviation may be negative, a correlation is a function of an angle. A boundary is then a place where the
// criterion is symmetric, not one where it ends, so that Newton's steps can cross it and meet it; and matrices at the
// boundary are singular without anything being divided by zero.
//     us:    entries of the lower triangle of lambda, column by column
//     cs:    a standard deviation for each column, and the angle a of the one correlation:
//            1 - rho = s / (s - 1) cos^2 a,  1 + (s - 1) rho = s sin^2 a
//     homcs: the same with one standard deviation
//     ar1:   one standard deviation, and the angle of rho = sin a; the correlation of columns i and j is rho^|i - j|
// Names as in lme4 and glmmTMB (Brooks et al. 2017, R Journal 9(2), 378-400).
import { asin, atan2, cos, integerPower, sin } from "@mixedlm/linalg";
import type { TermStructure } from "./covariance-terms.ts";
import { lowerEntries, lowerRoot, triangularRoot } from "./triangular-root.ts";

/** One structure, for matrices s x s, column-major; `par` are the parameters of one term. */
export interface CovarianceStructureMap {
  /** Number of parameters. */
  count(s: number): number;
  /** A square root of Psi. */
  lambda(par: Float64Array, s: number): Float64Array;
  /** Derivatives of Psi in the parameters, s x s each. */
  slopes(par: Float64Array, s: number): Float64Array[];
  /** Second derivative of tr(G Psi) in the parameters, G symmetric: count x count. */
  curvature(par: Float64Array, s: number, G: Float64Array): Float64Array;
  /** Parameters of a positive definite Psi that is close to the structure. */
  parameters(psi: Float64Array, s: number): Float64Array;
  /**
   * The same matrix by parameters in their usual range; and with entries below `nearly` at the boundary they are near
   * to.
   */
  canonical(par: Float64Array, s: number, nearly?: number): Float64Array;
  /** Numbers of the parameters that must not be negative: those whose sign is not a matter of taste. */
  oneSided(s: number): number[];
  /** Numbers of the parameters that are at a boundary. */
  atBoundary(par: Float64Array, s: number): number[];
}

const unstructured: CovarianceStructureMap = {
  count: (s) => (s * (s + 1)) / 2,
  lambda(par, s) {
    const lambda = new Float64Array(s * s);
    for (let column = 0, t = 0; column < s; column++)
      for (let row = column; row < s; row++, t++) lambda[column * s + row] = par[t];
    return lambda;
  },
  slopes(par, s) {
    const lambda = unstructured.lambda(par, s);
    return lowerEntries(s).map(({ row, column }) => {
      const slope = new Float64Array(s * s);
      for (let b = 0; b < s; b++) {
        slope[b * s + row] += lambda[column * s + b];
        slope[row * s + b] += lambda[column * s + b];
      }
      return slope;
    });
  },
  curvature(par, s, G) {
    const entries = lowerEntries(s);
    const out = new Float64Array(par.length ** 2);
    for (const [t, a] of entries.entries())
      for (const [r, b] of entries.entries())
        if (a.column === b.column) out[t * par.length + r] = 2 * G[a.row * s + b.row];
    return out;
  },
  parameters: (psi, s) => lowerParameters(lowerRoot(psi, s), s),
  canonical(par, s, nearly = 0) {
    const lambda = unstructured.lambda(par, s);
    let root = s === 1 ? lambda.map(Math.abs) : triangularRoot(lambda, s);
    // what stood below an entry that is now zero moves to the diagonal, where it may be as small
    for (let pass = 0; nearly > 0 && pass < s; pass++) {
      for (let j = 0; j < s; j++) if (root[j * s + j] <= nearly) root[j * s + j] = 0;
      root = triangularRoot(root, s);
    }
    return lowerParameters(root, s);
  },
  oneSided: () => [],
  atBoundary: (par, s) => lowerEntries(s).flatMap(({ row, column }, t) => (row === column && par[t] === 0 ? [t] : [])),
};

/** The lower triangle of a root, column by column: parameters of an unstructured term. */
export function lowerParameters(lambda: Float64Array, s: number): Float64Array {
  return Float64Array.from(lowerEntries(s), ({ row, column }) => lambda[column * s + row]);
}

/** A correlation matrix as a function of an angle. */
interface Correlation {
  /** A square root of R. */
  root(angle: number, s: number): Float64Array;
  /** Correlation of columns that are d apart (d >= 1), and its first two derivatives in the angle. */
  entry(angle: number, s: number, d: number): readonly [value: number, slope: number, curvature: number];
  /** The angle that gives the correlation nearest to a matrix of correlations, kept off the boundary. */
  angle(correlations: Float64Array, s: number): number;
  /** The same correlation by an angle in its usual range. */
  usual(angle: number, nearly: number): number;
  /** The angle of the opposite correlation of two columns. */
  opposite(angle: number): number;
  isBoundary(angle: number): boolean;
  /** The parameter's own value. */
  rho(angle: number, s: number): number;
}

/** Sine and cosine that are zero where they should be. */
const sine = (angle: number): number => (Math.abs(sin(angle)) < 1e-15 ? 0 : sin(angle));
const cosine = (angle: number): number => (Math.abs(cos(angle)) < 1e-15 ? 0 : cos(angle));
/** How close to the boundary a start may be. */
const INSIDE = 0.05;

const compoundSymmetry: Correlation = {
  root(angle, s) {
    const a = Math.sqrt(s / (s - 1)) * cosine(angle);
    const b = (Math.sqrt(s) * sine(angle) - a) / s;
    return Float64Array.from({ length: s * s }, (_, at) => b + (at % (s + 1) === 0 ? a : 0));
  },
  entry(angle, s) {
    const share = s / (s - 1);
    return [(s * sine(angle) ** 2 - 1) / (s - 1), share * sin(2 * angle), 2 * share * cos(2 * angle)];
  },
  angle(correlations, s) {
    let sum = 0;
    for (let j = 0; j < s; j++) for (let i = j + 1; i < s; i++) sum += correlations[j * s + i];
    const share = (1 + (s - 1) * (sum / ((s * (s - 1)) / 2))) / s;
    return asin(Math.sqrt(Math.min(1 - INSIDE, Math.max(INSIDE, share))));
  },
  // sine and cosine enter by their squares and products with the same signs everywhere
  usual(angle, nearly) {
    const folded = atan2(Math.abs(sin(angle)), Math.abs(cos(angle)));
    if (folded <= nearly) return 0;
    return Math.PI / 2 - folded <= nearly ? Math.PI / 2 : folded;
  },
  opposite: (angle) => Math.PI / 2 - angle,
  isBoundary: (angle) => sine(angle) === 0 || cosine(angle) === 0,
  rho: (angle, s) => (s * sine(angle) ** 2 - 1) / (s - 1),
};

const autoregressive: Correlation = {
  root(angle, s) {
    const rho = sine(angle);
    const rest = cosine(angle);
    return Float64Array.from({ length: s * s }, (_, at) => {
      const [row, column] = [at % s, Math.floor(at / s)];
      return row < column ? 0 : integerPower(rho, row - column) * (column === 0 ? 1 : rest);
    });
  },
  entry(angle, _, d) {
    const rho = sine(angle);
    const c = cosine(angle);
    const bend = d === 1 ? 0 : d * (d - 1) * integerPower(rho, d - 2) * c * c;
    return [integerPower(rho, d), d * integerPower(rho, d - 1) * c, bend - d * integerPower(rho, d)];
  },
  angle(correlations, s) {
    let sum = 0;
    for (let j = 1; j < s; j++) sum += correlations[(j - 1) * s + j];
    return asin(Math.min(1 - INSIDE, Math.max(INSIDE - 1, sum / (s - 1))));
  },
  usual(angle, nearly) {
    const folded = asin(sin(angle));
    return Math.PI / 2 - Math.abs(folded) <= nearly ? (Math.sign(folded) * Math.PI) / 2 : folded;
  },
  opposite: (angle) => -angle,
  isBoundary: (angle) => cosine(angle) === 0,
  rho: (angle) => sine(angle),
};

/** A structure Psi = D R D, D the standard deviations: one for each column, or one for all. */
function scaled(correlation: Correlation, heterogeneous: boolean): CovarianceStructureMap {
  const sds = (s: number): number => (heterogeneous ? s : 1);
  const sd = (par: Float64Array, j: number): number => par[heterogeneous ? j : 0];
  const angle = (par: Float64Array): number => par[par.length - 1];
  const entry = (par: Float64Array, s: number, i: number, j: number): readonly [number, number, number] =>
    i === j ? [1, 0, 0] : correlation.entry(angle(par), s, Math.abs(i - j));
  return {
    count: (s) => sds(s) + 1,
    lambda: (par, s) => correlation.root(angle(par), s).map((value, at) => sd(par, at % s) * value),
    slopes(par, s) {
      const k = sds(s);
      const out = Array.from({ length: k + 1 }, () => new Float64Array(s * s));
      for (let j = 0; j < s; j++)
        for (let i = 0; i < s; i++) {
          const [r, slope] = entry(par, s, i, j);
          out[heterogeneous ? i : 0][j * s + i] += sd(par, j) * r;
          out[heterogeneous ? j : 0][j * s + i] += sd(par, i) * r;
          out[k][j * s + i] = sd(par, i) * sd(par, j) * slope;
        }
      return out;
    },
    curvature(par, s, G) {
      const count = sds(s) + 1;
      const out = new Float64Array(count * count);
      const add = (a: number, b: number, value: number): void => {
        out[b * count + a] += value;
      };
      for (let j = 0; j < s; j++)
        for (let i = 0; i < s; i++) {
          const [r, slope, bend] = entry(par, s, i, j);
          const g = G[j * s + i];
          const [di, dj] = heterogeneous ? [i, j] : [0, 0];
          add(di, dj, g * r);
          add(dj, di, g * r);
          for (const [a, other] of [
            [di, j],
            [dj, i],
          ]) {
            add(a, count - 1, g * sd(par, other) * slope);
            add(count - 1, a, g * sd(par, other) * slope);
          }
          add(count - 1, count - 1, g * sd(par, i) * sd(par, j) * bend);
        }
      return out;
    },
    parameters(psi, s) {
      const own = Float64Array.from({ length: s }, (_, j) => Math.sqrt(psi[j * (s + 1)]));
      const R = psi.map((value, at) => value / (own[at % s] * own[Math.floor(at / s)]));
      const common = Math.sqrt(own.reduce((sum, v) => sum + v * v, 0) / s);
      return Float64Array.of(...(heterogeneous ? own : [common]), correlation.angle(R, s));
    },
    canonical: (par, s, nearly = 0) => {
      // of two columns the correlation takes up a sign; of more, the sign of all standard deviations is no part of Psi
      const isPair = heterogeneous && s === 2;
      const turned = isPair && par[0] * par[1] < 0 ? correlation.opposite(angle(par)) : angle(par);
      const flip = heterogeneous && par.subarray(0, s).reduce((sum, v) => sum + v, 0) < 0 ? -1 : 1;
      return par.map((value, k) => {
        if (k === sds(s)) return correlation.usual(turned, nearly);
        const positive = heterogeneous && !isPair ? flip * value : Math.abs(value);
        return Math.abs(positive) <= nearly ? 0 : positive;
      });
    },
    oneSided: (s) => (heterogeneous && s > 2 ? Array.from({ length: s }, (_, k) => k) : []),
    atBoundary: (par, s) => {
      const zero = Array.from({ length: sds(s) }, (_, k) => k).filter((k) => par[k] === 0);
      return correlation.isBoundary(angle(par)) ? [...zero, sds(s)] : zero;
    },
  };
}

/** The structures by name. */
export const COVARIANCE_STRUCTURES: Readonly<Record<TermStructure, CovarianceStructureMap>> = {
  us: unstructured,
  cs: scaled(compoundSymmetry, true),
  homcs: scaled(compoundSymmetry, false),
  ar1: scaled(autoregressive, false),
};

/** The correlation parameter of a structured term: rho of `cs`, `homcs` and `ar1`. */
export function correlationOf(structure: Exclude<TermStructure, "us">, par: Float64Array, s: number): number {
  return (structure === "ar1" ? autoregressive : compoundSymmetry).rho(par[par.length - 1], s);
}
