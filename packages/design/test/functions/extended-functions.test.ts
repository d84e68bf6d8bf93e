// `poly`, `lag` and `hashed` in formulas of the extended dialect. Expected values: R, pandas and Python's hashlib, from
// fixtures/stateful.
import { readFileSync } from "node:fs";
import { parseFormula, parseMixedFormula } from "@mixedlm/formula";
import { describe, expect, test } from "vitest";
import { hashCode } from "../../src/functions/hash-code.ts";
import { shiftColumn } from "../../src/functions/shift-rows.ts";
import { buildDesign, buildMatrices, category, designRows, matrixRows, type Table, toTable } from "../../src/index.ts";
import { thrown } from "../thrown.ts";

type Cell = string | number | boolean | null;

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../../fixtures/stateful/${name}`, import.meta.url), "utf8"));
const { lagged, lags, hashes } = read("cases.json") as {
  lagged: Record<string, Cell[]>;
  lags: { column: string; k: number; values: Cell[] }[];
  hashes: { value: Cell; type: "str" | "bool" | "int" | "float"; levels: number; code: number }[];
};

const extended = (text: string) => parseFormula(text, { dialect: "extended" });

describe("poly", () => {
  const {
    x,
    new: others,
    cases,
  } = read("poly.json") as {
    x: Record<string, number[]>;
    new: Record<string, number[]>;
    cases: { x: string; degree: number; columns: number[][]; new: number[][] }[];
  };

  test("has R's columns on the rows of the design and on others, numbered by degree", () => {
    const one = cases.find((other) => other.x === "ties" && other.degree === 3)!;
    const { rhs } = buildMatrices(extended("~ 0 + poly(x, 3)"), { x: x.ties! });
    expect(rhs.names).toEqual(["poly(x, 3)[1]", "poly(x, 3)[2]", "poly(x, 3)[3]"]);
    const kept = JSON.parse(JSON.stringify(rhs)) as typeof rhs;
    for (const [rows, columns] of [
      [x.ties!, one.columns],
      [others.ties!, one.new],
    ] as const) {
      const { data } = matrixRows(kept, { x: rows });
      for (const [i, value] of columns.flat().entries()) expect(data[i]).toBeCloseTo(value, 12);
    }
  });

  test("of one column has no number, and raw powers are powers", () => {
    expect(buildMatrices(extended("~ poly(x)"), { x: [1, 2, 4] }).rhs.names).toEqual(["Intercept", "poly(x)"]);
    const { rhs } = buildMatrices(extended("~ 0 + poly(x, 2, raw=True)"), { x: [1, 2, 4] });
    expect([...matrixRows(rhs, { x: [3, 5] }).data]).toEqual([3, 5, 9, 25]);
  });

  test.each([
    ["~ poly(x, «0»)", "arguments"],
    ["~ poly(x, «3»)", "arguments"],
    ["~ poly(x, degree=«1.5»)", "arguments"],
    ["~ poly(«a», 2)", "type"],
    ["~ «poly()»", "arguments"],
  ])("%s is refused: %s", (marked, code) => {
    const text = marked.replace(/[«»]/g, "");
    const span = [marked.indexOf("«"), marked.indexOf("»") - 1];
    const table = { x: [1, 2, 4], a: ["p", "q", "p"] };
    expect(thrown(() => buildMatrices(extended(text), table))).toMatchObject({ code, span });
  });
});

describe("lag", () => {
  const table: Table = toTable({ ...lagged, day: category(lagged.day!, ["lo", "mid", "hi"]) });

  test.each(lags.map((one) => [one.column, one.k, one.values] as const))(
    "of %s by %i is pandas' shift",
    (name, k, values) => {
      const shifted = shiftColumn(table.column(name), k);
      const cells =
        shifted.kind === "category"
          ? Array.from(shifted.codes, (code) => shifted.levels[code] ?? null)
          : Array.from<unknown>(shifted.values).map((value) => (Number.isNaN(value) ? null : value));
      expect(cells).toEqual(values);
    },
  );

  const data = {
    y: [1, 2, 3, 4, 5],
    x: [10, 20, Number.NaN, 40, 50],
    z: [1, 1, 1, Number.NaN, 1],
    g: ["u", "u", "u", "v", "v"],
  };

  test("is that of the row before in the table, and rows are left out only afterwards", () => {
    const { rhs } = buildMatrices(extended("y ~ 0 + lag(x)"), data);
    expect(matrixRows(rhs, data)).toEqual({ rows: Int32Array.of(1, 2, 4), data: Float64Array.of(10, 20, 40) });
    const model = parseMixedFormula("y ~ 0 + lag(x) + z + (1 | g)");
    const design = buildDesign(model, data, { missing: "drop" });
    const made = designRows(design, data);
    expect([...made.rows]).toEqual([1, 2, 4]);
    expect([...made.X]).toEqual([10, 20, 40, 1, 1, 1]);
    expect([...designRows(design, data, 2, 5).X]).toEqual([20, 40, 1, 1]);
  });

  test("of a negative number of rows is that of a row after", () => {
    const { rhs } = buildMatrices(extended("~ 0 + lag(y, k=-2)"), data);
    expect([...matrixRows(rhs, data).data]).toEqual([3, 4, 5]);
  });

  test("needs the whole table of the design", () => {
    const model = parseMixedFormula("y ~ lag(z) + (1 | g)");
    const design = buildDesign(model, data, { missing: "drop" });
    const chunk = { y: [1, 2], z: [1, 2], g: ["u", "u"] };
    expect(thrown(() => designRows(design, chunk))).toMatchObject({ code: "not-row-wise", span: [4, 10] });
  });
});

describe("hashed", () => {
  const texts = hashes.filter((one) => one.type === "str");
  test.each(texts.map((one) => [one.value, one.levels, one.code] as const))(
    "%j modulo %i is md5's",
    (value, levels, code) => {
      expect(hashCode(value as string, levels)).toBe(code);
    },
  );

  const values = hashes.filter((one) => one.levels === 7);
  test.each(values.map((one) => [one.value, one] as const))(
    "%j is hashed as Python writes it",
    (value, { type, code }) => {
      const types = { str: "string", bool: "bool", int: "int", float: "float" } as const;
      const table = toTable({ a: [value, value] }, { types: { a: types[type] } });
      const { rhs } = buildMatrices(extended("~ 0 + hashed(a, levels=7)"), table);
      expect(rhs.names.length).toBe(7);
      expect(rhs.names[code]).toBe(`hashed(a, levels=7)[${code}]`);
      expect(matrixRows(rhs, table).data[2 * code]).toBe(1);
    },
  );

  test("is missing where the value is", () => {
    const { rhs } = buildMatrices(extended("~ hashed(a, levels=3)"), { a: ["p", null, "q"] });
    expect([...matrixRows(rhs, { a: [null, "p"] }).rows]).toEqual([1]);
  });

  test.each(["~ hashed(a, levels=«0»)", "~ hashed(a, «2.5»)", "~ «hashed(a)»", "~ hashed(«5», 2)"])(
    "%s is refused",
    (marked) => {
      const text = marked.replace(/[«»]/g, "");
      const span = [marked.indexOf("«"), marked.indexOf("»") - 1];
      expect(thrown(() => buildMatrices(extended(text), { a: ["p", "q"] }))).toMatchObject({ code: "arguments", span });
    },
  );
});
