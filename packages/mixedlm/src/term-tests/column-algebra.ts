// A model matrix as data -> what its columns are made of, whatever their coding: each column as a combination of
// elements that no coding touches, products of numbers and of indicators of levels other than a factor's base. In these
// terms matrices of different contrasts are compared, and the columns that a term would have with every level's
// indicator are written. No row is read.
import {
  type CodedFactorSpec,
  codeLevels,
  type FactorSpec,
  indicatorColumn,
  type Level,
  type MatrixSpec,
  type TermSpec,
} from "@mixedlm/design";
import { type Matrix, matrix, qrFactor } from "@mixedlm/linalg";
import { levelKey } from "../rows/level-key.ts";

/** A column as a combination of elements: their coefficients by name. */
export type Expansion = ReadonlyMap<string, number>;

/** A term, and what its columns are made of. */
export interface TermAlgebra {
  readonly name: string;
  /** Names of its categorical factors, and of its numeric ones. */
  readonly categorical: readonly string[];
  readonly numeric: readonly string[];
  /** Number of its first column in the matrix. */
  readonly first: number;
  /** Its columns, in their order. */
  readonly columns: readonly Expansion[];
  /** The columns that it would have with an indicator for every level of each categorical factor. */
  readonly full: readonly Expansion[];
}

type Categorical = Extract<FactorSpec, { kind: "categorical" }>;
/** Part of a factor's column: an element of its own (null: the constant) and its coefficient. */
type Part = readonly [element: string | null, coefficient: number];
/** A factor's columns. */
type Local = readonly (readonly Part[])[];

/** Works out the columns of a matrix, term by term. */
export function columnAlgebra(spec: MatrixSpec): TermAlgebra[] {
  const factors = new Map(spec.factors.map((factor) => [factor.name, factor]));
  return spec.terms.map((term) => {
    const own = factorsOf(term).map((name) => factors.get(name)!);
    return {
      name: term.name,
      categorical: own.filter(isCategorical).map(variableOf),
      numeric: own.filter((factor) => !isCategorical(factor)).map(({ name }) => name),
      first: term.slice[0],
      columns: term.subterms.flatMap((subterm) =>
        products(subterm.factors.map(({ factor, coding }) => codedColumns(factors.get(factor)!, coding))),
      ),
      full: products(own.map(levelColumns)),
    };
  });
}

/** Names of a term's factors: those of its sub-terms together. */
function factorsOf({ subterms }: TermSpec): string[] {
  return [...new Set(subterms.flatMap(({ factors }) => factors.map(({ factor }) => factor)))];
}

/** Whether a factor's columns and a constant can tell all of its levels apart; other codings are columns of numbers. */
function isCategorical(factor: FactorSpec): boolean {
  if (factor.kind === "numeric") return false;
  if (factor.contrast.kind !== "matrix") return true;
  const { rows } = factor.contrast;
  const width = rows[0]?.length ?? 0;
  const L = rows.length;
  const withConstant = matrix(L, width + 1);
  withConstant.data.fill(1, 0, L);
  for (let j = 0; j < width; j++) for (let i = 0; i < L; i++) withConstant.data[(j + 1) * L + i] = rows[i][j];
  return width === L - 1 && qrFactor(withConstant).rank === L;
}

/** The variable whose levels a factor has: what stands inside `C(...)`, which only says how they are coded. */
export function variableOf({ name, expression }: FactorSpec): string {
  if (expression.kind !== "call" || expression.function !== "C") return name;
  const variable = expression.args[0];
  return variable?.kind === "name" ? variable.name : name;
}

/** The columns of a factor as they are coded. */
function codedColumns(factor: FactorSpec, rank: CodedFactorSpec["coding"]): Local {
  if (factor.kind === "numeric") return numericColumns(factor.name, factor.width);
  if (!isCategorical(factor)) return numericColumns(`${factor.name}, as coded`, contrastWidth(factor));
  const { levels } = factor;
  const coding = codeLevels(factor.contrast, levels, factor.dataType, rank === "full" ? rank : "reduced");
  return coding.suffixes.map((_, j) =>
    levelParts(variableOf(factor), levels, (l) => {
      if (coding.kind === "matrix") return coding.rows[l][j];
      return indicatorColumn(l, coding.omitted) === j ? 1 : 0;
    }),
  );
}

