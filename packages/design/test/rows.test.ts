import { columnFactor, parseFormula, parseMixedFormula, parseModel } from "@mixedlm/formula";
import { tableFromArrays } from "@uwdata/flechette";
import { table as arquero } from "arquero";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  buildDesign,
  buildMatrices,
  type Design,
  type DesignRows,
  designChunks,
  designRows,
  matrixRows,
  type TableLike,
} from "../src/index.ts";
import { thrown } from "./thrown.ts";

/** A run of rows with a little of everything; labels repeat so that subsets keep most levels. */
const rowsOf = (least: number) =>
  fc.array(
    fc.record({
      y: fc.integer({ min: -9, max: 9 }),
      x: fc.constantFrom(0.5, 1.5, -2, Number.NaN, 3),
      a: fc.constantFrom("p", "q", "r"),
      b: fc.constantFrom("s", "t", null),
      g: fc.constantFrom(1, 2, 3),
    }),
    { minLength: least, maxLength: 30 },
  );

/** One complete row of each label, so that a design always exists. */
const anchors = ["p", "q", "r"].flatMap((a, i) => ["s", "t"].map((b) => ({ y: i, x: i + 1.5, a, b, g: i + 1 })));

type Row = { y: number; x: number; a: string; b: string | null; g: number };

const model = parseModel({
  formula: "y ~ a*x + I(x > 1) + C(b, Poly):C(a, Diff)",
  group: columnFactor("g"),
  reFormula: "x + C(a, Helmert)",
  vcFormula: { a: "0 + a", ab: "a:b", bx: "0 + C(b, Sum):x", c: "C(a, Treatment(-1))" },
});

const designOf = (rows: readonly Row[]): Design => buildDesign(model, [...anchors, ...rows], { missing: "drop" });

/** What a row has become: all its numbers in one list. */
function numbersOf(made: DesignRows): number[][] {
  const { n, y, X, weights, offset, codes, randomEffects, components } = made;
  const matrix = (data: Float64Array, i: number) => Array.from({ length: data.length / n }, (_, j) => data[j * n + i]!);
  return Array.from({ length: n }, (_, i) => [
    y[i]!,
    weights?.[i] ?? 1,
    offset?.[i] ?? 0,
    ...codes.map((code) => code[i]!),
    ...matrix(X, i),
    ...[...randomEffects, ...components].flat().flatMap(({ column, value }) => {
      const j = typeof column === "number" ? column : column[i]!;
      return j < 0 ? [-1, 0] : [j, value?.[i] ?? 1];
    }),
  ]);
}

test("the rows of a subset of a table are the subset of its rows, under frozen levels", () => {
  fc.assert(
    fc.property(rowsOf(1), fc.infiniteStream(fc.boolean()), (rows, coins) => {
      const all = [...anchors, ...rows];
      const design = designOf(rows);
      const picked = all.map((_, i) => i).filter((i) => i === 0 || coins.next().value);
      const whole = designRows(design, all);
      const part = designRows(
        design,
        picked.map((i) => all[i]!),
      );
      const isKept = (i: number) => picked.includes(whole.rows[i]!);
      expect(numbersOf(part)).toEqual(numbersOf(whole).filter((_, i) => isKept(i)));
      expect([...part.rows].map((row) => picked[row])).toEqual([...whole.rows].filter((_, i) => isKept(i)));
    }),
    { numRuns: 50 },
  );
});

test("runs of rows one after the other are the whole", () => {
  fc.assert(
    fc.property(rowsOf(1), fc.integer({ min: 1, max: 9 }), (rows, step) => {
      const all = [...anchors, ...rows];
      const design = designOf(rows);
      const runs = Array.from({ length: Math.ceil(all.length / step) }, (_, k) =>
        designRows(design, all, k * step, Math.min(all.length, (k + 1) * step)),
      );
      const whole = designRows(design, all);
      expect(runs.flatMap(numbersOf)).toEqual(numbersOf(whole));
      expect(runs.flatMap((run) => [...run.rows])).toEqual([...whole.rows]);
    }),
    { numRuns: 50 },
  );
});

