// Pieces of a smaller and of a larger model -> which of the larger ones can take on the values of the smaller ones, and
// how many of their variances and correlations are then at the end of their range. Covariances add up, so that
// several pieces may go into one matrix where the matrices of its structure are closed under addition.
import { matrix, qrFactor } from "@mixedlm/linalg";
import { CONSTANT, type Expansion, elementsOf, expansionMatrix, isSpannedBy } from "../term-tests/column-algebra.ts";
import { columnKey, type GroupingVariable, overGroup, type RandomPiece } from "./random-pieces.ts";

/** Parameters of a term of the larger model that are at the end of their range where the smaller model is true. */
export interface TermBoundary {
  /** The term of the larger model, as written. */
  readonly term: string;
  /** Independent variances that are 0. */
  readonly variances: number;
  /** Covariances and correlations that go with them: they are 0, or have no meaning. */
  readonly covariances: number;
  /** Correlations that are at the end of their range while their variances are not 0. */
  readonly correlations: number;
}

/** For each piece of the larger model the pieces of the smaller one that it takes on. */
export type PieceMatching = ReadonlyMap<RandomPiece, readonly RandomPiece[]>;

/** Whether a piece's columns, over the larger one's groups, are combinations of the larger one's. */
export type Spans = (small: RandomPiece, large: RandomPiece) => boolean;

/**
 * Matches pieces. One variance for several columns is also tried as a variance for each of them.
 *
 * @param spans - by default by what columns are made of.
 * @returns null where no way is found; `unmatched` then lists pieces that none takes on by itself.
 */
export function matchPieces(
  small: readonly RandomPiece[],
  large: readonly RandomPiece[],
  spans: Spans = isSpanned,
): { readonly matching: PieceMatching | null; readonly unmatched: readonly RandomPiece[] } {
  const unmatched = small.filter((piece) => !large.some((own) => takesOn(own, [piece], spans)));
  const [first] = unmatched;
  if (first === undefined) return { matching: placed(small, large, spans), unmatched };
  for (const apart of singleVariances(first, large)) {
    const { matching } = matchPieces([...small.filter((own) => own !== first), ...apart], large, spans);
    if (matching !== null) return { matching, unmatched: [] };
  }
  return { matching: null, unmatched };
}

/** Places piece after piece, and goes back where one finds no place. */
function placed(small: readonly RandomPiece[], large: readonly RandomPiece[], spans: Spans): PieceMatching | null {
  // the narrowest first, so that a term finds itself before a wider one
  const byWidth = [...large].sort((a, b) => a.columns.length - b.columns.length);
  const taken = new Map<RandomPiece, readonly RandomPiece[]>(large.map((own) => [own, []]));
  const place = (s: number): boolean => {
    if (s === small.length) return true;
    for (const own of byWidth) {
      const before = taken.get(own)!;
      if (!takesOn(own, [...before, small[s]], spans)) continue;
      taken.set(own, [...before, small[s]]);
      if (place(s + 1)) return true;
      taken.set(own, before);
    }
    return false;
  };
  return place(0) ? taken : null;
}

/** One variance for several columns as a variance each, in the ways that groups of the larger model allow. */
function singleVariances(own: RandomPiece, large: readonly RandomPiece[]): (readonly RandomPiece[])[] {
  const single = (column: Expansion, group: readonly GroupingVariable[]): RandomPiece => {
    return { ...own, group, structure: "us", columns: [column], source: null, indicated: null };
  };
  if (own.structure === "homdiag") return [own.columns.map((column) => single(column, own.group))];
  if (own.structure !== "us" || own.columns.length > 1) return [];
  const coarser = large.filter(({ group }) => hasGroups(own.group, group) && group.length < own.group.length);
  return coarser.map(({ group }) => overGroup(own, group).map((column) => single(column, group)));
}

/** By what columns are made of. */
export function isSpanned(small: RandomPiece, large: RandomPiece): boolean {
  return isSpannedBy(overGroup(small, large.group), large.columns);
}

/** Whether the covariance matrices of a piece can be the sum of those of others. */
function takesOn(large: RandomPiece, small: readonly RandomPiece[], spans: Spans): boolean {
  if (!small.every((own) => hasGroups(own.group, large.group))) return false;
  switch (large.structure) {
    case "us":
      return small.every((own) => own.structure !== "component" && spans(own, large));
    case "component":
      return small.every((own) => own.structure === "component" && own.key === large.key && sameGroup(own, large));
    case "homdiag":
      return small.every((own) => own.structure === "homdiag" && sameGroup(own, large) && sameSet(own, large));
    case "homcs":
      return small.every((own) => isExchangeable(own, large));
    case "cs":
      return (
        small.every((own) => isExchangeable(own, large)) ||
        (small.length === 1 && small[0].structure === "cs" && sameGroup(small[0], large) && sameSet(small[0], large)) ||
        areSingleColumns(small, large)
      );
    case "ar1": {
      if (small.length > 1) return false;
      const [own] = small;
      const isSame = own?.structure === "ar1" && sameGroup(own, large) && sameOrder(own, large);
      return own === undefined || isSame || (own.structure !== "homcs" && isExchangeable(own, large));
    }
  }
}