/** The columns of a factor with an indicator for each level; of numbers the numbers. */
function levelColumns(factor: FactorSpec): Local {
  if (factor.kind === "numeric" || !isCategorical(factor)) return codedColumns(factor, "full");
  return indicators(variableOf(factor), factor.levels);
}

/** An indicator for each level of a variable. */
function indicators(variable: string, levels: readonly Level[]): Local {
  return levels.map((_, level) => levelParts(variable, levels, (l) => (l === level ? 1 : 0)));
}

/** Columns of one part of a matrix times the indicators of further variables. */
export function crossedWith(
  columns: readonly Expansion[],
  variables: readonly { readonly name: string; readonly levels: readonly Level[] }[],
): Expansion[] {
  const own: Local = columns.map((column) =>
    [...column].map(([name, v]): Part => [name === CONSTANT ? null : name, v]),
  );
  return products([own, ...variables.map(({ name, levels }) => indicators(name, levels))]);
}

function contrastWidth({ contrast }: Categorical): number {
  return contrast.kind === "matrix" ? (contrast.rows[0]?.length ?? 0) : 0;
}

function numericColumns(name: string, width: number): Local {
  return Array.from({ length: width }, (_, j) => [[JSON.stringify([name, j]), 1]]);
}

/** A function of the level: a constant, its value at the base, and differences from it at the other levels. */
function levelParts(variable: string, levels: readonly Level[], value: (level: number) => number): readonly Part[] {
  const names = levels.map((level) => levelKey([variable, "=", level]));
  // the same base whatever the order in which levels are declared
  const base = names.reduce((least, name, l) => (name < names[least] ? l : least), 0);
  const parts = names.map((name, l): Part => {
    return l === base ? [null, value(base)] : [name, value(l) - value(base)];
  });
  return parts.filter(([, coefficient]) => coefficient !== 0);
}

/** All products of one column of each factor, the first factor's varying fastest; of no factors the constant. */
function products(factors: readonly Local[]): Expansion[] {
  let made: (readonly Part[])[] = [[[null, 1]]];
  for (const local of factors) made = local.flatMap((column) => made.map((before) => product(before, column)));
  return made.map((parts) => new Map(parts.map(([element, coefficient]) => [element ?? CONSTANT, coefficient])));
}

/** Name of the column of ones. */
export const CONSTANT = "1";

function product(left: readonly Part[], right: readonly Part[]): Part[] {
  return left.flatMap(([a, x]) => right.map(([b, y]): Part => [elementProduct(a, b), x * y]));
}

/** Elements are lists of their factors' parts in one order, so that order in the formula does not count. */
function elementProduct(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return [...a.split("\n"), ...b.split("\n")].sort().join("\n");
}

/** The part of an element that is numbers: one name for all of its levels. */
export function numericPart(element: string): string {
  if (element === CONSTANT) return "";
  return element
    .split("\n")
    .filter((part) => !isLevel(part))
    .join("\n");
}

function isLevel(part: string): boolean {
  return (JSON.parse(part) as unknown[]).length === 3;
}

/** Columns as a matrix whose rows are the elements. */
export function expansionMatrix(columns: readonly Expansion[], elements: ReadonlyMap<string, number>): Matrix {
  const out = matrix(elements.size, columns.length);
  for (const [j, column] of columns.entries())
    for (const [element, coefficient] of column) out.data[j * elements.size + elements.get(element)!] = coefficient;
  return out;
}

/** Numbers the elements that columns are made of. */
export function elementsOf(columns: readonly Expansion[]): Map<string, number> {
  const elements = new Map<string, number>();
  for (const column of columns)
    for (const element of column.keys()) if (!elements.has(element)) elements.set(element, elements.size);
  return elements;
}

/** Whether some columns are combinations of others, by what they are made of. */
export function isSpannedBy(columns: readonly Expansion[], others: readonly Expansion[]): boolean {
  const elements = elementsOf([...others, ...columns]);
  return (
    qrFactor(expansionMatrix([...others, ...columns], elements)).rank ===
    qrFactor(expansionMatrix(others, elements)).rank
  );
}
