// Weights and offsets: the numbers of rows, what is missing in them, and what is refused.
import { parseMixedFormula } from "@mixedlm/formula";
import { describe, expect, test } from "vitest";
import { buildDesign, type Design, type DesignOptions, designRows, type TableLike } from "../src/index.ts";
import { thrown } from "./thrown.ts";

const data = {
  y: [1, 2, 3, 4],
  x: [2, 3, 5, 7],
  t: [1, 10, 100, 1000],
  w: [1, 0.5, 2, 4],
  g: ["u", "u", "v", "v"],
};

const design = (formula: string, options: DesignOptions = {}, table: TableLike = data): Design =>
  buildDesign(parseMixedFormula(formula), table, options);

test("a model without weights and offsets has none", () => {
  const made = design("y ~ x + (1 | g)");
  expect([made.weights, made.offset]).toEqual([null, []]);
  expect(designRows(made, data)).toMatchObject({ weights: null, offset: null });
});

describe("weights", () => {
  test("are the column named, of the rows that are kept", () => {
    const gaps = { ...data, x: [2, null, 5, 7] };
    const made = design("y ~ x + (1 | g)", { weights: "w", missing: "drop" }, gaps);
    expect(made.weights).toBe("w");
    expect(designRows(made, gaps).weights).toEqual(Float64Array.of(1, 2, 4));
    expect(designRows(JSON.parse(JSON.stringify(made)), gaps, 2, 4).weights).toEqual(Float64Array.of(2, 4));
  });

  test("that are missing cost their rows, or are refused, as any variable's", () => {
    const gaps = { ...data, w: [1, null, 2, 4] };
    expect(design("y ~ x + (1 | g)", { weights: "w", missing: "drop" }, gaps).rows).toEqual({
      total: 4,
      kept: 3,
      missing: { w: 1 },
    });
    const error = thrown(() => design("y ~ x + (1 | g)", { weights: "w" }, gaps));
    expect(error).toMatchObject({ code: "missing-values", data: { counts: { w: 1 } } });
  });

  test.each([0, -1, Number.POSITIVE_INFINITY])("of %f are refused with the row", (weight) => {
    const wrong = { ...data, w: [1, 2, weight, 4] };
    const expected = { code: "weights", data: { name: "w", value: weight, row: 2 } };
    expect(thrown(() => design("y ~ x + (1 | g)", { weights: "w" }, wrong))).toMatchObject(expected);
    const made = design("y ~ x + (1 | g)", { weights: "w" });
    expect(thrown(() => designRows(made, wrong, 1, 4))).toMatchObject(expected);
    const [, ...rest] = [0, 1, 2, 3].map((i) => ({ y: data.y[i], x: data.x[i], w: wrong.w[i], g: data.g[i] }));
    expect(thrown(() => designRows(made, rest))).toMatchObject({ ...expected, data: { row: 1 } });
  });

  test("of 0 come with the advice to leave such rows out", () => {
    const error = thrown(() => design("y ~ x + (1 | g)", { weights: "w" }, { ...data, w: [1, 0, 1, 1] }));
    expect(error.message).toContain("leave out rows of weight 0 first");
  });

  test("that are no numbers, or no column, are refused", () => {
    expect(thrown(() => design("y ~ x + (1 | g)", { weights: "g" }))).toMatchObject({
      code: "weights",
      data: { name: "g", found: "text" },
    });
    expect(thrown(() => design("y ~ x + (1 | g)", { weights: "v" })).code).toBe("unknown-name");
  });

  test("are not asked of rows whose response is not wanted", () => {
    const { w: _, y: __, ...rest } = data;
    const made = design("y ~ x + (1 | g)", { weights: "w" });
    expect(designRows(made, rest, 0, 4, { response: false }).weights).toBeNull();
    expect(thrown(() => designRows(made, { ...rest, y: data.y })).code).toBe("unknown-name");
  });
});

describe("offsets", () => {
  test("of the formula and of the options are summed, and the response is left as it is", () => {
    const made = design("y ~ x + offset(np.log10(t)) + offset(x) + (1 | g)", { offset: "w" });
    const { offset, y } = designRows(JSON.parse(JSON.stringify(made)), data);
    expect(offset).toEqual(Float64Array.of(3, 4.5, 9, 14));
    expect([...y]).toEqual(data.y);
    expect(made.fixed.names).toEqual(["Intercept", "x"]);
  });

  test("keep what they learnt on new data, and are made without a response", () => {
    const made = design("y ~ offset(center(x)) + (1 | g)");
    const fresh = { x: [4.25, 0], g: ["u", "v"] };
    expect(designRows(made, fresh, 0, 2, { response: false }).offset).toEqual(Float64Array.of(0, -4.25));
  });

  test("written twice count twice", () => {
    const made = design("y ~ offset(x) + offset(x) + (1 | g)");
    expect(designRows(made, data).offset).toEqual(Float64Array.of(4, 6, 10, 14));
  });

  test("named as a column are that column, whatever its name is elsewhere", () => {
    const table = { ...data, True: [1, 2, 3, 4] };
    const made = design("y ~ x + (1 | g)", { offset: "True" }, table);
    expect(designRows(made, table).offset).toEqual(Float64Array.of(1, 2, 3, 4));
  });

  test("that are missing cost their rows", () => {
    const made = design("y ~ offset(np.log10(t)) + (1 | g)", { missing: "drop" }, { ...data, t: [1, -1, null, 10] });
    expect(made.rows).toEqual({ total: 4, kept: 2, missing: { t: 1, "np.log10(t)": 1 } });
  });

  test("that are infinite are refused with the row and the place", () => {
    const table = { ...data, t: [1, 10, 0, 1] };
    const error = thrown(() => design("y ~ offset(np.log10(t)) + (1 | g)", {}, table));
    expect(error).toMatchObject({ code: "offset", data: { value: Number.NEGATIVE_INFINITY, row: 2 }, span: [11, 22] });
  });

  test("that are no column of numbers are refused", () => {
    expect(thrown(() => design("y ~ x + (1 | g)", { offset: "g" }))).toMatchObject({
      code: "offset",
      data: { name: "g", found: "text" },
    });
    expect(thrown(() => design("y ~ offset(g) + (1 | g)"))).toMatchObject({
      code: "offset",
      data: { found: "text" },
      span: [11, 12],
    });
    expect(thrown(() => design("y ~ offset(bs(x, df=4)) + (1 | g)"))).toMatchObject({
      code: "offset",
      data: { found: "4 columns" },
    });
  });
});

test("a table without complete rows has no weights, offsets and codes, but a list for each group and term", () => {
  const made = design("y ~ (1 | g) + (0 + x | t:g) + offset(x)", { weights: "w" });
  const none = designRows(made, { ...data, x: data.x.map(() => null) });
  expect(none).toMatchObject({ n: 0, weights: new Float64Array(0), offset: new Float64Array(0) });
  expect(none.codes).toEqual([new Int32Array(0), new Int32Array(0)]);
  expect(none.randomEffects).toEqual([[{ column: 0, value: null }], [{ column: 0, value: new Float64Array(0) }]]);
});
