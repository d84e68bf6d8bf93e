// Which levels of which factors make a block: the connected components of "some row has both". And what the columns of
// a block are: a layout, shared by all blocks that hold the same factors in the same numbers.
import type { InternalProducts } from "../coordinates/internal-products.ts";
import { linearStarts } from "../parameters/covariance-terms.ts";

/** One repetition of a term's covariance in a block: `size` columns from `offset`. */
export interface Instance {
  readonly term: number;
  readonly offset: number;
}

/** The columns of a block. */
export interface BlockLayout {
  readonly q: number;
  readonly instances: readonly Instance[];
  /** For each linear parameter: rows and columns where its E_j has ones, (row, column) after (row, column). */
  readonly positions: readonly Int32Array[];
}

/** The levels of the blocks. */
export interface Members {
  readonly count: number;
  readonly layouts: readonly BlockLayout[];
  readonly layout: Int32Array;
  /** Whether there is one factor, so that every level is a block. */
  readonly isSingle: boolean;
  /** Levels of a factor in a block, ascending. */
  levelsOf(block: number, factor: number): Int32Array;
  /** The first level of the block's first factor. */
  levelAt(block: number): number;
  /** First column of a level in its block. */
  positionOf(factor: number, level: number): number;
  /** The block of a level; -1 for a level without rows. */
  blockOf(factor: number, level: number): number;
  /** Calls back for all levels of a block, in the order of their columns, with the first column. */
  forEachLevel(block: number, visit: (factor: number, level: number, at: number) => void): void;
}

/** Finds the blocks. */
export function blockMembers(products: InternalProducts): Members {
  return products.factors.length === 1 ? levelBlocks(products) : connectedBlocks(products);
}

/** Every level with rows is a block. */
function levelBlocks(products: InternalProducts): Members {
  const { weight, levels } = products.factors[0];
  const all = new Int32Array(levels);
  const blockOf = new Int32Array(levels).fill(-1);
  let count = 0;
  for (let l = 0; l < levels; l++) {
    if (weight[l] === 0) continue;
    blockOf[l] = count;
    all[count++] = l;
  }
  const occupied = all.subarray(0, count);
  return {
    count: occupied.length,
    layouts: [layoutOf(products, [[0, 1]])],
    layout: new Int32Array(occupied.length),
    isSingle: true,
    levelsOf: (block) => occupied.subarray(block, block + 1),
    levelAt: (block) => occupied[block],
    positionOf: () => 0,
    blockOf: (_, level) => blockOf[level],
    forEachLevel: (block, visit) => visit(0, occupied[block], 0),
  };
}

function connectedBlocks(products: InternalProducts): Members {
  const { factors } = products;
  const { first, root } = components(products);
  // blocks in the order of their first level
  const blockOfNode = new Int32Array(root.length).fill(-1);
  const members: number[][][] = [];
  for (let f = 0; f < factors.length; f++)
    for (let l = 0; l < factors[f].levels; l++) {
      if (factors[f].weight[l] === 0) continue;
      const top = root[first[f] + l];
      if (blockOfNode[top] < 0) {
        blockOfNode[top] = members.length;
        members.push(factors.map(() => []));
      }
      members[blockOfNode[top]][f].push(l);
    }
  const levels = members.map((own) => own.map((list) => Int32Array.from(list)));
  const position = factors.map(({ levels: count }) => new Int32Array(count));
  const keys = new Map<string, number>();
  const layouts: BlockLayout[] = [];
  const layout = Int32Array.from(levels, (own) => {
    let at = 0;
    own.forEach((list, f) => {
      for (const l of list) {
        position[f][l] = at;
        at += factors[f].columns;
      }
    });
    const key = own.map((list) => list.length).join();
    const known = keys.get(key);
    if (known !== undefined) return known;
    keys.set(key, layouts.length);
    const counts = own.map((list, f): readonly [number, number] => [f, list.length]);
    return layouts.push(layoutOf(products, counts)) - 1;
  });
  return {
    count: levels.length,
    layouts,
    layout,
    isSingle: false,
    levelsOf: (block, factor) => levels[block][factor],
    levelAt: (block) => levels[block].find((list) => list.length > 0)?.[0] ?? -1,
    positionOf: (factor, level) => position[factor][level],
    blockOf: (factor, level) => (factors[factor].weight[level] === 0 ? -1 : blockOfNode[root[first[factor] + level]]),
    forEachLevel: (block, visit) => {
      for (const [f, list] of levels[block].entries()) for (const l of list) visit(f, l, position[f][l]);
    },
  };
}

/** For each level of each factor (numbered from `first[factor]`) a level that stands for its connected component. */
function components({ factors, cells }: InternalProducts): { first: number[]; root: Int32Array } {
  const first = [0];
  for (const { levels } of factors) first.push(first[first.length - 1] + levels);
  const parent = Int32Array.from({ length: first[factors.length] }, (_, i) => i);
  const find = (node: number): number => {
    let at = node;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  };
  for (const { a, b, start, level } of cells)
    for (let l = 0; l < factors[a].levels; l++)
      for (let c = start[l]; c < start[l + 1]; c++) {
        const [x, y] = [find(first[a] + l), find(first[b] + level[c])];
        if (x !== y) parent[Math.max(x, y)] = Math.min(x, y);
      }
  return { first, root: parent.map((_, node) => find(node)) };
}

/** Number of columns of the widest block. */
export function widestBlock(products: InternalProducts): number {
  const { factors } = products;
  if (factors.length === 1) return factors[0].columns;
  const { first, root } = components(products);
  const width = new Float64Array(root.length);
  factors.forEach(({ levels, columns, weight }, f) => {
    for (let l = 0; l < levels; l++) if (weight[l] > 0) width[root[first[f] + l]] += columns;
  });
  return width.reduce((most, w) => Math.max(most, w), 0);
}

/** @param counts - factors with the number of their levels in the block. */
function layoutOf({ factors, terms }: InternalProducts, counts: readonly (readonly [number, number])[]): BlockLayout {
  const instances: Instance[] = [];
  let q = 0;
  for (const [f, count] of counts)
    for (let l = 0; l < count; l++) {
      terms.forEach(({ placements }, term) => {
        for (const { factor, column } of placements) if (factor === f) instances.push({ term, offset: q + column });
      });
      q += factors[f].columns;
    }
  const starts = linearStarts(terms);
  const positions = Array.from({ length: starts[terms.length] }, (): number[] => []);
  for (const { term, offset } of instances) {
    let j = starts[term];
    for (let row = 0; row < terms[term].size; row++)
      for (let column = 0; column <= row; column++) {
        positions[j].push(offset + row, offset + column);
        if (row !== column) positions[j].push(offset + column, offset + row);
        j += 1;
      }
  }
  return { q, instances, positions: positions.map((list) => Int32Array.from(list)) };
}
