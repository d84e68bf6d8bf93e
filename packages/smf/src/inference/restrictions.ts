// Hypotheses in any of statsmodels' spellings -> rows R and numbers q of R params = q, over all parameters. Rows of
// k_fe columns speak of the fixed effects alone; names in texts are those of `params`, read as patsy reads them.
import { holds, isArrayLike, isList, parseConstraints, recordEntries } from "@mixedlm/formula";
import { unknownLabel } from "../labelled/label-errors.ts";
import { isFrame, type LabelledValues, listOf } from "../labelled/labelled-values.ts";
import type { Estimated, MatrixLike } from "./estimated.ts";
import { restrictionKind, restrictionNumber, restrictionShape, restrictionValues } from "./inference-errors.ts";

/**
 * Rows with k_fe or k_params columns: several, a labelled matrix, or one row by itself. Labels of a Series do not
 * count.
 */
export type RestrictionRows =
  | MatrixLike
  | readonly LabelledValues<number>[]
  | ArrayLike<number>
  | LabelledValues<number>;

/**
 * Linear hypotheses on the parameters:
 * - rows, each of k_fe or k_params numbers, or a row by itself: the combination is 0;
 * - a text such as `"Time = 7, C(Evit)[T.Evit100] = C(Evit)[T.Evit200]"`, or a list of such texts;
 * - `{ R, q }`, Python's tuple (R, q): the combinations are q, a number for each row or one for all. `[R, q]` is read
 *   too where it cannot be two rows;
 * - `{ Time: 7 }`: parameters by name and their values.
 */
export type Restrictions =
  | string
  | readonly string[]
  | RestrictionRows
  | {
      /** Rows of combinations, each of k_fe or k_params numbers. */
      readonly R: RestrictionRows;
      /** What they are by hypothesis: a number for each row, or one for all. */
      readonly q: number | ArrayLike<number>;
    }
  | readonly [R: RestrictionRows, q: number | ArrayLike<number>]
  | { readonly [parameter: string]: number };

/** R params = q. */
export interface LinearRestrictions {
  /** Rows of R, each as long as the parameters; one at least. */
  readonly rows: readonly Float64Array[];
  /** One number for each row. */
  readonly q: Float64Array;
}

/**
 * Reads hypotheses.
 *
 * @param call - the method, for messages.
 * @throws {@link SmfError} `restriction` when there is no row, or a row has neither k_fe nor k_params numbers;
 *   `unknown-label` for a parameter that does not exist; FormulaError as `parseConstraints`.
 * @see patsy 0.5.3, `DesignInfo.linear_constraint`.
 */
export function linearRestrictions(call: string, estimated: Estimated, given: Restrictions): LinearRestrictions {
  const { names } = estimated;
  if (typeof given === "string") return fromTexts([given], names);
  if (typeof given !== "object" || given === null) throw restrictionKind(call, given);
  if (isTexts(given)) return fromTexts(given, names);
  if (isTuple(given)) return withValues(fromRows(call, estimated, given[0]), given[1]);
  if (isRows(given)) return withValues(fromRows(call, estimated, given), 0);
  if (isPair(given)) return withValues(fromRows(call, estimated, given.R), given.q);
  return fromRecord(call, names, given as Readonly<Record<string, number>>);
}

function fromTexts(texts: readonly string[], names: readonly string[]): LinearRestrictions {
  const parts = texts.map((text) => parseConstraints(text, names));
  return {
    rows: parts.flatMap(({ coefs }) => coefs.map((row) => Float64Array.from(row))),
    q: Float64Array.from(parts.flatMap(({ constants }) => constants)),
  };
}

function fromRecord(
  call: string,
  names: readonly string[],
  values: Readonly<Record<string, number>>,
): LinearRestrictions {
  const entries = recordEntries(values) as [string, number][] | null;
  if (entries === null || entries.length === 0) throw restrictionKind(call, values);
  const rows = entries.map(([name, value]) => {
    const at = names.indexOf(name);
    if (at < 0) throw unknownLabel(name, names);
    if (!Number.isFinite(value)) throw restrictionNumber(call, `the value of \`${name}\``, value);
    return names.map((_, j) => Number(j === at));
  });
  return { rows: rows.map((row) => Float64Array.from(row)), q: Float64Array.from(entries, ([, value]) => value) };
}

function fromRows(call: string, { names, k_fe }: Estimated, given: RestrictionRows): Float64Array[] {
  const values = listOf(isFrame(given) ? given.values : given);
  if (values === null) throw restrictionKind(call, given);
  const isMatrix = isList(values) && values.length > 0 && values.every((row) => listOf(row) !== null);
  const rows = isMatrix ? values.map((row) => listOf(row)!) : [values];
  return rows.map((row, i) => {
    if (row.length !== k_fe && row.length !== names.length)
      throw restrictionShape(call, i, row.length, k_fe, names.length);
    const wide = new Float64Array(names.length);
    for (let j = 0; j < row.length; j++) {
      if (!Number.isFinite(row[j]))
        throw restrictionNumber(call, `entry ${j} of row ${i} (both counted from 0)`, row[j]);
      wide[j] = row[j] as number;
    }
    return wide;
  });
}

function withValues(rows: readonly Float64Array[], given: number | ArrayLike<number>): LinearRestrictions {
  const q = typeof given === "number" ? rows.map(() => given) : (listOf(given) ?? []);
  const isRight = q.length === rows.length && Array.from(q).every(Number.isFinite);
  if (!isRight) throw restrictionValues(q.length, rows.length);
  return { rows, q: Float64Array.from(q as ArrayLike<number>) };
}

function isTexts(given: object): given is readonly string[] {
  return isList(given) && given.length > 0 && given.every((item) => typeof item === "string");
}

// two rows would be two lists of numbers: a number, or rows in the first place, tell a pair
function isTuple(given: object): given is readonly [RestrictionRows, number | ArrayLike<number>] {
  if (!isList(given) || given.length !== 2) return false;
  const [R, q] = given;
  if (typeof R !== "object" || R === null || !isRows(R)) return false;
  return typeof q === "number" || isFrame(R) || (isList(R) && R.length > 0 && R.every(isArrayLike));
}

function isRows(given: object): given is RestrictionRows {
  return isArrayLike(given) || holds((own) => "index" in (own as object) && "values" in (own as object), given);
}

function isPair(given: object): given is { R: RestrictionRows; q: number | ArrayLike<number> } {
  return holds(hasPair, given);
}

function hasPair(given: unknown): boolean {
  const { R, q } = given as { R?: unknown; q?: unknown };
  return typeof R === "object" && R !== null && q !== undefined;
}
