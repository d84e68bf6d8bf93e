// Everything about a sparse Cholesky factorisation that depends on the pattern alone, done once and used for every set
// of values: the order of elimination, the dense blocks of L (supernodes), their rows, and the place of every entry of
// the pattern in their storage. In: a pattern. Out: one record of flat arrays.

import { factorTooLarge, notPermutation } from "../errors.ts";
import { columnCounts, type EntryLists, eliminationTree, permutedEntries, postorder } from "./elimination-tree.ts";
import { minimumDegreeOrder } from "./minimum-degree.ts";
import type { SparsePattern } from "./sparse-pattern.ts";
import { findSupernodes, type Relaxation } from "./supernodes.ts";

/**
 * The factorisation P S P' = LL' of a pattern, without numbers.
 *
 * L is stored supernode after supernode. Supernode s has w = `first[s + 1] - first[s]` columns and r rows below them.
 * Its storage begins at `offset[s]`: the `w x w` lower triangle, column-major (above the diagonal nothing is defined),
 * then the r rows below as a `w x r` column-major block, which is each row of L after the other.
 */
export interface SparseSymbolic {
  /** What was analysed, in the input's numbering. */
  readonly pattern: SparsePattern;
  /** `order[k]` is the column that is eliminated k-th; "permuted" numbers are k. */
  readonly order: Int32Array;
  /** The inverse of `order`: `place[order[k]] = k`. */
  readonly place: Int32Array;
  /** First permuted column of each supernode, and n. */
  readonly first: Int32Array;
  /** Supernode of each permuted column. */
  readonly supernode: Int32Array;
  /** The rows below supernode s are `rows[rowStart[s]]` to `rows[rowStart[s + 1] - 1]`: permuted, ascending. */
  readonly rowStart: Int32Array;
  /** See `rowStart`. */
  readonly rows: Int32Array;
  /** Where the storage of each supernode begins, and the length of it all. */
  readonly offset: Float64Array;
  /** Place in the storage of each entry of the pattern, in the pattern's order. */
  readonly position: Int32Array;
  /** Place in the storage of the diagonal entry of each column, in the input's numbering. */
  readonly diagonal: Int32Array;
  /** What the factorisation costs, to compare with a dense one: n (n + 1) / 2 entries, n^3 / 3 flops. */
  readonly fill: SparseFill;
}

/**
 * Sizes of a factor. The sparse factorisation and inverse are faster than the dense ones while `flops` is less than
 * three tenths of n^3 / 3: most of a sparse factorisation is done in blocks too narrow for the kernels of large orders.
 */
export interface SparseFill {
  /** Entries of L that are not zero by structure, the diagonal included. */
  readonly entries: number;
  /** Numbers stored, with the zeros inside joined columns and above diagonals. */
  readonly stored: number;
  /** Multiplications and additions of the factorisation: the sum of squared column counts. */
  readonly flops: number;
}

/** How to analyse. */
export interface SparseAnalyseOptions {
  /** `"minimum-degree"` (default), `"natural"`, or the columns in the order wanted; each is followed by a postorder. */
  readonly order?: "minimum-degree" | "natural" | Int32Array;
  /** When to join columns of unlike structure; see {@link Relaxation}. */
  readonly relaxation?: readonly Relaxation[];
}

/**
 * Analyses a pattern.
 *
 * @throws {@link LinalgError} `permutation` when `options.order` does not hold every column once; `factor-too-large`
 * when L would take more than 2^31 - 1 numbers (16 GB), beyond which positions are no 32-bit integers.
 * @see Davis, Rajamanickam & Sid-Lakhdar (2016), Acta Numerica 25, 383-566, a survey of all steps.
 */
export function sparseAnalyse(pattern: SparsePattern, options: SparseAnalyseOptions = {}): SparseSymbolic {
  const { n } = pattern;
  const start = startingOrder(pattern, options.order ?? "minimum-degree");
  const tree = eliminationTree(n, permutedEntries(pattern, inverse(start), "row"));
  const order = postorder(tree);
  const parent = renumber(tree, order);
  for (let k = 0; k < n; k++) order[k] = start[order[k]];
  const place = inverse(order);

  const columns = permutedEntries(pattern, place, "column");
  const count = columnCounts(n, columns, parent);
  const first = findSupernodes(parent, count, options.relaxation);
  const supernode = new Int32Array(n);
  for (let s = 0; s + 1 < first.length; s++) supernode.fill(s, first[s], first[s + 1]);
  const { rowStart, offset } = layOut(first, count);
  const stored = offset[offset.length - 1];
  if (stored > LARGEST) throw factorTooLarge(n, stored, LARGEST);
  const rows = new Int32Array(rowStart[rowStart.length - 1]);
  const position = new Int32Array(pattern.row.length);
  const partial = { first, supernode, rowStart, rows, offset };
  findRows(n, columns, partial, position);

  const diagonal = new Int32Array(n);
  for (let j = 0; j < n; j++) {
    const s = supernode[place[j]];
    const width = first[s + 1] - first[s];
    diagonal[j] = offset[s] + (place[j] - first[s]) * (width + 1);
    position[pattern.start[j]] = diagonal[j];
  }
  return { pattern, order, place, ...partial, position, diagonal, fill: measureFill(count, offset) };
}

