// What Cholesky factorisation does to a pattern, before any number is known: the elimination tree, a postorder of it,
// and the count of entries in each column of L. In: a pattern and an order. Out: arrays. All in nearly linear time.
import type { SparsePattern } from "./sparse-pattern.ts";

/** The strict lower triangle of a permuted pattern, as lists by row or by column. */
export interface EntryLists {
  /** The list of line i is `start[i]` to `start[i + 1] - 1`. */
  readonly start: Int32Array;
  /** The other index of each entry, in the permuted numbering. */
  readonly index: Int32Array;
  /** Its number in the pattern. */
  readonly entry: Int32Array;
}

/**
 * Lists the entries below the diagonal of the permuted matrix by row or by column; `place[j]` is column j's new number.
 */
export function permutedEntries(pattern: SparsePattern, place: Int32Array, by: "row" | "column"): EntryLists {
  const { n, start: from, row } = pattern;
  const start = new Int32Array(n + 2);
  const later = by === "row";
  for (let j = 0; j < n; j++) {
    for (let k = from[j] + 1; k < from[j + 1]; k++) {
      const a = place[j];
      const b = place[row[k]];
      start[(a > b === later ? a : b) + 2]++;
    }
  }
  for (let i = 0; i < n; i++) start[i + 2] += start[i + 1];
  const index = new Int32Array(start[n + 1]);
  const entry = new Int32Array(start[n + 1]);
  for (let j = 0; j < n; j++) {
    for (let k = from[j] + 1; k < from[j + 1]; k++) {
      const a = place[j];
      const b = place[row[k]];
      const first = a > b === later;
      const at = start[(first ? a : b) + 1]++;
      index[at] = first ? b : a;
      entry[at] = k;
    }
  }
  return { start: start.subarray(0, n + 1), index, entry };
}

/**
 * Finds the elimination tree: `parent[j]` is the row of the first entry of L below the diagonal of column j, or -1.
 *
 * @param rows - the entries by row.
 * @see Liu (1990), SIAM J. Matrix Anal. Appl. 11(1), 134-172, algorithm 4.2 (with path compression).
 */
export function eliminationTree(n: number, rows: EntryLists): Int32Array {
  const parent = new Int32Array(n).fill(-1);
  const ancestor = new Int32Array(n).fill(-1);
  for (let i = 0; i < n; i++) {
    for (let k = rows.start[i]; k < rows.start[i + 1]; k++) {
      let j = rows.index[k];
      while (ancestor[j] !== -1 && ancestor[j] !== i) {
        const up = ancestor[j];
        ancestor[j] = i;
        j = up;
      }
      if (ancestor[j] === -1) {
        ancestor[j] = i;
        parent[j] = i;
      }
    }
  }
  return parent;
}

/**
 * Orders the nodes of a forest children first, each subtree in one run; entry k is the node that comes k-th.
 *
 * Among brothers the largest subtree comes last, next to its parent, which is where columns can be joined.
 */
export function postorder(parent: Int32Array): Int32Array {
  const n = parent.length;
  const size = new Int32Array(n).fill(1);
  for (let j = 0; j < n; j++) if (parent[j] !== -1) size[parent[j]] += size[j];
  const firstChild = new Int32Array(n + 1).fill(-1);
  const brother = new Int32Array(n).fill(-1);
  for (let j = n - 1; j >= 0; j--) {
    const up = parent[j] === -1 ? n : parent[j];
    brother[j] = firstChild[up];
    firstChild[up] = j;
  }
  for (let up = 0; up < n; up++) largestLast(firstChild, brother, size, up);
  const order = new Int32Array(n);
  let count = 0;
  for (let root = firstChild[n]; root !== -1; root = brother[root]) {
    let j = root;
    while (firstChild[j] !== -1) j = firstChild[j];
    for (;;) {
      order[count++] = j;
      if (j === root) break;
      if (brother[j] === -1) {
        j = parent[j];
      } else {
        j = brother[j];
        while (firstChild[j] !== -1) j = firstChild[j];
      }
    }
  }
  return order;
}

/** Moves the child with the largest subtree to the end of its parent's list. */
function largestLast(firstChild: Int32Array, brother: Int32Array, size: Int32Array, up: number): void {
  let largest = -1;
  let beforeLargest = -1;
  let last = -1;
  for (let j = firstChild[up]; j !== -1; j = brother[j]) {
    if (largest === -1 || size[j] >= size[largest]) {
      largest = j;
      beforeLargest = last;
    }
    last = j;
  }
  if (largest === last) return;
  if (beforeLargest === -1) firstChild[up] = brother[largest];
  else brother[beforeLargest] = brother[largest];
  brother[last] = largest;
  brother[largest] = -1;
}

/**
 * Counts the entries of each column of L, the diagonal included, without finding them.
 *
 * Row i of L is a subtree of the elimination tree; its leaves are the entries that are counted, less the nodes where
 * two paths from leaves meet.
 *
 * @param columns - the entries by column, of a matrix whose numbering is a postorder of `parent`.
 * @see Gilbert, Ng & Peyton (1994), SIAM J. Matrix Anal. Appl. 15(4), 1075-1091.
 */
export function columnCounts(n: number, columns: EntryLists, parent: Int32Array): Int32Array {
  const firstDescendant = new Int32Array(n).fill(-1);
  const count = new Int32Array(n);
  for (let k = 0; k < n; k++) {
    if (firstDescendant[k] === -1) count[k] = 1; // a leaf of the tree
    for (let j = k; j !== -1 && firstDescendant[j] === -1; j = parent[j]) firstDescendant[j] = k;
  }
  const deepest = new Int32Array(n).fill(-1);
  const previousLeaf = new Int32Array(n).fill(-1);
  const ancestor = Int32Array.from({ length: n }, (_, j) => j);
  const root = (j: number): number => {
    let top = j;
    while (ancestor[top] !== top) top = ancestor[top];
    for (let v = j; v !== top; ) {
      const up = ancestor[v];
      ancestor[v] = top;
      v = up;
    }
    return top;
  };
  for (let j = 0; j < n; j++) {
    if (parent[j] !== -1) count[parent[j]]--;
    for (let k = columns.start[j]; k < columns.start[j + 1]; k++) {
      const i = columns.index[k];
      if (firstDescendant[j] <= deepest[i]) continue; // j is no leaf of row i's subtree
      deepest[i] = firstDescendant[j];
      count[j]++;
      if (previousLeaf[i] !== -1) count[root(previousLeaf[i])]--;
      previousLeaf[i] = j;
    }
    if (parent[j] !== -1) ancestor[j] = parent[j];
  }
  for (let j = 0; j < n; j++) if (parent[j] !== -1) count[parent[j]] += count[j];
  return count;
}
