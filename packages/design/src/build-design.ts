// The stage function: terms x table -> a frozen `Design`, plain JSON from which the columns of any rows can be made.
// Everything is evaluated once, on the rows that have all of it; groups come before components, which are coded in
// them.
import { type ModelFormula, type RandomTerm, termName } from "@mixedlm/formula";
import { newArrays } from "./arrays.ts";
import { distinctFactors } from "./coding/columns.ts";
import { buildComponent } from "./coding/components.ts";
import type {
  ComponentSpec,
  Design,
  GroupingFactor,
  MatrixSpec,
  Missing,
  RandomEffectsSpec,
  TermSpec,
} from "./design.ts";
import { checkDesignOptions, checkModel } from "./design-arguments.ts";
import {
  emptyRandomTerm,
  missingValues,
  noRandomEffects,
  noRowsLeft,
  responseColumns,
  tooManyRandomColumns,
} from "./design-errors.ts";
import { aggregateWarnings, componentWarnings } from "./design-messages.ts";
import { type CompleteFactors, evaluateComplete, type FactorUse, firstMissing, isInFormula } from "./factors.ts";
import type { Classes } from "./groups/combinations.ts";
import { buildGrouping, distinctGroupings, groupCodes } from "./groups/grouping.ts";
import { LIMITS } from "./limits.ts";
import { layOutMatrix } from "./matrix.ts";
import { buildOffsets, namedUse, rowOffsets, rowWeights } from "./row-numbers.ts";
import { type Table, toTable } from "./table/table.ts";
import type { TableLike } from "./table/table-source.ts";

/** How a design is made. */
export interface DesignOptions {
  /** What to do with rows that lack a value: leave them out, or refuse. Default `raise`. */
  readonly missing?: Missing;
  /** Name of a column of positive numbers: the residual variance of row i is sigma^2 / w_i. Default: all rows alike. */
  readonly weights?: string;
  /**
   * Name of a column of numbers that are added to the fixed part, beside `offset(...)` in the formula. Default: none.
   */
  readonly offset?: string;
}

/**
 * Makes the design of a mixed model.
 *
 * Rows that lack a value in any variable of the fixed part, the random terms, the groups, the weights or the offsets
 * are left out first, then rows where an expression has no value; levels are those of the rows that stay (truth values
 * and categories keep all of theirs). What transforms learn from those rows is kept, and so are numbers made of all of
 * them, `np.mean(x)` (patsy, and {@link buildMatrices}, work the latter out again on new data). Any number of grouping
 * factors, each of one or several columns; a single group is allowed, as crossed components are written through one.
 *
 * @param model - the terms.
 * @param data - the table.
 * @returns the design, deeply frozen; `JSON.parse(JSON.stringify(design))` serves as well.
 * @throws {@link DesignError} `missing-values` under `raise`, `no-rows` when none is complete, `response` when the
 * left side is not one numeric column, `no-random-effects`, `weights` and `offset` when these are not finite numbers,
 * or a weight is not positive, `not-row-wise` for an aggregate or a spline in a component, `duplicate-column`, `limit`,
 * `categorical`; `not-a-model`, `unknown-option`, `option-type`; the errors of expressions and tables.
 */
