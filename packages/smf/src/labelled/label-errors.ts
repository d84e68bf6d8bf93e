// Every message about labels, positions and shapes of labelled vectors and matrices, on one page.
import { didYouMean, nearest, shownValue } from "@mixedlm/formula";
import { SmfError } from "../errors.ts";

/** A label that stands several times where one element is asked for. */
export function duplicateLabel(label: unknown, count: number): SmfError {
  const text = `label ${shownValue(label)} stands ${count} times; a list of labels, such as [${shownValue(label)}], selects them all`;
  return new SmfError("duplicate-label", text, { label, count });
}

/** Labels of which some are texts and some numbers, where they have to be ordered. */
export function mixedLabels(call: string): SmfError {
  return new SmfError("mixed-labels", `${call} cannot order texts and numbers; labels or values of one kind can be`);
}

/** A position that does not exist. */
export function outOfRange(position: unknown, length: number): SmfError {
  const range = length === 0 ? "there are none" : `expected a whole number from ${-length} to ${length - 1}`;
  return new SmfError("position", `no position ${shownValue(position)}; ${range}`, { position, length });
}

/** Lists that do not belong together by their length. */
export function lengthMismatch(what: string, length: number, expected: number, rule: string): SmfError {
  const text = `${what} has length ${length}, expected ${expected}: ${rule}`;
  return new SmfError("shape", text, { what, length, expected });
}

/** Labels of two factors of a product that are not the same. */
export function notAligned(left: readonly unknown[], right: readonly unknown[]): SmfError {
  const only = (a: readonly unknown[], b: ReadonlySet<unknown>): unknown[] => a.filter((label) => !b.has(label));
  const [onlyLeft, onlyRight] = [only(left, new Set(right)), only(right, new Set(left))];
  const sides = [
    ...(onlyLeft.length > 0 ? [`only on the left ${few(onlyLeft)}`] : []),
    ...(onlyRight.length > 0 ? [`only on the right ${few(onlyRight)}`] : []),
  ];
  const text = `a product needs the same labels on both sides: ${sides.join(", ")}`;
  return new SmfError("shape", text, { left: onlyLeft, right: onlyRight });
}

/** The diagonal of what is not square. */
export function noDiagonal(rows: number, columns: number): SmfError {
  return new SmfError("shape", `a ${rows} x ${columns} frame has no diagonal; a square one has`, { rows, columns });
}

/** Something else than booleans where a mask belongs. */
export function notMask(dtype: string): SmfError {
  const text = `a series of ${dtype} cannot select; a comparison, such as pvalues.lt(0.05), gives one of bool`;
  return new SmfError("not-numeric", text, { dtype });
}

/** Arithmetic with what is no number. */
export function notNumeric(call: string, value: unknown): SmfError {
  return new SmfError("not-numeric", `${call} needs numbers, found ${shownValue(value)}`, { call, value });
}

/** An extreme of nothing. */
export function nothingThere(call: string): SmfError {
  return new SmfError("shape", `${call} of an empty series does not exist; give at least one value`, { call });
}

/** Something that cannot be computed or compared with. */
export function wrongOperand(call: string, found: unknown): SmfError {
  const text = `${call} was given ${shownValue(found)}, expected a number, an array, or a labelled vector or matrix`;
  return new SmfError("option-type", text, { call });
}

/** A filter by nothing, or by several things at once. */
export function filterBy(given: readonly string[]): SmfError {
  const found = given.length === 0 ? "none of them" : given.map((name) => `\`${name}\``).join(" and ");
  return new SmfError("option-conflict", `filter takes one of \`items\`, \`like\` and \`regex\`, found ${found}`, {
    given,
  });
}

/** A new label that is none. */
export function notALabel(call: string, old: unknown, found: unknown): SmfError {
  const text = `${call} makes ${shownValue(found)} of the label ${shownValue(old)}, expected a text, a number, true or false`;
  return new SmfError("option-type", text, { call, label: old });
}

function few(labels: readonly unknown[]): string {
  return labels.length > 3 ? `${labels.slice(0, 3).map(shownValue).join(", ")}, …` : labels.map(shownValue).join(", ");
}

/** Something else than a list of labels, values or rows. */
export function notAList(what: string, found: unknown): SmfError {
  const rows = what.startsWith("the rows") ? "an array of rows, each an array" : "an array";
  return new SmfError(
    "array-type",
    `${what} ${what.startsWith("the index") ? "is" : "are"} ${shownValue(found)}, expected ${rows}`,
    {
      what,
    },
  );
}

/** Something else than labels, positions, a range of them or a mask. */
export function notASelector(call: string, found: unknown): SmfError {
  const text = `${call} was given ${shownValue(found)}, expected an array, or a range such as { start: 0, stop: 2 }`;
  return new SmfError("option-type", text, { call });
}

/** A label that an index does not have. */
export function unknownLabel(label: unknown, labels: readonly unknown[]): SmfError {
  const names = labels.map(String);
  const candidates = nearest(label, names);
  const some = names.length > 10 ? `${names.slice(0, 10).join(", ")}, …` : names.join(", ");
  return new SmfError("unknown-label", `no label ${shownValue(label)}${didYouMean(candidates)} (labels: ${some})`, {
    label,
    candidates,
  });
}

/** A text that is no regular expression. */
export function notAPattern(text: string, cause: unknown): SmfError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `option \`regex\` of filter is ${shownValue(text)}, which is no regular expression: ${reason}`;
  return new SmfError("option-type", message, { call: "filter", option: "regex", cause });
}
