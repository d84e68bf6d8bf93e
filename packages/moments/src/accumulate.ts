// Rows -> moments in one pass, some rows at a time: a run is read once, in the order of the rows, and then added to the
// total, to the levels of each factor and to the cells of each pair of factors, one after the other.
import { type Design, type DesignRows, designChunks, type Table, type TableLike } from "@mixedlm/design";
import { type Blocks, designBlocks } from "./blocks.ts";
import { addToCells, type CellSums, cellMoments, startCells } from "./cell-sums.ts";
import { type FactorRows, factorRows, readLevels } from "./factor-rows.ts";
import { addToLevels, centreLevels, type FactorSums, startLevels } from "./factor-sums.ts";
import { type FixedTransform, transformRows } from "./fixed-transform.ts";
import { mergeMoments } from "./merge-moments.ts";
import type { DesignMoments, Moments } from "./moments.ts";
import { addPairs, type PairSums, pairMoments, startPairs } from "./pair-sums.ts";
import { RUN, type Run, readRun, startRun } from "./run.ts";
import { addToTotal, startTotal, type TotalSums } from "./total-sums.ts";

/**
 * Accumulates the moments of a table's rows.
 *
 * @param design - what the columns are; made from this table or from another with the same columns.
 * @param data - the rows, a table of any kind.
 * @param fixed - columns that take the place of X's.
 * @throws {@link MomentsError} `limit` when the moments would not fit in memory; DesignError when a column is missing, or a
 * value is not one of the design's levels.
 */
export function accumulate<D extends TableLike<D>>(
  design: Design,
  data: Table | D,
  fixed: FixedTransform | null = null,
): DesignMoments {
  return accumulateChunks(design, [data], fixed);
}

/**
 * Accumulates the moments of several tables that together are one: a stream of chunks.
 *
 * The result is the same to rounding as that of the whole table, whatever the chunks; some may be empty.
 */
export function accumulateChunks<D extends TableLike<D>>(
  design: Design,
  chunks: Iterable<Table | D>,
  fixed: FixedTransform | null = null,
): DesignMoments {
  const own = designBlocks(design);
  const sums = startSums(fixed === null ? own : { ...own, p: fixed.kept.length });
  for (const chunk of chunks)
    for (const rows of designChunks(design, chunk)) addRows(sums, fixed === null ? rows : transformRows(rows, fixed));
  return { ...finish(sums), design, fixed };
}

/**
 * Accumulates the moments of columns that are in memory already.
 *
 * @param blocks - the layout that the columns' codes and entries refer to.
 * @param rows - X, y, weights, offset, codes of groups and entries of random parts.
 * @throws {@link MomentsError} `limit` when there are more cells than fit in memory.
 */
export function accumulateRows(blocks: Blocks, rows: DesignRows): Moments {
  const sums = startSums(blocks);
  addRows(sums, rows);
  return finish(sums);
}

/** What is accumulated: rows of the simplest models by themselves, as long as rows are those of one. */
interface Sums {
  readonly blocks: Blocks;
  /** Undefined before the first rows. */
  pairs: PairSums | null | undefined;
  /** Null while all rows went to `pairs`. */
  general: GeneralSums | null;
}

/** Sums of rows of any model. */
interface GeneralSums {
  readonly total: TotalSums;
  readonly run: Run;
  readonly factors: readonly FactorSums[];
  /** Null before the first rows, whose entries tell which columns are ones. */
  cells: readonly CellSums[] | null;
}

function startSums(blocks: Blocks): Sums {
  return { blocks, pairs: undefined, general: null };
}

function startGeneral(blocks: Blocks): GeneralSums {
  const factors = blocks.factors.map((layout) => startLevels(layout, blocks.p));
  return { total: startTotal(blocks.p), run: startRun(blocks.p), factors, cells: null };
}

function addRows(sums: Sums, rows: DesignRows): void {
  if (rows.n === 0) return;
  const { blocks } = sums;
  if (sums.pairs === undefined) sums.pairs = startPairs(blocks, rows);
  if (sums.pairs !== null && sums.general === null && addPairs(sums.pairs, rows)) return;
  sums.general ??= startGeneral(blocks);
  addToAll(sums.general, blocks, rows);
}

function addToAll(sums: GeneralSums, blocks: Blocks, rows: DesignRows): void {
  const { total, run, factors } = sums;
  const random = blocks.factors.map((_, f) => factorRows(blocks, f, rows));
  sums.cells ??= startAllCells(blocks, random);
  for (let start = 0; start < rows.n; start += RUN) {
    readRun(run, rows, start, total.n === 0);
    addToTotal(total, run);
    for (const [f, factor] of factors.entries()) {
      readLevels(random[f], start, run.count);
      addToLevels(factor, random[f], start, run);
    }
    for (const cells of sums.cells) addToCells(cells, random[cells.a], random[cells.b], start, run);
  }
}

/** Starts the cells of every two factors: (0, 1), (0, 2), (1, 2), (0, 3), ... */
function startAllCells({ factors }: Blocks, random: readonly FactorRows[] | null): CellSums[] {
  return factors.flatMap((_, b) =>
    factors.slice(0, b).map((_, a) => {
      const isOnes = random === null || (random[a].isOnes && random[b].isOnes);
      return startCells({ a, b, columns: isOnes ? [0, 0] : [factors[a].columns, factors[b].columns] });
    }),
  );
}

/** Sums about origins -> means and centred products. */
function finish({ blocks, pairs, general }: Sums): Moments {
  const simple = pairs !== null && pairs !== undefined && pairs.n > 0 ? pairMoments(pairs) : null;
  if (simple !== null && general === null) return simple;
  const others = generalMoments(general ?? startGeneral(blocks), blocks);
  return simple === null ? others : mergeMoments(simple, others);
}

function generalMoments({ total, run, factors, cells }: GeneralSums, blocks: Blocks): Moments {
  const { n, weight, logWeight, mean, cross } = total;
  return {
    blocks,
    n,
    weight,
    logWeight,
    shift: run.shift,
    mean,
    cross,
    factors: factors.map((own) => centreLevels(own, run.shift)),
    cells: (cells ?? startAllCells(blocks, null)).map((own) =>
      cellMoments(own, blocks.factors[own.a].levels, blocks.factors[own.b].levels),
    ),
  };
}
