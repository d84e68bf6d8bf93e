// Grouping factors: columns of labels -> the levels that rows have, and the level of each row of any table. One
// column's levels are its labels; several columns' are the combinations of labels that occur, told apart by codes and
// not by text.

import type { Place, RandomTerm } from "@mixedlm/formula";
import type { Arrays } from "../arrays.ts";
import type { GroupingColumn, GroupingFactor } from "../design.ts";
import { unseenGroup } from "../design-errors.ts";
import { encode } from "../encode.ts";
import { type FactorUse, isInFormula } from "../factors.ts";
import { levelType } from "../schema.ts";
import { type Column, valueAt } from "../table/column.ts";
import { formatLevel, type Level } from "../table/level.ts";
import { type CodePairs, combinationPairs, distinctCombinations, joinCodes } from "./combinations.ts";
import { groupLevels } from "./groups.ts";

/** The columns of a grouping factor before their labels are looked at, in the order of its first spelling. */
export type GroupingUse = readonly FactorUse[];

/** The groupings of random terms: `a:b` and `b:a` are one. */
export interface Groupings {
  readonly uses: readonly GroupingUse[];
  /** For each random term its grouping's position in `uses`. */
  readonly groupOf: readonly number[];
}

/** Lists the groupings of random terms, each once, in the order of their first use. */
export function distinctGroupings(random: readonly RandomTerm[]): Groupings {
  const uses: GroupingUse[] = [];
  const known = new Map<string, number>();
  const groupOf = random.map(({ group, groupSource: source }) => {
    const distinct = new Map(group.map(({ name, expression }) => [name, { name, expression, source }]));
    const key = JSON.stringify([...distinct.keys()].sort());
    const g = known.get(key) ?? uses.length;
    if (g === uses.length) {
      known.set(key, g);
      uses.push([...distinct.values()]);
    }
    return g;
  });
  return { uses, groupOf };
}

/**
 * Freezes a grouping factor: the levels that rows have.
 *
 * @param labels - the labels of its columns, by name, none missing.
 */
export function buildGrouping(uses: GroupingUse, labels: ReadonlyMap<string, Column>): GroupingFactor {
  const columns = uses.map((use): GroupingColumn => ({ ...use, ...groupLevels(labels.get(use.name)!) }));
  const name = columns.map((column) => column.name).join(":");
  const [only] = columns;
  if (only !== undefined && columns.length === 1) {
    return { name, columns, combinations: null, dataType: only.dataType, levels: only.levels };
  }
  const codes = columns.map((column) => encode(labels.get(column.name)!, column.levels, column));
  const sizes = columns.map((column) => column.levels.length);
  const combinations = distinctCombinations(codes, sizes);
  const texts = columns.map(({ levels, dataType }) =>
    levels.map((level) => formatLevel(level, wholeType(levels, dataType))),
  );
  const width = columns.length;
  const levels = Array.from({ length: combinations.length / width }, (_, i) =>
    texts.map((text, j) => text[combinations[i * width + j]!]!).join(":"),
  );
  return { name, columns, combinations, dataType: "string", levels };
}

/** In joined labels whole numbers are written as such, as in lme4, whatever type their column has. */
function wholeType(levels: readonly Level[], dataType: GroupingColumn["dataType"]): GroupingColumn["dataType"] {
  return dataType === "float" ? levelType(levels) : dataType;
}

/**
 * Codes rows by the frozen levels of a grouping factor. A number and a text are the same label when they print the
 * same.
 *
 * @param labels - the labels of its columns, by name.
 * @returns the level of each row, -1 for a label or a combination that the design does not have.
 */
export function groupCodes(
  factor: GroupingFactor,
  labels: ReadonlyMap<string, Column>,
  arrays: Arrays,
  n: number,
): Int32Array {
  const codes = factor.columns.map((column) => {
    const own = labels.get(column.name)!;
    return encode(own, labelsLike(column, own), column, "missing", arrays.ints(n));
  });
  return factor.combinations === null ? codes[0]! : joinCodes(pairsOf(factor), codes, codes[0]!);
}

/**
 * Frozen lists of numbers written as texts, and of texts read as numbers: a table read in chunks asks again and again.
 */
const LIKE = new WeakMap<readonly Level[], readonly Level[]>();

/** The levels of a column as labels of the kind that another column has, in their order. */
function labelsLike({ levels, dataType }: GroupingColumn, column: Column): readonly Level[] {
  if (column.kind === "category" && column.levels === levels) return levels;
  if (dataType === "bool" || column.type === "bool") return levels;
  const areNumbers = dataType === "int" || dataType === "float";
  const isOther =
    column.kind === "category"
      ? column.levels.some((level) => typeof level === (areNumbers ? "string" : "number"))
      : (column.kind === "string") === areNumbers;
  if (!isOther) return levels;
  const like = LIKE.get(levels) ?? Object.freeze(levels.map(areNumbers ? String : asNumber));
  if (Object.isFrozen(levels)) LIKE.set(levels, like);
  return like;
}

/** The number that prints as a label does; else the label. */
function asNumber(level: Level): Level {
  return typeof level === "string" && String(Number(level)) === level ? Number(level) : level;
}

const PAIRS = new WeakMap<readonly number[], readonly CodePairs[]>();

/** The combinations arranged for look-ups, once for all chunks of a table. */
function pairsOf({ columns, combinations }: GroupingFactor): readonly CodePairs[] {
  const listed = combinations!;
  const known = PAIRS.get(listed) ?? combinationPairs(listed, columns.length, columns[0]!.levels.length);
  PAIRS.set(listed, known);
  return known;
}

/**
 * Refuses rows of groups that the design does not have.
 *
 * @param rows - row numbers in the table, for the message.
 * @throws {@link DesignError} `unseen-group`.
 */
export function refuseUnseenGroups(
  { name, columns, levels }: GroupingFactor,
  codes: Int32Array,
  labels: ReadonlyMap<string, Column>,
  rows: Int32Array,
): void {
  const i = codes.indexOf(-1);
  if (i < 0) return;
  const values = columns.map((column) => valueAt(labels.get(column.name)!, i)!);
  const label =
    values.length === 1 ? values[0]! : values.map((value) => formatLevel(value, wholeType([value], "float"))).join(":");
  throw unseenGroup(name, label, rows[i]!, levels.length, placeOfGrouping(columns));
}

/** From the first to the last of the columns; none when they are names alone. */
function placeOfGrouping(columns: readonly GroupingColumn[]): Place | undefined {
  const [first] = columns;
  if (first === undefined || !isInFormula(first)) return undefined;
  const spans = columns.map(({ expression }) => expression.span);
  const [start, stop] = [Math.min(...spans.map(([a]) => a)), Math.max(...spans.map(([, b]) => b))];
  return { source: first.source, span: [start, stop] };
}

/**
 * A grouping factor whose labels cannot change, which those of a design read from JSON can: codes are prepared once for
 * such a list.
 */
export function withFrozenLevels(factor: GroupingFactor): GroupingFactor {
  if (factor.columns.every(({ levels }) => Object.isFrozen(levels))) return factor;
  const columns = factor.columns.map((column) => ({ ...column, levels: Object.freeze([...column.levels]) }));
  return { ...factor, columns };
}
