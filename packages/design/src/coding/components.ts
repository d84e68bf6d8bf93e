// Variance components: a formula's columns coded inside each group, from the levels seen there, as statsmodels does
// when it makes one design a group. Which factors are coded in full does not depend on levels, so that the structure
// is shared and only levels, names and column numbers are the group's own. One pass over the rows, whatever the groups.

import type { Factor, RandomTerm } from "@mixedlm/formula";
import type { ComponentSpec, FactorSpec, GroupStandardisation, MatrixSpec } from "../design.ts";
import { emptyRandomTerm, noDeviationInGroups, notRowwise } from "../design-errors.ts";
import { encode } from "../encode.ts";
import { isRowwise } from "../expressions/evaluate.ts";
import { learns } from "../expressions/freeze.ts";
import { factorSpec, hasDeclaredLevels } from "../factor-spec.ts";
import type { EvaluatedFactor } from "../factors.ts";
import { meanAndDeviation } from "../functions/standardising-functions.ts";
import { type Classes, distinctPairs } from "../groups/combinations.ts";
import { LIMITS } from "../limits.ts";
import { type FactorValues, levelsOf } from "../schema.ts";
import type { Level } from "../table/level.ts";
import { type CodedTerm, codeTerms, columnNames, distinctFactors } from "./columns.ts";

/** For each group the levels seen there, or null when there are none of a group's own. */
type OwnLevels = ComponentSpec["levels"][number];

/**
 * Freezes a variance component: its columns in each group.
 *
 * @param term - a random term of covariance `component`.
 * @param group - position of its grouping factor in the design.
 * @param values - the factors' values on the rows of the design, by name, nothing missing.
 * @param groups - the rows' groups, each row in one.
 * @throws {@link DesignError} `no-random-effects` when no group gets a column; `not-row-wise` for an aggregate or a
 * spline; `limit`, `duplicate-column`, `categorical` as for a matrix; `arguments` for `scale` where a group has no
 * deviation to divide by.
 */
export function buildComponent(
  term: RandomTerm,
  group: number,
  values: ReadonlyMap<string, EvaluatedFactor>,
  groups: Classes,
): ComponentSpec {
  const used = distinctFactors(term.terms);
  for (const factor of used) if (values.get(factor.name)!.standardised === null) refuseAggregate(factor, term.source);
  const levels = used.map((factor) => ownLevels(values.get(factor.name)!, groups));
  const factors = used.map((factor, f) =>
    withoutOwn(factorSpec(factor, values.get(factor.name)!, term.source), levels[f]!),
  );
  const coded = codeTerms(term.source, term.terms, (name) => values.get(name)!.kind === "numeric");
  const matrix: MatrixSpec = {
    source: term.source,
    factors,
    terms: coded.map(({ name, subterms }) => ({ name, slice: [0, 0], subterms })),
    names: [],
  };
  const names = namesByGroup(coded, matrix, levels, groups.count);
  if (names.every((columns) => columns.length === 0)) throw emptyRandomTerm(term.name, term.source);
  const standardised = used.map((factor) => standardiseInGroups(factor, term.source, values.get(factor.name)!, groups));
  return { name: term.name ?? term.source, group, matrix, levels, standardised, names };
}

/** What `center`, `standardize` or `scale` learns in each group, of values that it has been applied to as a whole. */
function standardiseInGroups(
  { name, expression }: Factor,
  source: string,
  values: EvaluatedFactor,
  { codes, count }: Classes,
): GroupStandardisation | null {
  const { standardised } = values;
  if (standardised === null || values.kind !== "numeric") return null;
  const [column] = values.columns;
  const members = Array.from({ length: count }, (): number[] => []);
  codes.forEach((g, i) => {
    members[g]!.push(column![i]!);
  });
  const learnt = members.map((own) => meanAndDeviation(own, standardised));
  const undefinedIn = standardised.isRescaled ? learnt.filter(({ deviation }) => !(deviation > 0)).length : 0;
  if (undefinedIn > 0) throw noDeviationInGroups(name, undefinedIn, count, { source, span: expression.span });
  return {
    mean: learnt.map(({ mean }) => (standardised.isCentred ? mean : 0)),
    deviation: learnt.map(({ deviation }) => (standardised.isRescaled ? deviation : 1)),
  };
}

/**
 * What is made of all rows, or learnt from them, would have to be the group's own; of all rows it is something else.
 */
function refuseAggregate({ name, expression }: Factor, source: string): void {
  if (isRowwise(expression) && !learns(expression)) return;
  throw notRowwise(name, "where a variance component is coded inside each group", { source, span: expression.span });
}

/**
 * A factor as one group has it.
 *
 * @param spec - the factor as all groups share it.
 * @param levels - the groups' own levels, or null.
 */
export function factorInGroup(spec: FactorSpec, levels: OwnLevels, g: number): FactorSpec {
  return spec.kind === "numeric" || levels === null ? spec : { ...spec, levels: levels[g]! };
}

/** A factor as all groups share it: without levels when they are each group's own. */
function withoutOwn(spec: FactorSpec, levels: OwnLevels): FactorSpec {
  return spec.kind === "numeric" || levels === null ? spec : { ...spec, levels: [] };
}

/** Lists the levels seen in each group, in order. */
function ownLevels(values: FactorValues, { codes, count }: Classes): Level[][] | null {
  if (values.kind === "numeric" || hasDeclaredLevels(values)) return null;
  const { levels } = levelsOf(values.column);
  const level = encode(values.column, levels, { name: "" });
  const { start, member } = distinctPairs({ codes, count }, level, levels.length);
  return Array.from({ length: count }, (_, g) =>
    Array.from(member.subarray(start[g]!, start[g + 1]!), (code) => levels[code]!),
  );
}

/** Names the columns of each group; one shared list when no factor has levels of a group's own. */
function namesByGroup(
  coded: readonly CodedTerm[],
  { source, factors }: MatrixSpec,
  levels: readonly OwnLevels[],
  count: number,
): (readonly string[])[] {
  const namesIn = (g: number) => {
    const own = new Map(factors.map((spec, f) => [spec.name, factorInGroup(spec, levels[f]!, g)]));
    return columnNames(source, coded, (name) => own.get(name)!, LIMITS.componentColumns).names;
  };
  if (levels.some((list) => list !== null)) return Array.from({ length: count }, (_, g) => namesIn(g));
  return new Array<readonly string[]>(count).fill(namesIn(0));
}
