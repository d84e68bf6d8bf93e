// Runs of columns of L with the same rows below them, which are stored and computed as dense blocks. In: the
// elimination tree and the column counts. Out: the first column of each run. Small or nearly equal runs are joined
// although that stores some zeros: a dense block of ten columns costs less than ten sparse columns.

/** How many zeros joining runs may store: at most `zeros` (a fraction of the block) up to `columns` columns. */
export interface Relaxation {
  /** Most columns of a block that the rule is for. */
  readonly columns: number;
  /** Largest share of its entries that may be stored zeros, 0 to 1. */
  readonly zeros: number;
}

/**
 * Up to 4 columns always; then as Ng & Peyton and their followers do, since a block costs its rows squared to visit.
 */
const RELAXATION: readonly Relaxation[] = [
  { columns: 4, zeros: 1 },
  { columns: 16, zeros: 0.8 },
  { columns: 48, zeros: 0.1 },
  { columns: Number.POSITIVE_INFINITY, zeros: 0.05 },
];

/**
 * Finds the supernodes: the first column of each, and `n` at the end.
 *
 * @param parent - elimination tree, numbered in postorder.
 * @param count - entries of each column of L, the diagonal included.
 * @param relaxation - rules in ascending order of `columns`; none joins nothing but columns of equal structure.
 * @see Liu, Ng & Peyton (1993), SIAM J. Matrix Anal. Appl. 14(1), 242-252 (fundamental supernodes); Ashcraft & Grimes
 * (1989), ACM Trans. Math. Softw. 15(4), 291-309 (relaxed ones).
 */
export function findSupernodes(
  parent: Int32Array,
  count: Int32Array,
  relaxation: readonly Relaxation[] = RELAXATION,
): Int32Array {
  const n = parent.length;
  const children = new Int32Array(n);
  for (let j = 0; j < n; j++) if (parent[j] !== -1) children[parent[j]]++;
  // a stack of runs: the last one is joined with the next whenever that one is its parent and few zeros come in
  const first: number[] = [];
  const zeros: number[] = [];
  let start = 0;
  while (start < n) {
    let end = start + 1;
    while (end < n && parent[end - 1] === end && children[end] === 1 && count[end] === count[end - 1] - 1) end++;
    let run = start;
    let stored = 0;
    // count of the run's first column when zeros are stored: its width and the rows below it
    const below = count[end - 1] - 1;
    while (first.length > 0 && parent[run - 1] >= run && parent[run - 1] < end) {
      const child = first[first.length - 1];
      const width = run - child;
      const childBelow = count[run - 1] - 1;
      const total = zeros[zeros.length - 1] + stored + width * (end - run + below - childBelow);
      if (!mayJoin(end - child, below, total, relaxation)) break;
      first.pop();
      zeros.pop();
      run = child;
      stored = total;
    }
    first.push(run);
    zeros.push(stored);
    start = end;
  }
  first.push(n);
  return Int32Array.from(first);
}

function mayJoin(width: number, below: number, zeros: number, relaxation: readonly Relaxation[]): boolean {
  const entries = (width * (width + 1)) / 2 + width * below;
  for (const rule of relaxation) if (width <= rule.columns) return zeros <= rule.zeros * entries;
  return false;
}
