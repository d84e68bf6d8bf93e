// Model matrices: formula x table -> a `MatrixSpec` as patsy would make it, and the numbers of any rows under a spec.
// Numbers are made column by column into one column-major array; a categorical factor is an index, never dummies.
import type { Formula, Term } from "@mixedlm/formula";
import { valueAt } from "./column.ts";
import { matrixTooLarge, missingValues, noRowsLeft, unseenLevel } from "./column-errors.ts";
import { distinctFactors, layOutColumns } from "./columns.ts";
import { codeLevels } from "./contrasts.ts";
import type { FactorSpec, MatrixSpec, SubtermSpec } from "./design.ts";
import { categoricalRows, type FactorRows, numericRows, productRows } from "./entries.ts";
import {
  asVariable,
  checkContrast,
  checkKind,
  type EvaluatedFactor,
  evaluateFactors,
  type FactorUse,
  factorSpec,
  firstMissing,
  takeFactor,
} from "./factors.ts";
import { LIMITS } from "./limits.ts";
import { completeRows } from "./missing.ts";
import { encode, type FactorValues } from "./schema.ts";
import { type Table, toTable } from "./table.ts";
import type { TableLike } from "./table-source.ts";

/** What to do with rows that lack a value. */
export type Missing = "drop" | "raise";

/** Both sides of a formula as matrices over the same rows. */
export interface ModelMatrices {
  readonly lhs: MatrixSpec | null;
  readonly rhs: MatrixSpec;
  /** Rows of the table where no factor of either side lacks a value, ascending. */
  readonly rows: Int32Array;
}

/**
 * Lays out the matrices of a formula as patsy's `dmatrices` does: levels are those of all rows, also of rows that
 * are left out because a factor lacks a value there. (A mixed model's design drops first; see `buildDesign`.)
 *
 * @param formula - the terms of both sides; without terms on the left there is no `lhs`.
 * @param data - the table.
 * @throws {@link DesignError} `missing-values` under `raise`, `no-rows` when none is complete; the errors of expressions, tables and columns.
 */
export function buildMatrices(
  formula: Formula,
  data: Table | TableLike,
  options: { readonly missing?: Missing } = {},
): ModelMatrices {
  const table = toTable(data);
  const { source, lhs, rhs } = formula;
  const factors = distinctFactors([...lhs, ...rhs]);
  const uses = factors.map(({ name, expression }) => ({ name, expression, source }));
  const values = evaluateFactors(uses, table);
  const complete = completeRows([...values].map(asVariable), table.numRows);
  const dropped = table.numRows - complete.rows.length;
  const at = firstMissing(uses, complete.missing);
  if (options.missing === "raise" && dropped > 0) throw missingValues(complete.missing, dropped, table.numRows, at);
  if (complete.rows.length === 0) throw noRowsLeft(complete.missing, table.numRows, at);
  const layOut = (terms: readonly Term[]) => layOutMatrix(source, terms, values);
  return { lhs: lhs.length === 0 ? null : layOut(lhs), rhs: layOut(rhs), rows: complete.rows };
}

/**
 * Lays out a matrix of terms, with the levels found in its factors' values.
 *
 * @param source - the text that spans of `terms` refer to.
 * @param values - by name, on the rows whose levels count.
 * @throws {@link DesignError} `categorical`, `duplicate-column`, `limit`.
 */
export function layOutMatrix(
  source: string,
  terms: readonly Term[],
  values: ReadonlyMap<string, EvaluatedFactor>,
): MatrixSpec {
  const specs = distinctFactors(terms).map((factor): [string, FactorSpec] => {
    const own = values.get(factor.name)!;
    const spec = factorSpec(factor, own, source);
    checkContrast(spec, own, source);
    return [factor.name, spec];
  });
  return layOutColumns(source, terms, new Map(specs));
}

/** The numbers of a matrix on some rows of a table. */
export interface MatrixRows {
  /** Row numbers in the table, ascending, length n. */
  readonly rows: Int32Array;
  /** n x p column-major. */
  readonly data: Float64Array;
}

/**
 * Fills a matrix with numbers, with the levels frozen in its spec.
 *
 * Expressions are evaluated on the whole table, aggregates such as `np.mean(x)` included: on new data the mean is that
 * of the new data, as in patsy.
 *
 * @param spec - the matrix.
 * @param data - any table with the variables of the spec.
 * @param rows - the rows wanted; default: those where no factor lacks a value.
 * @throws {@link DesignError} `unseen-level`, `type` when a variable is no longer what it was; the errors of expressions.
 */