/** Everything that a random term or a component can be made of. */
const structures = [
  { formula: "y ~ a*x + I(x > 1)", reFormula: "x", vcFormula: { a: "0 + a", ab: "a:b", bx: "0 + C(b, Sum):x" } },
  { formula: "y ~ C(a, Helmert) + np.log(x + 3)", reFormula: "0 + C(a)" },
  { formula: "y ~ b:C(a, Diff)", reFormula: "b*x" },
  { formula: "y ~ C(a, Poly):x", reFormula: "0 + C(a, Sum):C(b, Treatment('t'))", vcFormula: { a: "a:x" } },
  { formula: "y ~ center(x) + I(x - np.mean(x)):a", reFormula: "1 + scale(x)", vcFormula: { x: "0 + center(x)" } },
  {
    formula: "y ~ 0 + C(a, levels=['r', 'q', 'p', 'never'])",
    vcFormula: { both: "1 + C(a, Helmert):b", f: "I(x > 0)" },
  },
]
  .map((text) => ({ formula: text.formula, model: parseModel({ ...text, group: columnFactor("g") }) }))
  .concat(
    [
      "y ~ x + (1 + x | g) + (1 | a) + (0 + C(b) | a:g)",
      "y ~ a + offset(x) + offset(center(x)) + (x || g/b/a) + (0 + a | b:g)",
    ].map((formula) => ({ formula, model: parseMixedFormula(formula) })),
  );

/** The same rows as each kind of table. */
function tablesOf(rows: readonly Row[]): TableLike[] {
  const column = <K extends keyof Row>(name: K) => rows.map((row) => row[name]);
  const record = { y: column("y"), x: column("x"), a: column("a"), b: column("b"), g: column("g") };
  const typed = { ...record, y: Int32Array.from(record.y), x: Float64Array.from(record.x) };
  return [record, rows, typed, arquero(record), tableFromArrays(record)];
}

describe("a design that was written as JSON and read again", () => {
  test.each(structures)("makes the same rows of tables of every kind, cut anywhere: $formula", ({ model }) => {
    fc.assert(
      fc.property(rowsOf(1), fc.integer({ min: 1, max: 9 }), (rows, step) => {
        const all = [...anchors, ...rows];
        const options = { missing: "drop", weights: "g", offset: "y" } as const;
        const design = buildDesign(model, all, options);
        const again = JSON.parse(JSON.stringify(design)) as Design;
        expect(again).toEqual(design);
        const whole = numbersOf(designRows(design, all));
        for (const data of tablesOf(all)) {
          expect(buildDesign(model, data, options)).toEqual(design);
          expect(numbersOf(designRows(again, data))).toEqual(whole);
        }
        const pieces = Array.from({ length: Math.ceil(all.length / step) }, (_, k) =>
          all.slice(k * step, (k + 1) * step),
        );
        for (const kind of [0, 1, 2, 3, 4]) {
          const parts = pieces.map((piece) => designRows(again, tablesOf(piece)[kind]!));
          expect(parts.flatMap(numbersOf)).toEqual(whole);
        }
      }),
      { numRuns: 15 },
    );
  });
});

test("a table where a text column is missing throughout, and so reads as numbers, has no complete rows", () => {
  const text = { formula: "y ~ C(a, Sum)", group: columnFactor("g"), reFormula: "0 + a", vcFormula: { a: "0 + a" } };
  const design = buildDesign(parseModel({ ...text, formula: "y ~ I(a == 'p')" }), anchors);
  const made = designRows(design, [{ y: 1, x: 1, a: null, b: "s", g: 1 }]);
  expect(made.n).toBe(0);
  expect([made.rows, made.y, made.X, ...made.codes].map(({ length }) => length)).toEqual([0, 0, 0, 0]);
});

describe("chunks", () => {
  const n = 150_000;
  const numbers = Array.from({ length: n }, (_, i) => i);
  const data = {
    y: Float64Array.from(numbers, (i) => i % 1009),
    x: Float64Array.from(numbers, (i) => (i % 4999 === 7 ? Number.NaN : i % 13)),
    a: numbers.map((i) => "pqrs"[(i >> 3) % 4]!),
    g: numbers.map((i) => `g${(i * 7919) % 500}`),
  };
  const text = { formula: "y ~ a*x", group: columnFactor("g"), reFormula: "0 + C(a):x", vcFormula: { a: "a" } };
  const design = buildDesign(parseModel(text), data, { missing: "drop" });

  test("are the rows of the table, some at a time", () => {
    const whole = numbersOf(designRows(design, data));
    let at = 0;
    let chunks = 0;
    for (const chunk of designChunks(design, data)) {
      const found = numbersOf(chunk);
      const differs = found.findIndex((row, i) => row.some((value, j) => !Object.is(value, whole[at + i]![j])));
      expect(differs).toBe(-1);
      at += chunk.n;
      chunks++;
    }
    expect(at).toBe(design.rows.kept);
    expect(chunks).toBeGreaterThan(2);
  });

  test("are written to the same memory", () => {
    const memories = new Set<ArrayBufferLike>();
    for (const { rows, y, X, codes } of designChunks(design, data)) {
      for (const array of [rows, y, X, ...codes]) memories.add(array.buffer);
    }
    expect(memories.size).toBe(4);
  });

  test("of a table without rows are none", () => {
    expect([...designChunks(design, { y: [], x: [], a: [], g: [] })]).toEqual([]);
  });
});

