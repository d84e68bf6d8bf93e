import { describe, expect, test } from "vitest";
import { Frame } from "../../src/labelled/frame.ts";
import { Series } from "../../src/labelled/series.ts";
import { smfError } from "../thrown.ts";
import { casesByCall, differences } from "./pandas-cases.ts";

const params = new Series(["Intercept", "Time", "Group Var"], [15.7238, 6.9425, 3.5537], { name: "Coef." });
const pvalues = new Series(["Intercept", "Time", "Group Var"], [0, 0.2, Number.NaN]);

describe("what a method of Series answers, pandas answers", () => {
  test.each(casesByCall("series"))("%s", (_call, cases) => {
    expect(differences(cases)).toEqual([]);
  });
});

test("nothing that is done to a series or its parts changes it", () => {
  const labels = ["b", "a"];
  const values = Float64Array.of(1, 2);
  const series = new Series(labels, values);
  labels[0] = "c";
  values[0] = 7;
  series.to_numpy()[0] = 8;
  series.to_list()[0] = 9;
  series.sort_index();
  series.add(1);
  expect(series.to_dict()).toEqual({ b: 1, a: 2 });
  expect(() => Object.assign(series.index, ["x"])).toThrow(TypeError);
  expect(() => Object.assign(new Series(["a"], ["text"]).values, ["x"])).toThrow(TypeError);
});

test("values given away are not copied", () => {
  const values = Float64Array.of(1, 2);
  expect(new Series(["a", "b"], values, { copy: false }).values).toBe(values);
  expect(new Series(["a", "b"], values).values).not.toBe(values);
});

test("results with the same labels share one list of them", () => {
  expect(params.add(1).index).toBe(params.index);
  expect(params.gt(1).index).toBe(params.index);
  expect(params.rename("other").index).toBe(params.index);
});

test("a comparison selects", () => {
  expect(params.loc(pvalues.lt(0.05)).to_dict()).toEqual({ Intercept: 15.7238 });
});

test("an unknown label is an error that names the nearest one, a fallback is none", () => {
  const error = smfError(() => params.get("Tiem"));
  expect(error.code).toBe("unknown-label");
  expect(error.data).toEqual({ label: "Tiem", candidates: ["Time"] });
  expect(error.message).toMatchInlineSnapshot(
    `"no label "Tiem"; did you mean \`Time\`? (labels: Intercept, Time, Group Var)"`,
  );
  expect(params.get("Tiem", null)).toBe(null);
  expect(params.get("Tiem", undefined)).toBe(undefined);
});

test("one value of a label that stands twice is an error, all of them are not", () => {
  const twice = new Series(["a", "b", "a"], [1, 2, 3]);
  const error = smfError(() => twice.get("a"));
  expect(error.code).toBe("duplicate-label");
  expect(error.data).toEqual({ label: "a", count: 2 });
  expect(error.message).toMatchInlineSnapshot(
    `"label "a" stands 2 times; a list of labels, such as ["a"], selects them all"`,
  );
  expect(twice.get("b")).toBe(2);
  expect([...twice.loc(["a"])]).toEqual([1, 3]);
  expect(smfError(() => twice.add(params)).code).toBe("duplicate-label");
  expect([...twice.add(twice)]).toEqual([2, 4, 6]);
});

test("numbers and texts as labels are different labels", () => {
  const series = new Series([1, "1", true], [10, 20, 30]);
  expect([series.get(1), series.get("1"), series.get(true)]).toEqual([10, 20, 30]);
});

test("wrong lengths, positions and kinds are errors that say what would be right", () => {
  const errors = [
    smfError(() => new Series(["a"], [1, 2])),
    smfError(() => params.iloc(3)),
    smfError(() => params.iloc(0.5)),
    smfError(() => new Series([], []).iloc(0)),
    smfError(() => params.add([1])),
    smfError(() => params.dot(pvalues.drop("Time"))),
    smfError(() => new Series(["a"], ["x"]).sum()),
    smfError(() => params.loc(params)),
    smfError(() => new Series<number>([], []).idxmax()),
    smfError(() => params.quantile(2)),
    smfError(() => new Series([1, "a"], [1, 2]).sort_index()),
  ];
  expect(errors.map(({ code, message }) => `${code}: ${message}`)).toMatchInlineSnapshot(`
    [
      "shape: index has length 1, expected 2: one label for each value",
      "position: no position 3; expected a whole number from -3 to 2",
      "position: no position 0.5; expected a whole number from -3 to 2",
      "position: no position 0; there are none",
      "shape: the other operand has length 1, expected 3: one value for each label",
      "shape: a product needs the same labels on both sides: only on the left "Time"",
      "not-numeric: sum needs numbers, found "x"",
      "not-numeric: a series of float64 cannot select; a comparison, such as pvalues.lt(0.05), gives one of bool",
      "shape: idxmax of an empty series does not exist; give at least one value",
      "option-type: option \`q\` of quantile is 2, expected a number from 0 to 1",
      "mixed-labels: sort_index cannot order texts and numbers; labels or values of one kind can be",
    ]
  `);
});

