// Models of arrays: the names, numbers and texts of statsmodels for every kind of array; the same answers as from a
// formula; and errors that say which array is wrong, and where.
import { DesignError } from "@mixedlm/design";
import { describe, expect, test } from "vitest";
import { loadData } from "../../../../tools/fixtures/load.ts";
import { type ArrayOptions, arraySource } from "../../src/arrays/array-model.ts";
import {
  type ArrayData,
  Frame,
  MixedLM,
  type MixedLMResults,
  mixedlm,
  readCsv,
  Series,
  SmfError,
  VCSpec,
} from "../../src/index.ts";
import { thrown } from "../thrown.ts";
import { STATSMODELS_TOLERANCE } from "../tolerances.ts";
import { type ArrayCase, argumentsOf, arrayCases } from "./array-cases.ts";

const cases = arrayCases();
const titled = cases.map((recorded): [string, ArrayCase] => [recorded.case, recorded]);

const fits = new Map<ArrayCase, MixedLMResults>();
function fitted(recorded: ArrayCase): MixedLMResults {
  const known = fits.get(recorded) ?? new MixedLM(...argumentsOf(recorded)).fit();
  fits.set(recorded, known);
  return known;
}

test("the recorded models converged, and their texts do not hang on rounding", () => {
  expect(cases.length).toBeGreaterThanOrEqual(28);
  expect(cases.filter(({ converged, fragile }) => !converged || fragile)).toEqual([]);
});

describe("statsmodels on the same arrays", () => {
  test.each(titled)("%s: the same names", (_, recorded) => {
    const { model } = fitted(recorded);
    expect(model.endog_names).toBe(recorded.endog_names);
    expect(model.exog_names).toEqual(recorded.exog_names);
    expect(model.exog_re_names).toEqual(recorded.exog_re_names);
    expect(model.source.covariance_names).toEqual(recorded.covariance_names);
    expect(model.vcomp_names).toEqual(recorded.vcomp_names);
    expect(model.param_names).toEqual([
      ...recorded.exog_names,
      ...recorded.covariance_names,
      ...recorded.vcomp_names.map((name) => `${name} Var`),
    ]);
    expect(fitted(recorded).warnings.map(({ message }) => message)).toEqual(recorded.warnings);
  });

  test.each(titled)("%s: the same text", (_, recorded) => {
    expect(String(fitted(recorded).summary())).toBe(recorded.summary);
  });

  test.each(titled)("%s: the same numbers", (_, recorded) => {
    const result = fitted(recorded);
    const { fe_params, bse_fe, scale, llf, cov_re, vcomp } = STATSMODELS_TOLERANCE;
    for (const [j, value] of recorded.fe_params.entries()) {
      const se = recorded.bse_fe[j]!;
      near(result.fe_params.values[j]!, value, fe_params * se);
      near(result.bse_fe.values[j]!, se, bse_fe * se);
    }
    near(result.scale, recorded.scale, scale * recorded.scale);
    near(result.llf, recorded.llf, llf);
    for (const [i, row] of recorded.cov_re.entries())
      for (const [j, value] of row.entries())
        near(
          result.cov_re.values[i]![j] as number,
          value,
          cov_re * Math.sqrt(recorded.cov_re[i]![i]! * recorded.cov_re[j]![j]!),
        );
    for (const [k, value] of recorded.vcomp.entries()) near(Number(Array.from(result.vcomp)[k]), value, vcomp * value);
  });

  test.each(titled)("%s: the same random effects", (_, recorded) => {
    const result = fitted(recorded);
    const unit = Math.sqrt(Math.max(...recorded.cov_re.flat(), ...recorded.vcomp));
    expect(result.random_effects.size).toBe(recorded.random_effects.length);
    for (const [g, { names, values }] of recorded.random_effects.entries()) {
      const own = result.random_effects.get(result.model.group_labels[g]!)!;
      expect(own.index).toEqual(names);
      for (const [j, value] of values.entries()) near(own.values[j] as number, value, 1e-3 * unit);
    }
    for (const [g, { names, values }] of recorded.random_effects_cov.entries()) {
      const own = result.random_effects_cov.get(result.model.group_labels[g]!)!;
      expect(own.index).toEqual(names);
      for (const [i, row] of values.entries())
        for (const [j, value] of row.entries()) near(own.values[i]![j] as number, value, 1e-3 * unit ** 2);
    }
  });

  test.each(titled)("%s: the same fitted values, with the same labels", (_, recorded) => {
    const result = fitted(recorded);
    expect(result.fittedvalues.index).toEqual(recorded.fittedvalues.index);
    const sd = Math.sqrt(recorded.scale);
    for (const [i, value] of recorded.fittedvalues.values.entries())
      near(result.fittedvalues.values[i] as number, value, 1e-3 * sd);
  });
});

