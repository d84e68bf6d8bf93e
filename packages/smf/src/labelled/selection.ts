// What `loc` and `iloc` are given -> positions: labels or numbers, lists of them, slices, and masks of booleans.
import type { OptionCheck } from "@mixedlm/formula";
import { LABEL, WHOLE } from "./kinds.ts";
import { checkArgument, knownOptions } from "./known-options.ts";
import { duplicateLabel, lengthMismatch, notASelector, notMask, outOfRange, unknownLabel } from "./label-errors.ts";
import { listOf } from "./labelled-values.ts";
import { areComparable, compareLabels, hasLabel, type Label, positionsOf, sameLabels } from "./labels.ts";
import { vectorOf } from "./pairs.ts";

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
 *   for an end that stands in several places; `shape` when a list of booleans is not as long as the index;
 *   `option-type` and `unknown-option` for what selects nothing.
 */
export function labelPositions(labels: readonly Label[], selector: LabelSelector): number[] {
  if (typeof selector !== "object" || selector === null) throw notASelector("loc", selector);
  const mask = vectorOf(selector);
  if (mask !== null) return maskPositions(labels, mask);
  const listed = listOf(selector) as ArrayLike<Label> | null;
  if (listed !== null) return listedPositions(labels, Array.from(listed));
  knownOptions("a slice", selector, { start: LABEL, stop: LABEL, step: STEP });
  const { start, stop, step = 1 } = selector as Slice<Label>;
  // backwards, the first label is the upper end
  const [low, high] = step < 0 ? [stop, start] : [start, stop];
  const first = low === undefined ? 0 : boundary(labels, low, "left");
  const end = high === undefined ? labels.length : boundary(labels, high, "right");
  return stepped(first, Math.max(first, end), step);
}

/**
 * Positions that a position selector asks for.
 *
 * @throws {@link SmfError} `position`; `option-type` and `unknown-option` for what selects nothing.
 */
export function positions(length: number, selector: PositionSelector): number[] {
  if (typeof selector !== "object" || selector === null) throw notASelector("iloc", selector);
  const listed = listOf(selector) as ArrayLike<number> | null;
  if (listed !== null) return Array.from(listed, (i) => positionAt(length, i));
  knownOptions("a slice", selector, { start: WHOLE, stop: WHOLE, step: STEP });
  const { start, stop, step = 1 } = selector as Slice<number>;
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
  if (!Number.isInteger(i) || i < -length || i >= length) throw outOfRange(i, length);
  return i < 0 ? i + length : i;
}

/** The first n positions; all but the last -n for negative n. @throws {@link SmfError} `option-type` */
export function headPositions(length: number, n: number): number[] {
  checkArgument("head", "n", n, WHOLE);
  return positions(length, { stop: n });
}

/** The last n positions; all but the first -n for negative n. @throws {@link SmfError} `option-type` */
export function tailPositions(length: number, n: number): number[] {
  checkArgument("tail", "n", n, WHOLE);
  return positions(length, { start: n < 0 ? -n : Math.max(length - n, 0) });
}

const STEP: OptionCheck = [(v) => Number.isInteger(v) && v !== 0, "a whole number other than 0"];

// a list of booleans is a mask, unless the labels are booleans themselves
function listedPositions(labels: readonly Label[], listed: readonly Label[]): number[] {
  const isMask = listed.length > 0 && listed.every((item) => typeof item === "boolean" && !hasLabel(labels, item));
  if (!isMask) return listed.flatMap((label) => positionsOf(labels, label));
  if (listed.length !== labels.length)
    throw lengthMismatch("a mask", listed.length, labels.length, "true or false for each label");
  return Array.from(labels.keys()).filter((i) => listed[i]);
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
  const size = Math.max(0, Math.ceil((end - first) / Math.abs(step)));
  return Array.from({ length: size }, (_, i) => (step > 0 ? first + i * step : end - 1 + i * step));
}