test("options that a method does not know are errors, not silence", () => {
  const wrong = [
    () => params.sort_values({ ascendng: false } as object),
    () => params.sum({ axis: 0 } as object),
    () => params.std({ ddof: 0, axis: 0 } as object),
    () => params.add(1, { level: 0 } as object),
    () => params.drop("Time", { inplace: true } as object),
    () => params.filter({ axis: 0, like: "T" } as { like: string }),
  ];
  expect(wrong.map((call) => smfError(call).data.option)).toEqual([
    "ascendng",
    "axis",
    "axis",
    "level",
    "inplace",
    "axis",
  ]);
  expect(new Set(wrong.map((call) => smfError(call).code))).toEqual(new Set(["unknown-option"]));
});

test("whole numbers stay whole until they no longer are", () => {
  const counts = new Series(["a", "b"], [1, 2], { dtype: "int64" });
  expect([counts.add(1).dtype, counts.add(0.5).dtype, counts.div(1).dtype]).toEqual(["int64", "float64", "float64"]);
  expect(String(counts)).toBe("a    1\nb    2\ndtype: int64");
});

test("null is a missing value", () => {
  const gaps = new Series(["a", "b", "c"], [1, null, 3]);
  expect([...gaps]).toEqual([1, Number.NaN, 3]);
  expect([...new Series(["a", "b"], ["x", null]).isna()]).toEqual([false, true]);
});

test("labels that name members of objects are labels", () => {
  const odd = new Series(["__proto__", "constructor"], [1, 2]);
  expect(odd.get("__proto__")).toBe(1);
  expect(odd.has("toString")).toBe(false);
  expect(JSON.stringify(odd)).toBe('{"__proto__":1,"constructor":2}');
});

test("JSON has null for what it lacks", () => {
  expect(JSON.stringify(pvalues)).toBe('{"Intercept":0,"Time":0.2,"Group Var":null}');
});

test("a sum loses nothing to large terms that cancel", () => {
  expect(new Series([0, 1, 2, 3], [1, 1e100, 1, -1e100]).sum()).toBe(2);
});

test("a vector times a matrix, its transpose and a column are the same numbers", () => {
  const cov = new Frame(params.index, params.index, [
    [4, 1, 0],
    [1, 3, 0.5],
    [0, 0.5, 2],
  ]);
  expect([...params.dot(cov)]).toEqual([...cov.dot(params)]);
  expect(params.dot(cov.dot(params))).toBeCloseTo(cov.mul(params).mul(params, { axis: 0 }).sum().sum(), 10);
});

test("labels are found by a table: the index is read once, however many labels are looked up", () => {
  let reads = 0;
  const labels = Object.freeze(Array.from({ length: 1000 }, (_, i) => i));
  const index = new Proxy(labels, {
    get: (target, key) => {
      reads += Number(typeof key === "string" && /^\d+$/.test(key));
      return Reflect.get(target, key);
    },
  });
  const series = new Series(index, new Float64Array(1000).fill(1), { copy: false });
  expect(series.index).toBe(index);
  let found = 0;
  for (let label = 999; label >= 0; label--) found += Number(series.has(label)) + series.get(label);
  expect(found).toBe(2000);
  // and its first entry once more, to see that it can be read
  expect(reads).toBe(1001);
});

test("a text that is no pattern is an error of the filter", () => {
  const named = new Series(["a(1)", "b"], [1, 2]);
  expect(() => named.filter({ regex: "a(" })).toThrow(
    expect.objectContaining({
      name: "SmfError",
      code: "option-type",
      data: expect.objectContaining({ option: "regex" }),
    }),
  );
  expect(named.filter({ regex: "a\\(" }).index).toEqual(["a(1)"]);
});
