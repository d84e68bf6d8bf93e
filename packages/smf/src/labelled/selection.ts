// What `loc` and `iloc` are given -> positions: labels or numbers, lists of them, slices, and masks of booleans.
import { isList } from "@mixedlm/formula";
import { optionType } from "../errors.ts";
import { duplicateLabel, lengthMismatch, notASelector, notMask, outOfRange, unknownLabel } from "./label-errors.ts";
import { areComparable, compareLabels, hasLabel, type Label, positionsOf, sameLabels } from "./labels.ts";

/** Python's slice: `s[a:b]` is `{ start: a, stop: b }`; what is left out reaches to the end, `{}` is everything. */
export interface Slice<T> {
  /** Where it begins, this one included. Default: the beginning. */
  readonly start?: T;
  /** Where it ends: a label is included, a position is not. Default: the end. */
  readonly stop?: T;
  /** Every how many; negative ones go backwards. Default 1. */
  readonly step?: number;
}

/** A labelled vector of booleans, such as a comparison gives. */
export interface Mask {
  /** Labels, which have to be those of what is selected from. */
  readonly index: readonly Label[];
  /** True where an element is wanted. */
  readonly values: ArrayLike<unknown>;
  /** `bool`. */
  readonly dtype: string;
}

/** Several labels: a list, a slice that includes its end, or a mask. */
export type LabelSelector = readonly Label[] | Slice<Label> | Mask;

/** Several positions, negative ones counted from the end: a list, or a slice that excludes its end. */
export type PositionSelector = readonly number[] | Slice<number>;

/** Whether a selector asks for one element. */
export function isSingle(selector: unknown): selector is Label {
  return typeof selector !== "object";
}

/**
 * Positions of the selected labels, in the order asked for.
 *
 * @throws {@link SmfError} `unknown-label`, also for the end of a slice where labels are not sorted; `duplicate-label`
 *   for an end that stands in several places; `shape` when a list of booleans is not as long as the index.
 */
export function labelPositions(labels: readonly Label[], selector: LabelSelector): number[] {
  if (typeof selector !== "object" || selector === null) throw notASelector("loc", selector);
  if (isMask(selector)) return maskPositions(labels, selector);
  if (!isSlice(selector)) {
    // a list of booleans is a mask, unless the labels are booleans themselves
    if (selector.length > 0 && selector.every((item) => typeof item === "boolean" && !hasLabel(labels, item))) {
      if (selector.length !== labels.length)
        throw lengthMismatch("a mask", selector.length, labels.length, "true or false for each label");
      return Array.from(labels.keys()).filter((i) => selector[i]);
    }
    return selector.flatMap((label) => positionsOf(labels, label));
  }
  const { start, stop, step = 1 } = selector;
  // backwards, the first label is the upper end
  const [low, high] = step < 0 ? [stop, start] : [start, stop];
  const first = low === undefined ? 0 : boundary(labels, low, "left");
  const end = high === undefined ? labels.length : boundary(labels, high, "right");
  return stepped(first, Math.max(first, end), step);
}

/**
 * Positions that a position selector asks for.
 *
 * @throws {@link SmfError} `position`
 */
export function positions(length: number, selector: PositionSelector): number[] {
  if (typeof selector !== "object" || selector === null) throw notASelector("iloc", selector);
  if (!isSlice(selector)) return selector.map((i) => positionAt(length, i));
  const { start, stop, step = 1 } = selector;
  const clip = (i: number | undefined, missing: number): number =>
    i === undefined
      ? missing
      : Math.min(Math.max(i < 0 ? i + length : i, step < 0 ? -1 : 0), step < 0 ? length - 1 : length);
  if (!(step < 0)) return stepped(clip(start, 0), clip(stop, length), step);
  return stepped(clip(stop, -1) + 1, clip(start, length - 1) + 1, step);
}

/**
 * A position from 0 on, of one that may be counted from the end.
 *
 * @throws {@link SmfError} `position`
 */
export function positionAt(length: number, i: number): number {
  const at = i < 0 ? i + length : i;
  if (!Number.isInteger(at) || at < 0 || at >= length) throw outOfRange(i, length);
  return at;
}

/** Positions from `first` up to `end`, as far as they exist. */
export function span(first: number, end: number, length: number): number[] {
  return positions(length, { start: Math.max(first, 0), stop: end });
}

function isSlice<T>(selector: readonly T[] | Slice<T>): selector is Slice<T> {
  return !isList(selector);
}

function isMask(selector: LabelSelector): selector is Mask {
  return "index" in selector && "values" in selector;
}

// a mask is aligned with what it selects from: it must tell about each label
function maskPositions(labels: readonly Label[], { index, values, dtype }: Mask): number[] {
  if (dtype !== "bool") throw notMask(dtype);
  const places = sameLabels(labels, index) ? null : labels.map((label) => positionsOf(index, label)[0]!);
  return Array.from(labels.keys()).filter((i) => values[places === null ? i : places[i]!] === true);
}

// where a slice begins or ends: at the label, or in sorted labels where it would stand
function boundary(labels: readonly Label[], label: Label, side: "left" | "right"): number {
  const places = hasLabel(labels, label) ? positionsOf(labels, label) : [];
  const [first = 0, last = -1] = [places[0], places.at(-1)];
  if (places.length > 0) {
    if (last - first + 1 > places.length) throw duplicateLabel(label, places.length);
    return side === "left" ? first : last + 1;
  }
  const isSorted = labels.every((other, i) => i === 0 || compareLabels(labels[i - 1]!, other) <= 0);
  if (!isSorted || !areComparable([label, ...labels])) throw unknownLabel(label, labels);
  const at = labels.findIndex((other) => compareLabels(other, label) > 0);
  return at < 0 ? labels.length : at;
}

function stepped(first: number, end: number, step: number): number[] {
  if (!Number.isInteger(step) || step === 0) throw optionType("a slice", "step", "a whole number other than 0", step);
  const size = Math.max(0, Math.ceil((end - first) / Math.abs(step)));
  return Array.from({ length: size }, (_, i) => (step > 0 ? first + i * step : end - 1 + i * step));
}
