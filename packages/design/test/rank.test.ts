// What the coding rule is for: on data where every cell is present the columns of a formula are linearly independent,
// whatever the formula and the contrasts, and no two have one name.
import { parseFormula } from "@mixedlm/formula";
import fc from "fast-check";
import { expect, test } from "vitest";
import { buildMatrices, matrixRows } from "../src/index.ts";

const LEVELS = { a: ["a1", "a2"], b: ["b1", "b2", "b3"], c: ["c1", "c2"], d: [false, true] } as const;
const REPLICATES = 9;

/** Every combination of levels nine times, with numbers that are in no relation to them or to each other. */
function balanced(): Record<string, (string | boolean | number)[]> {
  const cells = LEVELS.a.flatMap((a) =>
    LEVELS.b.flatMap((b) => LEVELS.c.flatMap((c) => LEVELS.d.map((d) => ({ a, b, c, d })))),
  );
  const rows = Array.from({ length: REPLICATES }, () => cells).flat();
  const pick = (name: keyof typeof LEVELS) => rows.map((cell) => cell[name]);
  // multiples of a quadratic irrational, the fractional parts of which are spread evenly and never repeat
  const numbers = (irrational: number) => rows.map((_, i) => (((i + 1) * irrational) % 1) * 2 - 1);
  const categorical = { a: pick("a"), b: pick("b"), c: pick("c"), d: pick("d") };
  return { ...categorical, y: numbers(Math.SQRT2), x: numbers(Math.sqrt(3)), z: numbers(Math.sqrt(7)) };
}

const table = balanced();

/** The rank of a column-major matrix by elimination with the largest remaining entry as pivot, columns of unit size. */
function rank(data: Float64Array, n: number): number {
  const columns = Array.from({ length: data.length / n }, (_, j) => data.slice(j * n, (j + 1) * n)).map((column) => {
    const size = Math.hypot(...column);
    return size === 0 ? column : column.map((value) => value / size);
  });
  for (let found = 0; ; found++) {
    let [best, pivot, row] = [1e-9, -1, -1];
    for (let j = found; j < columns.length; j++) {
      for (const [i, value] of columns[j]!.entries()) {
        if (Math.abs(value) > best) [best, pivot, row] = [Math.abs(value), j, i];
      }
    }
    if (pivot < 0) return found;
    [columns[found], columns[pivot]] = [columns[pivot]!, columns[found]!];
    const head = columns[found]!;
    for (const column of columns.slice(found + 1)) {
      const share = column[row]! / head[row]!;
      for (let i = 0; i < n; i++) column[i] = column[i]! - share * head[i]!;
    }
  }
}

/** A formula of random operators; each variable is written in the same way throughout. */
const formulas = fc
  .record({
    a: fc.constantFrom("a", "C(a, Sum)", "C(a, Diff)", "C(a, Treatment('a2'))"),
    b: fc.constantFrom("b", "C(b, Sum('b1'))", "C(b, Helmert)", "C(b, Diff)", "C(b, Poly)", "C(b, Poly([1, 2, 4]))"),
    c: fc.constantFrom("c", "C(c, Poly)", "C(c, Helmert)", "C(c, levels=['c2', 'c1'])"),
    d: fc.constantFrom("d", "I(d == False)", "C(d, Sum)"),
    x: fc.constantFrom("x", "np.exp(x)", "center(x)"),
    z: fc.constantFrom("z", "I(z + x)"),
  })
  .chain((written) => {
    const { tree } = fc.letrec<{ leaf: string; node: string; tree: string }>((tie) => ({
      leaf: fc.constantFrom(...Object.values(written)),
      node: fc
        .tuple(tie("tree"), fc.constantFrom("+", "+", ":", "*", "/", "-"), tie("tree"))
        .map(([left, op, right]) => `(${left} ${op} ${right})`),
      tree: fc.oneof({ depthSize: "small", withCrossShrink: true }, tie("leaf"), tie("node")),
    }));
    return fc.tuple(fc.constantFrom("", "0 + "), tree);
  })
  .map(([intercept, terms]) => `y ~ ${intercept}${terms}`);

test("columns are as many as their rank, and their names differ", () => {
  let largest = 0;
  fc.assert(
    fc.property(formulas, (formula) => {
      const { rhs, rows } = buildMatrices(parseFormula(formula), table);
      largest = Math.max(largest, rhs.names.length);
      expect(new Set(rhs.names).size).toBe(rhs.names.length);
      expect([formula, rank(matrixRows(rhs, table, rows).data, rows.length)]).toEqual([formula, rhs.names.length]);
    }),
    { seed: 20240607, numRuns: 400 },
  );
  expect(largest).toBeGreaterThan(20);
});

test("the rank that these tests ask for counts independent columns", () => {
  expect(rank(Float64Array.of(1, 0, 1, 0, 1, 1, 1, 1, 2), 3)).toBe(2);
  expect(rank(Float64Array.of(1, 0, 0, 0, 1, 0), 3)).toBe(2);
  expect(rank(new Float64Array(6), 3)).toBe(0);
});
