// Arrays in, the source of a model out: statsmodels' MixedLM(endog, exog, groups, ...). The arrays become the columns
// of a table and the design that reads them, so that all that follows is the same as for a formula.
import { covarianceNames, type Design, groupsOf, type Table, takeRows, toTable } from "@mixedlm/design";
import { columnFactor, isInstance } from "@mixedlm/formula";
import { optionType } from "../errors.ts";
import { listOf } from "../labelled/labelled-values.ts";
import type { Label } from "../labelled/labels.ts";
import type { Labels, ModelSource } from "../model/model-source.ts";
import { checkOptions } from "../model/options.ts";
import { deprecatedComponents } from "../warnings.ts";
import { type ArrayData, type Columns, readColumns } from "./array-columns.ts";
import { type ArrayComponent, arrayComponent, type ComponentMatrices } from "./array-components.ts";
import { arrayLength, arrayWidth, indexNotAligned } from "./array-errors.ts";
import { type ArrayMatrix, arrayMatrix, fixedNames, randomNames } from "./array-matrix.ts";
import { type CompleteArrays, completeArrays, type NamedColumn } from "./complete-arrays.ts";
import { componentMatrices, type DeprecatedComponents, type GroupRows } from "./component-matrices.ts";
import { rowIndices, VCSpec } from "./vc-spec.ts";

/** statsmodels' arguments of `MixedLM` beside response, columns and groups. */
export interface ArrayOptions {
  /** Columns with random coefficients; without them a random intercept, unless there are components. */
  readonly exog_re?: ArrayData | null;
  /**
   * Variance components: matrices for each group, or in statsmodels' deprecated form `{component: {group: matrix}}`.
   */
  readonly exog_vc?: VCSpec | DeprecatedComponents | null;
  /** Whether a search works with square roots of the covariances. Default true. */
  readonly use_sqrt?: boolean;
  /** Rows that lack a value: `none` and `raise` refuse them with counts, `drop` leaves them out. Default `none`. */
  readonly missing?: "none" | "drop" | "raise";
}

const OPTIONS = { exog_re: "anything", exog_vc: "anything", use_sqrt: "boolean", missing: "missing" } as const;

/** What statsmodels calls a random intercept that nobody asked for: the whole name of its variance. */
const DEFAULT_EFFECT = "Group Var";

/**
 * Makes the source of a model from arrays.
 *
 * @param endog - the response: one column.
 * @param exog - columns with fixed effects, a column of ones among them where an intercept is wanted.
 * @param groups - a label for each row.
 * @throws {@link SmfError} `array-type`, `array-empty`, `array-ragged`, `array-value`, `array-length`, `array-width`,
 *   `not-aligned`, `missing-values`, `not-finite`, `component-matrix`, `unknown-option`,
 *   `option-type`; DesignError for labels of different types.
 */
export function arraySource(
  endog: ArrayData,
  exog: ArrayData,
  groups: Labels,
  options: ArrayOptions = {},
): ModelSource {
  checkOptions("MixedLM", options, OPTIONS);
  const { exog_re = null, exog_vc = null, use_sqrt = true, missing = "none" } = options;
  const arrays = readArrays(endog, exog, exog_re);
  const grouping = groupRows(groups, arrays.endog.length);
  const components = componentMatrices(exog_vc, grouping);
  const complete = completeArrays(
    [...namedColumns(arrays), ...componentNumbers(components, grouping)],
    grouping.codes,
    missing,
  );
  if (arrays.exog.values.length >= complete.rows.length) {
    throw arrayWidth("exog", arrays.exog.values.length, `fewer than its ${complete.rows.length} complete rows`);
  }
  const parts = designParts(arrays, components, grouping, complete.rows);
  const effects = arrays.exog_re === null ? [] : (arrays.exog_re.names ?? randomNames(arrays.exog_re.values.length));
  const isDefault = arrays.exog_re === null && components.length === 0;
  return {
    ...assemble(parts, grouping, complete, missing),
    exog_re_names: isDefault ? [DEFAULT_EFFECT] : effects,
    covariance_names: isDefault ? [DEFAULT_EFFECT] : covarianceNames(effects),
    use_sqrt,
    formula: null,
    row_labels: rowLabels(arrays.exog.index ?? arrays.endog.index, complete.rows),
    warnings: exog_vc === null || isInstance(exog_vc, VCSpec) ? [] : [deprecatedComponents()],
  };
}

/** The arrays of a model before any row is left out, each with as many rows. */
interface Arrays {
  readonly endog: Columns;
  readonly exog: Columns;
  readonly exog_re: Columns | null;
}

function readArrays(endog: ArrayData, exog: ArrayData, exogRe: ArrayData | null): Arrays {
  const response = readColumns("endog", endog);
  if (response.values.length !== 1) throw arrayWidth("endog", response.values.length, "one");
  const fixed = readAligned("exog", exog, response);
  return { endog: response, exog: fixed, exog_re: exogRe === null ? null : readAligned("exog_re", exogRe, response) };
}

/** An array with rows for those of the response: as many, and the same labels if both have some. */
function readAligned(what: string, given: ArrayData, { length, index }: Columns): Columns {
  const columns = readColumns(what, given);
  if (columns.length !== length) throw arrayLength(what, columns.length, length);
  if (columns.values.length === 0) throw arrayWidth(what, 0, "at least one");
  const row = index === null ? -1 : (columns.index ?? index).findIndex((label, i) => label !== index[i]);
  if (row >= 0) throw indexNotAligned(what, row, columns.index![row], index![row]);
  return columns;
}

