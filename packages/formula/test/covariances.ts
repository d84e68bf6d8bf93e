// Which covariance matrices of the rows a model's random terms can make, worked out on a small table by definition, to
// compare models that are written in different words. A random term makes the linear combinations of some symmetric
// matrices, so that two models are the same when each term of one spans the same matrices as a term of the other.
import type { Expression, Factor, ModelFormula, RandomTerm, Term } from "../src/index.ts";

/** Columns of a table: numbers, or the labels of a category. */
export type SmallTable = ReadonlyMap<string, readonly number[] | readonly string[]>;

type Vector = readonly number[];

/**
 * The spaces of covariance matrices of a model's random terms, each as text, sorted. A diagonal of several matrices has
 * one for each, as its columns are independent.
 */
export function covarianceSpaces({ random }: ModelFormula, table: SmallTable): string[] {
  return random
    .flatMap((term) => {
      const matrices = matricesOf(term, table);
      return term.covariance === "diag" ? matrices.map((matrix) => space([matrix])) : [space(matrices)];
    })
    .sort();
}

/**
 * One matrix for each pair of columns with a covariance of their own, for each column of a diagonal structure; a component
 * and a diagonal of equal variances have a single one. Structures with a correlation are no such space.
 */
function matricesOf({ terms, group, covariance }: RandomTerm, table: SmallTable): Vector[] {
  const keys = group.map(({ name }) => column(name, table).map(String));
  const n = keys[0]?.length ?? 0;
  const groups = Array.from({ length: n }, (_, i) => keys.map((labels) => labels[i]).join("/"));
  const Z = terms.flatMap((term) => columnsOf(term, table, covariance === "component" ? groups : null));
  const matrix = (a: Vector, b: Vector): number[] =>
    groups.flatMap((row, i) => groups.map((other, j) => (row === other ? a[i]! * b[j]! + b[i]! * a[j]! : 0)));
  if (covariance === "diag") return Z.map((z) => matrix(z, z));
  if (covariance === "us") return Z.flatMap((a, i) => Z.slice(i).map((b) => matrix(a, b)));
  if (covariance !== "component" && covariance !== "homdiag") throw new Error(`${covariance} is no space of matrices`);
  return [Z.map((z) => matrix(z, z)).reduce((sum, part) => sum.map((value, k) => value + part[k]!))];
}

/** A term's columns, every category with an indicator for each of its levels. */
function columnsOf({ factors }: Term, table: SmallTable, groups: readonly string[] | null): Vector[] {
  const n = [...table.values()][0]!.length;
  return factors.reduce<Vector[]>(
    (columns, factor) =>
      columns.flatMap((z) => factorColumns(factor, table, groups).map((f) => z.map((v, i) => v * f[i]!))),
    [new Array<number>(n).fill(1)],
  );
}

function factorColumns({ expression }: Factor, table: SmallTable, groups: readonly string[] | null): Vector[] {
  const values = evaluate(expression, table, groups);
  if (values.every((value) => typeof value === "number")) return [values];
  return [...new Set(values)].map((level) => values.map((value) => (value === level ? 1 : 0)));
}

/** `center` is worked out in each group where there are groups, and over all rows elsewhere. */
function evaluate(node: Expression, table: SmallTable, groups: readonly string[] | null): (number | string)[] {
  if (node.kind === "name") return column(node.name, table);
  if (node.kind === "binary" && node.op === "**" && node.right.kind === "number") {
    const power = node.right.value;
    return evaluate(node.left, table, groups).map((value) => Number(value) ** power);
  }
  const [of] = node.kind === "call" ? node.args : [];
  if (node.kind !== "call" || of === undefined) throw new Error(`no ${node.kind} in this little language`);
  const values = evaluate(of, table, groups);
  if (node.function === "I") return values;
  if (node.function === "C") return values.map(String);
  const sums = new Map<string, { total: number; count: number }>();
  values.forEach((value, i) => {
    const sum = sums.get(groups?.[i] ?? "") ?? { total: 0, count: 0 };
    sums.set(groups?.[i] ?? "", { total: sum.total + Number(value), count: sum.count + 1 });
  });
  return values.map((value, i) => {
    const { total, count } = sums.get(groups?.[i] ?? "")!;
    return Number(value) - total / count;
  });
}

function column(name: string, table: SmallTable): (number | string)[] {
  const values = table.get(name);
  if (values === undefined) throw new Error(`no column ${name}`);
  return [...values];
}

/** The reduced row echelon form of some matrices, as text: equal for equal spaces. */
function space(matrices: readonly Vector[]): string {
  const rows = matrices.map((matrix) => [...matrix]);
  const reduced: number[][] = [];
  for (let at = 0; at < (rows[0]?.length ?? 0); at++) {
    rows.sort((a, b) => Math.abs(b[at]!) - Math.abs(a[at]!));
    const [pivot] = rows;
    if (pivot === undefined || Math.abs(pivot[at]!) < 1e-8) continue;
    rows.shift();
    const scaled = pivot.map((value) => value / pivot[at]!);
    for (const row of [...rows, ...reduced]) {
      const factor = row[at]!;
      scaled.forEach((value, k) => {
        row[k] = row[k]! - factor * value;
      });
    }
    reduced.push(scaled);
  }
  return reduced.map((row) => row.map((value) => Math.round(value * 1e6) + 0).join(" ")).join("\n");
}
