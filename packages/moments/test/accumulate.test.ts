import { buildDesign, type Design, designRows } from "@mixedlm/design";
import { columnFactor, parseModel } from "@mixedlm/formula";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { accumulate, accumulateChunks, accumulateRows } from "../src/index.ts";
import { type ExampleRow, exampleBlocks, exampleRows, expectMomentsOf, randomRows } from "./helpers.ts";

/** The example rows as a table; level names are text, so that the design codes them. */
function asTable(rows: readonly ExampleRow[]): Record<string, (number | string)[]> {
  return {
    y: rows.map(({ y }) => y),
    x: rows.map(({ x }) => x),
    time: rows.map(({ time }) => time),
    group: rows.map(({ group }) => `g${group}`),
    level: rows.map(({ level }) => `l${level}`),
  };
}

function slopesAndLevels(rows: readonly ExampleRow[]): Design {
  const model = parseModel({
    formula: "y ~ x + time",
    group: columnFactor("group"),
    reFormula: "1 + time",
    vcFormula: { level: "0 + C(level)" },
  });
  return buildDesign(model, asTable(rows));
}

/** Cuts a list at the given places; pieces may be empty. */
function cut<T>(list: readonly T[], places: readonly number[]): T[][] {
  const sorted = [0, ...[...places].sort((a, b) => a - b), list.length];
  return sorted.slice(1).map((stop, i) => list.slice(sorted[i], stop));
}

describe("accumulateRows", () => {
  test("equals the exact moments", () => {
    const blocks = exampleBlocks(6);
    const rows = exampleRows(blocks, randomRows(300, 6, 1));
    expectMomentsOf(accumulateRows(blocks, rows), rows);
  });

  test("keeps twelve digits of a response about 1e9 with unit variance", () => {
    const blocks = exampleBlocks(6);
    const rows = exampleRows(blocks, randomRows(300, 6, 2, 1e9));
    expectMomentsOf(accumulateRows(blocks, rows), rows);
  });

  test("keeps twelve digits inside groups whose means differ by 1e6 times their spread", () => {
    const blocks = exampleBlocks(4);
    const list = randomRows(200, 4, 3).map((row) => ({ ...row, y: row.y / 1024 + 1000 * row.group }));
    const rows = exampleRows(blocks, list);
    expectMomentsOf(accumulateRows(blocks, rows), rows, 0);
  });

  test("a group without rows has zeros", () => {
    const blocks = exampleBlocks(3);
    const rows = exampleRows(
      blocks,
      randomRows(50, 2, 4).map((row) => ({ ...row, group: 2 * row.group })),
    );
    const { groupN, groupMean, groupCross } = accumulateRows(blocks, rows);
    expect(groupN[1]).toBe(0);
    expect(groupMean.slice(blocks.meanStart[1], blocks.meanStart[2]).every((value) => value === 0)).toBe(true);
    expect(groupCross.slice(blocks.crossStart[1], blocks.crossStart[2]).every((value) => value === 0)).toBe(true);
  });

  test("a row outside every group counts in the total only", () => {
    const blocks = exampleBlocks(2);
    const list = randomRows(40, 2, 5);
    const rows = exampleRows(blocks, list);
    const outside = { ...rows, codes: rows.codes.map((code, i) => (i % 4 === 0 ? -1 : code)) };
    const moments = accumulateRows(blocks, outside);
    expect(moments.n).toBe(40);
    expectMomentsOf(moments, outside);
  });

  test("one row has no spread", () => {
    const blocks = exampleBlocks(1);
    const moments = accumulateRows(
      blocks,
      exampleRows(blocks, [{ group: 0, x: 3.7, time: 2, level: 1, y: 1e9 + 0.3 }]),
    );
    expect(moments.shift).toEqual(Float64Array.of(1, 3.7, 1e9 + 0.3));
    expect(moments.cross.every((value) => value === 0)).toBe(true);
    expect(moments.groupCross.every((value) => value === 0)).toBe(true);
  });

  test("no rows give n = 0 and zeros", () => {
    const blocks = exampleBlocks(2);
    const { n, mean, cross, groupN } = accumulateRows(blocks, exampleRows(blocks, []));
    expect(n).toBe(0);
    expect([...mean, ...cross, ...groupN].every((value) => value === 0)).toBe(true);
  });

  test("several entries of a row in one component are crossed with one another", () => {
    const blocks = exampleBlocks(3);
    const rows = exampleRows(blocks, randomRows(80, 3, 6));
    const last = rows.codes.map((g) => (blocks.widths[0][g] === 1 ? -1 : blocks.widths[0][g] - 1));
    const value = Float64Array.from(last, (_, i) => 0.5 + (i % 7));
    const wide = {
      ...rows,
      components: [
        [
          { column: 0, value: null },
          { column: last, value },
        ],
      ],
    };
    expectMomentsOf(accumulateRows(blocks, wide), wide);
  });
});

