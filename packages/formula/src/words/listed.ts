// Names -> a list for a message. Tables have thousands of columns; nobody reads more than a few of them in an error.
const MOST = 10;

/**
 * Writes names one after the other, the first ten of more: `a, b, ... 3 more`.
 *
 * @param names - any number of names; none are an empty text.
 */
export function listed(names: readonly string[]): string {
  const text = names.slice(0, MOST).join(", ");
  return names.length > MOST ? `${text}, ... ${names.length - MOST} more` : text;
}
