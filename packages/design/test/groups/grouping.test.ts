// Grouping factors of one column and of several: which there are, their levels, and the level of each row.
import { parseMixedFormula } from "@mixedlm/formula";
import { describe, expect, test } from "vitest";
import { buildDesign, category, type Design, designChunks, designRows, type TableLike } from "../../src/index.ts";
import { thrown } from "../thrown.ts";

const data = {
  y: [1, 2, 3, 4, 5, 6],
  x: [2, 3, 5, 7, 11, 13],
  a: ["q", "p", "q", "p", "p", "q"],
  b: [10, 2, 2, 10, 2, 10],
  g: ["u", "u", "v", "v", "w", "w"],
};

const design = (formula: string, table: TableLike = data): Design => buildDesign(parseMixedFormula(formula), table);

const codesOf = (made: Design, table: TableLike = data) => designRows(made, table).codes.map((codes) => [...codes]);

describe("grouping factors", () => {
  test("are listed once each, in the order of the formula, and terms refer to them", () => {
    const made = design("y ~ (1 | g) + (1 | a) + (0 + x | g) + (0 + x | a:g)");
    expect(made.groups.map(({ name }) => name)).toEqual(["g", "a", "a:g"]);
    expect(made.randomEffects.map(({ group, names }) => [group, names])).toEqual([
      [0, ["Intercept"]],
      [1, ["Intercept"]],
      [0, ["x"]],
      [2, ["x"]],
    ]);
  });

  test("of the same columns in another order are one, spelt as first written", () => {
    const made = design("y ~ (1 | a:b) + (0 + x | b:a)");
    expect(made.groups.map(({ name }) => name)).toEqual(["a:b"]);
    expect(made.randomEffects.map(({ group }) => group)).toEqual([0, 0]);
  });

  test("of a nesting are the combinations, the inner column first, and the outer column", () => {
    const made = design("y ~ (1 | g/a)");
    expect(made.groups.map(({ name, levels }) => [name, levels])).toEqual([
      ["a:g", ["p:u", "p:v", "p:w", "q:u", "q:v", "q:w"]],
      ["g", ["u", "v", "w"]],
    ]);
    expect(codesOf(made)).toEqual([
      [3, 0, 4, 1, 2, 5],
      [0, 0, 1, 1, 2, 2],
    ]);
  });

  test("of `||` are that of each term", () => {
    const made = design("y ~ (x || g)");
    expect(made.groups).toHaveLength(1);
    expect(made.randomEffects.map(({ names }) => names)).toEqual([["Intercept"], ["x"]]);
  });
});

describe("levels of several columns", () => {
  test("are the combinations that rows have, sorted by the columns' codes: numbers by size, not as text", () => {
    const [factor] = design("y ~ (1 | b:g)").groups;
    expect(factor).toMatchObject({
      combinations: [0, 0, 0, 1, 0, 2, 1, 0, 1, 1, 1, 2],
      levels: ["2:u", "2:v", "2:w", "10:u", "10:v", "10:w"],
      dataType: "string",
    });
    expect(factor!.columns.map(({ name, levels, dataType }) => [name, levels, dataType])).toEqual([
      ["b", [2, 10], "int"],
      ["g", ["u", "v", "w"], "string"],
    ]);
  });

  test("of rows that are dropped are none", () => {
    const gaps = { ...data, x: [2, null, 5, 7, null, 13] };
    const made = buildDesign(parseMixedFormula("y ~ x + (1 | a:g)"), gaps, { missing: "drop" });
    expect(made.groups[0]!.levels).toEqual(["p:v", "q:u", "q:v", "q:w"]);
    expect(codesOf(made, gaps)).toEqual([[1, 2, 0, 3]]);
  });

  test("write whole numbers as such whatever type their column has, and truth values as Python does", () => {
    const table = { ...data, b: Float64Array.from(data.b), t: data.x.map((x) => x > 4) };
    expect(design("y ~ (1 | b:t)", table).groups[0]!.levels).toEqual(["2:False", "2:True", "10:False", "10:True"]);
  });

  test("of labels that hold a colon are told apart by their columns, though they are written alike", () => {
    const table = { y: [1, 2, 3, 4], a: ["p", "p:q", "p", "p:q"], b: ["q:r", "r", "q:r", "r"] };
    const made = design("y ~ (1 | a:b)", table);
    expect(made.groups[0]!.levels).toEqual(["p:q:r", "p:q:r"]);
    expect(codesOf(made, table)).toEqual([[0, 1, 0, 1]]);
  });

  test("of a category are those that occur, sorted by label as any group's", () => {
    const table = { ...data, a: category(data.a, ["q", "never", "p"]) };
    const made = design("y ~ (1 | a:g)", table);
    expect(made.groups).toEqual(
      design("y ~ (1 | a:g)").groups.map((factor) => ({
        ...factor,
        columns: factor.columns.map((column) => (column.name === "a" ? { ...column, dataType: "category" } : column)),
      })),
    );
    expect(codesOf(made, table)).toEqual([[3, 0, 4, 1, 2, 5]]);
  });

  test("of three columns are found in rows of any table, also from JSON and in chunks", () => {
    const n = 60_000;
    const table = {
      y: Float64Array.from({ length: n }, (_, i) => i % 7),
      a: Int32Array.from({ length: n }, (_, i) => (i * 31) % 101),
      b: Array.from({ length: n }, (_, i) => `b${(i * 17) % 29}`),
      c: Int32Array.from({ length: n }, (_, i) => (i >> 4) % 13),
    };
    const made = design("y ~ (1 | a:b:c)", table);
    const { columns, combinations, levels } = made.groups[0]!;
    const again = JSON.parse(JSON.stringify(made)) as Design;
    let row = 0;
    for (const { codes, rows } of designChunks(again, table)) {
      for (const code of codes[0]!) {
        const labels = columns.map((column, j) => column.levels[combinations![code * 3 + j]!]);
        if (labels[0] !== table.a[row] || labels[1] !== table.b[row] || labels[2] !== table.c[row]) {
          expect.fail(`row ${row} has ${levels[code]}`);
        }
        row++;
      }
      expect(rows[rows.length - 1]).toBe(row - 1);
    }
    expect(row).toBe(n);
    expect(levels).toHaveLength(new Set(Array.from(table.a, (a, i) => `${a} ${table.b[i]} ${table.c[i]}`)).size);
  });
});

