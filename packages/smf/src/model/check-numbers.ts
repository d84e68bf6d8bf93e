// The one limit on answers that are written out in full: models are small, but a group of all rows with crossed
// components, or many draws at once, would be more numbers than memory is likely to hold.
import { tooLarge } from "../errors.ts";

/** Most numbers of an answer: 800 MB. */
const MOST_NUMBERS = 1e8;

/**
 * Makes sure that an answer is not too large, before any of it is made.
 *
 * @param what - the call, for the message.
 * @param numbers - how many numbers the answer would be.
 * @param instead - what to do instead, for the message.
 * @throws {@link SmfError} `too-large` when they are more than 1e8.
 */
export function checkNumbers(what: string, numbers: number, instead: string): void {
  if (numbers > MOST_NUMBERS) throw tooLarge(what, numbers, MOST_NUMBERS, instead);
}
