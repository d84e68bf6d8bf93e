// A frozen matrix or component -> where the columns of its factors go: what follows from levels and codings alone, and
// so is worked out once however many chunks of rows are read. A component's levels are each group's own, and with them
// the numbers of columns; what is the same in all groups is kept as one number.

import type { CategoricalSpec, ComponentSpec, MatrixSpec, Rank } from "../design.ts";
import type { Level } from "../table/level.ts";
import { type Coding, codeLevels, type MatrixCoding, rankOf } from "./contrasts.ts";

/** A number for each group, or one for all. */
export type PerGroup = number | Int32Array;

/** The columns of one factor of a sub-term. */
export type FactorPlan = {
  /** Position among the factors of the matrix. */
  readonly factor: number;
  /** Columns to step over from one column of this factor to its next: those of the factors to its left. */
  readonly stride: PerGroup;
} & (
  | { readonly kind: "numeric" }
  /** A level is a column but for the omitted one; -1: none is omitted. */
  | { readonly kind: "indicator"; readonly omitted: PerGroup }
  /** A level is a row of a matrix: one for all groups, or one a group. */
  | { readonly kind: "matrix"; readonly codings: readonly MatrixCoding[]; readonly columns: PerGroup }
);

/** The columns of one sub-term. */
export interface SubtermPlan {
  readonly factors: readonly FactorPlan[];
  /** Column where it starts. */
  readonly offset: PerGroup;
}

const PLANS = new WeakMap<MatrixSpec, readonly SubtermPlan[]>();

/** Plans the columns of a matrix, which are the same whatever the group. */
export function matrixPlan(spec: MatrixSpec): readonly SubtermPlan[] {
  return planOnce(spec, (factor, rank) => [codeLevels(factor.contrast, factor.levels, factor.dataType, rank)]);
}

/** Plans the columns of a component in each group. */
export function componentPlan({ matrix, levels }: ComponentSpec): readonly SubtermPlan[] {
  return planOnce(matrix, (factor, rank, f) => {
    const code = (own: readonly Level[]) => codeLevels(factor.contrast, own, factor.dataType, rank);
    return levels[f]?.map(code) ?? [code(factor.levels)];
  });
}

/** The coding of factor number `f`: one for all groups, or one a group. */
type CodingsOf = (factor: CategoricalSpec, rank: Rank, f: number) => readonly Coding[];

function planOnce(spec: MatrixSpec, codingsOf: CodingsOf): readonly SubtermPlan[] {
  const known = PLANS.get(spec);
  if (known !== undefined) return known;
  const planned = plan(spec, codingsOf);
  PLANS.set(spec, planned);
  return planned;
}

function plan({ factors, terms }: MatrixSpec, codingsOf: CodingsOf): SubtermPlan[] {
  let offset: PerGroup = 0;
  // there may be thousands of factors
  const places = new Map(factors.map(({ name }, f) => [name, f]));
  return terms
    .flatMap((term) => term.subterms)
    .map((subterm): SubtermPlan => {
      let stride: PerGroup = 1;
      const planned = subterm.factors.map(({ factor, coding }): FactorPlan => {
        const f = places.get(factor)!;
        const spec = factors[f]!;
        const at = { factor: f, stride };
        if (spec.kind === "numeric") {
          stride = combine(stride, spec.width, (a, b) => a * b);
          return { ...at, kind: "numeric" };
        }
        const codings = codingsOf(spec, rankOf(coding), f);
        const columns = perGroup(codings, ({ suffixes }) => suffixes.length);
        stride = combine(stride, columns, (a, b) => a * b);
        if (codings.every(isMatrix)) return { ...at, kind: "matrix", codings, columns };
        const omitted = perGroup(codings, (one) => (one.kind === "indicator" ? one.omitted : -1));
        return { ...at, kind: "indicator", omitted };
      });
      const own = { factors: planned, offset };
      offset = combine(offset, stride, (a, b) => a + b);
      return own;
    });
}

function isMatrix(coding: Coding): coding is MatrixCoding {
  return coding.kind === "matrix";
}

/** One number where all groups have the same. */
function perGroup(codings: readonly Coding[], of: (coding: Coding) => number): PerGroup {
  const numbers = Int32Array.from(codings, of);
  return numbers.every((number) => number === numbers[0]) ? (numbers[0] ?? 0) : numbers;
}

function combine(a: PerGroup, b: PerGroup, of: (a: number, b: number) => number): PerGroup {
  if (typeof a !== "number") return a.map((number, g) => of(number, typeof b === "number" ? b : b[g]!));
  return typeof b === "number" ? of(a, b) : b.map((number) => of(a, number));
}