export function buildDesign<D extends TableLike<D>>(
  model: ModelFormula,
  data: Table | D,
  options: DesignOptions = {},
): Design {
  checkModel("buildDesign", model);
  checkDesignOptions(options);
  const table = toTable(data);
  const { missing = "raise", weights = null, offset = null } = options;
  if (model.random.length === 0) throw noRandomEffects();
  const groupings = distinctGroupings(model.random);
  const uses = modelUses(model);
  const plain = [...groupings.uses.flat(), ...[weights, offset].filter((name) => name !== null).map(namedUse)];
  const complete = evaluateComplete(uses, plain, table);
  checkMissing(complete, missing, table.numRows, [...uses, ...plain.filter(isInFormula)]);
  const { values } = complete;
  const { source, lhs, rhs } = model.fixed;
  const offsets = buildOffsets(model.offset, source, offset, values);
  if (weights !== null) rowWeights(weights, complete, 0);
  if (offsets.length > 0) rowOffsets(offsets, complete, 0, newArrays);
  const groups = groupings.uses.map((columns) => buildGrouping(columns, complete.columns));
  const components = buildComponents(model.random, groupings.groupOf, groups, complete);
  return deepFreeze<Design>({
    version: 1,
    formula: source,
    response: checkResponse(layOutMatrix(source, lhs, values)),
    fixed: layOutMatrix(source, rhs, values),
    groups,
    randomEffects: model.random.flatMap((term, t) =>
      term.covariance === "component" ? [] : [randomEffects(term, term.covariance, groupings.groupOf[t]!, values)],
    ),
    components,
    weights,
    offset: offsets,
    missing,
    rows: { total: table.numRows, kept: complete.count, missing: Object.fromEntries(complete.missing) },
    warnings: [...components.flatMap(componentWarnings), ...aggregateWarnings(uses, values)],
  });
}

/** The components; which group each row is in is worked out for those of their groupings only. */
function buildComponents(
  random: readonly RandomTerm[],
  groupOf: readonly number[],
  groups: readonly GroupingFactor[],
  { values, columns, count }: CompleteFactors,
): ComponentSpec[] {
  const coded = new Map<number, Classes>();
  return random.flatMap((term, t) => {
    if (term.covariance !== "component") return [];
    const g = groupOf[t]!;
    const factor = groups[g]!;
    const grouping = coded.get(g) ?? {
      codes: groupCodes(factor, columns, newArrays, count),
      count: factor.levels.length,
    };
    coded.set(g, grouping);
    return [buildComponent(term, g, values, grouping)];
  });
}

/** All factors of a model but those that group, with the text that each comes from. */
function modelUses({ fixed, random, offset }: ModelFormula): FactorUse[] {
  const parts = [{ source: fixed.source, terms: [...fixed.lhs, ...fixed.rhs, { factors: offset }] }, ...random];
  return parts.flatMap(({ source, terms }) =>
    distinctFactors(terms).map(({ name, expression }) => ({ name, expression, source })),
  );
}

function checkMissing(complete: CompleteFactors, missing: Missing, total: number, uses: readonly FactorUse[]): void {
  const dropped = total - complete.count;
  const at = firstMissing(uses, complete.missing);
  if (dropped > 0 && missing === "raise") throw missingValues(complete.missing, dropped, total, at);
  if (complete.count === 0) throw noRowsLeft(complete.missing, total, at);
}

/** The response must be one column of numbers. */
function checkResponse(response: MatrixSpec): MatrixSpec {
  const isNumeric = response.factors.every((factor) => factor.kind === "numeric");
  if (response.names.length === 1 && isNumeric) return response;
  const place = response.factors[0]?.expression.span;
  throw responseColumns(response.names, response.source, place && { source: response.source, span: place });
}

function randomEffects(
  term: RandomTerm,
  covariance: RandomEffectsSpec["covariance"],
  group: number,
  values: CompleteFactors["values"],
): RandomEffectsSpec {
  const matrix = layOutMatrix(term.source, term.terms, values);
  const { names } = matrix;
  if (names.length === 0) throw emptyRandomTerm(term.name, textOf(term));
  if (names.length > LIMITS.randomColumns) {
    const width = ({ slice: [start, stop] }: TermSpec): number => stop - start;
    const widest = matrix.terms.reduce((most, other) => (width(other) > width(most) ? other : most));
    const place = term.terms.find((other) => termName(other) === widest.name)!;
    throw tooManyRandomColumns(place, names.length, LIMITS.randomColumns, term.source);
  }
  return { group, matrix, names, covariance, label: textOf(term) };
}

/** A random term as it is written. */
function textOf({ source, span }: RandomTerm): string {
  return [...source].slice(...span).join("");
}

/** Freezes a record with all that it holds. */
function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}