describe("the same model as from a formula", () => {
  const table = readCsv(loadData("dietox"));
  const weight = Array.from(table.array("Weight")) as number[];
  const time = Array.from(table.array("Time")) as number[];
  const pig = Array.from(table.array("Pig"));
  const rows = time.map((t) => [1, t]);

  test("a random intercept: every number to the last bit", () => {
    const [a, b] = [new MixedLM(weight, rows, pig).fit(), mixedlm("Weight ~ Time", table, "Pig").fit()];
    expect(a.llf).toBe(b.llf);
    expect(Array.from(a.params)).toEqual(Array.from(b.params));
    expect(Array.from(a.bse)).toEqual(Array.from(b.bse));
    expect(Array.from(a.fittedvalues)).toEqual(Array.from(b.fittedvalues));
  });

  test("random slopes, where statsmodels' search stops short", () => {
    const a = new MixedLM(weight, rows, pig, { exog_re: rows }).fit();
    const b = mixedlm("Weight ~ Time", table, "Pig", { re_formula: "~Time" }).fit();
    expect(a.llf).toBe(b.llf);
    expect(a.warnings.map(({ message }) => message)).toEqual(b.warnings.map(({ message }) => message));
  });

  test.each([
    ["pastes", "strength ~ 1", "batch", { cask: "0 + C(cask)" }],
    ["oats", "Q('yield') ~ nitro", "Block", { plot: "0 + C(Variety)", slope: "0 + C(Variety):nitro" }],
    ["penicillin", "diameter ~ 1", "all", { plate: "0 + C(plate)", sample: "0 + C(sample)" }],
    ["oats", "Q('yield') ~ nitro", "Block", { both: "0 + C(Variety) + nitro" }],
    ["oats", "Q('yield') ~ nitro", "Block", { coded: "C(Variety, Sum)" }],
  ])("%s, %s: a formula's own exog_vc given back is its model", (dataset, formula, groups, vc_formula) => {
    const data = readCsv(loadData(dataset));
    const from = mixedlm(formula as string, data, groups as string, {
      vc_formula: vc_formula as Record<string, string>,
    });
    const to = new MixedLM(from.endog, from.exog, from.groups, { exog_vc: from.exog_vc });
    const [a, b] = [to.fit(), from.fit()];
    expect(Math.abs(a.llf / b.llf - 1)).toBeLessThan(1e-10);
    expect(Array.from(a.params)).toEqual(Array.from(b.params, (value) => expect.closeTo(value, 5)));
    expect(to.exog_vc.mats).toEqual(from.exog_vc.mats);
    for (const [label, effects] of a.random_effects) {
      const own = b.random_effects.get(label)!;
      expect(effects.index).toEqual(own.index);
      expect(Array.from(effects)).toEqual(Array.from(own, (value) => expect.closeTo(value as number, 4)));
    }
  });

  const kinds: [what: string, exog: ArrayData][] = [
    ["typed rows", time.map((t) => Float64Array.of(1, t))],
    ["a record of columns", { one: time.map(() => 1), Time: time }],
    ["an array of row objects", time.map((t) => ({ one: 1, Time: t }))],
    ["a frame", new Frame([...time.keys()], ["one", "Time"], rows)],
    ["truth values", time.map((t) => [true, t]) as never],
  ];
  test.each(kinds)("%s: the same fit", (_, exog) => {
    const { llf } = mixedlm("Weight ~ Time", table, "Pig").fit();
    expect(new MixedLM(Float64Array.from(weight), exog, new Series([...pig.keys()], pig as number[])).fit().llf).toBe(
      llf,
    );
  });
});

