// What methods of Series and Frame are told by code without types: a typed error that names the call and what would be
// right wherever pandas raises, and pandas' answer wherever it has one.
import { describe, expect, test } from "vitest";
import { SmfError } from "../../src/errors.ts";
import { Frame } from "../../src/labelled/frame.ts";
import { Series } from "../../src/labelled/series.ts";
import { smfError } from "../thrown.ts";

// biome-ignore lint/suspicious/noExplicitAny: what the compiler would refuse is the point
type Untyped = any;

const s: Untyped = new Series(["a", "b"], [1, 2], { name: "n" });
const d: Untyped = new Frame(
  ["a", "b"],
  ["x", "y"],
  [
    [1, 3],
    [2, 4],
  ],
);
const Labelled: Untyped = { Series, Frame };

const refused: readonly (readonly [what: string, call: () => unknown, code: string, text: string])[] = [
  ["Series(name: list)", () => new Labelled.Series(["a"], [1], { name: ["n"] }), "option-type", "`name` of Series"],
  ["Series(nam)", () => new Labelled.Series(["a"], [1], { nam: "n" }), "unknown-option", "did you mean `name`"],
  ["Series(dtype: foo)", () => new Labelled.Series(["a"], [1], { dtype: "foo" }), "option-type", '"float64", "int64"'],
  [
    "Frame(dtypes: text)",
    () => new Labelled.Frame(["a"], ["x"], [[1]], { dtypes: "int64" }),
    "option-type",
    "an array of",
  ],
  ["Frame(dtype)", () => new Labelled.Frame(["a"], ["x"], [[1]], { dtype: ["int64"] }), "unknown-option", "`dtypes`"],
  ["add()", () => s.add(), "option-type", "add was given undefined, expected a number, an array"],
  ["add(null)", () => s.add(null), "option-type", "add was given null"],
  ["add(text)", () => s.add("a"), "not-numeric", 'add needs numbers, found "a"'],
  ["add(record)", () => s.add({}), "option-type", "add was given"],
  ["add(function)", () => s.add(Math.exp), "option-type", "add was given"],
  ["add(symbol)", () => s.add(Symbol("a")), "option-type", "add was given"],
  ["add(bigint)", () => s.add(1n), "option-type", "add was given 1n"],
  ["add(frame)", () => s.add(d), "option-type", "add was given"],
  ["add(objects)", () => s.add([{}, {}]), "not-numeric", "add needs numbers"],
  ["add(bigints)", () => s.add([1n, 2n]), "not-numeric", "add needs numbers, found 1n"],
  ["add(vector without values)", () => s.add({ index: ["a"], values: null }), "option-type", "add was given"],
  ["add(vector of two lengths)", () => s.add({ index: ["a"], values: [1, 2] }), "option-type", "add was given"],
  ["add(1, null)", () => s.add(1, null), "option-type", "the options of add are null"],
  ["add(1, fill_value: text)", () => s.add(1, { fill_value: "a" }), "option-type", "`fill_value` of add"],
  ["gt()", () => s.gt(), "option-type", "gt was given undefined"],
  ["gt(text)", () => s.gt("a"), "mixed-labels", "gt cannot order texts and numbers"],
  ["lt of texts and a number", () => s.map(String).lt(1), "mixed-labels", "lt cannot order texts and numbers"],
  ["sum(null)", () => s.sum(null), "option-type", "the options of sum are null"],
  ["sum(skipna: text)", () => s.sum({ skipna: "a" }), "option-type", "`skipna` of sum"],
  ["var(ddof: text)", () => s.var({ ddof: "a" }), "option-type", "`ddof` of var"],
  ["std(axis)", () => s.std({ axis: 1 }), "unknown-option", "`axis` is not an option of std"],
  ["idxmax(axis)", () => s.idxmax({ axis: 1 }), "unknown-option", "`axis` is not an option of idxmax"],
  ["map()", () => s.map(), "option-type", "`f` of map is undefined, expected a function"],
  ["apply(text)", () => s.apply("exp"), "option-type", "expected a function"],
  ["quantile(text)", () => s.quantile("a"), "option-type", "a number from 0 to 1, or an array of them"],
  ["quantile([text])", () => s.quantile(["0.5"]), "option-type", "a number from 0 to 1"],
  ["reindex()", () => s.reindex(), "option-type", "`labels` of reindex is undefined, expected an array"],
  ["reindex(text)", () => s.reindex("ab"), "option-type", "expected an array"],
  ["reindex([symbol])", () => s.reindex([Symbol("a")]), "option-type", "`labels[0]` of reindex"],
  ["drop([null])", () => s.drop(["a", null]), "option-type", "`labels[1]` of drop is null, expected a label"],
  ["add(a match)", () => s.add("ab".match(/a/)), "shape", "the other operand has length 1, expected 2"],
  ["reindex([..], null)", () => s.reindex(["a"], null), "option-type", "the options of reindex are null"],
  ["filter()", () => s.filter(), "option-type", "the options of filter are undefined"],
  ["filter({})", () => s.filter({}), "option-conflict", "found none of them"],
  ["filter({items, like})", () => s.filter({ items: ["a"], like: "a" }), "option-conflict", "found `items` and `like`"],
  ["filter({items: 5})", () => s.filter({ items: 5 }), "option-type", "`items` of filter is 5"],
  ["filter({like: 5})", () => s.filter({ like: 5 }), "option-type", "`like` of filter is 5"],
  ["filter({regex: 5})", () => s.filter({ regex: 5 }), "option-type", "`regex` of filter is 5"],
  ["dot()", () => s.dot(), "option-type", "dot was given undefined"],
  ["dot(3)", () => s.dot(3), "option-type", "dot was given 3"],
  ["dot(what looks like a frame)", () => s.dot({ columns: ["x"], values: [[1]] }), "option-type", "dot was given"],
  ["drop(null)", () => s.drop(null), "option-type", "`labels` of drop is null"],
  ["drop(record)", () => s.drop({ index: "a" }), "option-type", "`labels` of drop"],
  ["drop(errors: text)", () => s.drop("z", { errors: "x" }), "option-type", '"raise" or "ignore"'],
  ["rename(symbol)", () => s.rename(Symbol("a")), "option-type", "`change` of rename"],
  ["rename(list)", () => s.rename(["x"]), "option-type", "`change` of rename"],
  ["rename(to nothing)", () => s.rename(() => undefined), "option-type", 'rename makes undefined of the label "a"'],
  ["head(text)", () => s.head("a"), "option-type", "`n` of head"],
  ["tail(1.5)", () => s.tail(1.5), "option-type", "a whole number"],
  ["iloc(slice of texts)", () => s.iloc({ start: "a" }), "option-type", "`start` of a slice"],
  ["iloc(slice of fractions)", () => s.iloc({ stop: 1.5 }), "option-type", "`stop` of a slice"],
  ["iloc(slip)", () => s.iloc({ strat: 1 }), "unknown-option", "did you mean `start`"],
  ["iloc(fraction)", () => s.iloc(0.5), "position", "no position 0.5"],
  ["iloc([symbol])", () => s.iloc([Symbol("a")]), "position", "no position"],
  ["loc(slip)", () => s.loc({ stat: "a" }), "unknown-option", "`start`"],
  ["loc(slice of records)", () => s.loc({ start: {} }), "option-type", "`start` of a slice"],
  ["loc(mask without values)", () => s.loc({ index: ["a"], values: 5, dtype: "bool" }), "unknown-option", "`index`"],
  ["round(text)", () => s.round("a"), "option-type", "`decimals` of round"],
  ["round(1.5)", () => s.round(1.5), "option-type", "a whole number"],
  ["fillna()", () => s.fillna(), "option-type", "`value` of fillna"],
  ["sort_values(ascending: text)", () => s.sort_values({ ascending: "no" }), "option-type", "true or false"],
  ["sort_values(na_position)", () => s.sort_values({ na_position: "x" }), "option-type", '"first" or "last"'],
  ["sort_values(null)", () => s.sort_values(null), "option-type", "the options of sort_values are null"],
  ["to_frame(record)", () => s.to_frame({}), "option-type", "`name` of to_frame"],
  ["Frame.rename()", () => d.rename(), "option-type", "the options of rename are undefined"],
  ["Frame.rename(labels)", () => d.rename({ a: "z" }), "unknown-option", "(options: index, columns)"],
  ["Frame.rename(columns: 5)", () => d.rename({ columns: 5 }), "option-type", "`columns` of rename is 5"],
  ["Frame.reindex()", () => d.reindex(), "option-type", "the options of reindex are undefined"],
  ["Frame.reindex(rows)", () => d.reindex({ rows: ["a"] }), "unknown-option", "`rows` is not an option of reindex"],
  ["Frame.reindex(index: text)", () => d.reindex({ index: 5 }), "option-type", "`index` of reindex"],
  ["Frame.drop(null)", () => d.drop(null), "option-type", "the options of drop are null"],
  ["Frame.drop({})", () => d.drop({}), "option-type", "labels, or a record of them"],
  ["Frame.drop(axis: 5)", () => d.drop("x", { axis: 5 }), "option-type", '0, 1, "index" or "columns"'],
  ["Frame.drop(.., null)", () => d.drop("x", null), "option-type", "the options of drop are null"],
  ["Frame.add()", () => d.add(), "option-type", "add was given undefined"],
  ["Frame.add(null)", () => d.add(null), "option-type", "add was given null"],
  ["Frame.add(text)", () => d.add("a"), "option-type", "add was given"],
  [
    "Frame.add(what looks like a frame)",
    () => d.add({ columns: ["x"], values: [[1]] }),
    "option-type",
    "add was given",
  ],
  ["Frame.add(axis: 5)", () => d.add(s, { axis: 5 }), "option-type", "`axis` of add is 5"],
  ["Frame.sum(null)", () => d.sum(null), "option-type", "the options of sum are null"],
  ["Frame.sum(axis: 5)", () => d.sum({ axis: 5 }), "option-type", "`axis` of sum is 5"],
  ["Frame.dot(3)", () => d.dot(3), "option-type", "dot was given 3"],
  ["Frame.dot()", () => d.dot(), "option-type", "dot was given undefined"],
  ["Frame.applymap()", () => d.applymap(), "option-type", "expected a function"],
  ["Frame.round(text)", () => d.round("a"), "option-type", "`decimals` of round"],
  ["Frame.round(fractions)", () => d.round({ x: 1.5 }), "option-type", "`x` of round is 1.5"],
  ["Frame.to_dict(text)", () => d.to_dict("rows"), "option-type", '"dict", "list"'],
  ["Frame.sort_index(axis: 5)", () => d.sort_index({ axis: 5 }), "option-type", "`axis` of sort_index"],
  ["Frame.sort_index(null)", () => d.sort_index(null), "option-type", "the options of sort_index are null"],
  ["Frame.sort_values(null)", () => d.sort_values(null), "option-type", "`by` of sort_values is null"],
  ["Frame.sort_values(.., text)", () => d.sort_values("x", { ascending: "no" }), "option-type", "true or false"],
  ["from_dict(null)", () => Labelled.Frame.from_dict(null), "option-type", "`data` of from_dict is null"],
  ["from_dict(numbers)", () => Labelled.Frame.from_dict({ x: 1 }), "option-type", "`data.x` of from_dict is 1"],
  ["from_dict(rows)", () => Labelled.Frame.from_dict({}, { orient: "rows" }), "option-type", '"columns" or "index"'],
];

