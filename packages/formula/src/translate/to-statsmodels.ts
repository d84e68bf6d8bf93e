// A model -> the arguments of statsmodels' `mixedlm`. It has one grouping column, one covariance matrix over its groups
// (`re_formula`), and variance components that are coded inside the groups (`vc_formula`). So the groups are what all
// random terms share, and every other factor of a grouping becomes a category inside a component; random terms that
// share nothing are crossed, and become components of one group that holds all rows.
import { columnText } from "../syntax/column-names.ts";
import type { ModelFormula } from "../terms/random-term.ts";
import { variables } from "../terms/terms.ts";
import { learningPart } from "./factor-meaning.ts";
import { pythonText, spellPython } from "./python-spelling.ts";
import { type ColumnKinds, isOfNumbers, placeOfRandomTerm, type RandomBlock, randomBlocks } from "./random-blocks.ts";
import * as messages from "./translate-errors.ts";
import { responseOf, type Spell, sumText } from "./translate-text.ts";

/** What `smf.mixedlm` is called with, beside the data. */
export interface StatsmodelsArguments {
  /** The response and the fixed effects. */
  readonly formula: string;
  /** The column whose values are the groups. */
  readonly groups: string;
  /** Null: no random effects but components. */
  readonly re_formula: string | null;
  /** The components by name; null: none. */
  readonly vc_formula: Readonly<Record<string, string>> | null;
}

/**
 * A column that the table needs first: the same value in all rows, or the labels of other columns pasted together,
 * after rows without a label were dropped.
 */
export type NewColumn = ConstantColumn | PastedColumn;

/** A column with the same value in all rows: one group that holds them all. */
export interface ConstantColumn {
  /** A name that neither the model nor the table has. */
  readonly name: string;
  /** Tells it from a pasted one. */
  readonly kind: "constant";
}

/** A column whose labels are those of other columns, joined. */
export interface PastedColumn {
  /** A name that neither the model nor the table has. */
  readonly name: string;
  /** Tells it from a constant one. */
  readonly kind: "pasted";
  /** The columns whose labels are joined, in order. */
  readonly of: readonly string[];
}

/** A model as a call of statsmodels. */
export interface StatsmodelsTranslation {
  /** There is a translation. */
  readonly ok: true;
  /** The language. */
  readonly to: "statsmodels";
  /** Python: the new columns of `data`, a line each, and the call. */
  readonly text: string;
  /** What the call passes. */
  readonly arguments: StatsmodelsArguments;
  /** Columns that `text` makes first, in order. */
  readonly newColumns: readonly NewColumn[];
}

type Single = Extract<RandomBlock, { kind: "single" }>;

/**
 * Writes a model as a call of statsmodels.
 *
 * @param taken - names that new columns must not have, beside those in the model.
 * @throws {@link FormulaError} `untranslatable`, at the part that statsmodels cannot express.
 */
export function toStatsmodels(
  model: ModelFormula,
  kinds: ColumnKinds,
  taken: readonly string[],
): StatsmodelsTranslation {
  const { fixed, random, offset } = model;
  const { source } = fixed;
  const [known] = offset;
  if (known !== undefined) throw messages.offsetWithoutCounterpart({ source, span: known.span }, "statsmodels");
  if (fixed.rhs.length === 0) throw messages.noFixedTerms({ source, span: [0, [...source].length] }, "statsmodels");
  const spell: Spell = (factor) => spellPython(factor, fixed.source);
  const formula = `${spell(responseOf(fixed, kinds, "statsmodels"))} ~ ${sumText(fixed.rhs, spell, ":", false)}`;
  const blocks = random.flatMap((term) => randomBlocks(term, kinds));
  checkStructures(blocks, kinds);
  const shared = sharedGroups(blocks);
  const { groups, newColumns } = groupingColumn(model, kinds, shared, taken);
  const effects = randomEffects(blocks, shared);
  const components = componentsOf(
    blocks.filter((block) => block !== effects),
    shared,
    groups,
  );
  const args: StatsmodelsArguments = {
    formula,
    groups,
    re_formula: effects === null ? null : effectsText(effects),
    vc_formula: components.length === 0 ? null : Object.fromEntries(components),
  };
  return { ok: true, to: "statsmodels", text: callText(args, components, newColumns), arguments: args, newColumns };
}

/** One variance for several columns of numbers is a component, whose coding in the groups changes nothing of them. */
function checkStructures(blocks: readonly RandomBlock[], kinds: ColumnKinds): void {
  for (const block of blocks) {
    if (block.kind !== "structured") continue;
    const { term, terms, covariance } = block;
    if (covariance !== "homdiag" || !isOfNumbers(terms, kinds)) {
      throw messages.structureWithoutCounterpart(placeOfRandomTerm(term), covariance, "statsmodels");
    }
    for (const { expression, name } of terms.flatMap(({ factors }) => factors)) {
      const learnt = learningPart(expression);
      if (learnt === null) continue;
      throw messages.learntInEachGroup({ source: term.source, span: learnt.span }, name, "statsmodels");
    }
  }
}

/** The grouping columns that all random terms have, in the order of the first. */
function sharedGroups([first, ...rest]: readonly RandomBlock[]): string[] {
  return (first?.groups ?? []).filter((column) => rest.every(({ groups }) => groups.includes(column)));
}