/** The rows of each group. */
interface Grouping extends GroupRows {
  /** The labels as a table of one column, `groups`. */
  readonly labels: Table;
  readonly codes: Int32Array;
  readonly rowsOf: readonly (readonly number[])[];
}

function groupRows(groups: Labels, length: number): Grouping {
  const values = listOf(groups);
  if (values === null) throw optionType("MixedLM", "groups", "an array with one label a row", groups);
  if (values.length !== length) throw arrayLength("groups", values.length, length);
  const labels = toTable({ groups: values });
  const { levels, codes } = groupsOf(labels.column("groups"));
  const rowsOf = rowIndices(codes, levels.length);
  return { labels, codes, levels, rowsOf, sizes: rowsOf.map((rows) => rows.length) };
}

/** The columns that every row must have a number in, as they are called in messages. */
function namedColumns({ endog, exog, exog_re }: Arrays): NamedColumn[] {
  const all = { endog, exog, ...(exog_re === null ? {} : { exog_re }) };
  return Object.entries(all).flatMap(([what, { names, values }]) =>
    values.map((column, j): NamedColumn => {
      const name =
        names === null ? (values.length === 1 ? what : `${what} column ${j}`) : `${what} column \`${names[j]}\``;
      return { name, values: column };
    }),
  );
}

/** One column for each component, 0 in all rows but those where it has something that is missing or infinite. */
function componentNumbers(components: readonly ComponentMatrices[], { rowsOf, codes }: Grouping): NamedColumn[] {
  return components.map(({ name, matrices }) => {
    const values = new Float64Array(codes.length);
    for (const [g, matrix] of matrices.entries()) {
      for (const column of matrix.values) {
        for (const [i, row] of rowsOf[g]!.entries()) if (!Number.isFinite(column[i])) values[row] = column[i]!;
      }
    }
    return { name: `exog_vc \`${name}\``, values };
  });
}

/** The matrices of a design, and the components coded in the groups that have complete rows. */
interface DesignParts {
  readonly response: ArrayMatrix;
  readonly fixed: ArrayMatrix;
  readonly random: ArrayMatrix | null;
  readonly components: readonly ArrayComponent[];
}

function designParts(
  { endog, exog, exog_re }: Arrays,
  components: readonly ComponentMatrices[],
  { codes, rowsOf }: Grouping,
  rows: Int32Array,
): DesignParts {
  const present = [...new Set(Array.from(rows, (row) => codes[row]!))].sort((a, b) => a - b);
  const coded = components.map(({ name, matrices, names }, k) => {
    const own = { name, matrices: present.map((g) => matrices[g]!), names: present.map((g) => names[g]!) };
    const ownRows = present.map((g) => rowsOf[g]!);
    return arrayComponent(own, `exog_vc[${k}]`, ownRows, codes.length);
  });
  const ones =
    components.length > 0
      ? null
      : arrayMatrix("exog_re", [new Float64Array(codes.length).fill(1)], ["Intercept"], rows);
  return {
    response: arrayMatrix("endog", endog.values, endog.names ?? ["y"], rows),
    fixed: arrayMatrix("exog", exog.values, exog.names ?? fixedNames(exog.values, rows), rows),
    random:
      exog_re === null
        ? ones
        : arrayMatrix("exog_re", exog_re.values, exog_re.names ?? randomNames(exog_re.values.length), rows),
    components: coded,
  };
}

/** The table of the complete rows, and the design that reads it. */
function assemble(
  { response, fixed, random, components }: DesignParts,
  { labels, codes }: Grouping,
  { rows, missing: counts }: CompleteArrays,
  missing: "none" | "drop" | "raise",
): { design: Design; table: Table } {
  const parts = [response, fixed, ...(random === null ? [] : [random]), ...components];
  const columns = Object.assign({ groups: labels.column("groups") }, ...parts.map((part) => part.columns));
  const table = takeRows(toTable(columns), rows);
  const { levels, dataType } = groupsOf(table.column("groups"));
  const { expression } = columnFactor("groups");
  const column = { name: "groups", expression, source: "groups", dataType, levels };
  const effects = { group: 0, covariance: "us", label: "exog_re" } as const;
  const design: Design = {
    version: 1,
    formula: `${response.spec.names[0]} ~ ${fixed.spec.names.join(" + ")}`,
    response: response.spec,
    fixed: fixed.spec,
    groups: [{ name: "Group", columns: [column], combinations: null, dataType, levels }],
    randomEffects: random === null ? [] : [{ ...effects, matrix: random.spec, names: random.spec.names }],
    components: components.map(({ spec }) => spec),
    weights: null,
    offset: [],
    missing: missing === "drop" ? "drop" : "raise",
    rows: { total: codes.length, kept: rows.length, missing: Object.fromEntries(counts) },
    warnings: [],
  };
  return { design, table };
}

/** Labels of the rows used: those of the arrays, else row numbers; null where that is what rows have anyway. */
function rowLabels(index: readonly Label[] | null, rows: Int32Array): readonly Label[] | null {
  if (index !== null) return Array.from(rows, (row) => index[row]!);
  return rows.every((row, i) => row === i) ? null : Array.from(rows);
}