test.each(refused)("%s is refused", (_, call, code, text) => {
  const error = smfError(call);
  expect(error.code).toBe(code);
  expect(error.message).toContain(text);
});

describe("pandas answers, and so does", () => {
  test("equals: what is no series, or no frame, is not equal to one", () => {
    for (const other of [null, undefined, 3, [1, 2], {}, Symbol("a")])
      expect([s.equals(other), d.equals(other)]).toEqual([false, false]);
    expect([s.equals(d), d.equals(s), s.equals(s.add(0)), d.equals(d.T.T)]).toEqual([false, false, true, true]);
  });

  test("a comparison with null: only `ne` holds", () => {
    expect([...s.eq(null), ...s.gt(null), ...s.ne(null)]).toEqual([false, false, false, false, true, true]);
  });

  test("a comparison with a text: it is equal to no number, and missing values have no order", () => {
    expect([...s.eq("1"), ...s.ne("1")]).toEqual([false, false, true, true]);
    expect([...new Series<string | null>(["a", "b"], ["x", null]).gt("b")]).toEqual([true, false]);
  });

  test("rename: without a name there is none, and labels that are not there are passed over", () => {
    expect(s.rename().name).toBe(null);
    expect(s.rename({ q: "z" }).index).toEqual(["a", "b"]);
    expect(s.rename({ q: "z" }).name).toBe("n");
  });

  test("to_dict of series", () => {
    const { x, y } = d.to_dict("series");
    expect([x.equals(d.column("x")), y.equals(d.column("y")), x.name]).toEqual([true, true, "x"]);
  });

  test("iloc of an array of any type, and loc of one", () => {
    expect(s.iloc(Int32Array.of(1)).to_dict()).toEqual({ b: 2 });
    const numbered: Untyped = new Series([5, 6], [1, 2]);
    expect(numbered.loc(Float64Array.of(6)).to_dict()).toEqual({ 6: 2 });
  });

  test("round of a column that the record does not name, whatever it is called", () => {
    const odd = new Frame(["a"], ["constructor", "x"], [[1.26, 2.26]]);
    expect(odd.round({ x: 1 }).values).toEqual([[1.26, 2.3]]);
  });

  test("sum of a frame with a truth value", () => {
    expect(d.add(true).values).toEqual([
      [2, 4],
      [3, 5],
    ]);
  });

  test("reindex, drop and sort_values by a series of labels", () => {
    const labels = new Series([0], ["b"]);
    expect(s.reindex(labels).to_dict()).toEqual({ b: 2 });
    expect(s.drop(labels).to_dict()).toEqual({ a: 1 });
    expect(d.reindex({ index: labels }).index).toEqual(["b"]);
  });
});

