// Whether two fits are of the same rows and the same response: by their sizes, weights and sums of squares, which need no
// rows, and by the numbers of the rows where these are known.
import type { MatrixSpec } from "@mixedlm/design";
import type { Moments } from "@mixedlm/moments";
import { partsOf } from "../fit-parts.ts";
import type { Fit } from "../results.ts";
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
  for (const { name, of: own, other } of sharedColumns(a, b)) {
    const [x, z] = [columnSums(left, own), columnSums(right, other)];
    const spread = Math.sqrt(x.square / left.weight);
    near(`the mean of \`${name}\` is`, x.mean, z.mean, Math.abs(x.mean) + spread);
    near(`the sum of squares of \`${name}\` about its mean is`, x.square, z.square, x.square + z.square);
  }
  checkRowNumbers(a, b, models);
}

function offsetOf({ design }: Fit): string {
  return design.offset.map(({ name }) => name).join(" + ") || "none";
}

/** The response, and the numeric columns of the fixed effects that both have by one name: their numbers in the moments. */
function sharedColumns(a: Fit, b: Fit): { name: string; of: number; other: number }[] {
  const [left, right] = [partsOf(a).moments, partsOf(b).moments];
  const response = { name: a.design.response.names[0], of: left.blocks.p, other: right.blocks.p };
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

function columnSums({ shift, mean, cross, blocks }: Moments, j: number): { mean: number; square: number } {
  return { mean: shift[j] + mean[j], square: cross[j * (blocks.p + 2)] };
}

/** Where rows were left out, the same ones must have been. */
function checkRowNumbers(a: Fit, b: Fit, models: readonly [string, string]): void {
  const [left, right] = [a.design.rows, b.design.rows];
  if (left.total !== right.total || (left.kept === left.total && right.kept === right.total)) return;
  if (partsOf(a).table === null || partsOf(b).table === null) return;
  const at = a.rows.findIndex((row, i) => row !== b.rows[i]);
  if (at >= 0) throw differentRows(`row ${at + 1} of those used is number`, a.rows[at], b.rows[at], models);
}
