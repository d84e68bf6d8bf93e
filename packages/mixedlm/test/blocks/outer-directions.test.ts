// What the turned rows of a block's basis are: one row for each outer level, and all products as before.
import { describe, expect, test } from "vitest";
import { type BlockEngine, blockEngine } from "../../src/blocks/block-engine.ts";
import { lmm } from "../../src/index.ts";
import { tableOf } from "../engine-fits.ts";

/** Three levels: batches in species in laboratories. */
const fit = lmm("Conc ~ 1 + (1 | Lab/Spc/Bat)", tableOf("coop"));
const { whole, products }: BlockEngine = blockEngine(fit.engine.products);
const blocks = Array.from({ length: whole.count }, (_, b) => b);

/** Column i of T' in a block: entry k is row k's. */
function columnOf(b: number, i: number): number[] {
  const { q } = whole.layouts[whole.layout[b]!]!;
  return Array.from({ length: whole.rank[b]! }, (_, k) => whole.T[whole.tStart[b]! + k * q + i]!);
}

describe("batches in species in laboratories", () => {
  test("a laboratory is a block, and all it holds stands in one row", () => {
    expect(whole.count).toBe(6);
    for (const b of blocks) {
      const lab = products.factors.findIndex(({ levels }) => levels === 6);
      const [level] = whole.members.levelsOf(b, lab);
      const column = columnOf(b, whole.members.positionOf(lab, level!));
      expect(column.filter((value) => Math.abs(value) > 1e-12)).toHaveLength(1);
    }
  });

  test("T T' is still Z'Z: counts of rows", () => {
    for (const b of blocks)
      whole.members.forEachLevel(b, (f, level, at) => {
        const { weight, zMean } = products.factors[f]!;
        const square = columnOf(b, at).reduce((sum, value) => sum + value ** 2, 0);
        // the column's own unit is the square of its mean
        expect(square / (weight[level]! * zMean[level]! ** 2)).toBeCloseTo(1, 12);
      });
  });
});
