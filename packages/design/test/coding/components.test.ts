// Variance components beyond the corpus: levels of a group's own, crossing, and time linear in rows.
import { columnFactor, parseModel } from "@mixedlm/formula";
import { expect, test } from "vitest";
import { buildDesign, category, type Design, designRows, type RandomRows, type TableLike } from "../../src/index.ts";
import { thrown } from "../thrown.ts";

function component(formula: string, data: TableLike, group = "g"): Design {
  return buildDesign(parseModel({ formula: "y ~ 1", group: columnFactor(group), vcFormula: { v: formula } }), data);
}

/** Of each entry the one column of all rows, or each row's. */
function columnsOf(entries: RandomRows): (number | number[])[] {
  return entries.map(({ column }) => (typeof column === "number" ? column : [...column]));
}

const y = [1, 2, 3, 4, 5];
const g = ["p", "q", "p", "q", "q"];

test("a level seen in two groups is a column in each, numbered by the group's own levels", () => {
  const data = { y, g, b: ["s", "t", "u", "s", "t"] };
  const design = component("0 + b", data);
  expect(design.components[0]!.names).toEqual([
    ["b[s]", "b[u]"],
    ["b[s]", "b[t]"],
  ]);
  expect(columnsOf(designRows(design, data).components[0]!)).toEqual([[0, 1, 1, 0, 1]]);
});

test("truth values and categories have all their levels in each group", () => {
  const b = category(["s", "t", "u", "s", "t"], ["u", "t", "s", "never"]);
  const names = component("0 + b", { y, g, b }).components[0]!.names;
  expect(names).toEqual([
    ["b[u]", "b[t]", "b[s]", "b[never]"],
    ["b[u]", "b[t]", "b[s]", "b[never]"],
  ]);
  const flags = component("0 + f", { y, g, f: [true, true, true, false, true] }).components[0]!.names;
  expect(flags[0]).toEqual(["f[False]", "f[True]"]);
});

test("reduced coding leaves out each group's own first level", () => {
  const data = { y, g, b: ["s", "t", "u", "v", "t"] };
  const design = component("b", data);
  const entries = designRows(design, data).components[0]!;
  expect(design.components[0]!.names).toEqual([
    ["Intercept", "b[T.u]"],
    ["Intercept", "b[T.v]"],
  ]);
  expect(columnsOf(entries)).toEqual([0, [-1, -1, 1, 1, -1]]);
  expect(entries.map(({ value }) => value)).toEqual([null, null]);
});

test("a product of two factors numbers its columns by the group's own numbers of levels", () => {
  const data = { y, g, a: ["1", "1", "2", "2", "3"], b: ["s", "s", "t", "s", "u"], x: [2, 3, 5, 7, 11] };
  const design = component("0 + a:b:x", data);
  expect(design.components[0]!.names[1]).toEqual([
    "a[1]:b[s]:x",
    "a[2]:b[s]:x",
    "a[3]:b[s]:x",
    "a[1]:b[u]:x",
    "a[2]:b[u]:x",
    "a[3]:b[u]:x",
  ]);
  const [entry, ...others] = designRows(design, data).components[0]!;
  expect(others).toEqual([]);
  expect(entry).toEqual({ column: Int32Array.of(0, 0, 3, 1, 5), value: Float64Array.of(2, 3, 5, 7, 11) });
});

test("a level that is new to its group is refused, or leaves the row without an entry", () => {
  const data = { y, g, b: ["s", "t", "u", "s", "t"] };
  const design = component("0 + b", data);
  const fresh = { y: [1, 2], g: ["p", "p"], b: ["s", "t"] };
  const error = thrown(() => designRows(design, fresh));
  expect(error).toMatchObject({
    code: "unseen-level",
    data: { factor: "b", level: "t", row: 1, levels: 2 },
    span: [4, 5],
  });
  const [entries] = designRows(design, fresh, 0, 2, { newGroups: "code" }).components;
  expect(columnsOf(entries!)).toEqual([[0, -1]]);
});

test("a component without a column in any group is refused", () => {
  const data = { y, g, b: ["s", "s", "s", "s", "s"] };
  const model = parseModel({ formula: "y ~ 1", group: columnFactor("g"), vcFormula: { v: "0 + b" } });
  const [term] = model.random;
  const empty = { ...model, random: [{ ...term!, terms: [] }] };
  expect(thrown(() => buildDesign(empty, data))).toMatchObject({ code: "no-random-effects", data: { name: "v" } });
});

test("each of fifty thousand groups has the columns of its own levels", () => {
  const n = 200_000;
  const rows = Array.from({ length: n }, (_, i) => i);
  const data = {
    y: new Float64Array(n),
    g: Int32Array.from(rows, (i) => i >> 2),
    b: rows.map((i) => `b${i >> 1}`),
  };
  const design = component("0 + b", data);
  const { codes, components } = designRows(design, data);
  expect(design.components[0]!.names.length).toBe(n / 4);
  expect(codes[0]![n - 1]).toBe(n / 4 - 1);
  const [columns] = columnsOf(components[0]!) as [number[]];
  expect(rows.every((i) => columns[i] === ((i >> 1) & 1))).toBe(true);
});

test("an aggregate in a component is refused, as statsmodels' would be one of the group's rows", () => {
  const error = thrown(() => component("0 + I(y - np.mean(y))", { y, g }));
  expect(error).toMatchObject({ code: "not-row-wise", data: { factor: "I(y - np.mean(y))" }, span: [4, 21] });
});

test("a contrast of a component goes with each group's levels, however many there are in all", () => {
  const n = 6000;
  const rows = Array.from({ length: n }, (_, i) => i);
  const data = { y: new Float64Array(n), g: Int32Array.from(rows, (i) => i >> 1), b: rows.map((i) => `b${i + n}`) };
  const design = component("0 + C(b, Sum)", data);
  expect(design.components[0]!.names[0]).toEqual(["C(b, Sum)[mean]", "C(b, Sum)[S.b6000]"]);
});

test("`scale` is refused where a group has no deviation to divide by, `center` is not", () => {
  // statsmodels drops the rows of such a group from the component alone
  const data = { y, g, x: [2, 1, 2, 4, 3] };
  const error = thrown(() => component("0 + scale(x)", data));
  expect(error).toMatchObject({ code: "arguments", span: [4, 12], data: { groups: 1, of: 2 } });
  expect(thrown(() => component("0 + standardize(y, ddof=3)", data)).data).toMatchObject({ groups: 1 });
  for (const formula of ["0 + center(x)", "0 + scale(x, rescale=False)"]) {
    const [entries] = designRows(component(formula, data), data).components;
    expect(entries![0]!.value![0]).toBe(0);
  }
});
