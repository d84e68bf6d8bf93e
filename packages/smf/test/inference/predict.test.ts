import { readFileSync } from "node:fs";
import { readCsv } from "@mixedlm/design";
import { describe, expect, test } from "vitest";
import { loadData } from "../../../../tools/fixtures/load.ts";
import { arraySource } from "../../src/arrays/array-model.ts";
import { type PredictingModel, predictFixed } from "../../src/inference/predict.ts";
import { Frame } from "../../src/labelled/frame.ts";
import { Series } from "../../src/labelled/series.ts";
import { formulaSource, type ModelSource } from "../../src/model/model-source.ts";
import { MixedLMParams } from "../../src/model/params.ts";

interface Case {
  dataset: string;
  formula: string;
  groups: string;
  re_formula?: string;
  vc_formula?: Record<string, string>;
  table: Record<string, (number | string | null)[]>;
  params: number[];
  predicted: { index: number[]; values: (number | null)[] };
  own: number[];
  exog: number[][];
  of_exog: number[];
  of_fe_params: number[];
  of_params_object: number[];
}

interface Arrays {
  params: number[];
  exog: (number | null)[][];
  values: (number | null)[];
  row: number[];
  of_row: number[];
  one_column: { params: number[]; exog: number[]; values: number[] };
}

const path = new URL("../../../../fixtures/predictions/cases.json", import.meta.url);
const { cases, arrays } = JSON.parse(readFileSync(path, "utf8")) as { cases: Case[]; arrays: Arrays };

function modelOf(source: ModelSource): PredictingModel {
  const { design, table, formula } = source;
  const { names } = design.fixed;
  const components = design.components.map(({ name }) => `${name} Var`);
  const param_names = [...names, ...source.covariance_names, ...components];
  return { design, table, source, formula, exog_names: names, param_names };
}

function modelOfCase({ dataset, formula, groups, re_formula, vc_formula }: Case): PredictingModel {
  const options = { re_formula: re_formula ?? null, vc_formula: vc_formula ?? null };
  return modelOf(formulaSource(formula, readCsv(loadData(dataset)), groups, options));
}

/** Equal to 12 digits, and NaN in the same places. */
function expectClose(found: Iterable<number>, wanted: readonly (number | null)[]): void {
  const values = Array.from(found as Iterable<number>);
  expect(values.map(Number.isNaN)).toEqual(wanted.map((value) => value === null));
  for (const [i, value] of wanted.entries())
    if (value !== null) expect(Math.abs(values[i]! - value)).toBeLessThan(1e-12 * Math.max(1, Math.abs(value)));
}

describe.each(cases)("$formula of $dataset", (recorded) => {
  const model = modelOfCase(recorded);
  const { params, table, predicted } = recorded;

  test("a new table goes through the formula as the rows of the fit have frozen it", () => {
    const values = predictFixed(model, params, table);
    expectClose(values.values as Float64Array, predicted.values);
    expect(values.index).toEqual(predicted.index);
  });

  test("row objects predict what columns do", () => {
    const names = Object.keys(table);
    const rows = table[names[0]!]!.map((_, i) => Object.fromEntries(names.map((name) => [name, table[name]![i]])));
    expect(Array.from(predictFixed(model, params, rows))).toEqual(Array.from(predictFixed(model, params, table)));
  });

  test("without new data the rows of the fit are predicted, random effects left out", () => {
    expectClose(Array.from(predictFixed(model, params)).slice(0, 20), recorded.own);
  });

  test("rows of numbers are X itself, with or without transform", () => {
    expectClose(predictFixed(model, params, recorded.exog), recorded.of_exog);
    expectClose(predictFixed(model, params, recorded.exog, { transform: false }), recorded.of_exog);
  });

  test("all packed parameters, the fixed effects alone and MixedLMParams predict the same", () => {
    const fe_params = params.slice(0, model.exog_names.length);
    const series = new Series(model.param_names, params);
    expectClose(predictFixed(model, series, recorded.exog), recorded.of_exog);
    expectClose(predictFixed(model, fe_params, recorded.exog), recorded.of_fe_params);
    const object = MixedLMParams.from_components({ fe_params });
    expectClose(predictFixed(model, object, recorded.exog), recorded.of_params_object);
  });

  test("a frame of X's columns is X in any order of them, labelled as it is", () => {
    const names = [...model.exog_names].reverse();
    const frame = new Frame(
      ["a", "b", "c"],
      names,
      recorded.exog.map((row) => [...row].reverse()),
    );
    const values = predictFixed(model, params, frame);
    expectClose(values, recorded.of_exog);
    expect(values.index).toEqual(["a", "b", "c"]);
  });
});

