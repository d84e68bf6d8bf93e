// Two fits on the same rows -> whether the smaller model is a special case of the larger one. Fixed effects: the column
// space, by what columns are made of and, where that does not tell, by the rows. Random effects: each covariance of the
// smaller model is one that the larger model's can take on. What cannot be decided is said.
import type { Design } from "@mixedlm/design";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { columnAlgebra, isSpannedBy } from "../term-tests/column-algebra.ts";
import { denseColumns, groupCodes, isWithin, type ModelOnRows } from "./dense-columns.ts";
import { type NullCone, nullCone } from "./null-cone.ts";
import { boundariesOf, isSpanned, matchPieces, type Spans, type TermBoundary } from "./piece-matching.ts";
import { type GroupingVariable, type RandomPiece, randomPieces, variablesOf } from "./random-pieces.ts";

/** How a model is a special case of another one. */
export interface NestedModels {
  readonly kind: "nested";
  /**
   * What of the larger model is at a boundary where the smaller one is true, by its terms; and the cone that this
   * makes.
   */
  readonly boundary: readonly TermBoundary[];
  readonly cone: NullCone;
}

/** Whether a model is a special case of another one. */
export type Nesting = NestedModels | { readonly kind: "not-nested" | "unknown"; readonly reason: string };

/** A fit as a model on its rows. */
export function modelOf(fit: Fit): ModelOnRows {
  const { design, p, formula } = fit;
  return { design, table: partsOf(fit).table, p, formula };
}

/** Decides whether a model is a special case of another one, both on the same rows. */
export function nestingOf(small: ModelOnRows, large: ModelOnRows): Nesting {
  const fixed = fixedNesting(small, large);
  if (fixed !== null) return fixed;
  const inLarge = randomPieces(large.design);
  const inSmall = randomPieces(small.design, sharedGroups(small, large));
  const spans = spansOnRows(small, large);
  const { matching, unmatched } = matchPieces(inSmall, inLarge, spans);
  if (matching !== null) {
    const cone = nullCone(matching, large.design, spans);
    return { kind: "nested", boundary: boundariesOf(matching, spans), cone };
  }
  if (unmatched.length === 0) {
    const reason = "its random terms go into those of the larger model one by one, and not all at once";
    return { kind: "not-nested", reason };
  }
  const [first] = unmatched;
  const known = namesOf(inLarge);
  if (haveRows(small, large) || [...namesOf([first])].every((name) => known.has(name)))
    return { kind: "not-nested", reason: `no random term of the larger model takes on \`${first.label}\`` };
  const reason = `without rows nothing tells whether \`${first.label}\` is in a random term of the larger model under other names`;
  return { kind: "unknown", reason };
}

/**
 * What is at the end of its range in a larger model where a smaller one is true: with any of these the likelihood-ratio
 * statistic is no chi-square on as many degrees of freedom as there are more parameters.
 */
export interface NullBoundary {
  /** Independent variances that are 0 in the smaller model. */
  readonly variances: number;
  /** Covariances and correlations that are 0, or have no meaning, together with these variances. */
  readonly covariances: number;
  /** Correlations that are at the end of their range while their variances are not 0. */
  readonly correlations: number;
  /** The same by terms of the larger model; terms without any are left out. */
  readonly terms: readonly TermBoundary[];
}

/** Adds up what terms have on the boundary. */
export function summed(terms: readonly TermBoundary[]): NullBoundary {
  const sum = (of: "variances" | "covariances" | "correlations"): number =>
    terms.reduce((total, own) => total + own[of], 0);
  return Object.freeze({
    variances: sum("variances"),
    covariances: sum("covariances"),
    correlations: sum("correlations"),
    terms: Object.freeze(terms.map((own) => Object.freeze(own))),
  });
}

