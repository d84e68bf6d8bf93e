// An index: labels in order, frozen, and where a label stands. Look-up tables are built when they are first asked for
// and belong to the list of labels, so that all vectors and matrices with the same index share one. A list that is not
// frozen may change: it has no table of its own, and whoever looks up many labels in one freezes it first.
import { compareCodePoints } from "@mixedlm/formula";
import type { Label } from "@mixedlm/report";
import { duplicateLabel, unknownLabel } from "./label-errors.ts";

export type { Label };

interface Lookup {
  /** First position of each label. */
  readonly first: ReadonlyMap<Label, number>;
  readonly isUnique: boolean;
}

const lookups = new WeakMap<readonly Label[], Lookup>();

/** A frozen list of the same values: the list itself if it is frozen already, a copy otherwise. */
export function frozen<T>(list: Iterable<T> | readonly T[]): readonly T[] {
  return Object.isFrozen(list) ? (list as readonly T[]) : Object.freeze([...list]);
}

/** Whether a value can be a label: a text, a number or a truth value. */
export function isLabel(value: unknown): value is Label {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

/** Position of a label that stands once, -1 where it does not stand. @throws {@link SmfError} `duplicate-label` */
export function findLabel(labels: readonly Label[], label: Label): number {
  const { first, isUnique } = lookup(labels);
  const at = first.get(label) ?? -1;
  if (at < 0 || isUnique) return at;
  const count = labels.reduce<number>((sum, other) => sum + Number(Object.is(other, label)), 0);
  if (count > 1) throw duplicateLabel(label, count);
  return at;
}

/**
 * Position of a label.
 *
 * @throws {@link SmfError} `unknown-label`, with the nearest labels; `duplicate-label` when it stands more than once.
 */
export function positionOf(labels: readonly Label[], label: Label): number {
  const at = findLabel(labels, label);
  if (at < 0) throw unknownLabel(label, labels);
  return at;
}

/**
 * All positions of a label, in order.
 *
 * @throws {@link SmfError} `unknown-label`
 */
export function positionsOf(labels: readonly Label[], label: Label): number[] {
  const { first, isUnique } = lookup(labels);
  const at = first.get(label);
  if (at === undefined) throw unknownLabel(label, labels);
  if (isUnique) return [at];
  return Array.from(labels.keys()).filter((i) => Object.is(labels[i], label));
}

/** Whether a label stands in the index. */
export function hasLabel(labels: readonly Label[], label: Label): boolean {
  return lookup(labels).first.has(label);
}

/**
 * Makes sure that no label stands twice.
 *
 * @throws {@link SmfError} `duplicate-label`
 */
export function checkUnique(labels: readonly Label[]): void {
  const { first, isUnique } = lookup(labels);
  if (isUnique) return;
  const twice = labels.find((label, i) => first.get(label) !== i)!;
  throw duplicateLabel(twice, positionsOf(labels, twice).length);
}

/** Whether two indexes hold the same labels in the same order. */
export function sameLabels(a: readonly Label[], b: readonly Label[]): boolean {
  return a === b || (a.length === b.length && a.every((label, i) => Object.is(label, b[i])));
}

/** The labels of two indexes together, and where each of them stands in either (-1: nowhere). */
export interface Alignment {
  readonly labels: readonly Label[];
  readonly left: Int32Array;
  readonly right: Int32Array;
}

/**
 * Aligns two different indexes as pandas does before it computes with two vectors: the sorted union of the
 * labels.
 *
 * @throws {@link SmfError} `duplicate-label` (pandas pairs each with each there).
 */
export function alignLabels(a: readonly Label[], b: readonly Label[]): Alignment {
  const union = frozen(unionOf([a, b]));
  const at = (labels: readonly Label[]): Int32Array => {
    const own = frozen(labels);
    checkUnique(own);
    return Int32Array.from(union, (label) => findLabel(own, label));
  };
  return { labels: union, left: at(a), right: at(b) };
}

/** The labels of several indexes, each once: as they are if all are equal, otherwise sorted. */
export function unionOf(indexes: readonly (readonly Label[])[]): readonly Label[] {
  const filled = indexes.filter(({ length }) => length > 0);
  const [first = []] = filled;
  if (filled.every((labels) => sameLabels(labels, first))) return first;
  return [...new Set(filled.flat())].sort(compareLabels);
}

/** Whether labels have an order: all are texts, or none is. */
export function areComparable(labels: readonly Label[]): boolean {
  const texts = labels.reduce<number>((sum, label) => sum + Number(typeof label === "string"), 0);
  return texts === 0 || texts === labels.length;
}

/** pandas' order of labels: numbers and booleans by value, then texts by code points. */
export function compareLabels(a: Label, b: Label): number {
  if (typeof a === "string" && typeof b === "string") return compareCodePoints(a, b);
  if (typeof a === "string" || typeof b === "string") return typeof a === "string" ? 1 : -1;
  return Number(a) - Number(b);
}

function lookup(labels: readonly Label[]): Lookup {
  const known = lookups.get(labels);
  if (known !== undefined) return known;
  const first = new Map<Label, number>();
  for (let i = labels.length - 1; i >= 0; i--) first.set(labels[i]!, i);
  const made = { first, isUnique: first.size === labels.length };
  if (Object.isFrozen(labels)) lookups.set(labels, made);
  return made;
}
