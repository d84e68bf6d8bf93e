// What the lint knows of a model on a table: every factor's values on the rows that have them all, and the groups of
// each random term. Everything is evaluated once; what only some checks need is worked out when it is first asked for.

import type { Factor, Formula, ModelFormula, RandomTerm, Term } from "@mixedlm/formula";
import { type CodedTerm, codeTerms, distinctFactors } from "../coding/columns.ts";
import type { SubtermSpec } from "../design.ts";
import { hasDeclaredLevels } from "../factor-spec.ts";
import { type EvaluatedFactor, evaluateComplete } from "../factors.ts";
import type { Classes } from "../groups/combinations.ts";
import { groupsOf } from "../groups/groups.ts";
import { levelsOf } from "../schema.ts";
import type { Column } from "../table/column.ts";
import type { Level } from "../table/level.ts";
import type { Table } from "../table/table.ts";
import { crossed } from "./lint-classes.ts";
import { meaningKey } from "./lint-spelling.ts";

/** A factor of the model, where it stands. */
export interface PlacedFactor {
  readonly factor: Factor;
  readonly source: string;
}

/** Terms whose columns stand side by side: the fixed part, or a random term. */
export interface Part {
  readonly terms: readonly Term[];
  readonly source: string;
}

/** A model on a table. `n` rows are used; values and codes are theirs. */
export interface LintFacts {
  readonly fixed: Formula;
  readonly random: readonly RandomTerm[];
  readonly table: Table;
  readonly n: number;
  /** Rows without a value, by variable or, where the variables have one, by factor. */
  readonly missing: ReadonlyMap<string, number>;
  /** The factors of the response. */
  readonly left: readonly PlacedFactor[];
  /** The factors of the fixed part, of the offsets, of each random term, and of the groupings. */
  readonly right: readonly PlacedFactor[];
  /** All factors by name. */
  readonly values: ReadonlyMap<string, EvaluatedFactor>;
  value(factor: string): EvaluatedFactor;
  /** The levels of a categorical factor that rows have. */
  seen(factor: string): Classes & { readonly levels: readonly Level[] };
  /** All levels of a categorical factor, those that no row has included. */
  levels(factor: string): readonly Level[];
  /** A factor's values as one or more columns of numbers: its own, or the code of its level. */
  columns(factor: string): readonly ArrayLike<number>[];
  /** The groups of a random term. */
  groups(term: RandomTerm): Classes;
  /** The labels of each of a random term's grouping factors. */
  groupColumns(term: RandomTerm): readonly Column[];
  /** The columns of terms, before levels are looked at. */
  coded(part: Part): readonly CodedTerm[];
  /** A text that terms have in common when they are the same in other words. */
  meaning(term: Term): string;
}

/** Keeps grouping factors apart from factors of that name: no factor is called so. */
const groupKey = (name: string): string => `| ${name}`;

/**
 * Evaluates a model's factors.
 *
 * @throws {@link DesignError} the errors of expressions and tables.
 */
export function lintFacts({ fixed, random, offset }: ModelFormula, table: Table): LintFacts {
  const left = placedFactors({ terms: fixed.lhs, source: fixed.source });
  const inFixed = [...fixed.rhs, { factors: offset }];
  const inTerms = [...placedFactors({ terms: inFixed, source: fixed.source }), ...random.flatMap(placedFactors)];
  const inGroups = random.flatMap((term) => term.group.map((factor) => ({ factor, source: term.groupSource })));
  const evaluated = evaluateComplete(
    [
      ...[...left, ...inTerms].map(({ factor, source }) => ({ ...factor, source })),
      ...inGroups.map(({ factor, source }) => ({ ...factor, name: groupKey(factor.name), source })),
    ],
    [],
    table,
  );
  const value = (factor: string): EvaluatedFactor => evaluated.values.get(factor)!;
  const coded = memo(groupsOf, identityOf);
  const seen = (factor: string): ReturnType<LintFacts["seen"]> => {
    const { codes, levels } = coded(columnOf(value(factor)));
    return { codes, levels, count: levels.length };
  };
  const isNumeric = (factor: string): boolean => value(factor).kind === "numeric";
  return {
    fixed,
    random,
    table,
    n: evaluated.count,
    missing: evaluated.missing,
    left,
    right: [...inTerms, ...inGroups],
    values: evaluated.values,
    value,
    seen,
    levels: (factor) => {
      const own = value(factor);
      if (own.kind === "numeric") return [];
      const declared = own.levels?.value ?? (hasDeclaredLevels(own) ? levelsOf(own.column).levels : null);
      return declared ?? coded(own.column).levels;
    },
    columns: (factor) => {
      const own = value(factor);
      return own.kind === "numeric" ? own.columns : [seen(factor).codes];
    },
    groups: memo(
      ({ group }: RandomTerm) => group.map((factor): Classes => seen(groupKey(factor.name))).reduce(crossed),
      ({ group }) => JSON.stringify(group.map((factor) => factor.name)),
    ),
    groupColumns: ({ group }) => group.map((factor) => columnOf(value(groupKey(factor.name)))),
    coded: memo(
      ({ terms, source }: Part) => codeTerms(source, terms, isNumeric),
      (part) => part.terms,
    ),
    meaning: memo(
      ({ factors }: Term) => JSON.stringify(factors.map((factor) => meaningKey(factor, table)).sort()),
      (term) => term,
    ),
  };
}

/** The factors of terms, each once. */
export function placedFactors({ terms, source }: Part): PlacedFactor[] {
  return distinctFactors(terms).map((factor) => ({ factor, source }));
}

/** The labels of a grouping factor; numbers group by their values. */
function columnOf(values: EvaluatedFactor): Column {
  if (values.kind === "categorical") return values.column;
  return { kind: "numeric", type: "float", values: values.columns[0]! };
}

/** What a column's values are kept in: one column is coded once, whatever factors are made of it. */
function identityOf(column: Column): unknown {
  return column.kind === "category" ? column.codes : column.values;
}

/** The number of columns of a term. */
export function countColumns(facts: LintFacts, subterms: readonly SubtermSpec[]): number {
  const widths = subterms.map(({ factors }) =>
    factors.reduce((product, { factor, coding }) => {
      const own = facts.value(factor);
      if (own.kind === "numeric") return product * own.columns.length;
      return product * (facts.levels(factor).length - (coding === "full" ? 0 : 1));
    }, 1),
  );
  return widths.reduce((total, width) => total + width, 0);
}

/** A function that works a thing out once for each key. */
function memo<A, R>(make: (argument: A) => R, keyOf: (argument: A) => unknown): (argument: A) => R {
  const known = new Map<unknown, R>();
  return (argument) => {
    const key = keyOf(argument);
    const made = known.get(key) ?? make(argument);
    known.set(key, made);
    return made;
  };
}