describe("missing values in arrays", () => {
  const y = [1, 2.5, 3, 4.5, 4, 6.5, Number.NaN, 2, 9, 8];
  const x = [1, 2, 3, 4, null, 6, 3, 1, 2, 5] as number[];
  const g = ["u", "u", "v", "v", "w", "w", "t", null, "u", "v"];
  const one = y.map(() => 1);
  const exog = y.map((_, row) => [1, x[row]!]);
  const kept = [0, 1, 2, 3, 5, 8, 9];
  const part = <T>(values: readonly T[]): T[] => kept.map((row) => values[row]!);

  test("drop leaves the rows out of everything, and the others keep their numbers", () => {
    const a = new MixedLM(y, exog, g, { missing: "drop" });
    const b = new MixedLM(part(y), part(exog), part(g));
    expect(a.group_labels).toEqual(["u", "v", "w"]);
    expect(a.nobs).toBe(7);
    expect(a.design.rows).toEqual({ total: 10, kept: 7, missing: { endog: 1, "exog column 1": 1, groups: 1 } });
    expect(a.fit().llf).toBe(b.fit().llf);
    expect(a.fit().fittedvalues.index).toEqual(kept);
  });

  test("drop looks at the components too, and leaves out groups without a complete row", () => {
    const exog_vc = new VCSpec(
      ["c"],
      [[["a"], ["a", "b"], ["a", "b"], ["a"]]],
      [
        [
          [[1]],
          [
            [1, 0],
            [0, 1],
            [1, 0],
          ],
          [
            [1, 0],
            [0, Number.NaN],
            [0, 1],
          ],
          [[1], [1]],
        ],
      ],
    );
    const a = new MixedLM(y, one, g, { exog_vc, missing: "drop" });
    expect(a.group_labels).toEqual(["u", "v", "w"]);
    expect(a.design.rows.missing).toEqual({ endog: 1, groups: 1, "exog_vc `c`": 1 });
    expect(a.exog_vc.colnames).toEqual([[["a", "b"], ["a", "b"], ["a"]]]);
    expect(a.exog_vc.mats).toEqual([
      [
        [
          [1, 0],
          [0, 1],
          [1, 0],
        ],
        [
          [1, 0],
          [0, 1],
        ],
        [[1], [1]],
      ],
    ]);
  });

  test("labels of a series stay with the rows that are kept", () => {
    const index = [..."abcdefghij"];
    const a = new MixedLM(new Series(index, y), exog, g, { missing: "drop" });
    expect(a.fit().fittedvalues.index).toEqual(part(index));
  });

  test.each(["none", "raise"] as const)("%s refuses them with counts", (missing) => {
    const error = thrown(() => new MixedLM(y, exog, g, { missing }));
    expect(error).toMatchObject({
      code: "missing-values",
      data: { rows: 3, total: 10, counts: { endog: 1, "exog column 1": 1, groups: 1 } },
    });
    expect(error.message).toContain('missing: "drop"');
  });

  test("drop cannot leave nothing", () => {
    expect(
      thrown(() => new MixedLM([Number.NaN, 1], [1, Number.NaN], ["a", "b"], { missing: "drop" })).message,
    ).toContain("no row is complete");
  });
});

