// The parts of a model in statsmodels' shape: matrices of components, columns of random effects, rows by group.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadData } from "../../../../tools/fixtures/load.ts";
import { exogRe, groupList, rowIndices, vcSpecOf } from "../../src/arrays/vc-spec.ts";
import { type Label, mixedlm, readCsv, VCSpec } from "../../src/index.ts";

interface Parts {
  dataset: string;
  formula: string;
  groups: string;
  re_formula?: string;
  vc_formula?: Record<string, string>;
  names: string[];
  colnames: string[][][];
  mats: number[][][][];
  exog_re_names: string[];
  exog_re: number[][] | null;
  group_labels: Label[];
  rows: number[][];
  endog_li: number[][];
}

const { cases }: { cases: Parts[] } = JSON.parse(
  readFileSync(new URL("../../../../fixtures/model-parts/cases.json", import.meta.url), "utf8"),
);

describe.each(
  cases.map((one): [string, Parts] => [
    `${one.dataset}, ${JSON.stringify(one.vc_formula ?? one.re_formula ?? null)}`,
    one,
  ]),
)("%s", (_, one) => {
  const { re_formula, vc_formula } = one;
  const random = {
    ...(re_formula === undefined ? {} : { re_formula }),
    ...(vc_formula === undefined ? {} : { vc_formula }),
  };
  const model = mixedlm(one.formula as string, readCsv(loadData(one.dataset)), one.groups as string, random);
  const { design, table } = model;

  test("the matrices of components are statsmodels', zeros included", () => {
    const spec = vcSpecOf(design, table);
    expect(spec).toBeInstanceOf(VCSpec);
    expect(spec.names).toEqual(one.names);
    expect(spec.colnames).toEqual(one.colnames);
    expect(spec.mats).toEqual(one.mats);
  });

  test("the random effects' columns are statsmodels'", () => {
    expect(exogRe(design, table)).toEqual(one.exog_re);
    expect(model.exog_re_names).toEqual(one.exog_re_names);
  });

  test("rows and response by group are statsmodels'", () => {
    expect(model.group_labels).toEqual(one.group_labels);
    expect([...model.row_indices]).toEqual(one.group_labels.map((label, g) => [label, one.rows[g]]));
    expect(groupList(Array.from(model.endog) as number[], one.rows)).toEqual(one.endog_li);
  });
});

test("rows outside every group are in none", () => {
  expect(rowIndices([1, -1, 0, 1, -1], 2)).toEqual([[2], [0, 3]]);
});

test("an array of rows is split row by row", () => {
  const rows = [
    [1, 2],
    [3, 4],
    [5, 6],
  ] as const;
  expect(groupList(rows, [[2], [0, 1]])).toEqual([
    [[5, 6]],
    [
      [1, 2],
      [3, 4],
    ],
  ]);
});
