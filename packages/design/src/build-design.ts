// The stage function: terms x table -> a frozen `Design`, plain JSON from which the columns of any rows can be made.
import { type Expression, type ModelFormula, type RandomTerm, termName } from "@mixedlm/formula";
import {
  emptyRandomTerm,
  missingValues,
  noRandomEffects,
  noRowsLeft,
  responseColumns,
  tooManyRandomColumns,
  unsupportedGroups,
  unsupportedTerms,
} from "./column-errors.ts";
import { distinctFactors } from "./columns.ts";
import { buildComponent } from "./components.ts";
import type { Contrast } from "./contrasts.ts";
import { type CompleteFactors, evaluateComplete, type FactorUse, firstMissing, isInFormula } from "./factors.ts";
import { groupLevels } from "./groups.ts";
import { LIMITS } from "./limits.ts";
import { layOutMatrix } from "./matrix.ts";
import { randomEffectNames } from "./names.ts";
import { encode } from "./schema.ts";
import { type Table, toTable } from "./table.ts";
import type { TableLike } from "./table-source.ts";
import { aggregateWarnings, componentWarnings, type DesignWarning } from "./warnings.ts";

/** How a design is made. */
export interface DesignOptions {
  /** What to do with rows that lack a value: leave them out, or refuse. Default `raise`. */
  readonly missing?: "drop" | "raise";
  /** Name of the groups in the names of random effects; default: the grouping variable's. */
  readonly groupName?: string;
}

/**
 * Makes the design of a mixed model.
 *
 * Rows that lack a value in any variable of the fixed part, the random terms or the groups are left out first, then
 * rows where an expression has no value; levels are those of the rows that stay (truth values and categories keep all
 * of theirs). What transforms learn from those rows is kept, and so are numbers made of all of them, `np.mean(x)`
 * (patsy, and {@link buildMatrices}, work the latter out again on new data). One grouping variable; a single group is
 * allowed, as crossed components are written through one.
 *
 * @param model - the terms.
 * @param data - the table.
 * @returns the design, deeply frozen; `JSON.parse(JSON.stringify(design))` serves as well.
 * @throws {@link DesignError} `missing-values` under `raise`, `no-rows` when none is complete, `response` when the
 * left side is not one numeric column, `no-random-effects`, `unsupported` for several grouping variables or several
 * unstructured terms, `not-row-wise` for an aggregate or a spline in a component, `duplicate-column`, `limit`, `categorical`;
 * the errors of expressions and tables.
 */
export function buildDesign<D extends TableLike<D>>(
  model: ModelFormula,
  data: Table | D,
  options: DesignOptions = {},
): Design {
  const table = toTable(data);
  const { missing = "raise" } = options;
  const { group, unstructured, components } = randomParts(model.random);
  const uses = modelUses(model);
  const complete = evaluateComplete(uses, group, table);
  checkMissing(complete, missing, table.numRows, isInFormula(group) ? [...uses, group] : uses);
  const { values } = complete;
  const { levels, dataType } = groupLevels(complete.group!);
  // the group of each row is for components only
  const codes = components.length > 0 ? encode(complete.group!, levels, group) : new Int32Array(0);
  const groups = { codes, count: levels.length };
  const { source, lhs, rhs } = model.fixed;
  const componentSpecs = components.map((term) => buildComponent(term, values, groups));
  return deepFreeze<Design>({
    version: 1,
    formula: source,
    response: checkResponse(layOutMatrix(source, lhs, values)),
    fixed: layOutMatrix(source, rhs, values),
    group: { ...group, dataType, levels },
    randomEffects: unstructured && randomEffects(unstructured, values, options.groupName ?? group.name),
    components: componentSpecs,
    missing,
    rows: { total: table.numRows, kept: complete.count, missing: Object.fromEntries(complete.missing) },
    warnings: [...componentSpecs.flatMap(componentWarnings), ...aggregateWarnings(uses, values)],
  });
}

/** The one grouping factor, the unstructured term if there is one, and the components. */
function randomParts(random: readonly RandomTerm[]) {
  const groups = random.flatMap((term) => term.group);
  const [first] = random;
  const factor = groups[0];
  if (first === undefined || factor === undefined) throw noRandomEffects();
  const other = random.find((term) => term.group.length !== 1 || term.group[0]!.name !== factor.name);
  if (other !== undefined) throw unsupportedGroups([...new Set(groups.map(({ name }) => name))], other);
  const [unstructured, ...more] = random.filter((term) => term.covariance === "us");
  if (unstructured !== undefined && more[0] !== undefined) {
    throw unsupportedTerms([unstructured, ...more].map(textOf), more[0]);
  }
  const components = random.filter((term) => term.covariance === "component");
  const group: FactorUse = { name: factor.name, expression: factor.expression, source: first.groupSource };
  return { group, unstructured: unstructured ?? null, components };
}

/** A random term as it is written. */
function textOf({ source, span }: RandomTerm): string {
  return [...source].slice(...span).join("");
}

/** All factors of a model, with the text that each comes from. */
function modelUses({ fixed, random }: ModelFormula): FactorUse[] {
  const parts = [{ source: fixed.source, terms: [...fixed.lhs, ...fixed.rhs] }, ...random];
  return parts.flatMap(({ source, terms }) =>
    distinctFactors(terms).map(({ name, expression }) => ({ name, expression, source })),
  );
}

function checkMissing(
  complete: CompleteFactors,
  missing: "drop" | "raise",
  total: number,
  uses: readonly FactorUse[],
): void {
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

function randomEffects(term: RandomTerm, values: CompleteFactors["values"], groupName: string): RandomEffectsSpec {
  const matrix = layOutMatrix(term.source, term.terms, values);
  const columns = matrix.names.length;
  if (columns === 0) throw emptyRandomTerm(term.name, textOf(term));
  if (columns > LIMITS.randomColumns) {
    const width = ({ slice: [start, stop] }: TermSpec): number => stop - start;
    const widest = matrix.terms.reduce((most, other) => (width(other) > width(most) ? other : most));
    const place = term.terms.find((other) => termName(other) === widest.name)!;
    throw tooManyRandomColumns(place, columns, LIMITS.randomColumns, term.source);
  }
  return { matrix, names: randomEffectNames(matrix.names, groupName) };
}

/** Freezes a record with all that it holds. */
function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}
