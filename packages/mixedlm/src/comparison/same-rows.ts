// Whether two fits are of the same rows and the same response: by their sizes, weights, sums of squares and products,
// and by what is in each group, none of which needs rows or asks for their order; and by the numbers of the rows where
// these are known.
import type { MatrixSpec } from "@mixedlm/design";
import { reproducedCoefficients } from "../coordinates/combination.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { differentRows } from "./comparison-errors.ts";

/** Relative difference of sums over the same rows in another order. */
const SAME = 1e-9;

/**
 * Checks that two fits are of the same rows.
 *
 * @throws {@link FitError} `different-rows` naming what differs first.
 */
export function checkSameRows(a: Fit, b: Fit): void {
  const models = [a.formula, b.formula] as const;
  const [left, right] = [partsOf(a).moments, partsOf(b).moments];
  const check = (what: string, own: unknown, other: unknown, isSame = own === other): void => {
    if (!isSame) throw differentRows(what, own, other, models);
  };
  const near = (what: string, own: number, other: number, scale = Math.abs(own) + Math.abs(other)): void =>
    check(what, own, other, Math.abs(own - other) <= SAME * scale);
  check("the response is", a.design.response.names[0], b.design.response.names[0]);
  check("the number of rows is", a.n, b.n);
  check("the weights are", a.design.weights ?? "all 1", b.design.weights ?? "all 1");
  check("the offset is", offsetOf(a), offsetOf(b));
  near("the sum of the weights is", left.weight, right.weight);
  near("the sum of the logarithms of the weights is", left.logWeight, right.logWeight, left.weight);
  const response = a.design.response.names[0];
  const y = columnSums(a, left.layout.p);
  const spread = Math.sqrt(y.square / left.weight);
  for (const { name, of: own, other } of sharedColumns(a, b)) {
    const [x, z] = [columnSums(a, own), columnSums(b, other)];
    near(`the mean of \`${name}\` is`, x.mean, z.mean, Math.abs(x.mean) + Math.sqrt(x.square / left.weight));
    near(`the sum of squares of \`${name}\` about its mean is`, x.square, z.square, x.square + z.square);
    const what = `the sum of products of \`${name}\` and \`${response}\` about their means is`;
    near(what, x.product, z.product, Math.sqrt(x.square * y.square));
  }
  checkRowNumbers(a, b, models);
  for (const { name, of: own, other } of sharedGroups(a, b)) {
    const [u, v] = [groupSums(a, own), groupSums(b, other)];
    check(`the number of groups of \`${name}\` is`, u.size, v.size);
    for (const [label, group] of u) {
      const same = v.get(label);
      if (same === undefined) throw differentRows(`of \`${name}\` the group ${label} is`, "there", "not", models);
      near(`the sum of the weights of group ${label} of \`${name}\` is`, group.weight, same.weight);
      near(
        `the mean of \`${response}\` in group ${label} of \`${name}\` is`,
        group.mean,
        same.mean,
        Math.abs(y.mean) + spread,
      );
    }
  }
}

function offsetOf({ design }: Fit): string {
  return design.offset.map(({ name }) => name).join(" + ") || "none";
}

/**
 * The response, and the numeric columns of the fixed effects that both have by one name: their numbers in the moments.
 */
function sharedColumns(a: Fit, b: Fit): { name: string; of: number; other: number }[] {
  const [left, right] = [partsOf(a).moments, partsOf(b).moments];
  const response = { name: a.design.response.names[0], of: left.layout.p, other: right.layout.p };
  // combinations in place of columns have no names
  if (left.fixed !== null || right.fixed !== null) return [response];
  const others = numericColumns(b.design.fixed);
  const shared = [...numericColumns(a.design.fixed)].flatMap(([name, of]) => {
    const other = others.get(name);
    return other === undefined ? [] : [{ name, of, other }];
  });
  return [response, ...shared];
}

/** Numbers of the columns of terms without categories, by name: names of coded columns may mean two things. */
function numericColumns({ names, terms, factors }: MatrixSpec): Map<string, number> {
  const categories = factors.flatMap(({ kind, name }) => (kind === "categorical" ? [name] : []));
  const numeric = terms.filter(({ subterms }) =>
    subterms.every((subterm) => subterm.factors.every(({ factor }) => !categories.includes(factor))),
  );
  return new Map(
    numeric.flatMap(({ slice: [start, stop] }) =>
      names.slice(start, stop).map((name, k): [string, number] => [name, start + k]),
    ),
  );
}

/** A column's mean, and its sums of squares and of products with the response about the means. */
function columnSums(fit: Fit, j: number): { mean: number; square: number; product: number } {
  const { shift, mean, cross, layout } = partsOf(fit).moments;
  const { p } = layout;
  const y = responseParts(fit);
  const x = j === p ? y : [{ column: j, times: 1 }];
  const sums = { mean: 0, square: 0, product: 0 };
  for (const { column, times } of x) {
    const product = (other: { column: number; times: number }): number =>
      times * other.times * cross[column * (p + 1) + other.column];
    sums.mean += times * (shift[column] + mean[column]);
    for (const other of x) sums.square += product(other);
    for (const other of y) sums.product += product(other);
  }
  return sums;
}

/** The response as a combination of the moments' columns, itself the last: it may be counted from the others. */
function responseParts(fit: Fit): { column: number; times: number }[] {
  const { moments, optimum } = partsOf(fit);
  const { combination } = optimum.engine.products.fixed;
  const own = combination === null ? null : reproducedCoefficients(combination);
  const others = Array.from(own ?? [], (times, column) => ({ column, times }));
  return [...others, { column: moments.layout.p, times: 1 }];
}

/** The grouping factors that both have by one name: their numbers in the moments. */
function sharedGroups(a: Fit, b: Fit): { name: string; of: number; other: number }[] {
  const others = groupNumbers(b);
  return [...groupNumbers(a)].flatMap(([name, of]) => {
    const other = others.get(name);
    return other === undefined ? [] : [{ name, of, other }];
  });
}

/** Numbers in the moments of factors whose levels are the groups, by name. */
function groupNumbers(fit: Fit): Map<string, number> {
  const { factors } = partsOf(fit).moments.layout;
  return new Map(
    factors.flatMap(({ group, component }, f): [string, number][] =>
      component === null ? [[fit.design.groups[group].name, f]] : [],
    ),
  );
}

/** Of each group, by its label: the sum of its weights, and the mean of the response. */
function groupSums(fit: Fit, f: number): Map<string, { weight: number; mean: number }> {
  const { layout, factors, shift } = partsOf(fit).moments;
  const { group, s: columns } = layout.factors[f];
  const { weight, mean: means } = factors[f];
  const width = columns + layout.p + 1;
  const y = responseParts(fit);
  return new Map(
    fit.design.groups[group].levels.map((label, l) => {
      const from = l * width + columns;
      const mean = y.reduce((sum, { column, times }) => sum + times * (shift[column] + means[from + column]), 0);
      return [String(label), { weight: weight[l], mean }];
    }),
  );
}

/** Where rows were left out, the same ones must have been. */
function checkRowNumbers(a: Fit, b: Fit, models: readonly [string, string]): void {
  const [left, right] = [a.design.rows, b.design.rows];
  if (left.total !== right.total || (left.kept === left.total && right.kept === right.total)) return;
  if (partsOf(a).table === null || partsOf(b).table === null) return;
  const at = a.rows.findIndex((row, i) => row !== b.rows[i]);
  if (at >= 0) throw differentRows(`row ${at + 1} of those used is number`, a.rows[at], b.rows[at], models);
}