describe("the entries of a random term", () => {
  const data = { y: [1, 2, 3, 4], x: [2, 3, 5, 7], a: ["p", "q", "r", "q"], g: ["u", "u", "v", "v"] };
  const entries = (reFormula: string) => {
    const text = { formula: "y ~ 1", group: columnFactor("g"), reFormula };
    return designRows(buildDesign(parseModel(text), data), data).randomEffects[0]!;
  };

  test("of numbers are whole columns, one after the other", () => {
    expect(entries("x")).toEqual([
      { column: 0, value: null },
      { column: 1, value: Float64Array.of(2, 3, 5, 7) },
    ]);
  });

  test("of a category are the numbers of its columns, however many levels it has", () => {
    expect(entries("0 + C(a)")).toEqual([{ column: Int32Array.of(0, 1, 2, 1), value: null }]);
    expect(entries("a")).toEqual([
      { column: 0, value: null },
      { column: Int32Array.of(-1, 1, 2, 1), value: null },
    ]);
  });

  test("of a category times a number are the number in the category's column", () => {
    const value = Float64Array.of(2, 3, 5, 7);
    expect(entries("0 + a:x")).toEqual([{ column: Int32Array.of(0, 1, 2, 1), value }]);
  });
});

const table = { y: [1, 2, 3, 4], x: [1, 2, 3, 6], a: ["p", "q", "p", "q"], g: ["u", "u", "v", "v"] };
const simple = buildDesign(parseModel({ formula: "y ~ a + x", group: columnFactor("g") }), table);

describe("new data", () => {
  test("with a level that the design does not have are refused, with the row and the levels", () => {
    const error = thrown(() => designRows(simple, { ...table, a: ["p", "p", "z", "q"] }));
    expect(error).toMatchObject({ code: "unseen-level", data: { factor: "a", level: "z", row: 2 }, span: [4, 5] });
    expect(error.message).toContain('`a` is "z" in row 2');
    expect(error.message).toContain('"p", "q"');
  });

  test("with an unseen level in a row that lacks another value are accepted: the row is left out", () => {
    const made = designRows(simple, { ...table, a: ["p", "p", "z", "q"], x: [1, 2, null, 4] });
    expect([...made.rows]).toEqual([0, 1, 3]);
  });

  test("of a new group are refused, or coded -1", () => {
    const data = { ...table, g: ["u", "w", "v", "v"] };
    const error = thrown(() => designRows(simple, data));
    expect(error).toMatchObject({ code: "unseen-group", data: { group: "g", level: "w", row: 1, groups: 2 } });
    expect([...designRows(simple, data, 0, 4, { newGroups: "code" }).codes[0]!]).toEqual([0, -1, 1, 1]);
  });

  test("need no response when none is asked for", () => {
    const { y: _, ...rest } = table;
    expect(thrown(() => designRows(simple, rest)).code).toBe("unknown-name");
    const made = designRows(simple, rest, 0, 4, { response: false });
    expect(made.y.length).toBe(0);
    expect([...made.X]).toEqual([1, 1, 1, 1, 0, 1, 0, 1, 1, 2, 3, 6]);
  });

  test("whose variable is of another kind are refused", () => {
    const error = thrown(() => designRows(simple, { ...table, a: [1, 2, 1, 2] }));
    expect(error).toMatchObject({ code: "type", data: { factor: "a", expected: "categorical", found: "numeric" } });
  });
});

describe("aggregates", () => {
  const centred = buildDesign(parseModel({ formula: "y ~ I(x - np.mean(x))", group: columnFactor("g") }), table);

  test("are those of the whole table, whatever the run", () => {
    expect([...designRows(centred, table, 2, 4).X]).toEqual([1, 1, 0, 3]);
  });

  test("are those of the design on a chunk and on new data", () => {
    const chunk = { y: [1], x: [1], g: ["u"] };
    expect([...designRows(centred, chunk).X]).toEqual([1, -2]);
  });

  test("of a matrix alone are those of the table given, as in patsy", () => {
    const { rhs } = buildMatrices(parseFormula("0 + I(x - np.mean(x))"), table);
    expect([...matrixRows(rhs, { x: [1, 3] }).data]).toEqual([-1, 1]);
  });
});

test("a run that is not inside the table is refused", () => {
  expect(thrown(() => designRows(simple, table, 2, 5))).toMatchObject({
    code: "rows",
    data: { start: 2, stop: 5, rows: 4 },
  });
  expect(thrown(() => designRows(simple, table, -1, 2)).code).toBe("rows");
  expect(designRows(simple, table, 2, 2).n).toBe(0);
});
