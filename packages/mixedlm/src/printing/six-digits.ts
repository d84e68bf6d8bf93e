// A number that is read within a sentence or a label, where a column of numbers would align it -> its text.

/** Writes a number to six significant digits, without zeros at the end: 0.1 + 0.2 is `0.3`. */
export function sixDigits(value: number): string {
  return String(Number(value.toPrecision(6)));
}