/** Why the fixed effects of a model are no special case; null where they are. */
function fixedNesting(small: ModelOnRows, large: ModelOnRows): Exclude<Nesting, { kind: "nested" }> | null {
  const terms = columnAlgebra(small.design.fixed);
  const others = columnAlgebra(large.design.fixed);
  const all = others.flatMap(({ columns }) => columns);
  const apart = terms.filter(({ columns }) => !isSpannedBy(columns, all));
  if (apart.length === 0) return null;
  const names = apart.map(({ name }) => `\`${name}\``).join(", ");
  const reason = `its fixed effects ${names} are not among those of the larger model`;
  const own = denseColumns(small, small.design.fixed);
  const wider = denseColumns(large, large.design.fixed);
  if (own !== null && wider !== null) return isWithin(own, wider) ? null : { kind: "not-nested", reason };
  const known = new Set(others.flatMap(({ columns }) => columns.flatMap((column) => [...column.keys()])));
  const areKnown = apart.every(({ columns }) =>
    columns.every((column) => [...column.keys()].every((e) => known.has(e))),
  );
  if (small.p > large.p || areKnown) return { kind: "not-nested", reason };
  return { kind: "unknown", reason: `${reason} by name, and without rows nothing tells whether their columns are` };
}

function haveRows(small: ModelOnRows, large: ModelOnRows): boolean {
  return small.table !== null && large.table !== null;
}

/** Names that pieces are written in: of grouping variables, and of the elements of columns. */
function namesOf(pieces: readonly RandomPiece[]): Set<string> {
  return new Set(
    pieces.flatMap(({ group, columns }) => [
      ...group.map(({ name }) => name),
      ...columns.flatMap((column) => [...column.keys()]),
    ]),
  );
}

/** The variables of the smaller model's groups: those of the larger model's where these are the same groups of rows. */
function sharedGroups(small: ModelOnRows, large: ModelOnRows): (readonly GroupingVariable[])[] {
  const others = large.design.groups;
  return small.design.groups.map((factor, g) => {
    const own = variablesOf(factor);
    const names = setOf(own);
    if (others.some((other) => setOf(variablesOf(other)) === names)) return own;
    const same = others.findIndex(
      (other, h) => other.levels.length === factor.levels.length && samePartition(small, g, large, h),
    );
    return same < 0 ? own : variablesOf(others[same]);
  });
}

function setOf(variables: readonly GroupingVariable[]): string {
  return JSON.stringify(variables.map(({ name }) => name).sort());
}

/** Whether two factors put the same rows together; false where rows are not known. */
function samePartition(small: ModelOnRows, g: number, large: ModelOnRows, h: number): boolean {
  const [a, b] = [groupCodes(small, g), groupCodes(large, h)];
  if (a === null || b === null) return false;
  const forward = new Map<number, number>();
  const back = new Map<number, number>();
  return a.every((code, i) => {
    if (!forward.has(code)) forward.set(code, b[i]);
    if (!back.has(b[i])) back.set(b[i], code);
    return forward.get(code) === b[i] && back.get(b[i]) === code;
  });
}

/** Whether a piece's columns are spanned, by what they are made of or by their values. */
function spansOnRows(small: ModelOnRows, large: ModelOnRows): Spans {
  const known = new Map<string, boolean>();
  return (own, other) => {
    if (isSpanned(own, other)) return true;
    if (own.source === null || other.source === null || setOf(own.group) !== setOf(other.group)) return false;
    const key = [keyOf(small.design, own), keyOf(large.design, other)].join("/");
    const found = known.get(key) ?? isSpannedOnRows(small, own.source, large, other.source);
    known.set(key, found);
    return found;
  };
}

type Source = NonNullable<RandomPiece["source"]>;

function keyOf({ randomEffects }: Design, { source }: RandomPiece): string {
  return `${randomEffects.findIndex(({ matrix }) => matrix === source?.matrix)}:${source?.numbers.join()}`;
}

function isSpannedOnRows(small: ModelOnRows, own: Source, large: ModelOnRows, other: Source): boolean {
  const columns = denseColumns(small, own.matrix);
  const others = denseColumns(large, other.matrix);
  if (columns === null || others === null) return false;
  const part = ({ nrow, data }: typeof columns, numbers: readonly number[]) => {
    const picked = new Float64Array(nrow * numbers.length);
    for (const [k, j] of numbers.entries()) picked.set(data.subarray(j * nrow, (j + 1) * nrow), k * nrow);
    return { nrow, ncol: numbers.length, data: picked };
  };
  return isWithin(part(columns, own.numbers), part(others, other.numbers));
}
