import { buildDesign, type Design, designRows } from "@mixedlm/design";
import { columnFactor, parseMixedFormula, parseModel } from "@mixedlm/formula";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { accumulate, accumulateChunks, accumulateRows, momentLayout } from "../src/index.ts";
import { anyRow, EXAMPLES, type Example, type ExampleRow, randomRows } from "./examples.ts";
import { expectMomentsOf, sizesOf } from "./helpers.ts";

/** The example rows as a table; level names are text, so that the design codes them. */
function asTable(rows: readonly ExampleRow[]): Record<string, (number | string)[]> {
  return {
    y: rows.map(({ y }) => y),
    x: rows.map(({ x }) => x),
    time: rows.map(({ time }) => time),
    group: rows.map(({ group }) => `g${group}`),
    other: rows.map(({ other }) => `o${other}`),
    level: rows.map(({ level }) => `l${level}`),
    weight: rows.map(({ weight }) => weight),
    offset: rows.map(({ offset }) => offset),
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

/** Expects the moments of a table's rows to be exact. */
function expectExact(design: Design, list: readonly ExampleRow[]): void {
  const rows = designRows(design, asTable(list));
  expectMomentsOf(accumulate(design, asTable(list)), sizesOf(design, rows), rows);
}

/** Cuts a list at the given places; pieces may be empty. */
function cut<T>(list: readonly T[], places: readonly number[]): T[][] {
  const sorted = [0, ...[...places].sort((a, b) => a - b), list.length];
  return sorted.slice(1).map((stop, i) => list.slice(sorted[i], stop));
}

const examples: [string, Example][] = Object.entries(EXAMPLES);
const slopeAndLevels = EXAMPLES["a slope, and a component of categories"];

describe.each(examples)("accumulateRows: %s", (_, { blocks, sizes, rows }) => {
  const exact = (list: readonly ExampleRow[], floor?: number) => {
    expectMomentsOf(accumulateRows(blocks, rows(list)), sizes, rows(list), floor);
  };

  test("equals the exact moments", () => {
    exact(randomRows(300, 6, 1));
  });

  test("keeps twelve digits of a response about 1e9 with unit variance", () => {
    exact(randomRows(300, 6, 2, 1e9));
  });

  test("keeps twelve digits inside groups whose means differ by 1e6 times their spread", () => {
    exact(
      randomRows(200, 6, 3).map((row) => ({ ...row, y: row.y / 1024 + 1000 * row.group, offset: row.offset / 1024 })),
      0,
    );
  });

  test("keeps twelve digits inside groups on both sides of zero, 1e8 times their spread apart", () => {
    // the difference from a row of another group is rounded in these digits
    const apart = (row: ExampleRow): ExampleRow => ({ ...row, y: 1e-4 * row.y + 1e4 * (row.group - 2.37), offset: 0 });
    exact(randomRows(200, 6, 4).map(apart), 0);
  });

  test("levels without rows have zeros, and rows without a level count in the total only", () => {
    const list = randomRows(90, 6, 5).filter(({ group }) => group !== 1);
    exact(list.map((row, i) => ({ ...row, group: i % 4 === 0 ? -1 : row.group, other: i % 5 === 0 ? -1 : row.other })));
  });

  test("sorted rows have the same moments", () => {
    exact([...randomRows(200, 6, 25)].sort((a, b) => a.group - b.group || a.other - b.other || a.level - b.level));
  });

  test("any few rows have the exact moments", () => {
    fc.assert(
      fc.property(fc.array(anyRow, { minLength: 1, maxLength: 15 }), (list) => {
        exact(list);
      }),
      { numRuns: 40, seed: 1 },
    );
  });
});

describe("accumulateRows", () => {
  test("one row has no spread", () => {
    const { blocks, rows } = slopeAndLevels;
    const only = { group: 0, other: 0, x: 3.7, time: 2, level: 1, y: 1e9 + 0.3, weight: 1, offset: 0 };
    const { shift, cross, factors } = accumulateRows(blocks, rows([only]));
    expect(shift).toEqual(Float64Array.of(1, 3.7, 1e9 + 0.3));
    expect(cross.every((value) => value === 0)).toBe(true);
    expect(factors.every((factor) => factor.cross.every((value) => value === 0))).toBe(true);
  });

  test("no rows give n = 0, zeros and no cells", () => {
    const { blocks, rows } = EXAMPLES["crossed slopes"];
    const { n, weight, mean, cross, factors, cells } = accumulateRows(blocks, rows([]));
    expect([n, weight]).toEqual([0, 0]);
    const numbers = [mean, cross, ...factors.flatMap((factor) => [factor.weight, factor.mean, factor.cross])];
    expect(numbers.every((own) => own.every((value) => value === 0))).toBe(true);
    expect(cells.map(({ start, level }) => [[...start], [...level]])).toEqual([[[0, 0, 0, 0, 0, 0, 0], []]]);
  });

  test("weights that are all one change nothing", () => {
    const { blocks, rows } = EXAMPLES["crossed slopes"];
    const own = rows(randomRows(100, 6, 26));
    const weighted = accumulateRows(blocks, { ...own, weights: new Float64Array(own.n).fill(1) });
    expect(weighted).toEqual(accumulateRows(blocks, own));
  });

  test("a row of weight 2 is as two rows, but for n", () => {
    const { blocks, rows } = EXAMPLES["crossed slopes with weights and offset"];
    const { sizes, rows: unweighted } = EXAMPLES["crossed slopes"];
    const list = randomRows(80, 6, 27);
    const twice = list.filter((_, i) => i % 3 === 0);
    const weights = list.map((row, i) => ({ ...row, offset: 0, weight: i % 3 === 0 ? 2 : 1 }));
    const moments = accumulateRows(blocks, rows(weights));
    expect(moments.logWeight).toBeCloseTo(twice.length * Math.LN2, 10);
    const repeated = unweighted([...list, ...twice]);
    expectMomentsOf({ ...moments, n: repeated.n, logWeight: 0 }, sizes, repeated);
  });

  test("a column that is the same in the first rows and not in later ones has its exact moments", () => {
    const { blocks, sizes, rows } = EXAMPLES["crossed slopes"];
    const list = rows(randomRows(500, 6, 28).map((row, i) => (i < 300 ? { ...row, x: 7 } : row)));
    expectMomentsOf(accumulateRows(blocks, list), sizes, list);
  });

  test("many cells, found in any order, have the exact moments", () => {
    const levels = [90, 70];
    const sizes = { p: 2, levels, effects: [0, 1].map((group) => ({ group, columns: 1 })), components: [] };
    const own = EXAMPLES["two crossed intercepts"].rows(randomRows(9000, 6, 29));
    const next = randomRows(9000, 6300, 30);
    const codes = [
      Int32Array.from(next, ({ group }) => Math.floor(group / 70)),
      Int32Array.from(next, ({ group }) => group % 70),
    ];
    const rows = { ...own, codes };
    const moments = accumulateRows(momentLayout(sizes), rows);
    expect(moments.cells[0].level.length).toBe(new Set(next.map(({ group }) => group)).size);
    expectMomentsOf(moments, sizes, rows);
  });
});

describe("accumulate", () => {
  test("equals the exact moments of the design's columns", () => {
    const list = randomRows(400, 7, 7);
    expectExact(slopesAndLevels(list), list);
  });

  test.each([
    "y ~ x + time + (1 + time | group) + (1 | other)",
    "y ~ x + (1 | group/level) + (0 + level | other)",
    "y ~ x + (1 + time || group) + (1 | other:level)",
    "y ~ 0 + time + offset(x) + (x | group) + (0 + time | group)",
  ])("equals the exact moments of several random terms: %s", (formula) => {
    const list = randomRows(300, 6, 31, 1e6);
    expectExact(buildDesign(parseMixedFormula(formula), asTable(list), { weights: "weight", offset: "offset" }), list);
  });

  test("leaves out rows that lack a value, as the design does", () => {
    const list = randomRows(60, 3, 8).map((row, i) => (i % 9 === 0 ? { ...row, x: Number.NaN } : row));
    const model = parseModel({ formula: "y ~ x", group: columnFactor("group") });
    const design = buildDesign(model, asTable(list), { missing: "drop" });
    expect(accumulate(design, asTable(list)).n).toBe(60 - 7);
    expectExact(design, list);
  });

  test("more rows than are held in memory at one time give the same as all at once", () => {
    const list = randomRows(40_000, 3, 9, 1e9);
    expectExact(buildDesign(parseModel({ formula: "y ~ x", group: columnFactor("group") }), asTable(list)), list);
  });

  test("more groups than a processor has at hand have the exact moments, in whatever order their rows come", () => {
    const list = randomRows(9000, 6000, 24, 1e6);
    const model = parseModel({ formula: "y ~ x", group: columnFactor("group"), reFormula: "time" });
    const design = buildDesign(model, asTable(list));
    expect([...accumulate(design, asTable(list)).shift]).toEqual([1, list[0].x, list[0].y]);
    expectExact(design, list);
  });
});

describe("a random term of categories", () => {
  const list = randomRows(300, 6, 23, 1e6);
  test.each(["0 + C(level)", "C(level) + time", "time*C(level, Sum)", "C(level, Helmert):time"])(
    "equals the exact moments: %s",
    (reFormula) => {
      const text = { formula: "y ~ x", group: columnFactor("group"), reFormula, vcFormula: { time: "0 + time" } };
      expectExact(buildDesign(parseModel(text), asTable(list)), list);
    },
  );
});

describe("components", () => {
  const list = randomRows(300, 6, 32, 1e6);
  test.each(["0 + C(level)", "time", "0 + C(level, Sum)", "C(level)", "0 + C(level):C(other)", "0 + C(level):time"])(
    "equal the exact moments: %s",
    (text) => {
      const vcFormula = { own: text, other: "0 + C(other)" };
      const model = parseModel({ formula: "y ~ x", group: columnFactor("group"), reFormula: "1", vcFormula });
      expectExact(buildDesign(model, asTable(list)), list);
    },
  );
});

describe("accumulateChunks", () => {
  const list = randomRows(120, 5, 10, 1e9);
  const crossed = buildDesign(parseMixedFormula("y ~ x + (1 + time | group) + (1 | other)"), asTable(list), {
    weights: "weight",
    offset: "offset",
  });
  const design = slopesAndLevels(list);
  const expectWhole = (chunks: Iterable<ReturnType<typeof asTable>>, own = design) => {
    const whole = designRows(own, asTable(list));
    expectMomentsOf(accumulateChunks(own, chunks), sizesOf(own, whole), whole);
  };

  test.each([
    ["one group", design],
    ["crossed groups with weights", crossed],
  ])("gives the moments of the whole table, however it is cut and in whatever order the chunks come: %s", (_, own) => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: list.length }), { maxLength: 8 }),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (places, order) => {
          const chunks = cut(list, places)
            .map((rows) => ({ rows, key: order.next().value as number }))
            .sort((a, b) => a.key - b.key)
            .map(({ rows }) => asTable(rows));
          expectWhole(chunks, own);
        },
      ),
      { numRuns: 20, seed: 1 },
    );
  });

  test("goes on where a column begins to vary, or a row lies outside, after rows of one column", () => {
    const own = buildDesign(parseMixedFormula("y ~ x + time + (x | group)"), asTable(list));
    const still = list.map((row, i) => (i < 70 ? { ...row, time: 3 } : row));
    const whole = designRows(own, asTable(still));
    const chunks = cut(still, [40, 70, 100]).map(asTable);
    expectMomentsOf(accumulateChunks(own, chunks), sizesOf(own, whole), whole);
  });

  test("takes group levels that appear in later chunks only", () => {
    const sorted = [...list].sort((a, b) => a.group - b.group);
    expectWhole([0, 1, 2, 3, 4].map((group) => asTable(sorted.filter((row) => row.group === group))));
  });

  test("asks for each chunk once, after the one before is done", () => {
    const asked: number[] = [];
    function* chunks() {
      for (const [i, rows] of cut(list, [30, 60]).entries()) {
        asked.push(i);
        yield asTable(rows);
      }
    }
    expectWhole(chunks());
    expect(asked).toEqual([0, 1, 2]);
  });

  test("no chunks give no rows", () => {
    expect(accumulateChunks(design, []).n).toBe(0);
  });

  test("a group that the design does not know is refused by its label", () => {
    const stranger = asTable([{ group: 99, other: 0, x: 1, time: 1, level: 0, y: 1, weight: 1, offset: 0 }]);
    expect(() => accumulateChunks(design, [asTable(list), stranger])).toThrowError(
      expect.objectContaining({ name: "DesignError", code: "unseen-group" }),
    );
  });
});