test("labels of a vector that changes afterwards are looked up as they are now", () => {
  const own: Untyped = new Series(["a", "b", "c"], [1, 2, 3]);
  const index = ["b", "a"];
  const vector: Untyped = { index, values: [10, 20], name: null, dtype: "float64" };
  expect(own.add(vector).to_dict()).toEqual({ a: 21, b: 12, c: Number.NaN });
  index.reverse();
  expect(own.add(vector).to_dict()).toEqual({ a: 11, b: 22, c: Number.NaN });
  const mask: Untyped = { index: ["c", "b", "a"], values: [true, false, false], dtype: "bool" };
  expect(own.loc(mask).to_dict()).toEqual({ c: 3 });
  mask.index.reverse();
  expect(own.loc(mask).to_dict()).toEqual({ a: 1 });
});

const revoked = Proxy.revocable({}, {});
revoked.revoke();
const NONSENSE: readonly unknown[] = [
  ...[undefined, null, {}, [], 1, Number.NaN, "x", true, 5n, Symbol("a"), () => 1, /a/, new Map(), new Set([1])],
  ...[new Date(0), [null], [{}], [Symbol("a")], "ab".match(/a/), new Float64Array(2), { length: 1e12 }],
  ...[{ index: 5, values: 5 }, { columns: 5, values: 5 }, revoked.proxy, s, d],
];

test.each([
  ["Series", s],
  ["Frame", d],
])("no method of %s answers nonsense with an error of the runtime", (_, object) => {
  const found: string[] = [];
  let calls = 0;
  for (const name of methodsOf(object))
    for (const [at, given] of NONSENSE.entries())
      for (const values of [[given], [given, given], ["a", given], [1, given], [{}, given]]) {
        calls += 1;
        try {
          object[name](...values);
        } catch (error) {
          if (!(error instanceof SmfError)) found.push(`${name}, ${at}: ${String(error)}`);
        }
      }
  expect(calls).toBeGreaterThan(3000);
  expect(found).toEqual([]);
});

/** Names of an object's own and inherited methods. */
function methodsOf(object: object): string[] {
  const parent = Object.getPrototypeOf(object);
  if (parent === Object.prototype) return [];
  const own = Object.entries(Object.getOwnPropertyDescriptors(parent));
  const names = own.filter(([name, { value }]) => name !== "constructor" && typeof value === "function");
  return [...names.map(([name]) => name), ...methodsOf(parent)];
}
