// Replay of the conformance corpus: what patsy and statsmodels made of formulas and data, column by column.
import { columnFactor, parseFormula, parseModel } from "@mixedlm/formula";
import { describe, expect, test } from "vitest";
import {
  buildDesign,
  buildMatrices,
  covarianceNames,
  designRows,
  type MatrixSpec,
  matrixRows,
  type RandomRows,
  randomEffectNames,
} from "../src/index.ts";
import { type CorpusMatrix, casesOf, dataset, expectMatrix, level } from "./helpers.ts";
import { thrown } from "./thrown.ts";

/** `Poly` columns go through an orthogonalisation, all others are exact. */
const tolerance = (formula: string) => (formula.includes("Poly") ? 1e-9 : 1e-12);

function expectSpec(spec: MatrixSpec, expected: CorpusMatrix): void {
  expect(spec.terms.map((term) => term.name)).toEqual(expected.terms);
  expect(spec.names).toEqual(expected.columns);
  expect(Object.fromEntries(spec.terms.map((term) => [term.name, term.slice]))).toEqual(expected.slices);
  expect(codings(spec)).toEqual(expected.codings);
}

/** The codings of a matrix in the corpus' form: for each sub-term, which categorical factors are coded in full. */
function codings({ terms }: MatrixSpec) {
  return terms.map(({ name, subterms }) => ({
    term: name,
    subterms: subterms.map(({ factors }) =>
      Object.fromEntries(
        factors.flatMap(({ factor, coding }) => (coding === "numeric" ? [] : [[factor, coding === "full"]])),
      ),
    ),
  }));
}

describe("patsy's matrices", () => {
  // patsy's state of a column with a missing value is missing, and every row is dropped: see the next test
  const replayed = casesOf("design").filter((one) => !one.tags.includes("quirk"));
  test.each(replayed.map((one) => [one.id, one.formula, one] as const))("%s: %s", (_, formula, one) => {
    const table = dataset(one.dataset);
    const { lhs, rhs, rows } = buildMatrices(parseFormula(formula), table);
    const dropped = Array.from({ length: table.numRows }, (_, i) => i).filter((i) => !rows.includes(i));
    expect(dropped).toEqual(one.dropped);
    expect(lhs === null).toBe(one.lhs === null);
    if (lhs !== null && one.lhs !== null) {
      expectSpec(lhs, one.lhs);
      expectMatrix(matrixRows(lhs, table, rows).data, one.lhs.matrix, tolerance(formula));
    }
    expectSpec(rhs, one.rhs);
    expectMatrix(matrixRows(rhs, table, rows).data, one.rhs.matrix, tolerance(formula));
  });
});

test("a missing value is passed over when a transform learns, where patsy drops every row", () => {
  const quirks = casesOf("design").filter((one) => one.tags.includes("quirk"));
  expect(quirks.map(({ formula }) => formula)).toEqual(
    expect.arrayContaining(["y ~ center(x)", "y ~ bs(z, df=4) + x"]),
  );
  for (const { formula, dataset: name } of quirks) {
    const table = dataset(name);
    const { rhs, rows } = buildMatrices(parseFormula(formula), table);
    const without = buildMatrices(parseFormula(formula.replace(/\b(center|scale|bs|cr)\((\w+)[^)]*\)/, "$2")), table);
    expect(rows).toEqual(without.rows);
    const { data } = matrixRows(rhs, table, rows);
    expect(data.every(Number.isFinite)).toBe(true);
  }
  const { rhs } = buildMatrices(parseFormula("y ~ 0 + center(x)"), { y: [1, 2, 3, 4], x: [1, Number.NaN, 3, 8] });
  expect([...matrixRows(rhs, { x: [1, 3, 8, 4] }).data]).toEqual([-3, -1, 4, 0]);
});

