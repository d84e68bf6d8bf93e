// Coding matrices and suffixes against patsy 0.5.3 (`contrast.code_without_intercept(levels)`, `..._with_intercept`).

import { expect, test } from "vitest";
import { type Coding, codeLevels, codingWidth, indicatorColumn } from "../../src/coding/contrasts.ts";
import type { Contrast, Rank } from "../../src/design.ts";
import type { DataType, Level } from "../../src/table/level.ts";
import { thrown } from "../thrown.ts";

/** The coding matrix in full, whatever it is stored as. */
function dense(coding: Coding, n: number): number[][] {
  if (coding.kind === "matrix") return coding.rows.map((row) => [...row]);
  return Array.from({ length: n }, (_, i) =>
    coding.suffixes.map((_, j) => (indicatorColumn(i, coding.omitted) === j ? 1 : 0)),
  );
}

interface Example {
  readonly contrast: Contrast;
  readonly levels: readonly Level[];
  readonly rank: Rank;
  readonly suffixes: readonly string[];
  readonly matrix: readonly (readonly number[])[];
}

const abc = ["a", "b", "c"];

const exact: Readonly<Record<string, Example>> = {
  "treatment drops the first level": {
    contrast: { kind: "treatment", reference: null },
    levels: abc,
    rank: "reduced",
    suffixes: ["[T.b]", "[T.c]"],
    matrix: [
      [0, 0],
      [1, 0],
      [0, 1],
    ],
  },
  "treatment in full has one column a level, whatever the reference": {
    contrast: { kind: "treatment", reference: "c" },
    levels: abc,
    rank: "full",
    suffixes: ["[a]", "[b]", "[c]"],
    matrix: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  },
  "a reference is a level's value before it is an index": {
    contrast: { kind: "treatment", reference: -1 },
    levels: [-1, 0, 2],
    rank: "reduced",
    suffixes: ["[T.0]", "[T.2]"],
    matrix: [
      [0, 0],
      [1, 0],
      [0, 1],
    ],
  },
  "a reference that is no level is an index": {
    contrast: { kind: "treatment", reference: 1 },
    levels: [-1, 0, 2],
    rank: "reduced",
    suffixes: ["[T.-1]", "[T.2]"],
    matrix: [
      [1, 0],
      [0, 0],
      [0, 1],
    ],
  },
  "a reference of truth values is found by value": {
    contrast: { kind: "treatment", reference: true },
    levels: [false, true],
    rank: "reduced",
    suffixes: ["[T.False]"],
    matrix: [[1], [0]],
  },
  "sum coding gives the omitted level -1 everywhere": {
    contrast: { kind: "sum", omit: "b" },
    levels: abc,
    rank: "reduced",
    suffixes: ["[S.a]", "[S.c]"],
    matrix: [
      [1, 0],
      [-1, -1],
      [0, 1],
    ],
  },
  "sum coding in full has the mean first, and a negative index counts from the end": {
    contrast: { kind: "sum", omit: -3 },
    levels: abc,
    rank: "full",
    suffixes: ["[mean]", "[S.b]", "[S.c]"],
    matrix: [
      [1, -1, -1],
      [1, 1, 0],
      [1, 0, 1],
    ],
  },
  "Helmert coding is named after the later levels": {
    contrast: { kind: "helmert" },
    levels: ["a", "b", "c", "d"],
    rank: "reduced",
    suffixes: ["[H.b]", "[H.c]", "[H.d]"],
    matrix: [
      [-1, -1, -1],
      [1, -1, -1],
      [0, 2, -1],
      [0, 0, 3],
    ],
  },
  "Helmert coding in full has an intercept": {
    contrast: { kind: "helmert" },
    levels: ["a", "b"],
    rank: "full",
    suffixes: ["[H.intercept]", "[H.b]"],
    matrix: [
      [1, -1],
      [1, 1],
    ],
  },
  "difference coding is named after the earlier levels": {
    contrast: { kind: "diff" },
    levels: ["a", "b", "c", "d"],
    rank: "reduced",
    suffixes: ["[D.a]", "[D.b]", "[D.c]"],
    matrix: [
      [-0.75, -0.5, -0.25],
      [0.25, -0.5, -0.25],
      [0.25, 0.5, -0.25],
      [0.25, 0.5, 0.75],
    ],
  },
  "difference coding in full shifts its names, as the constant takes the first": {
    contrast: { kind: "diff" },
    levels: abc,
    rank: "full",
    suffixes: ["[D.a]", "[D.b]", "[D.c]"],
    matrix: [
      [1, -2 / 3, -1 / 3],
      [1, 1 / 3, -1 / 3],
      [1, 1 / 3, 2 / 3],
    ],
  },
  "a matrix is used as it is, in full and reduced": {
    contrast: {
      kind: "matrix",
      rows: [
        [1, 2],
        [3, 4],
      ],
      suffixes: null,
    },
    levels: ["a", "b"],
    rank: "full",
    suffixes: ["[custom0]", "[custom1]"],
    matrix: [
      [1, 2],
      [3, 4],
    ],
  },
  "a single level leaves no column when reduced": {
    contrast: { kind: "treatment", reference: null },
    levels: ["only"],
    rank: "reduced",
    suffixes: [],
    matrix: [[]],
  },
};

test.each(Object.entries(exact))("%s", (_, { contrast, levels, rank, suffixes, matrix }) => {
  const coding = codeLevels(contrast, levels, typeof levels[0] === "number" ? "int" : "string", rank);
  expect(coding.suffixes).toEqual(suffixes);
  expect(dense(coding, levels.length)).toEqual(matrix);
});