const LARGEST = 2 ** 31 - 1;

function startingOrder(pattern: SparsePattern, order: "minimum-degree" | "natural" | Int32Array): Int32Array {
  if (order === "minimum-degree") return minimumDegreeOrder(pattern);
  if (order === "natural") return Int32Array.from({ length: pattern.n }, (_, j) => j);
  const seen = new Uint8Array(pattern.n);
  for (let k = 0; k < Math.max(pattern.n, order.length); k++) {
    if (k >= pattern.n || seen[order[k]] !== 0) throw notPermutation(pattern.n, k, order[k]);
    seen[order[k]] = 1;
  }
  return order;
}

function inverse(order: Int32Array): Int32Array {
  const place = new Int32Array(order.length);
  for (let k = 0; k < order.length; k++) place[order[k]] = k;
  return place;
}

/** The tree in the numbering of `order`. */
function renumber(parent: Int32Array, order: Int32Array): Int32Array {
  const place = inverse(order);
  return Int32Array.from(order, (j) => (parent[j] === -1 ? -1 : place[parent[j]]));
}

type Blocks = Pick<SparseSymbolic, "first" | "supernode" | "rowStart" | "rows" | "offset">;

/** The rows below a supernode are those below its last column. */
function layOut(first: Int32Array, count: Int32Array): Pick<Blocks, "rowStart" | "offset"> {
  const supernodes = first.length - 1;
  const rowStart = new Int32Array(supernodes + 1);
  const offset = new Float64Array(supernodes + 1);
  for (let s = 0; s < supernodes; s++) {
    const width = first[s + 1] - first[s];
    const below = count[first[s + 1] - 1] - 1;
    rowStart[s + 1] = rowStart[s] + below;
    offset[s + 1] = offset[s] + width * (width + below);
  }
  return { rowStart, offset };
}

/** Fills in the rows of each supernode (its own entries' and its children's) and the positions off the diagonal. */
function findRows(n: number, columns: EntryLists, blocks: Blocks, position: Int32Array): void {
  const { first, supernode, rowStart, rows, offset } = blocks;
  const supernodes = first.length - 1;
  const child = new Int32Array(supernodes).fill(-1);
  const brother = new Int32Array(supernodes).fill(-1);
  const mark = new Int32Array(n).fill(-1);
  const at = new Int32Array(n);
  for (let s = 0; s < supernodes; s++) {
    const width = first[s + 1] - first[s];
    let end = rowStart[s];
    const take = (i: number): void => {
      if (i < first[s + 1] || mark[i] === s) return;
      mark[i] = s;
      rows[end++] = i;
    };
    for (let k = columns.start[first[s]]; k < columns.start[first[s + 1]]; k++) take(columns.index[k]);
    for (let c = child[s]; c !== -1; c = brother[c]) for (let k = rowStart[c]; k < rowStart[c + 1]; k++) take(rows[k]);
    if (end > rowStart[s] + 1) rows.subarray(rowStart[s], end).sort();
    if (end > rowStart[s]) {
      const up = supernode[rows[rowStart[s]]];
      brother[s] = child[up];
      child[up] = s;
    }
    for (let k = rowStart[s]; k < end; k++) at[rows[k]] = offset[s] + width * (width + k - rowStart[s]);
    for (let j = 0; j < width; j++) {
      const from = columns.start[first[s] + j];
      for (let k = from; k < columns.start[first[s] + j + 1]; k++) {
        const i = columns.index[k];
        position[columns.entry[k]] = i < first[s + 1] ? offset[s] + j * width + i - first[s] : at[i] + j;
      }
    }
  }
}

function measureFill(count: Int32Array, offset: Float64Array): SparseFill {
  let entries = 0;
  let flops = 0;
  for (const c of count) {
    entries += c;
    flops += c * c;
  }
  return { entries, stored: offset[offset.length - 1], flops };
}