test("a variable called Intercept beside the intercept is refused where the variable stands", () => {
  const [one] = casesOf("design_error").filter((other) => other.formula === "y ~ Intercept");
  const error = thrown(() => buildMatrices(parseFormula(one!.formula), dataset(one!.dataset)));
  expect(error).toMatchObject({ code: "duplicate-column", data: { name: "Intercept" }, span: [4, 13] });
});

describe("statsmodels' names", () => {
  const replayed = casesOf("mixedlm_names");
  test.each(replayed.map((one) => [one.id, one] as const))("%s", (_, one) => {
    const { formula, re_formula: reFormula, vc_formula: vcFormula } = one;
    const model = parseModel({ formula, group: columnFactor(one.groups), reFormula, vcFormula });
    const design = buildDesign(model, dataset(one.dataset));
    const effects = randomEffectNames(design.randomEffects[0]?.names ?? [], one.groups);
    const components = design.components.map((component) => component.name);
    expect(design.response.names).toEqual([one.endog]);
    expect(design.fixed.names).toEqual(one.exog);
    expect(effects).toEqual(one.exog_re);
    expect(covarianceNames(effects)).toEqual(one.exog_re_full);
    expect(components).toEqual(one.vcomp);
    const variances = components.map((name) => `${name} Var`);
    expect([...design.fixed.names, ...covarianceNames(effects), ...variances]).toEqual(one.params);
    expect(design.groups[0]!.levels).toEqual(one.group_labels.map(level));
  });
});

describe("statsmodels' variance components, group by group", () => {
  const replayed = casesOf("vc");
  test.each(replayed.map((one) => [one.id, one.formula, one] as const))("%s: %s", (_, formula, one) => {
    const table = dataset(one.dataset);
    const group = columnFactor(one.groups_column);
    const model = parseModel({ formula: `${table.columnNames[0]} ~ 1`, group, vcFormula: { c: formula } });
    const design = buildDesign(model, table);
    const {
      codes: [codes],
      rows,
      components,
    } = designRows(design, table);
    expect(design.groups[0]!.levels).toEqual(one.groups.map((expected) => level(expected.group)));
    for (const [g, expected] of one.groups.entries()) {
      const inGroup = rows.filter((_, i) => codes![i] === g);
      expect([...inGroup]).toEqual(expected.rows);
      expect(design.components[0]!.names[g]).toEqual(expected.columns);
      expectMatrix(denseGroup(components[0]!, codes!, g, expected.columns.length), expected.matrix);
    }
  });
});

/** The rows of one group of a component, column-major. */
function denseGroup(entries: RandomRows, codes: Int32Array, g: number, p: number): Float64Array {
  const inside = [...codes.keys()].filter((i) => codes[i] === g);
  const dense = new Float64Array(inside.length * p);
  for (const [position, i] of inside.entries()) {
    for (const { column, value } of entries) {
      const j = typeof column === "number" ? column : column[i]!;
      if (j >= 0) dense[j * inside.length + position] = value?.[i] ?? 1;
    }
  }
  return dense;
}

describe("patsy's matrices of new data", () => {
  const replayed = casesOf("newdata");
  test.each(replayed.map((one) => [one.id, one.formula, one] as const))("%s: %s", (_, formula, one) => {
    const { rhs } = buildMatrices(parseFormula(formula), dataset(one.train));
    const table = dataset(one.dataset);
    expect(rhs.names).toEqual(one.columns);
    if (one.error !== undefined) {
      const error = thrown(() => matrixRows(rhs, table));
      expect(error).toMatchObject({
        code: formula.includes("bs(") ? "outside-knots" : "unseen-level",
        span: one.error.span,
      });
      return;
    }
    const { rows, data } = matrixRows(rhs, table);
    const dropped = Array.from({ length: table.numRows }, (_, i) => i).filter((i) => !rows.includes(i));
    expect(dropped).toEqual(one.dropped);
    expectMatrix(data, one.matrix!, tolerance(formula));
  });
});
