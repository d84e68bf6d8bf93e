// Matrices without a model: levels before dropping, chosen rows, limits. Values and names are replayed in corpus.test.
import { parseFormula } from "@mixedlm/formula";
import { expect, test } from "vitest";
import { buildMatrices, matrixRows } from "../src/index.ts";
import { thrown } from "./thrown.ts";

const data = { y: [1, 2, 3, 4], x: [1, null, 3, 4], a: ["p", "z", "q", "q"] };

test("a level seen only in a row that is left out keeps its column of zeros, as in patsy", () => {
  const { rhs, rows } = buildMatrices(parseFormula("y ~ a + x"), data);
  expect(rhs.names).toEqual(["Intercept", "a[T.q]", "a[T.z]", "x"]);
  expect([...rows]).toEqual([0, 2, 3]);
  expect([...matrixRows(rhs, data, rows).data]).toEqual([1, 1, 1, 0, 1, 1, 0, 0, 0, 1, 3, 4]);
});

test("missing values are refused when asked, and always when no row is complete", () => {
  const error = thrown(() => buildMatrices(parseFormula("y ~ x"), data, { missing: "raise" }));
  expect(error).toMatchObject({ code: "missing-values", data: { counts: { x: 1 }, rows: 1, total: 4 } });
  expect(thrown(() => buildMatrices(parseFormula("y ~ x"), { y: [1], x: [null] })).code).toBe("no-rows");
});

test("rows of one's choice are filled, in their order", () => {
  const { rhs } = buildMatrices(parseFormula("~ 0 + x"), data);
  expect([...matrixRows(rhs, data, Int32Array.of(3, 0)).data]).toEqual([4, 1]);
});

test("a matrix beyond the limit is refused before memory is asked for", () => {
  const n = 40_000;
  const many = { a: Int32Array.from({ length: n }, (_, i) => i) };
  const { rhs } = buildMatrices(parseFormula("~ C(a)"), many);
  expect(thrown(() => matrixRows(rhs, many))).toMatchObject({ code: "limit", data: { rows: n, columns: n } });
});

test("a contrast that does not go with the levels is underlined itself", () => {
  const error = thrown(() => buildMatrices(parseFormula("y ~ C(a, Treatment('zz'))"), data));
  expect(error).toMatchObject({ code: "categorical", data: { wanted: "zz" } });
  const [start, end] = error.span!;
  expect(error.source!.slice(start, end)).toBe("'zz'");
});
