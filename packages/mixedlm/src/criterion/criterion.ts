// The criterion as a function of the covariance parameters, for the search: one factorisation serves value and
// derivatives of a point. Where the exact Hessian is too expensive, the average information is corrected by what
// gradients at successive points show of the difference (a symmetric rank-one update of the part that is not computed).
// Dennis, Gay & Welsch (1981), ACM TOMS 7, 348-368; Conn, Gould & Toint (1991), Math. Program. 50, 177-195.
import { dot, type Matrix, matrix } from "@mixedlm/linalg";
import type { Engine, Factorisation } from "../engine/engine.ts";
import { type Frames, lambdaOf, withoutFrames } from "../parameters/covariance-parameters.ts";
import { objective } from "./objective.ts";
import { type ParameterDerivatives, parameterDerivatives } from "./parameter-derivatives.ts";

/** An evaluation of the criterion. */
export interface Evaluation {
  readonly parameters: Float64Array;
  readonly objective: number;
}

/** The criterion with its derivatives, in internal coordinates. */
export interface Criterion {
  /** Points factorised so far, in order. */
  readonly evaluations: readonly Evaluation[];
  value(par: Float64Array): number;
  gradient(par: Float64Array): Float64Array;
  hessian(par: Float64Array): Matrix;
  /** The derivative in each Psi, or null where the criterion does not exist. */
  score(par: Float64Array): readonly Float64Array[] | null;
}

/** What can be chosen about a criterion. */
export interface CriterionOptions {
  /** Called after each factorisation; what it throws ends the search. */
  readonly visit?: ((evaluation: Evaluation) => void) | undefined;
  /** What the parameters are taken in. */
  readonly frames?: Frames;
  /** Where evaluations are noted, their parameters without frames. */
  readonly evaluations?: Evaluation[];
}

/** Makes the criterion of an engine. */
export function criterion(engine: Engine, reml: boolean, options: CriterionOptions = {}): Criterion {
  const { visit, frames = [], evaluations = [] } = options;
  const { terms } = engine.products;
  let point: Float64Array | null = null;
  let at: Factorisation | null = null;
  let current: Evaluation | null = null;
  let derived: ParameterDerivatives | null = null;
  const correction = engine.exactHessian ? null : secantCorrection();
  const move = (par: Float64Array): number => {
    if (current !== null && point?.every((v, i) => v === par[i])) return current.objective;
    at = engine.factorise(lambdaOf(terms, par, frames));
    derived = null;
    point = par.slice();
    const value = at === null ? Number.POSITIVE_INFINITY : objective(engine.products, at, reml);
    current = { parameters: withoutFrames(terms, point, frames), objective: value };
    evaluations.push(current);
    visit?.(current);
    return value;
  };
  const derivatives = (par: Float64Array): ParameterDerivatives | null => {
    move(par);
    if (at === null || derived !== null) return derived;
    const plain = parameterDerivatives(engine, par, at, reml, engine.exactHessian, frames);
    derived = correction === null ? plain : { ...plain, hessian: correction(par, plain) };
    return derived;
  };
  return {
    evaluations,
    value: move,
    gradient: (par) => derivatives(par)?.gradient ?? new Float64Array(par.length).fill(Number.NaN),
    hessian: (par) => derivatives(par)?.hessian ?? matrix(par.length, par.length),
    score: (par) => derivatives(par)?.score ?? null,
  };
}

/** Share of |v||s| below which an update would divide by rounding error. */
const SKIP = 1e-8;

/** What makes a Hessian better than the average information, point after point. */
export type SecantCorrection = (par: Float64Array, at: Pick<ParameterDerivatives, "gradient" | "hessian">) => Matrix;

/** Makes a function that returns the average information plus what is known of the rest. */
export function secantCorrection(): SecantCorrection {
  let last: { par: Float64Array; gradient: Float64Array } | null = null;
  let D: Float64Array | null = null;
  return (par, { gradient, hessian }) => {
    const n = par.length;
    const known = D ?? new Float64Array(n * n);
    if (last !== null) {
      const from = last;
      const step = par.map((value, i) => value - from.par[i]);
      const v = gradient.map((value, i) => {
        let sum = value - from.gradient[i];
        for (let j = 0; j < n; j++) sum -= (hessian.data[j * n + i] + known[j * n + i]) * step[j];
        return sum;
      });
      const along = dot(v, step);
      if (Math.abs(along) > SKIP * Math.sqrt(dot(v, v) * dot(step, step)))
        for (let j = 0; j < n; j++) for (let i = 0; i < n; i++) known[j * n + i] += (v[i] * v[j]) / along;
    }
    D = known;
    last = { par: par.slice(), gradient: gradient.slice() };
    return matrix(
      n,
      n,
      hessian.data.map((value, i) => value + known[i]),
    );
  };
}