describe("rows of groups that the design does not have", () => {
  const fresh = { ...data, a: ["q", "z", "q", "p", "p", "q"], g: ["u", "u", "w", "v", "w", "v"] };

  test("are coded -1 in that factor alone, for a new label or a new combination", () => {
    const made = design("y ~ (1 | g/a)", { ...data, a: ["q", "p", "p", "p", "p", "q"] });
    expect(made.groups[0]!.levels).toEqual(["p:u", "p:v", "p:w", "q:u", "q:w"]);
    const { codes } = designRows(made, fresh, 0, 6, { newGroups: "code" });
    expect(codes.map((code) => [...code])).toEqual([
      [3, -1, 4, 1, 2, -1],
      [0, 0, 2, 1, 2, 1],
    ]);
  });

  test("are not those whose labels print the same, as numbers or as texts", () => {
    const numbers = { ...data, g: [10, 2, 2, 10, 1.5, 1.5] };
    const texts = { ...data, g: ["10", "2", "2", "10", "1.5", "1.5"] };
    for (const formula of ["y ~ (1 | g)", "y ~ (1 | g:a)"]) {
      for (const [own, other] of [
        [numbers, texts],
        [texts, numbers],
      ] as const) {
        const made = design(formula, own);
        const expected = [...designRows(made, own).codes[0]!];
        const declared = { ...data, g: category(other.g) };
        for (const rows of [other, declared, { ...data, g: category(own.g) }])
          expect([...designRows(made, rows).codes[0]!]).toEqual(expected);
        const chunks = [...designChunks(JSON.parse(JSON.stringify(made)) as Design, other)];
        expect([...chunks[0]!.codes[0]!]).toEqual(expected);
      }
    }
    const made = design("y ~ (1 | g)", numbers);
    const { codes } = designRows(made, { ...data, g: ["10.0", "02", "2", " 10", "1.50", "1.5"] }, 0, 6, {
      newGroups: "code",
    });
    expect([...codes[0]!]).toEqual([-1, -1, 1, -1, -1, 0]);
  });

  test("are refused with the row and what it has", () => {
    const made = design("y ~ (1 | b:a)", { ...data, b: [10, 2, 2, 10, 2, 10] });
    const error = thrown(() => designRows(made, { ...data, a: ["q", "p", "p", "z", "p", "q"] }));
    expect(error).toMatchObject({ code: "unseen-group", data: { group: "b:a", level: "10:z", row: 3, groups: 4 } });
  });
});

test("components of several groupings are coded each in its own", () => {
  const model = parseMixedFormula("y ~ (0 + b | a) + (0 + b | g)");
  const random = model.random.map((term, t) => ({ ...term, name: `v${t}`, covariance: "component" as const }));
  const made = buildDesign({ ...model, random }, { ...data, b: data.b.map(String) });
  expect(made.components.map(({ group, names }) => [group, names])).toEqual([
    [
      0,
      [
        ["b[10]", "b[2]"],
        ["b[10]", "b[2]"],
      ],
    ],
    [
      1,
      [
        ["b[10]", "b[2]"],
        ["b[10]", "b[2]"],
        ["b[10]", "b[2]"],
      ],
    ],
  ]);
});
