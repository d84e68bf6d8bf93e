// The seed of draws for which none was chosen. It is a number like any other, so that what was drawn can be drawn
// again.

/** Takes a seed at random: 53 bits. */
export function anySeed(): number {
  return Math.floor(Math.random() * Number.MAX_SAFE_INTEGER);
}