export function matrixRows(spec: MatrixSpec, data: Table | TableLike, rows?: Int32Array): MatrixRows {
  const table = toTable(data);
  const values = evaluateFactors(factorUses(spec), table);
  const wanted = rows ?? completeRows([...values].map(asVariable), table.numRows).rows;
  const taken = new Map([...values].map(([name, factor]) => [name, takeFactor(factor, wanted)]));
  return { rows: wanted, data: fillMatrix(spec, taken, wanted) };
}

/** The factors of a matrix with the text that their spans refer to. */
export function factorUses({ factors, source }: MatrixSpec): FactorUse[] {
  return factors.map(({ name, expression }) => ({ name, expression, source }));
}

/**
 * Fills a matrix from its factors' values.
 *
 * @param values - by name, one per row, nothing missing.
 * @param rows - row numbers in the table, length n, for messages.
 * @returns n x p column-major.
 * @throws {@link DesignError} `unseen-level`, `type`, `limit` beyond 2^30 entries.
 */
export function fillMatrix(
  spec: MatrixSpec,
  values: ReadonlyMap<string, FactorValues>,
  rows: Int32Array,
): Float64Array {
  const n = rows.length;
  if (n * spec.names.length > LIMITS.entries) throw matrixTooLarge(n, spec.names.length, LIMITS.entries);
  const X = new Float64Array(n * spec.names.length);
  const coded = new Map(spec.factors.map((factor) => [factor.name, codeFactor(spec, factor, values, rows)]));
  for (const term of spec.terms) {
    let start = term.slice[0];
    for (const subterm of term.subterms) start += fillSubterm(X.subarray(start * n), subterm, coded, n);
  }
  return X;
}

/** A factor with its levels translated to the frozen ones. */
type CodedFactor =
  | { readonly kind: "numeric"; readonly columns: readonly Float64Array[] }
  | {
      readonly kind: "categorical";
      readonly codes: Int32Array;
      readonly spec: Extract<FactorSpec, { kind: "categorical" }>;
    };

function codeFactor(
  matrix: MatrixSpec,
  spec: FactorSpec,
  values: ReadonlyMap<string, FactorValues>,
  rows: Int32Array,
): CodedFactor {
  const own = values.get(spec.name)!;
  const at = { source: matrix.source, span: spec.expression.span };
  checkKind(spec, own, at);
  if (spec.kind === "numeric" || own.kind === "numeric") return own as Extract<FactorValues, { kind: "numeric" }>;
  const codes = encode(own.column, spec.levels, spec, "missing");
  const i = codes.indexOf(-1);
  if (i >= 0) throw unseenLevel(spec.name, valueAt(own.column, i)!, rows[i]!, spec.levels, at);
  return { kind: "categorical", codes, spec };
}

/** Fills the columns of a sub-term, which start where `X` does. @returns how many there are. */
function fillSubterm(
  X: Float64Array,
  subterm: SubtermSpec,
  factors: ReadonlyMap<string, CodedFactor>,
  n: number,
): number {
  const parts = subterm.factors.map(({ factor, coding }): FactorRows => {
    const own = factors.get(factor)!;
    if (own.kind === "numeric") return numericRows(own.columns, null);
    const { contrast, levels, dataType } = own.spec;
    return categoricalRows(own.codes, [codeLevels(contrast, levels, dataType, coding === "full")], null);
  });
  if (parts.every((part) => part.column === null && part.width === 1)) return fillProduct(X, parts, n);
  const { rows, columns } = productRows(parts, n, null);
  const { width, column, value } = rows;
  for (let i = 0, entry = 0; i < n; i++) {
    for (let k = 0; k < width; k++, entry++) if (column[entry]! >= 0) X[column[entry]! * n + i] = value[entry]!;
  }
  return columns[0]!;
}

/** Fills the one column of a product of numbers; the intercept is the product of none. */
function fillProduct(X: Float64Array, parts: readonly FactorRows[], n: number): number {
  X.fill(1, 0, n);
  for (const { value } of parts) for (let i = 0; i < n; i++) X[i] = X[i]! * value![i]!;
  return 1;
}
