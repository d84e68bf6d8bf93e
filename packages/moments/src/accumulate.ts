// Rows -> moments in one pass, some rows at a time: a run is read once, in the order of the rows, and then added to the
// total, to the levels of each factor and to the cells of each pair of factors, one after the other.
import { type Design, type DesignRows, designChunks, type Table, type TableLike } from "@mixedlm/design";
import { addToCells, type CellSums, cellMoments, startCells } from "./cell-sums.ts";
import { type FactorRows, factorRows, readLevels } from "./factor-rows.ts";
import { addToLevels, centreLevels, type FactorSums, startLevels } from "./factor-sums.ts";
import { type FixedTransform, transformRows } from "./fixed-transform.ts";
import { designLayout, type MomentLayout } from "./layout.ts";
import { mergeMoments } from "./merge-moments.ts";
import type { DesignMoments, Moments } from "./moments.ts";
import { RUN, type Run, readRun, startRun } from "./run.ts";
import { addSlopes, type SlopeSums, slopeMoments, startSlope } from "./slope-sums.ts";
import { addToTotal, startTotal, type TotalSums } from "./total-sums.ts";

/**
 * Accumulates the moments of a table's rows.
 *
 * @param design - what the columns are; made from this table or from another with the same columns.
 * @param data - the rows, a table of any kind.
 * @param fixed - columns that take the place of X's.
 * @throws {@link MomentsError} `limit` when the moments would not fit in memory; DesignError when a column is missing,
 * or a value is not one of the design's levels.
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
 *
 * @param design - what the columns are; made from one of the chunks or from another table with the same columns.
 * @param chunks - tables of any kind, each read once, in their order.
 * @param fixed - columns that take the place of X's.
 * @throws {@link MomentsError} `limit` when the moments would not fit in memory; DesignError when a chunk has no such
 *   column, or a value is not one of the design's levels.
 */
export function accumulateChunks<D extends TableLike<D>>(
  design: Design,
  chunks: Iterable<Table | D>,
  fixed: FixedTransform | null = null,
): DesignMoments {
  const sums = startSums(designLayout(design, fixed));
  for (const chunk of chunks)
    for (const rows of designChunks(design, chunk)) addRows(sums, fixed === null ? rows : transformRows(rows, fixed));
  return { ...finish(sums), design, fixed };
}

/**
 * Accumulates the moments of columns that are in memory already.
 *
 * @param layout - the layout that the columns' codes and entries refer to.
 * @param rows - X, y, weights, offset, codes of groups and entries of random parts.
 * @throws {@link MomentsError} `limit` when there are more cells than fit in memory.
 */
export function accumulateRows(layout: MomentLayout, rows: DesignRows): Moments {
  const sums = startSums(layout);
  addRows(sums, rows);
  return finish(sums);
}

/** What is accumulated: rows of the simplest models by themselves, as long as rows are those of one. */
interface Sums {
  readonly layout: MomentLayout;
  /** Undefined before the first rows. */
  slopes: SlopeSums | null | undefined;
  /** Null while all rows went to `slopes`. */
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

function startSums(layout: MomentLayout): Sums {
  return { layout, slopes: undefined, general: null };
}

function startGeneral(layout: MomentLayout): GeneralSums {
  const factors = layout.factors.map((factor) => startLevels(factor, layout.p));
  return { total: startTotal(layout.p), run: startRun(layout.p), factors, cells: null };
}

function addRows(sums: Sums, rows: DesignRows): void {
  if (rows.n === 0) return;
  const { layout } = sums;
  if (sums.slopes === undefined) sums.slopes = startSlope(layout, rows);
  if (sums.slopes !== null && sums.general === null && addSlopes(sums.slopes, rows)) return;
  sums.general ??= startGeneral(layout);
  addToAll(sums.general, layout, rows);
}

function addToAll(sums: GeneralSums, layout: MomentLayout, rows: DesignRows): void {
  const { total, run, factors } = sums;
  const random = layout.factors.map((_, f) => factorRows(layout, f, rows));
  sums.cells ??= startAllCells(layout, random);
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
function startAllCells({ factors }: MomentLayout, random: readonly FactorRows[] | null): CellSums[] {
  return factors.flatMap((_, b) =>
    factors.slice(0, b).map((_, a) => {
      const isOnes = random === null || (random[a].isOnes && random[b].isOnes);
      return startCells({ a, b, columns: isOnes ? [0, 0] : [factors[a].s, factors[b].s] });
    }),
  );
}

/** Sums about origins -> means and centred products. */
function finish({ layout, slopes, general }: Sums): Moments {
  const simple = slopes !== null && slopes !== undefined && slopes.n > 0 ? slopeMoments(slopes) : null;
  if (simple !== null && general === null) return simple;
  const others = generalMoments(general ?? startGeneral(layout), layout);
  return simple === null ? others : mergeMoments(simple, others);
}

function generalMoments({ total, run, factors, cells }: GeneralSums, layout: MomentLayout): Moments {
  const { n, weight, logWeight, mean, cross } = total;
  return {
    layout,
    n,
    weight,
    logWeight,
    shift: run.shift,
    mean,
    cross,
    factors: factors.map((own) => centreLevels(own, run.shift)),
    cells: (cells ?? startAllCells(layout, null)).map((own) =>
      cellMoments(own, layout.factors[own.a].nLevels, layout.factors[own.b].nLevels),
    ),
  };
}
