// Replay of fixtures/stateful: splines and their relatives as patsy makes them, on the rows they learn from and on others.
import { readFileSync } from "node:fs";
import { parseFormula } from "@mixedlm/formula";
import { describe, expect, test } from "vitest";
import { buildMatrices, type MatrixSpec, matrixRows } from "../../src/index.ts";
import { expectMatrix } from "../helpers.ts";
import { thrown } from "../thrown.ts";

type Rows = readonly (readonly number[])[];

interface StatefulCase {
  readonly formula: string;
  readonly train: string;
  readonly error?: string;
  readonly columns: readonly string[];
  readonly matrix: Rows;
  readonly new: Readonly<Record<string, Rows | { readonly error: string }>>;
}

const file = new URL("../../../../fixtures/stateful/cases.json", import.meta.url);
const { data, splines } = JSON.parse(readFileSync(file, "utf8")) as {
  data: Record<string, Record<string, (number | string)[]>>;
  splines: StatefulCase[];
};

const named = (cases: StatefulCase[]) => cases.map((one) => [one.formula, one] as const);

test.each(named(splines.filter((one) => one.error === undefined)))("%s is patsy's", (formula, one) => {
  const { rhs } = buildMatrices(parseFormula(`~ ${formula}`), data[one.train]!);
  expect(rhs.names).toEqual(one.columns);
  expectMatrix(matrixRows(rhs, data[one.train]!).data, one.matrix);
  const kept = JSON.parse(JSON.stringify(rhs)) as MatrixSpec;
  for (const [name, rows] of Object.entries(one.new)) {
    if ("error" in rows) {
      expect(thrown(() => matrixRows(kept, data[name]!))).toMatchObject({ code: "outside-knots" });
    } else {
      expectMatrix(matrixRows(kept, data[name]!).data, rows);
    }
  }
});

describe("what patsy refuses is refused with a place", () => {
  test.each(named(splines.filter((one) => one.error !== undefined)))("%s", (formula, one) => {
    const error = thrown(() => {
      const { rhs } = buildMatrices(parseFormula(`~ ${formula}`), data[one.train]!);
      matrixRows(rhs, data[one.train]!);
    });
    expect(["arguments", "outside-knots", "type"]).toContain(error.code);
    expect(error.source).toBe(`~ ${formula}`);
    expect(error.span).not.toBeNull();
  });
});
