// Terms and what their factors are -> the columns of a model matrix, in patsy's order and with patsy's rule for when a
// categorical factor is coded in full and when reduced. The rule looks only at which factors are categorical, never at
// their levels, so that the same structure serves a whole table and, for variance components, each of its groups.
import { type Expression, type Factor, type Term, termName } from "@mixedlm/formula";
import type { FactorSpec, MatrixSpec, SubtermSpec, TermSpec } from "../design.ts";
import { columnNameClash, tooManyColumns, tooManyFactors } from "../design-errors.ts";
import { LIMITS } from "../limits.ts";
import { codeLevels, codingWidth, rankOf } from "./contrasts.ts";
import { numericNames, productNames } from "./names.ts";

/** A term with its place and coding decided, before any level is known. */
export interface CodedTerm {
  readonly term: Term;
  readonly name: string;
  readonly subterms: readonly SubtermSpec[];
}

/**
 * Lays out the columns of a model matrix.
 *
 * @param source - the text that spans of `terms` refer to.
 * @param terms - distinct terms; the empty one is the intercept.
 * @param factors - how each factor of `terms` becomes numbers, by name.
 * @returns terms in the order of their columns, slices, names; of `factors` those that `terms` use, in their order.
 * @throws {@link DesignError} as {@link codeTerms} and {@link columnNames}.
 */
export function layOutColumns(
  source: string,
  terms: readonly Term[],
  factors: ReadonlyMap<string, FactorSpec>,
): MatrixSpec {
  const specOf = (name: string) => factors.get(name)!;
  const coded = codeTerms(source, terms, (name) => specOf(name).kind === "numeric");
  const used = distinctFactors(terms).map((factor) => specOf(factor.name));
  return { source, factors: used, ...columnNames(source, coded, specOf) };
}

/**
 * Names columns and says which term has which.
 *
 * @param limit - most columns; they are counted before any is named.
 * @throws {@link DesignError} `duplicate-column` when two columns would have one name (a variable called `Intercept`
 * beside the intercept), `limit`, `categorical` from a contrast.
 */
export function columnNames(
  source: string,
  coded: readonly CodedTerm[],
  specOf: (factor: string) => FactorSpec,
  limit: number = LIMITS.columns,
): { readonly terms: TermSpec[]; readonly names: string[] } {
  refuseTooMany(source, coded, specOf, limit);
  const owner = new Map<string, Term>();
  const terms = coded.map(({ term, name, subterms }): TermSpec => {
    const start = owner.size;
    for (const column of subterms.flatMap((subterm) => subtermNames(source, subterm, specOf))) {
      const other = owner.get(column);
      if (other !== undefined) throw columnNameClash(column, other, term, source);
      owner.set(column, term);
    }
    return { name, slice: [start, owner.size], subterms };
  });
  return { terms, names: [...owner.keys()] };
}

/** Lists the factors of terms, each name once, in order of appearance. */
export function distinctFactors(terms: readonly Term[]): Factor[] {
  const seen = new Map<string, Factor>();
  for (const term of terms) {
    for (const factor of term.factors) if (!seen.has(factor.name)) seen.set(factor.name, factor);
  }
  return [...seen.values()];
}

/** Names the columns of one sub-term. */
function subtermNames(source: string, subterm: SubtermSpec, specOf: (factor: string) => FactorSpec): string[] {
  const pieces = subterm.factors.map(({ factor, coding }) => {
    const spec = specOf(factor);
    if (spec.kind === "numeric") return numericNames(spec.name, spec.width, firstColumn(spec.expression));
    const at = { source, span: spec.expression.span };
    const { suffixes } = codeLevels(spec.contrast, spec.levels, spec.dataType, rankOf(coding), at);
    return suffixes.map((suffix) => spec.name + suffix);
  });
  return productNames(pieces);
}

/** Refuses terms that together have more columns than the limit, at the one that goes beyond it. */
function refuseTooMany(
  source: string,
  coded: readonly CodedTerm[],
  specOf: (factor: string) => FactorSpec,
  limit: number,
): void {
  let total = 0;
  for (const { term, subterms } of coded) {
    for (const { factors } of subterms) {
      total += factors.reduce((product, { factor, coding }) => product * columnsOf(specOf(factor), coding), 1);
    }
    if (total > limit) throw tooManyColumns(term, total, limit, source);
  }
}

/** Number of columns of a factor. */
function columnsOf(spec: FactorSpec, coding: SubtermSpec["factors"][number]["coding"]): number {
  return spec.kind === "numeric" ? spec.width : codingWidth(spec.contrast, spec.levels.length, rankOf(coding));
}

/** Number of a factor's first column: polynomials are numbered by their degree, all else from 0. */
function firstColumn(expression: Expression): number {
  return expression.kind === "call" && expression.function === "extended.poly" ? 1 : 0;
}

/**
 * Orders terms and decides the coding of their categorical factors.
 *
 * Terms with the same set of numeric factors stand together (terms without numeric factors first, the other sets in
 * order of appearance), inside a set sorted by number of factors. A term adds the sub-terms that no earlier term
 * of its set has added; see {@link mergeSubterms}.
 *
 * @throws {@link DesignError} `limit` for a term of more than 12 categorical factors.
 * @see patsy's manual, "From terms to matrices".
 */
