// A design's random terms -> pieces that can be compared with those of another model: each a covariance matrix over the
// levels of a grouping factor, its columns written in elements that coding does not touch. What is several independent
// terms becomes several pieces, and what is an intercept in finer groups becomes that, however it was written.
import type { ComponentSpec, Design, GroupingFactor, Level, MatrixSpec, RandomEffectsSpec } from "@mixedlm/design";
import {
  CONSTANT,
  columnAlgebra,
  crossedWith,
  type Expansion,
  type TermAlgebra,
  variableOf,
} from "../term-tests/column-algebra.ts";

/** A variable whose labels group rows, by itself or with others. */
export interface GroupingVariable {
  readonly name: string;
  readonly levels: readonly Level[];
}

/** A covariance matrix of a model. */
export interface RandomPiece {
  /** The term that it comes from, as written. */
  readonly label: string;
  /** The variables whose combinations are the groups. */
  readonly group: readonly GroupingVariable[];
  /** `component`: columns that share one variance and are nothing simpler. */
  readonly structure: "us" | "homdiag" | "cs" | "homcs" | "ar1" | "component";
  /** Its columns in their order. */
  readonly columns: readonly Expansion[];
  /** Where they stand: numbers of columns of one of the design's matrices; null for columns that stand in none. */
  readonly source: { readonly matrix: MatrixSpec; readonly numbers: readonly number[] } | null;
  /** The design's random term, or component, that it is of. */
  readonly origin: { readonly kind: "effects" | "component"; readonly index: number };
  /** Variables whose indicators, one for each level, are the columns; null where they are something else. */
  readonly indicated: readonly string[] | null;
  /** What tells apart a component that is nothing simpler; else empty. */
  readonly key: string;
}

/**
 * Lists the pieces of a design.
 *
 * @param variables - the variables of each of its grouping factors; default: by their names.
 */
export function randomPieces(
  { randomEffects, components, groups }: Design,
  variables: readonly (readonly GroupingVariable[])[] = groups.map(variablesOf),
): RandomPiece[] {
  return [
    ...randomEffects.flatMap((spec, index) =>
      effectPieces(spec, variables[spec.group]).map(
        (own): RandomPiece => ({ ...own, origin: { kind: "effects", index } }),
      ),
    ),
    ...components.map((spec, index): RandomPiece => {
      return { ...componentPiece(spec, variables[spec.group]), origin: { kind: "component", index } };
    }),
  ];
}

/** A piece, wherever it is from. */
type Piece = Omit<RandomPiece, "origin">;

function effectPieces({ matrix, covariance, label }: RandomEffectsSpec, group: readonly GroupingVariable[]): Piece[] {
  const terms = columnAlgebra(matrix);
  const columns = terms.flatMap((term) => term.columns);
  const numbers = columns.map((_, j) => j);
  const whole = { label, group, columns, source: { matrix, numbers }, indicated: indicatedBy(terms), key: "" };
  if (columns.length === 1) return [{ ...whole, structure: "us" }];
  if (covariance === "diag")
    return columns.map((column, j) => {
      return { ...whole, columns: [column], source: { matrix, numbers: [j] }, indicated: null, structure: "us" };
    });
  if (covariance !== "homdiag") return [{ ...whole, structure: columns.length === 2 ? ofTwo(covariance) : covariance }];
  if (whole.indicated === null) return [{ ...whole, structure: "homdiag" }];
  return [finer(label, group, terms, (name) => levelsIn(matrix, name))];
}

/**
 * Two columns have one correlation, so that structures which differ in how correlations depend on each other are one.
 */
function ofTwo(covariance: "us" | "cs" | "homcs" | "ar1"): "us" | "homcs" {
  return covariance === "us" || covariance === "cs" ? "us" : "homcs";
}

function levelsIn({ factors }: MatrixSpec, variable: string): readonly Level[] {
  const factor = factors.find((own) => variableOf(own) === variable);
  return factor?.kind === "categorical" ? factor.levels : [];
}

function componentPiece(spec: ComponentSpec, group: readonly GroupingVariable[]): Piece {
  const { name, matrix, standardised, levels } = spec;
  const terms = columnAlgebra(matrix);
  const isFull = matrix.terms.every(({ subterms }) =>
    subterms.every(({ factors }) => factors.every(({ coding }) => coding === "full")),
  );
  const seen = (variable: string): readonly Level[] => {
    const own = levels[matrix.factors.findIndex((factor) => variableOf(factor) === variable)];
    return own === null || own === undefined ? levelsIn(matrix, variable) : [...new Set(own.flat())];
  };
  const [only] = terms;
  if (terms.length === 1 && only !== undefined && only.numeric.length === 0 && isFull)
    return finer(name, group, terms, seen);
  const columns = terms.flatMap((term) => term.columns);
  const plain = { label: name, group, columns, source: null, indicated: null };
  if (columns.length === 1 && standardised.every((own) => own === null)) return { ...plain, structure: "us", key: "" };
  return {
    ...plain,
    structure: "component",
    key: JSON.stringify(matrix.terms.map((term) => [term.name, term.subterms])),
  };
}

/** An intercept in the combinations of groups and levels: what indicators with one variance and no correlation are. */
function finer(
  label: string,
  group: readonly GroupingVariable[],
  [term]: readonly TermAlgebra[],
  levels: (variable: string) => readonly Level[],
): Piece {
  const further = (term?.categorical ?? []).filter((name) => !group.some((own) => own.name === name));
  const variables = further.map((name) => ({ name, levels: levels(name) }));
  const columns = [new Map([[CONSTANT, 1]])];
  return { label, group: [...group, ...variables], structure: "us", columns, source: null, indicated: null, key: "" };
}

/** The variables of a grouping factor. */
export function variablesOf({ columns }: GroupingFactor): GroupingVariable[] {
  return columns.map(({ name, levels }) => ({ name, levels }));
}

/** The variables whose indicators are the columns of a matrix. */
function indicatedBy(terms: readonly TermAlgebra[]): readonly string[] | null {
  const [term] = terms;
  if (terms.length !== 1 || term === undefined || term.numeric.length > 0) return null;
  const names = (columns: readonly Expansion[]): string => columns.map(columnKey).sort().join();
  return names(term.columns) === names(term.full) ? term.categorical : null;
}

/** A column by what it is made of. */
export function columnKey(column: Expansion): string {
  return JSON.stringify([...column].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A piece's columns over the groups of a coarser factor: times the indicators of the variables that this one lacks. */
export function overGroup({ group, columns }: RandomPiece, coarser: readonly GroupingVariable[]): Expansion[] {
  return crossedWith(
    columns,
    group.filter(({ name }) => !coarser.some((own) => own.name === name)),
  );
}
