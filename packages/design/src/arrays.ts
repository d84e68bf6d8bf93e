// Where the arrays come from that a run of rows is written to: made anew for a caller who keeps them, or the same ones
// again for each chunk of a table, so that a pass over any number of rows works in the memory of one chunk.

/** Gives arrays to write to. What they hold at first is anything. */
export interface Arrays {
  floats(length: number): Float64Array;
  ints(length: number): Int32Array;
}

/** A new array each time. */
export const newArrays: Arrays = {
  floats: (length) => new Float64Array(length),
  ints: (length) => new Int32Array(length),
};

/** Arrays that are used again. */
export interface ReusedArrays extends Arrays {
  /** Takes all arrays back: the next ones asked for are the first ones again. */
  reclaim(): void;
}

/**
 * Makes a supply of arrays to use again and again.
 *
 * The k-th array asked for after each `reclaim` lies in the k-th piece of memory, which grows when it has to: work that
 * asks for arrays in the same order each time, as that of equal chunks does, asks for memory once.
 *
 * @param rows - rows of a whole chunk, and what lengths are rounded up to: a chunk that lacks some rows may come first.
 */
export function reusedArrays(rows: number): ReusedArrays {
  const room = (length: number): number => rows * Math.ceil(length / rows);
  const floats = supply((length) => new Float64Array(room(length)));
  const ints = supply((length) => new Int32Array(room(length)));
  return {
    floats: floats.next,
    ints: ints.next,
    reclaim() {
      floats.reclaim();
      ints.reclaim();
    },
  };
}

function supply<A extends Float64Array | Int32Array>(make: (length: number) => A) {
  const made: A[] = [];
  let used = 0;
  return {
    next(length: number): A {
      const known = made[used];
      const array = known !== undefined && known.length >= length ? known : make(length);
      made[used++] = array;
      return array.subarray(0, length) as A;
    },
    reclaim(): void {
      used = 0;
    },
  };
}
