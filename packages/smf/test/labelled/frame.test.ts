import { describe, expect, test } from "vitest";
import { Frame } from "../../src/labelled/frame.ts";
import { Series } from "../../src/labelled/series.ts";
import { smfError } from "../thrown.ts";
import { casesByCall, differences } from "./pandas-cases.ts";

const cov = new Frame(
  ["Intercept", "Time"],
  ["Intercept", "Time"],
  [
    [4, 1],
    [1, 9],
  ],
);

describe("what a method of Frame answers, pandas' DataFrame answers", () => {
  test.each(casesByCall("frame"))("%s", (_call, cases) => {
    expect(differences(cases)).toEqual([]);
  });
});

test("nothing that is done to a frame or its parts changes it", () => {
  const rows = [
    [1, 2],
    [3, 4],
  ];
  const frame = new Frame(["r", "s"], ["x", "y"], rows);
  rows[0]![0] = 7;
  frame.to_numpy()[0]![0] = 8;
  frame.sort_values("x", { ascending: false });
  expect(frame.to_dict("split")).toEqual({
    index: ["r", "s"],
    columns: ["x", "y"],
    data: [
      [1, 2],
      [3, 4],
    ],
  });
  expect(() => Object.assign(frame.values[0]!, [9])).toThrow(TypeError);
});

test("a covariance matrix becomes correlations by its standard deviations along both axes", () => {
  const sd = cov.diag().pow(0.5);
  const correlations = cov.div(sd, { axis: 0 }).div(sd, { axis: 1 });
  expect(correlations.values).toEqual([
    [1, 1 / 6],
    [1 / 6, 1],
  ]);
});

test("random effects, a map of series, are a frame with a row for each group", () => {
  const effects = new Map([
    ["a", new Series(["Group", "Time"], [1, 2])],
    ["b", new Series(["Group", "Time"], [3, 4])],
  ]);
  const frame = Frame.from_dict(effects, { orient: "index" });
  expect(frame.index).toEqual(["a", "b"]);
  expect(frame.columns).toEqual(["Group", "Time"]);
  expect(frame.values).toEqual([
    [1, 2],
    [3, 4],
  ]);
  expect(frame.equals(Frame.from_dict(effects).T)).toBe(true);
});

test("unknown labels name the nearest ones, labels that stand twice are asked for in a list", () => {
  expect(smfError(() => cov.get("Tiem", "Time")).data).toEqual({ label: "Tiem", candidates: ["Time"] });
  expect(smfError(() => cov.column("Tiem")).code).toBe("unknown-label");
  const twice = new Frame(["r"], ["x", "x"], [[1, 2]]);
  expect(smfError(() => twice.column("x")).code).toBe("duplicate-label");
  expect(twice.loc({}, ["x"]).values).toEqual([[1, 2]]);
});

test("wrong shapes are errors that say what would be right", () => {
  const rect = new Frame(["r"], ["x", "y"], [[1, 2]]);
  const errors = [
    smfError(() => new Frame(["r"], ["x"], [])),
    smfError(() => new Frame(["r"], ["x"], [[1, 2]])),
    smfError(() => new Frame(["r"], ["x"], [[1]], { dtypes: [] })),
    smfError(() => rect.diag()),
    smfError(() => rect.dot(cov)),
    smfError(() => rect.iat(0, 2)),
    smfError(() => rect.sort_values(["x", "y"], { ascending: [true] })),
    smfError(() => new Frame(["r"], ["x"], [["text"]]).sum()),
  ];
  expect(errors.map(({ code, message }) => `${code}: ${message}`)).toMatchInlineSnapshot(`
    [
      "shape: index has length 1, expected 0: one label for each row",
      "shape: a row has length 2, expected 1: one value for each column",
      "shape: dtypes has length 0, expected 1: one for each column",
      "shape: a 1 x 2 frame has no diagonal; a square one has",
      "shape: a product needs the same labels on both sides: only on the left "x", "y", only on the right "Intercept", "Time"",
      "position: no position 2; expected a whole number from -2 to 1",
      "shape: ascending has length 1, expected 2: one direction for each column",
      "not-numeric: sum needs numbers, found "text"",
    ]
  `);
});

test("options that a method does not know are errors, not silence", () => {
  const wrong = [
    () => cov.sort_values("Time", { axis: 0 } as object),
    () => cov.sort_index({ inplace: true } as object),
    () => cov.mean({ level: 0 } as object),
    () => cov.add(1, { level: 0 } as object),
    () => cov.drop({ rows: "Time" } as object),
    () => cov.drop("Time", { inplace: true } as object),
  ];
  expect(wrong.map((call) => smfError(call).data.option)).toEqual([
    "axis",
    "inplace",
    "level",
    "level",
    "rows",
    "inplace",
  ]);
});

test("text columns keep their kind through transposes and back", () => {
  const mixed = new Frame<number | string>(
    ["r", "s"],
    ["n", "t"],
    [
      [1, "a"],
      [2, "b"],
    ],
    { dtypes: ["int64", "object"] },
  );
  expect(mixed.dtypes.to_dict()).toEqual({ n: "int64", t: "object" });
  expect(mixed.column("n").dtype).toBe("int64");
  expect(mixed.T.dtypes.to_list()).toEqual(["object", "object"]);
  expect(mixed.loc("r").dtype).toBe("object");
});

test("JSON is by column, then by row", () => {
  expect(JSON.stringify(cov)).toBe('{"Intercept":{"Intercept":4,"Time":1},"Time":{"Intercept":1,"Time":9}}');
});

test("a frame iterates over the names of its columns", () => {
  expect([...cov]).toEqual(["Intercept", "Time"]);
});
