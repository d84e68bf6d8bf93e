// What is odd in columns that stand side by side, in the fixed part or in one random term: too many of
// them, empty ones, and factors in two spellings. (The columns of a variance component may overlap.)
import type { Factor } from "@mixedlm/formula";
import type { Classes } from "../groups/combinations.ts";
import { spanOfTerm } from "../places.ts";
import { cellsOf } from "./lint-classes.ts";
import { dependentTerms } from "./lint-dependence.ts";
import { countColumns, type LintFacts, type Part, placedFactors } from "./lint-facts.ts";
import type { LintFinding } from "./lint-messages.ts";
import * as messages from "./lint-messages.ts";
import { meaningKey } from "./lint-spelling.ts";

/**
 * Columns of one fixed term beyond which its rows are counted, and the rows a column that are enough. Thirty columns
 * are more than a reader goes through in a table, and with five rows each an effect is little more than their
 * residuals.
 */
const MANY_COLUMNS = 30;
const ENOUGH_ROWS = 5;
/** Columns of one fixed term that are too many whatever the rows: their cross-products take seconds. */
const TOO_MANY_COLUMNS = 1000;

/** The findings of the fixed part, then of each random term whose columns have variances of their own. */
export function columnFindings(facts: LintFacts): LintFinding[] {
  const fixed: Part = { terms: facts.fixed.rhs, source: facts.fixed.source };
  const random = facts.random.filter(({ covariance }) => covariance === "us" || covariance === "diag");
  return [
    ...manyColumns(facts, fixed),
    ...[fixed, ...random].flatMap((part) => [
      ...emptyLevels(facts, part),
      ...emptyCells(facts, part),
      ...repeatedFactors(facts, part),
      ...dependentTerms(facts, part, part === fixed),
    ]),
  ];
}

/** Fixed terms that have very many columns for the rows there are. */
function manyColumns(facts: LintFacts, part: Part): LintFinding[] {
  return facts.coded(part).flatMap(({ term, subterms }) => {
    const columns = countColumns(facts, subterms);
    const span = spanOfTerm(term);
    const isMany = columns > MANY_COLUMNS && facts.n < ENOUGH_ROWS * columns;
    if (span === null || !(isMany || columns > TOO_MANY_COLUMNS)) return [];
    return [messages.manyColumns({ source: part.source, span }, term, columns, facts.n)];
  });
}

/** Levels that are declared and that no row has: their columns are zero. */
function emptyLevels(facts: LintFacts, part: Part): LintFinding[] {
  return placedFactors(part).flatMap(({ factor, source }) => {
    if (facts.value(factor.name).kind === "numeric") return [];
    const seen = new Set(facts.seen(factor.name).levels);
    const empty = facts.levels(factor.name).filter((level) => !seen.has(level));
    return empty.length === 0 ? [] : [messages.emptyLevels({ source, span: factor.span }, factor.name, empty)];
  });
}

/**
 * Combinations of levels that no row has, in a term of several categorical factors. What two factors lack, three of
 * them lack too, which is not said again.
 */
function emptyCells(facts: LintFacts, { terms, source }: Part): LintFinding[] {
  const spoken: Factor[][] = [];
  const bySize = terms.map((term) => ({ term, factors: term.factors.filter((factor) => isCategory(facts, factor)) }));
  bySize.sort((a, b) => a.factors.length - b.factors.length);
  return bySize.flatMap(({ term, factors }) => {
    const names = new Set(factors.map(({ name }) => name));
    const isSpoken = spoken.some((others) => others.every(({ name }) => names.has(name)));
    const cells = factors.length < 2 || isSpoken ? null : cellsOf(factors.map(({ name }) => facts.seen(name)));
    const empty = cells === null ? 0 : countEmpty(cells);
    const span = spanOfTerm(term);
    if (cells === null || empty === 0 || span === null) return [];
    spoken.push(factors);
    return [messages.emptyCells({ source, span }, factors, empty, cells.count)];
  });
}

function isCategory(facts: LintFacts, { name }: Factor): boolean {
  return facts.value(name).kind === "categorical";
}

/** The number of classes that no row is in. */
function countEmpty({ codes, count }: Classes): number {
  const isSeen = new Uint8Array(count);
  for (const code of codes) isSeen[code] = 1;
  return isSeen.reduce((total, seen) => total + 1 - seen, 0);
}

/** Factors that are one and the same in two spellings. */
function repeatedFactors(facts: LintFacts, part: Part): LintFinding[] {
  const first = new Map<string, string>();
  return placedFactors(part).flatMap(({ factor, source }) => {
    const key = meaningKey(factor, facts.table);
    const known = first.get(key);
    if (known !== undefined) return [messages.sameFactor({ source, span: factor.span }, known, factor.name)];
    first.set(key, factor.name);
    return [];
  });
}