/** The other columns that group a random term: categories inside the shared groups. */
function innerGroups({ groups }: RandomBlock, shared: readonly string[]): string[] {
  return groups.filter((column) => !shared.includes(column));
}

/** The column of all shared groups, pasted together if they are several; without any, one that is constant. */
function groupingColumn(
  { fixed, random }: ModelFormula,
  { isConstant }: ColumnKinds,
  shared: readonly string[],
  taken: readonly string[],
): { readonly groups: string; readonly newColumns: readonly NewColumn[] } {
  const [only] = shared;
  if (only !== undefined && shared.length === 1) return { groups: only, newColumns: [] };
  const groups = random.flatMap((term) => term.group.map((factor) => factor.name));
  const constant = groups.find(isConstant);
  if (only === undefined && constant !== undefined) return { groups: constant, newColumns: [] };
  const terms = [...fixed.lhs, ...fixed.rhs, ...random.flatMap((term) => term.terms)];
  const used = new Set([...taken, ...groups, ...terms.flatMap(variables)]);
  const name = unused(only === undefined ? "all" : shared.join("_"), used);
  const column: NewColumn = only === undefined ? { name, kind: "constant" } : { name, kind: "pasted", of: shared };
  return { groups: name, newColumns: [column] };
}

function unused(name: string, used: { has(name: string): boolean }): string {
  let free = name;
  for (let n = 2; used.has(free); n++) free = `${name}_${n}`;
  return free;
}

/**
 * Chooses what becomes `re_formula`: the one correlated set of effects, else an effect of the shared groups. An effect
 * that is learnt from the data has to be there, since a component would learn it in each group.
 */
function randomEffects(blocks: readonly RandomBlock[], shared: readonly string[]): RandomBlock | null {
  const [correlated, second] = blocks.filter(({ kind }) => kind === "correlated");
  for (const block of [correlated, second]) {
    if (block === undefined || innerGroups(block, shared).length === 0) continue;
    throw messages.correlatedInOtherGroups(
      placeOfRandomTerm(block.term),
      block.groups.join(":"),
      shared.join(":") || null,
    );
  }
  if (second !== undefined) throw messages.secondCovarianceMatrix(placeOfRandomTerm(second.term));
  if (correlated !== undefined) return correlated;
  const outer = blocks.filter(
    (block): block is Single => block.kind === "single" && innerGroups(block, shared).length === 0,
  );
  const isLearnt = ({ factors }: Single) => factors.some(({ expression }) => learningPart(expression) !== null);
  return outer.find(isLearnt) ?? outer.find(({ factors }) => factors.length === 0) ?? outer[0] ?? null;
}

function effectsText(block: RandomBlock): string {
  const terms = block.kind === "single" ? [{ factors: block.factors }] : block.terms;
  return sumText(terms, (factor) => spellPython(factor, block.term.source), ":", true);
}

/** Names and formulas of the components; a component keeps its name, another is named by its columns. */
function componentsOf(blocks: readonly RandomBlock[], shared: readonly string[], groups: string): [string, string][] {
  const components = new Map<string, string>();
  for (const block of blocks) {
    const inner = innerGroups(block, shared);
    const factors = block.kind === "single" ? block.factors : [];
    const columns = [...inner, ...factors.map((factor) => spellPython(factor, block.term.source))];
    const name = unused(block.term.name ?? (columns.join(":") || groups), components);
    components.set(name, componentText(block, inner, shared.length > 0));
  }
  return [...components];
}

function componentText(block: RandomBlock, inner: readonly string[], isGrouped: boolean): string {
  const { source } = block.term;
  if (block.kind !== "single") {
    if (inner.length === 0) return effectsText(block);
    throw messages.componentInOtherGroups(placeOfRandomTerm(block.term), block.groups.join(":"));
  }
  for (const { expression, name } of block.factors) {
    const learnt = isGrouped ? learningPart(expression) : null;
    if (learnt !== null) throw messages.learntInEachGroup({ source, span: learnt.span }, name, "statsmodels");
  }
  const categories = inner.map((column) => `C(${columnText(column)})`);
  const factors = [...categories, ...block.factors.map((factor) => spellPython(factor, source))];
  return factors.length === 0 ? "1" : `0 + ${factors.join(":")}`;
}

function callText(
  { formula, groups, re_formula }: StatsmodelsArguments,
  components: readonly (readonly [string, string])[],
  newColumns: readonly NewColumn[],
): string {
  const lines = newColumns.map((column) => `data[${pythonText(column.name)}] = ${columnValue(column)}`);
  const options = [pythonText(formula), "data", `groups=${pythonText(groups)}`];
  if (re_formula !== null) options.push(`re_formula=${pythonText(re_formula)}`);
  const entries = components.map((component) => component.map(pythonText).join(": "));
  if (entries.length > 0) options.push(`vc_formula={${entries.join(", ")}}`);
  return [...lines, `smf.mixedlm(${options.join(", ")})`].join("\n");
}

function columnValue(column: NewColumn): string {
  if (column.kind === "constant") return "1";
  return column.of.map((name) => `data[${pythonText(name)}].astype(str)`).join(' + ":" + ');
}