export function codeTerms(source: string, terms: readonly Term[], isNumeric: (factor: string) => boolean): CodedTerm[] {
  const buckets = new Map<string, Term[]>([[bucketKey([]), []]]);
  for (const term of terms) {
    const numeric = term.factors.map((factor) => factor.name).filter(isNumeric);
    const categorical = term.factors.length - numeric.length;
    if (categorical > LIMITS.factors) throw tooManyFactors(term, categorical, LIMITS.factors, source);
    const key = bucketKey(numeric);
    const bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, [term]);
    else bucket.push(term);
  }
  return [...buckets.values()].flatMap((bucket) => {
    const used = new Set<string>();
    const ordered = [...bucket].sort((a, b) => a.factors.length - b.factors.length);
    return ordered.map((term) => codeTerm(term, isNumeric, used));
  });
}

/** A set of names as a key: order does not count. */
function bucketKey(names: readonly string[]): string {
  return JSON.stringify([...names].sort());
}

/** Codes one term; `used` are the sub-terms of earlier terms of its bucket, to which its own are added. */
function codeTerm(term: Term, isNumeric: (factor: string) => boolean, used: Set<string>): CodedTerm {
  const names = term.factors.map((factor) => factor.name);
  const categorical = names.filter((name) => !isNumeric(name));
  const fresh = subsets(categorical.length).filter((subset) => {
    const key = bucketKey(categorical.filter((_, k) => subset & (1 << k)));
    if (used.has(key)) return false;
    used.add(key);
    return true;
  });
  const subterms = mergeSubterms(fresh).map((product): SubtermSpec => {
    const codings = names.map((factor) => ({ factor, coding: codingIn(product, categorical.indexOf(factor)) }));
    return { factors: codings.filter((coded): coded is SubtermSpec["factors"][number] => coded.coding !== null) };
  });
  return { term, name: termName(term), subterms };
}

/** All subsets of k things as bit sets, by size, then by position (bit 0 is the first thing). */
function subsets(k: number): number[] {
  const members = (subset: number) => Array.from({ length: k }, (_, i) => i).filter((i) => subset & (1 << i));
  return Array.from({ length: 1 << k }, (_, subset) => ({ subset, members: members(subset) }))
    .sort((a, b) => a.members.length - b.members.length || firstDifference(a.members, b.members))
    .map(({ subset }) => subset);
}

function firstDifference(a: readonly number[], b: readonly number[]): number {
  const i = a.findIndex((value, position) => value !== b[position]);
  return i < 0 ? 0 : a[i]! - b[i]!;
}

/** A product of the categorical factors in bit set `factors`; those in `full` are coded in full. */
export interface Product {
  readonly factors: number;
  readonly full: number;
}

/** How a product codes categorical factor `k` (-1: a numeric factor); null when it leaves it out. */
function codingIn({ factors, full }: Product, k: number): SubtermSpec["factors"][number]["coding"] | null {
  if (k < 0) return "numeric";
  if (!(factors & (1 << k))) return null;
  return full & (1 << k) ? "full" : "reduced";
}

/**
 * Joins sub-terms until none can be: `S` and `S` x (reduced `f`) together span `S` x (full `f`).
 *
 * The search is from the left and starts again after each join, which fixes the order of the columns. All that can be
 * new to the left of a join is a partner in what it made, so the search goes back no further than to those.
 *
 * @param subterms - distinct bit sets of the categorical factors of a term.
 */
export function mergeSubterms(subterms: readonly number[]): Product[] {
  const products = new Map(subterms.map((factors, position): [number, Product] => [position, { factors, full: 0 }]));
  const positionOf = new Map([...products].map(([position, product]) => [productKey(product), position]));
  const find = (product: Product): number => positionOf.get(productKey(product)) ?? -1;
  for (let position = 0; position < subterms.length; position++) {
    const short = products.get(position);
    if (short === undefined) continue;
    const partners = bits(~short.factors & ALL).map((extra) => find({ ...short, factors: short.factors | extra }));
    const next = Math.min(...partners.map((other) => (other > position ? other : Number.POSITIVE_INFINITY)));
    const long = products.get(next);
    if (long === undefined) continue;
    const made = { factors: long.factors, full: long.full | (long.factors & ~short.factors) };
    for (const old of [short, long]) positionOf.delete(productKey(old));
    positionOf.set(productKey(made), next);
    products.delete(position);
    products.set(next, made);
    const waiting = bits(made.factors).map((extra) => find({ ...made, factors: made.factors & ~extra }));
    position = Math.min(position, ...waiting.filter((other) => other >= 0 && other < next)) - 1;
  }
  return [...products].sort(([a], [b]) => a - b).map(([, product]) => product);
}

/** The bits of all factors that a term may have. */
const ALL = (1 << LIMITS.factors) - 1;

/** The single bits of a bit set. */
function bits(set: number): number[] {
  const single: number[] = [];
  for (let rest = set; rest !== 0; rest &= rest - 1) single.push(rest & -rest);
  return single;
}

function productKey({ factors, full }: Product): number {
  return (factors << LIMITS.factors) | full;
}
