import type { CovarianceStructure } from "@mixedlm/design";
import { momentLayout } from "@mixedlm/moments";
import { expect, test } from "vitest";
import { covarianceTerms, linearStarts } from "../../src/parameters/covariance-terms.ts";

/** Terms of a group with three levels: vector terms of a structure with some columns, then components. */
function termsOf(
  effects: readonly (readonly [covariance: CovarianceStructure, columns: number])[],
  components: readonly (readonly (number | null)[])[] = [],
) {
  const layout = momentLayout({
    p: 1,
    levels: [3],
    effects: effects.map(([, columns]) => ({ group: 0, columns })),
    components: components.map((entries) => ({ group: 0, columns: 2, entries })),
  });
  const randomEffects = effects.map(([covariance]) => ({ covariance }));
  return covarianceTerms({ randomEffects, components: components.map(() => ({})) } as never, layout);
}

const placed = (terms: ReturnType<typeof termsOf>) =>
  terms.map(({ structure, size, placements }) => [
    structure,
    size,
    ...placements.map(({ factor, column }) => `${factor}:${column}`),
  ]);

test("us, cs, homcs and ar1 are one term of all columns", () => {
  for (const structure of ["us", "cs", "homcs", "ar1"] as const)
    expect(placed(termsOf([[structure, 3]]))).toEqual([[structure, 3, "0:0"]]);
});

test("diag is a term for each column, homdiag one that all columns share", () => {
  expect(placed(termsOf([["diag", 3]]))).toEqual([
    ["us", 1, "0:0"],
    ["us", 1, "0:1"],
    ["us", 1, "0:2"],
  ]);
  expect(placed(termsOf([["homdiag", 3]]))).toEqual([["us", 1, "0:0", "0:1", "0:2"]]);
});

test("one column is a variance, whatever the structure", () => {
  for (const structure of ["us", "diag", "homdiag", "cs", "homcs", "ar1"] as const)
    expect(placed(termsOf([[structure, 1]]))).toEqual([["us", 1, "0:0"]]);
});

test("terms of one group stand side by side in its factor, components after them", () => {
  const terms = termsOf(
    [
      ["us", 2],
      ["ar1", 3],
    ],
    [[0], [null, 1]],
  );
  expect(placed(terms)).toEqual([
    ["us", 2, "0:0"],
    ["ar1", 3, "0:2"],
    ["us", 1, "0:5"],
    // an entry of each row's own column is a factor, one in the same column of all rows a column of the group's
    ["us", 1, "1:0", "0:6"],
  ]);
  expect(terms.map(({ source }) => `${source.kind} ${source.index} ${source.column}`)).toEqual([
    "effects 0 0",
    "effects 1 0",
    "component 0 0",
    "component 1 0",
  ]);
});

test("linear parameters are the lower triangles of all matrices", () => {
  expect(
    linearStarts(
      termsOf([
        ["us", 2],
        ["diag", 2],
        ["cs", 3],
      ] as const),
    ),
  ).toEqual([0, 3, 4, 5, 11]);
});