test("polynomial coding is orthonormal with positive leading terms, for equal and for given scores", () => {
  const six = codeLevels({ kind: "poly", scores: null }, ["a", "b", "c", "d", "e", "f"], "string", "reduced");
  expect(six.suffixes).toEqual([".Linear", ".Quadratic", ".Cubic", "^4", "^5"]);
  const firstOfSix = [
    -0.597614304667197, 0.545544725589981, -0.37267799624996467, 0.18898223650461365, -0.06299407883487133,
  ];
  for (const [j, value] of firstOfSix.entries()) expect(dense(six, 6)[0]![j]).toBeCloseTo(value, 13);
  const given = dense(codeLevels({ kind: "poly", scores: [1, 2, 5, 7] }, ["a", "b", "c", "d"], "string", "reduced"), 4);
  const expected = [
    [-0.5765566601970552, 0.4535614741165265, -0.46028730894916164],
    [-0.36689969285267127, -0.27020683564388814, 0.7364596943186588],
    [0.26207120918047955, -0.6851673332398592, -0.46028730894916176],
    [0.681385143869247, 0.5018126947672208, 0.18411492357966466],
  ];
  for (const [i, row] of expected.entries())
    for (const [j, value] of row.entries()) expect(given[i]![j]).toBeCloseTo(value, 13);
});

test.each<[Level, DataType, string]>([
  [2, "int", "[2]"],
  [2, "float", "[2.0]"],
  [1e-5, "float", "[1e-05]"],
  [1e16, "float", "[1e+16]"],
  [true, "bool", "[True]"],
])("level %s of type %s prints as %s", (level, dataType, suffix) => {
  expect(codeLevels({ kind: "treatment", reference: null }, [level], dataType, "full").suffixes).toEqual([suffix]);
});

const at = { source: "y ~ C(b, Treatment('z'))", span: [19, 22] as const };

test.each<[string, Contrast]>([
  ["a level that does not exist", { kind: "treatment", reference: "z" }],
  ["an index past the end", { kind: "treatment", reference: 3 }],
  ["an index before the start", { kind: "sum", omit: -4 }],
])("%s is refused with the levels, where it stands", (_, contrast) => {
  const error = thrown(() => codeLevels(contrast, abc, "string", "reduced", at));
  expect(error).toMatchObject({ code: "categorical", data: { levels: abc }, ...at });
});

test("scores and matrix rows must be one for each level, and scores must differ", () => {
  const code = (contrast: Contrast) => thrown(() => codeLevels(contrast, abc, "string", "reduced"));
  expect(code({ kind: "poly", scores: [1, 2] })).toMatchObject({
    code: "categorical",
    data: { found: 2, expected: 3 },
  });
  expect(code({ kind: "matrix", rows: [[1], [2]], suffixes: null })).toMatchObject({ data: { found: 2, expected: 3 } });
  expect(code({ kind: "poly", scores: [1, 1, 2] })).toMatchObject({ code: "categorical", data: { scores: [1, 1, 2] } });
});

test.each([2, 5, 50, 120])("polynomials of %i levels are orthonormal, the last of them alternating binomials", (n) => {
  const levels = Array.from({ length: n }, (_, i) => i);
  const rows = dense(codeLevels({ kind: "poly", scores: null }, levels, "int", "reduced"), n);
  const column = (j: number) => rows.map((row) => row[j]!);
  const product = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
  for (let j = 0; j < n - 1; j++) {
    expect(product(column(j), new Array<number>(n).fill(1))).toBeCloseTo(0, 12);
    for (let k = 0; k <= j; k++) expect(product(column(j), column(k))).toBeCloseTo(j === k ? 1 : 0, 12);
  }
  // of degree n - 1: what all lower powers cancel in, the coefficients of an (n - 1)th difference
  const difference = [1];
  for (let i = 1; i < n; i++) difference.push((-difference[i - 1]! * (n - i)) / i);
  const norm = Math.sqrt(product(difference, difference));
  const signed = difference.map((value) => (n % 2 === 0 ? -value : value) / norm);
  for (const [i, value] of column(n - 2).entries()) expect(value).toBeCloseTo(signed[i]!, 12);
});

test("polynomials do not depend on the unit of the scores", () => {
  const code = (scores: readonly number[]) => dense(codeLevels({ kind: "poly", scores }, abc, "string", "reduced"), 3);
  const [small, large] = [code([1, 2, 4]), code([1e300, 2e300, 4e300])];
  for (const [i, row] of small.entries()) for (const [j, x] of row.entries()) expect(large[i]![j]).toBeCloseTo(x, 14);
});

test("the columns of a contrast are counted before they are made", () => {
  const contrasts: Contrast[] = [
    { kind: "treatment", reference: null },
    { kind: "sum", omit: null },
    { kind: "helmert" },
    { kind: "diff" },
    { kind: "poly", scores: null },
    { kind: "matrix", rows: [[1], [2], [3]], suffixes: null },
  ];
  for (const contrast of contrasts) {
    for (const rank of ["full", "reduced"] as const) {
      const { suffixes } = codeLevels(contrast, abc, "string", rank);
      expect(codingWidth(contrast, 3, rank)).toBe(suffixes.length);
    }
  }
});

test("contrasts that are written out have a limit of levels, treatment coding has none", () => {
  const levels = Array.from({ length: 3000 }, (_, i) => i);
  const error = thrown(() => codeLevels({ kind: "sum", omit: null }, levels, "int", "reduced"));
  expect(error).toMatchObject({ code: "limit", data: { contrast: "sum", levels: 3000, limit: 2048 } });
  expect(codeLevels({ kind: "treatment", reference: null }, levels, "int", "reduced").suffixes.length).toBe(2999);
});