/** Whether a piece is one variance and one correlation for all columns of another: a J + b I. */
function isExchangeable(own: RandomPiece, large: RandomPiece): boolean {
  if (own.structure === "homcs" || own.structure === "homdiag") return sameGroup(own, large) && sameSet(own, large);
  return isShared(own, large) || isOwn(own, large);
}

/** An intercept of the group: the same for all indicators. */
function isShared(own: RandomPiece, large: RandomPiece): boolean {
  return large.indicated !== null && isIntercept(own) && sameGroup(own, large);
}

/** An intercept of the combinations of group and indicator. */
function isOwn(own: RandomPiece, { group, indicated }: RandomPiece): boolean {
  if (indicated === null || !isIntercept(own)) return false;
  const further = own.group.filter(({ name }) => !group.some((other) => other.name === name));
  return (
    hasGroups(own.group, group) &&
    further
      .map(({ name }) => name)
      .sort()
      .join("\n") === [...indicated].sort().join("\n")
  );
}

function isIntercept({ structure, columns }: RandomPiece): boolean {
  const [column] = columns;
  return structure === "us" && columns.length === 1 && column.size === 1 && column.has(CONSTANT);
}

/** Variances of single columns of a piece, none twice. */
function areSingleColumns(small: readonly RandomPiece[], large: RandomPiece): boolean {
  const columns = large.columns.map(columnKey);
  const used = small.map((own) => (own.columns.length === 1 && sameGroup(own, large) ? columnKey(own.columns[0]) : ""));
  return used.every((key) => columns.includes(key)) && new Set(used).size === used.length;
}

/** Whether groups are those of a factor, or finer. */
function hasGroups(group: readonly GroupingVariable[], coarser: readonly GroupingVariable[]): boolean {
  return coarser.every(({ name }) => group.some((own) => own.name === name));
}

function sameGroup(a: RandomPiece, b: RandomPiece): boolean {
  return hasGroups(a.group, b.group) && hasGroups(b.group, a.group);
}

function sameOrder(a: RandomPiece, b: RandomPiece): boolean {
  return a.columns.map(columnKey).join() === b.columns.map(columnKey).join();
}

function sameSet(a: RandomPiece, b: RandomPiece): boolean {
  return a.columns.map(columnKey).sort().join() === b.columns.map(columnKey).sort().join();
}

/** Counts what is at the end of its range in each piece of the larger model; pieces with nothing there are left out. */
export function boundariesOf(matching: PieceMatching, spans: Spans = isSpanned): TermBoundary[] {
  return [...matching].flatMap(([large, small]): TermBoundary[] => {
    const own = boundaryIn(large, small, spans);
    return own.variances + own.correlations === 0 ? [] : [{ term: large.label, ...own }];
  });
}

/** Counts what is at the end of its range in one piece of the larger model. */
export function boundaryIn(
  large: RandomPiece,
  small: readonly RandomPiece[],
  spans: Spans,
): Omit<TermBoundary, "term"> {
  const size = large.columns.length;
  switch (large.structure) {
    case "us": {
      const none = size - dimension(large, small, spans);
      const variances = Math.max(0, none);
      return { variances, covariances: (variances * (2 * size - variances - 1)) / 2, correlations: 0 };
    }
    case "homdiag":
    case "component":
      return { variances: small.length === 0 ? 1 : 0, covariances: 0, correlations: 0 };
    case "homcs":
    case "ar1": {
      if (small.length === 0) return { variances: 1, covariances: 1, correlations: 0 };
      return { variances: 0, covariances: 0, correlations: small.every((own) => isShared(own, large)) ? 1 : 0 };
    }
    case "cs": {
      if (small.length === 0) return { variances: size, covariances: 1, correlations: 0 };
      if (small.every((own) => isShared(own, large))) return { variances: 0, covariances: 0, correlations: 1 };
      if (!areSingleColumns(small, large)) return { variances: 0, covariances: 0, correlations: 0 };
      return { variances: size - small.length, covariances: small.length > 1 ? 0 : 1, correlations: 0 };
    }
  }
}

/** Dimension of what pieces span of an unstructured one's columns. */
function dimension(large: RandomPiece, small: readonly RandomPiece[], spans: Spans): number {
  const columns = small.flatMap((own) => overGroup(own, large.group));
  const elements = elementsOf(columns);
  if (columns.length === 0) return 0;
  // spanned by their values only: names tell no dimension beyond the number of columns
  if (spans !== isSpanned && !isSpannedBy(columns, large.columns))
    return Math.min(columns.length, large.columns.length);
  const { data } = expansionMatrix(columns, elements);
  return qrFactor(matrix(elements.size, columns.length, data)).rank;
}
