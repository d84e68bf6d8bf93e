// Components' matrices become as few entries as their rows need, and give the matrices back.
import { designRows } from "@mixedlm/design";
import { describe, expect, test } from "vitest";
import { arrayComponent } from "../../src/arrays/array-components.ts";
import { MixedLM, VCSpec } from "../../src/index.ts";

const y = [1, 2.5, 3, 4.5, 4, 6.5, 2, 1.5, 7];
const g = ["u", "u", "u", "v", "v", "v", "w", "w", "w"];
const ones = y.map(() => 1);

function model(mats: number[][][]): MixedLM {
  const colnames = mats.map((matrix) => matrix[0]!.map((_, j) => String(j)));
  return new MixedLM(y, ones, g, { exog_vc: new VCSpec(["c"], [colnames], [mats]) });
}

test("there may be more groups than a call may have arguments", () => {
  const count = 200_000;
  const one = { names: null, index: null };
  const matrices = Array.from({ length: count }, (_, i) =>
    i === 0
      ? { ...one, values: [Float64Array.of(1, 0), Float64Array.of(0, 1)], length: 2 }
      : { ...one, values: [Float64Array.of(1)], length: 1 },
  );
  const names = matrices.map(({ values }) => values.map((__, j) => String(j)));
  const rows = matrices.map((_, i) => (i === 0 ? [0, 1] : [i + 1]));
  const { columns } = arrayComponent({ name: "c", matrices, names }, "c", rows, count + 1);
  expect(Object.values(columns)).toEqual([expect.objectContaining({ kind: "category", levels: [0, 1] })]);
});

const cases: [what: string, mats: number[][][], entries: number][] = [
  [
    "a category, with other levels in each group",
    [
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
      [
        [1, 0],
        [0, 1],
        [1, 0],
      ],
      [[1], [1], [1]],
    ],
    1,
  ],
  [
    "slopes within a category",
    [
      [
        [2.5, 0],
        [0, 1],
        [0, -1],
      ],
      [
        [1, 0],
        [0, 0.5],
        [1, 0],
      ],
      [
        [0, 3],
        [4, 0],
        [0, 5],
      ],
    ],
    1,
  ],
  [
    "two categories side by side",
    [
      [
        [1, 0, 1, 0],
        [0, 1, 1, 0],
        [0, 1, 0, 1],
      ],
      [
        [1, 0, 1, 0],
        [0, 1, 1, 0],
        [0, 1, 0, 1],
      ],
      [
        [1, 0, 1, 0],
        [0, 1, 1, 0],
        [0, 1, 0, 1],
      ],
    ],
    2,
  ],
  [
    "columns without a zero, two or one or none",
    [
      [
        [1, 2],
        [3, 4],
        [5, 7],
      ],
      [[1], [3], [5]],
      [[], [], []],
    ],
    2,
  ],
  [
    "a column of zeros",
    [
      [
        [1, 0],
        [1, 0],
        [1, 0],
      ],
      [[0], [0], [0]],
      [
        [1, 2],
        [2, 1],
        [0, 0],
      ],
    ],
    2,
  ],
];

describe.each(cases)("%s", (_, mats, entries) => {
  test(`is ${entries === 1 ? "one entry" : `${entries} entries`} of each row`, () => {
    const { design, table } = model(mats);
    expect(designRows(design, table).components[0]).toHaveLength(entries);
  });

  test("comes back as it was", () => {
    expect(model(mats).exog_vc.mats).toEqual([mats]);
  });
});

test("one column of ones in every group needs no numbers at all", () => {
  const { design } = model([0, 1, 2].map(() => [[1], [1], [1]]));
  expect(design.components[0]!.matrix.factors).toEqual([]);
});