describe("a model of arrays", () => {
  const dietox = readCsv(loadData("dietox"));
  const [weight, time, pig] = ["Weight", "Time", "Pig"].map((name) => dietox.array(name)) as [
    number[],
    number[],
    number[],
  ];
  const two = modelOf(
    arraySource(
      weight,
      Array.from(time, (t) => [1, t]),
      pig,
    ),
  );
  const one = modelOf(
    arraySource(
      weight,
      Array.from(time, (t) => [t]),
      pig,
    ),
  );

  test("predicts from rows of numbers, NaN where one is missing", () => {
    expectClose(predictFixed(two, arrays.params, arrays.exog as number[][]), arrays.values);
  });

  test("takes as many numbers as it has columns for one row", () => {
    expectClose(predictFixed(two, arrays.params, arrays.row), arrays.of_row);
    expectClose(predictFixed(two, arrays.params, Float64Array.from(arrays.row)), arrays.of_row);
  });

  test("with one column takes numbers for that column", () => {
    const { params, exog, values } = arrays.one_column;
    expectClose(predictFixed(one, params, exog), values);
  });

  test("takes a table of its columns by their names, and of other names by position", () => {
    const columns = { x1: [2.5, 3], const: [1, 0] };
    expectClose(predictFixed(two, arrays.params, columns), arrays.values.slice(0, 2));
    expectClose(predictFixed(two, arrays.params, { one: [1, 0], t: [2.5, 3] }), arrays.values.slice(0, 2));
  });
});

describe("a prediction", () => {
  const recorded = cases.find(({ formula }) => formula === "Weight ~ Time * C(Cu)")!;
  const model = modelOfCase(recorded);
  const { params } = recorded;

  test("of one row may be asked for with a record of values", () => {
    expectClose(predictFixed(model, params, { Time: 3, Cu: "Cu175" }), recorded.predicted.values.slice(0, 1));
  });

  test("of a frame of variables goes through the formula", () => {
    const frame = new Frame(
      [7, 8],
      ["Time", "Start"],
      [
        [1, 20],
        [2, 25.5],
      ],
    );
    const other = cases.find(({ formula }) => formula.includes("center"))!;
    const values = predictFixed(modelOfCase(other), other.params, frame);
    expectClose(values, other.predicted.values.slice(0, 2));
    expect(values.index).toEqual([7, 8]);
  });

  test("labels the rows of the fit as they were numbered before others were left out", () => {
    const source = formulaSource("Weight ~ Feed", readCsv(loadData("dietox")), "Pig", { missing: "drop" });
    const values = predictFixed(modelOf(source), [1, 2, 3]);
    // the first row of each of the 72 pigs has no Feed
    expect(values.index).toHaveLength(861 - 72);
    expect(values.index.slice(0, 3)).toEqual([1, 2, 3]);
  });

  test("of rows that all lack something is NaN throughout", () => {
    expectClose(predictFixed(model, params, { Time: [null, null], Cu: ["Cu000", "Cu035"] }), [null, null]);
  });

  test("of no rows is empty", () => {
    expect(Array.from(predictFixed(model, params, []))).toEqual([]);
  });

  test("with a level that the fit did not have is refused, and so is a table without a variable", () => {
    const unseen = () => predictFixed(model, params, { Time: [1], Cu: ["Cu999"] });
    expect(unseen).toThrow(expect.objectContaining({ name: "DesignError", code: "unseen-level" }));
    const without = () => predictFixed(model, params, { Cu: ["Cu000"] });
    expect(without).toThrow(expect.objectContaining({ name: "DesignError", code: "unknown-name" }));
  });

  test.each([
    ["parameters of another length", [1, 2], [[1, 2, 3, 4, 5, 6]], {}, "params-length"],
    ["parameters of another model", MixedLMParams.from_components({ fe_params: [1] }), [[1]], {}, "fe-params-length"],
    ["rows of another width", params, [[1, 2]], {}, "exog-shape"],
    ["rows of different widths", params, [[1, 2, 3, 4, 5, 6], [1]], {}, "array-ragged"],
    ["texts for numbers", params, [["a", 1, 2, 3, 4, 5]], {}, "array-value"],
    ["an unknown option", params, undefined, { transfrom: true }, "unknown-option"],
  ] as const)("of %s is refused", (_, given, exog, options, code) => {
    const call = () => predictFixed(model, given as number[], exog as unknown as number[][], options as object);
    expect(call).toThrow(expect.objectContaining({ name: "SmfError", code }));
  });
});
