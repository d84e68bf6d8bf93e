// In: a model as dense matrices with the values of its parameters as people report them. Out: the deviance, and the least deviance
// with one of them held, by a general optimiser on differences: slow, and shares no line with the profiles it judges.
import { bfgs } from "@mixedlm/optimize";
import type { Lambda } from "../../src/engine/engine.ts";
import type { CovarianceTerm } from "../../src/parameters/covariance-terms.ts";
import type { ParameterPlace } from "../../src/results/parameter-names.ts";
import { type DenseModel, denseFit } from "../oracle.ts";
import type { TestModel } from "../written-model.ts";

/** Standard deviations (one for each column, or the common one) and correlations (of two columns, or rho) of a term. */
export interface TermValues {
  readonly sds: readonly number[];
  readonly rho: number | null;
}

/** Values of all parameters but the fixed effects. */
export interface VarianceValues {
  readonly terms: readonly TermValues[];
  readonly sigma: number;
}

/** A parameter and the value that it is held at. */
export interface HeldValue {
  readonly place: ParameterPlace;
  readonly value: number;
}

/** Minus twice the (restricted) log-likelihood; sigma is not profiled out. Unstructured terms of one or two columns. */
export function denseDeviance(model: TestModel, values: VarianceValues, reml: boolean, held?: HeldValue): number {
  const lambda = values.terms.map((own, t) => root(model.terms[t], own, values.sigma));
  const dense = withoutHeld(model.dense, held);
  const nu = dense.y.length - (reml ? (dense.X[0]?.length ?? 0) : 0);
  const { objective, sigma2 } = denseFit(dense, model.relative(lambda as unknown as Lambda), reml);
  const profiled = nu * (1 + Math.log(2 * Math.PI * sigma2));
  const own = nu * (Math.log(2 * Math.PI * values.sigma ** 2) + sigma2 / values.sigma ** 2);
  return objective - profiled + own - model.logWeight;
}

/** The response less what a held fixed effect makes of it, and the other columns. */
function withoutHeld({ y, X, Z }: DenseModel, held: HeldValue | undefined): DenseModel {
  if (held?.place.kind !== "fixed") return { y, X, Z };
  const { index } = held.place;
  return {
    y: y.map((value, i) => value - held.value * X[i]![index]!),
    X: X.map((row) => row.filter((_, j) => j !== index)),
    Z,
  };
}

/** A square root of the term's relative covariance D R D, column-major. */
function root({ structure, size }: CovarianceTerm, { sds, rho }: TermValues, sigma: number): Float64Array {
  const R = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (__, j) => {
      if (i === j) return 1;
      return structure === "ar1" ? (rho ?? 0) ** Math.abs(i - j) : (rho ?? 0);
    }),
  );
  const L = new Float64Array(size * size);
  for (let j = 0; j < size; j++)
    for (let i = j; i < size; i++) {
      let rest = R[i]![j]!;
      for (let m = 0; m < j; m++) rest -= L[m * size + i]! * L[m * size + j]!;
      const pivot = L[j * size + j]!;
      L[j * size + i] = i === j ? Math.sqrt(Math.max(rest, 0)) : pivot === 0 ? 0 : rest / pivot;
    }
  return L.map((value, at) => ((sds[at % size] ?? sds[0]!) * value) / sigma);
}

/** Where each free number of a run belongs. */
type Slot =
  | { readonly kind: "sd"; readonly term: number; readonly column: number }
  | { readonly kind: "rho"; readonly term: number }
  | { readonly kind: "sigma" };

/** The least deviance with a parameter held, from a start that is moved a little first. */
export function leastDeviance(model: TestModel, start: VarianceValues, reml: boolean, held?: HeldValue): number {
  const all: Slot[] = start.terms.flatMap(({ sds, rho }, term): Slot[] => [
    ...sds.map((_, column): Slot => ({ kind: "sd", term, column })),
    ...(rho === null ? [] : [{ kind: "rho", term } as const]),
  ]);
  const slots = [...all, { kind: "sigma" } as const].filter((slot) => !isHeld(slot, held));
  const range = (term: number): number => {
    const { structure, size } = model.terms[term]!;
    return structure === "cs" || structure === "homcs" ? -1 / (size - 1) : -1;
  };
  const values = (x: ArrayLike<number>): VarianceValues => {
    const given = (slot: Slot, own: number): number => {
      const k = slots.findIndex((other) => JSON.stringify(other) === JSON.stringify(slot));
      if (k < 0) return isHeld(slot, held) && held !== undefined ? held.value : own;
      if (slot.kind === "rho") return range(slot.term) + (1 - range(slot.term)) * Math.sin(x[k]!) ** 2;
      return Math.abs(x[k]!);
    };
    return {
      terms: start.terms.map(({ sds, rho }, term) => ({
        sds: sds.map((sd, column) => given({ kind: "sd", term, column }, sd)),
        rho: rho === null ? null : given({ kind: "rho", term }, rho),
      })),
      sigma: given({ kind: "sigma" }, start.sigma),
    };
  };
  const from = slots.map((slot) => {
    if (slot.kind === "sigma") return 1.03 * start.sigma;
    const { sds, rho } = start.terms[slot.term]!;
    if (slot.kind === "sd") return 1.05 * sds[slot.column]! + 0.01 * start.sigma;
    return Math.asin(Math.sqrt((0.98 * (rho! - range(slot.term))) / (1 - range(slot.term)) + 0.01));
  });
  const value = (x: ArrayLike<number>): number => denseDeviance(model, values(x), reml, held);
  const gradient = (x: Float64Array): Float64Array =>
    x.map((own, k) => {
      const h = 1e-4 * Math.max(Math.abs(own), 0.1);
      const at = (by: number): number => value(x.map((other, i) => (i === k ? other + by : other)));
      return (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
    });
  return from.length === 0 ? value([]) : bfgs({ value, gradient }, from, { gtol: 1e-6 }).value;
}

function isHeld(slot: Slot, held: HeldValue | undefined): boolean {
  if (held === undefined) return false;
  const { place } = held;
  if (slot.kind === "sigma" || place.kind === "sigma") return slot.kind === place.kind;
  if (place.kind === "fixed" || place.term !== slot.term) return false;
  if (slot.kind === "rho") return place.kind !== "sd";
  return place.kind === "sd" && place.column === slot.column;
}
