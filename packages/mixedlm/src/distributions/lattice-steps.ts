// Lattices of points that fill a cube evenly: point n of N is n times a vector of whole numbers over N. In: N, a prime,
// and the dimensions. Out: the vector: powers of one number (Korobov's form), the best of some candidates.

/** Numbers whose powers are tried. */
const CANDIDATES = 48;
/** By size and dimensions: callers have ten sizes, and each entry is a number a dimension. */
const found = new Map<string, readonly number[]>();

/**
 * The steps of a lattice of `size` points.
 *
 * The candidate is taken whose worst-case error over periodic integrands with square integrable mixed first derivatives
 * is least; later coordinates count less, coordinate d by 1 / (d + 3).
 *
 * @param size - a prime.
 * @returns whole numbers, one a dimension.
 * @see Sloan & Joe (1994), Lattice Methods for Multiple Integration, sections 4.4 and 4.5.
 */
export function latticeSteps(size: number, dimensions: number): readonly number[] {
  const key = `${size}:${dimensions}`;
  const known = found.get(key);
  if (known !== undefined) return known;
  let best: readonly number[] = [];
  let least = Number.POSITIVE_INFINITY;
  for (let candidate = 1; candidate <= CANDIDATES; candidate++) {
    // multiples of the golden section are spread over all residues
    const base = 2 + Math.floor(((candidate * 0.6180339887498949) % 1) * (size - 3));
    const steps = powers(base, size, dimensions);
    const error = latticeError(steps, size, least);
    if (error < least) [best, least] = [steps, error];
  }
  found.set(key, best);
  return best;
}

function powers(base: number, size: number, dimensions: number): number[] {
  const steps = [1];
  while (steps.length < dimensions) steps.push((steps[steps.length - 1] * base) % size);
  return steps;
}

// the sum over the points of products of 1 + 2 pi^2 B2(x) / (d + 3), B2 the second Bernoulli polynomial; no factor is
// negative
function latticeError(steps: readonly number[], size: number, enough: number): number {
  let sum = 0;
  // point size - n mirrors point n
  for (let n = 1; n <= (size - 1) / 2 && sum < enough; n++) {
    let product = 1;
    for (let d = 0; d < steps.length; d++) {
      const x = ((n * steps[d]) % size) / size;
      product *= 1 + (2 * Math.PI ** 2 * (x * x - x + 1 / 6)) / (d + 4);
    }
    sum += product;
  }
  return sum;
}