describe("accumulate", () => {
  test("equals the exact moments of the design's columns", () => {
    const list = randomRows(400, 7, 7);
    const design = slopesAndLevels(list);
    expectMomentsOf(accumulate(design, asTable(list)), designRows(design, asTable(list)));
  });

  test("leaves out rows that lack a value, as the design does", () => {
    const list = randomRows(60, 3, 8).map((row, i) => (i % 9 === 0 ? { ...row, x: Number.NaN } : row));
    const model = parseModel({ formula: "y ~ x", group: columnFactor("group") });
    const design = buildDesign(model, asTable(list), { missing: "drop" });
    const moments = accumulate(design, asTable(list));
    expect(moments.n).toBe(60 - 7);
    expectMomentsOf(moments, designRows(design, asTable(list)));
  });

  test("more rows than are held in memory at one time give the same as all at once", () => {
    const list = randomRows(70_000, 3, 9, 1e9);
    const design = buildDesign(parseModel({ formula: "y ~ x", group: columnFactor("group") }), asTable(list));
    expectMomentsOf(accumulate(design, asTable(list)), designRows(design, asTable(list)));
  });
});

describe("a random term of categories", () => {
  const list = randomRows(300, 6, 23, 1e6);
  test.each(["0 + C(level)", "C(level) + time", "time*C(level, Sum)", "C(level, Helmert):time"])(
    "equals the exact moments: %s",
    (reFormula) => {
      const text = { formula: "y ~ x", group: columnFactor("group"), reFormula, vcFormula: { time: "0 + time" } };
      const design = buildDesign(parseModel(text), asTable(list));
      expectMomentsOf(accumulate(design, asTable(list)), designRows(design, asTable(list)));
    },
  );
});

test("more groups than a processor has at hand have the exact moments, in whatever order their rows come", () => {
  const list = randomRows(9000, 6000, 24, 1e6);
  const design = buildDesign(
    parseModel({ formula: "y ~ x", group: columnFactor("group"), reFormula: "time" }),
    asTable(list),
  );
  const moments = accumulate(design, asTable(list));
  const rows = designRows(design, asTable(list));
  expect([...moments.shift]).toEqual([1, list[0].x, list[0].y]);
  expectMomentsOf(moments, rows);
});

describe("accumulateChunks", () => {
  const list = randomRows(120, 5, 10, 1e9);
  const design = slopesAndLevels(list);
  const whole = designRows(design, asTable(list));

  test("gives the moments of the whole table, however it is cut and in whatever order the chunks come", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: list.length }), { maxLength: 8 }),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (places, order) => {
          const chunks = cut(list, places)
            .map((rows) => ({ rows, key: order.next().value as number }))
            .sort((a, b) => a.key - b.key)
            .map(({ rows }) => asTable(rows));
          expectMomentsOf(accumulateChunks(design, chunks), whole);
        },
      ),
      { numRuns: 20, seed: 1 },
    );
  });

  test("takes group levels that appear in later chunks only", () => {
    const sorted = [...list].sort((a, b) => a.group - b.group);
    const chunks = [0, 1, 2, 3, 4].map((group) => asTable(sorted.filter((row) => row.group === group)));
    expectMomentsOf(accumulateChunks(design, chunks), whole);
  });

  test("asks for each chunk once, after the one before is done", () => {
    const asked: number[] = [];
    function* chunks() {
      for (const [i, rows] of cut(list, [30, 60]).entries()) {
        asked.push(i);
        yield asTable(rows);
      }
    }
    expectMomentsOf(accumulateChunks(design, chunks()), whole);
    expect(asked).toEqual([0, 1, 2]);
  });

  test("no chunks give no rows", () => {
    expect(accumulateChunks(design, []).n).toBe(0);
  });

  test("a group that the design does not know is refused by its label", () => {
    const stranger = asTable([{ group: 99, x: 1, time: 1, level: 0, y: 1 }]);
    expect(() => accumulateChunks(design, [asTable(list), stranger])).toThrowError(
      expect.objectContaining({ name: "DesignError", code: "unseen-group" }),
    );
  });
});