describe("arrays that do not go together", () => {
  const y = [1, 2.5, 3, 4.5, 4, 6.5];
  const X = y.map((_, row) => [1, row]);
  const g = ["u", "u", "v", "v", "w", "w"];
  const build = (endog: unknown, exog: unknown, groups: unknown, options?: unknown) =>
    new MixedLM(endog as ArrayData, exog as ArrayData, groups as string[], options as ArrayOptions);
  const column = (width: number) => [Array.from({ length: 2 }, () => new Array(width).fill(1))];
  const vc = (mats: unknown, colnames: unknown = [[["a"], ["a"], ["a"]]]) =>
    new VCSpec(["c"], colnames as string[][][], mats as number[][][][]);
  const wrong: [what: string, call: () => unknown, code: string, text: string][] = [
    ["exog of another length", () => build(y, X.slice(1), g), "array-length", "exog has 5 rows, but endog has 6"],
    ["groups of another length", () => build(y, X, g.slice(1)), "array-length", "groups has 5 rows"],
    ["exog_re of another length", () => build(y, X, g, { exog_re: [1] }), "array-length", "exog_re has 1 rows"],
    ["ragged rows", () => build(y, [...X.slice(1), [1]], g), "array-ragged", "2 entries in row 0, but row 5 has 1"],
    ["rows and numbers mixed", () => build(y, [...X.slice(1), 1], g), "array-ragged", "row 5 is no array"],
    ["a text among numbers", () => build(y, [1, 2, "x", 4, 5, 6], g), "array-value", 'exog is "x" in row 2'],
    ["a text in a row", () => build(y, [...X.slice(1), [1, "x"]], g), "array-value", '"x" in row 5 of column 1'],
    ["a column of texts", () => build(y, { one: y, name: g }, g), "array-value", '"u" in row 0 of column `name`'],
    ["numbers as texts", () => build(y.map(String), X, g), "array-value", 'endog is "1" in row 0'],
    ["an infinite number", () => build(y, [...X.slice(1), [1, 1 / 0]], g), "not-finite", "exog column 1 contains inf"],
    ["an infinite response", () => build([...y.slice(1), -1 / 0], X, g), "not-finite", "-Infinity in row 5"],
    ["two responses", () => build(X, X, g), "array-width", "endog has 2 columns, expected one"],
    [
      "as many columns as rows",
      () =>
        build(
          y,
          y.map(() => y),
          g,
        ),
      "array-width",
      "fewer than its 6 complete rows",
    ],
    [
      "no columns",
      () =>
        build(
          y,
          y.map(() => []),
          g,
        ),
      "array-width",
      "exog has 0 columns",
    ],
    ["no rows", () => build([], [], []), "array-empty", "endog has no rows"],
    ["no exog", () => build(y, undefined, g), "array-type", "exog is undefined"],
    ["a number as exog", () => build(y, 1, g), "array-type", "exog is 1"],
    ["the name of a column as groups", () => build(y, X, "g"), "option-type", "an array with one label a row"],
    ["no groups", () => build(y, X, undefined), "option-type", "an array with one label a row"],
    ["an unknown option", () => build(y, X, g, { exogre: X }), "unknown-option", "did you mean `exog_re`"],
    ["an option of a formula", () => build(y, X, g, { re_formula: "1" }), "unknown-option", "`re_formula`"],
    ["a wrong missing", () => build(y, X, g, { missing: "skip" }), "option-type", '"none", "drop" or "raise"'],
    [
      "labels of rows that differ",
      () => build(new Series(g, y), new Frame(["u", "u", "v", "w", "v", "w"], ["a", "b"], X), g),
      "not-aligned",
      "The indices for endog and exog are not aligned",
    ],
    ["too few matrices", () => build(y, X, g, { exog_vc: vc([column(1)]) }), "component-matrix", "has 1 matrices"],
    [
      "a matrix with other rows than its group",
      () => build(y, X, g, { exog_vc: vc([[[[1]], [[1]], [[1]]]]) }),
      "component-matrix",
      "has 1 rows in group u, which has 2",
    ],
    [
      "a matrix with other columns than names",
      () => build(y, X, g, { exog_vc: vc([[column(2)[0], column(1)[0], column(1)[0]]]) }),
      "component-matrix",
      "has 2 columns in group u, but 1 names",
    ],
    [
      "a component without columns",
      () => build(y, X, g, { exog_vc: vc([[column(0)[0], column(0)[0], column(0)[0]]], [[[], [], []]]) }),
      "component-matrix",
      "has no columns in any group",
    ],
    [
      "a group without a matrix",
      () => build(y, X, g, { exog_vc: { c: { u: column(1)[0], v: column(1)[0] } } }),
      "component-matrix",
      "has no matrix for group w",
    ],
    [
      "a matrix without a group",
      () => build(y, X, g, { exog_vc: { c: { u: column(1)[0], v: column(1)[0], w: column(1)[0], z: [[1]] } } }),
      "component-matrix",
      "has a matrix for z, which is no group",
    ],
    ["components that are a list", () => build(y, X, g, { exog_vc: [[1]] }), "option-type", "a VCSpec"],
  ];

  test.each(wrong)("%s", (_, call, code, text) => {
    const error = thrown(call);
    expect(error).toBeInstanceOf(SmfError);
    expect(error.code).toBe(code);
    expect(error.message).toContain(text);
  });

  test("labels of several types are refused", () => {
    expect(thrown(() => build(y, X, ["u", 1, "v", "v", "w", "w"]))).toBeInstanceOf(DesignError);
  });
});

test("the deprecated form of components is remarked on as a FutureWarning", () => {
  const recorded = cases.find((one) => one.case === "components-by-group")!;
  expect(fitted(recorded).warnings).toMatchObject([{ category: "FutureWarning", code: "deprecated" }]);
});

test("a group given by a map, and numbers as labels, find their matrices", () => {
  const y = [1, 2.5, 3, 4.5, 4, 6.5, 2, 1.5];
  const ones = y.map(() => 1);
  const g = [10, 10, 10, 10, 9, 9, 9, 9];
  const own = ["a", "a", "b", "b"].map((cask) => [Number(cask === "a"), Number(cask === "b")]);
  const entries: [number, number[][]][] = [
    [9, own],
    [10, own],
  ];
  const byMap = new MixedLM(y, ones, g, { exog_vc: { c: new Map(entries) } });
  expect(byMap.group_labels).toEqual([9, 10]);
  expect(byMap.exog_vc.mats).toEqual([[own, own]]);
  const byName = arraySource(y, ones, g, { exog_vc: { c: Object.fromEntries(entries) } });
  expect(byName.design).toEqual(byMap.design);
});

function near(found: number, expected: number, tolerance: number): void {
  expect(Math.abs(found - expected), `${found} for ${expected}`).toBeLessThanOrEqual(tolerance);
}
