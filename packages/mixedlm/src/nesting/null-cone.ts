// What of a larger model is at the end of its range where a smaller one is true -> the cone that its likelihood ratio
// is projected on: half-lines, positive semidefinite matrices, or something that is not known. In: how the terms of the
// two go into each other. Out: the cone, and which random columns of the larger model the smaller one lacks.
import type { Design } from "@mixedlm/design";
import { boundaryIn, type PieceMatching, type Spans } from "./piece-matching.ts";
import { columnKey, type RandomPiece } from "./random-pieces.ts";
import type { KeptColumns } from "./reduced-moments.ts";

/** Random columns that go. */
export interface GoneColumns {
  readonly source: { readonly kind: "effects" | "component"; readonly index: number };
  readonly columns: readonly number[];
}

/** A cone of covariance parameters. */
export interface NullCone {
  /**
   * `interior`: nothing is at a boundary; `variances`: `size` variances that vary by themselves, or one correlation;
   * `matrix`: a covariance matrix of `size` columns; `unknown`: a structure whose parameters have no meaning there, or
   * several at once.
   */
  readonly kind: "interior" | "variances" | "matrix" | "unknown";
  readonly size: number;
  /** What goes; null where a size of 1 makes it needless. */
  readonly removed: { readonly kept: KeptColumns; readonly gone: readonly GoneColumns[] } | null;
}

const UNKNOWN: NullCone = { kind: "unknown", size: 0, removed: null };

/** Covariance entries that are tested. */
export function testedCount({ kind, size }: NullCone): number {
  return kind === "matrix" ? (size * (size + 1)) / 2 : size;
}

/** Finds the cone. @param design - of the larger model. */
export function nullCone(matching: PieceMatching, design: Design, spans: Spans): NullCone {
  const ends = [...matching].flatMap(([large, small]) => {
    const { variances, correlations } = boundaryIn(large, small, spans);
    return variances + correlations === 0 ? [] : [{ large, small, variances, correlations }];
  });
  if (ends.length === 0) return { kind: "interior", size: 0, removed: null };
  const one: NullCone = { kind: "variances", size: 1, removed: null };
  const [first] = ends;
  if (ends.some(({ correlations }) => correlations > 0)) {
    // a correlation that is 1 between positive variances is at the end of a line like a variance that is 0
    return ends.length === 1 && first.variances === 0 && first.correlations === 1 ? one : UNKNOWN;
  }
  const isStructured = ends.some(({ large: { structure } }) => ["cs", "homcs", "ar1"].includes(structure));
  if (isStructured) return UNKNOWN;
  const total = ends.reduce((sum, { variances }) => sum + variances, 0);
  if (total === 1) return one;
  const removed = removedColumns(ends, design);
  if (removed === null) return UNKNOWN;
  if (ends.length === total) return { kind: "variances", size: total, removed };
  return ends.length === 1 ? { kind: "matrix", size: total, removed } : UNKNOWN;
}

/** The columns that the smaller model lacks; null where its columns are others. */
function removedColumns(
  ends: readonly { readonly large: RandomPiece; readonly small: readonly RandomPiece[]; readonly variances: number }[],
  { randomEffects, components }: Design,
): NullCone["removed"] {
  const effects = randomEffects.map(({ names }) => names.map((_, j) => j));
  const stays = components.map(() => true);
  const gone: GoneColumns[] = [];
  for (const { large, small, variances } of ends) {
    const { kind, index } = large.origin;
    if (kind === "component") {
      stays[index] = false;
      gone.push({ source: large.origin, columns: [0] });
      continue;
    }
    const numbers = large.source?.numbers ?? effects[index];
    const own = new Set(small.flatMap(({ columns }) => columns.map(columnKey)));
    const columns = small.length === 0 ? numbers : numbers.filter((_, c) => !own.has(columnKey(large.columns[c])));
    if (large.structure === "us" && large.source !== null && columns.length !== variances) return null;
    effects[index] = effects[index].filter((j) => !columns.includes(j));
    gone.push({ source: large.origin, columns });
  }
  return { kept: { effects, components: stays }, gone };
}
