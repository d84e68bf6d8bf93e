// Where the search starts: the moment estimate of the variances from the least-squares residuals (MINQUE(0)), one pass
// over the groups. It is the exact answer on balanced data and close to it elsewhere. The same system tells whether
// the variances can be told apart from each other at all.
import { fromRows, luFactor, luSolve, matrix, symmetricEigen } from "@mixedlm/linalg";
import type { CrossProducts } from "./cross-products.ts";
import { perfectFit } from "./errors.ts";
import { factorise } from "./factor.ts";
import { internalBeta } from "./gradient.ts";
import { secondOrder } from "./second-order.ts";
import { lowerEntriesByRow, lowerRoot, thetaOf } from "./theta.ts";

/** Smallest relative variance that a start takes: zero would hide a direction from the gradient. */
const FLOOR = 1e-3;
/** Relative size below which an eigenvalue of the information counts as zero. */
const SINGULAR = 1e-11;
/** Share of a random term's information outside the fixed effects below which they hold all of it. */
const ABSORBED = 1e-10;

/** A start, and what the moment equations say about the model. */
export interface MomentStart {
  readonly theta: Float64Array;
  /**
   * `residual`: some variance cannot be told apart from the residual's; `components`: nor two of them apart;
   * `fixed`: the fixed effects hold all that a random term could explain, so that REML knows nothing of its variance.
   */
  readonly unidentified: "residual" | "components" | "fixed" | null;
}

/**
 * Solves the MINQUE(0) equations tr(P V_j P V_k) s_k = e'V_j e, the residual variance among the s.
 *
 * @throws {@link FitError} `perfect-fit`.
 * @see Rao (1971), J. Multivariate Anal. 1, 445-456; LaMotte (1973), Biometrics 29, 311-330.
 */
export function momentStart(cp: CrossProducts, response: string): MomentStart {
  const { k, components } = cp;
  const zero = { lambda: new Float64Array(k * k), tau: new Float64Array(components) };
  const at = factorise(cp, zero);
  // at V = I this fails only where the least-squares residual is rounding noise
  if (at === null) throw perfectFit(response);
  const { m, tracePP, traceP, quadratic } = secondOrder(cp, at, internalBeta(cp, at), true);
  if (unprojected(cp).some((full, j) => full > 0 && tracePP[j * (m + 1)] <= ABSORBED * full))
    return { theta: new Float64Array(m), unidentified: "fixed" };
  const information = matrix(m + 1, m + 1);
  const right = matrix(m + 1, 1);
  for (let j = 0; j < m; j++) {
    for (let i = 0; i < m; i++) information.data[j * (m + 1) + i] = tracePP[j * m + i];
    information.data[j * (m + 1) + m] = traceP[j];
    information.data[m * (m + 1) + j] = traceP[j];
    right.data[j] = quadratic[j];
  }
  information.data[(m + 1) * (m + 1) - 1] = cp.n - cp.p;
  right.data[m] = at.r2;
  const unidentified = nullDirection(information.data, m + 1);
  const fallback = defaultStart(cp);
  if (unidentified !== null) return { theta: fallback, unidentified };
  const factor = luFactor(information);
  const solution = luSolve(factor, right).data;
  const sigma2 = solution[m] > 0 ? solution[m] : at.r2 / (cp.n - cp.p);
  const theta = startFrom(
    cp,
    solution.map((s) => s / sigma2),
  );
  return { theta: theta ?? fallback, unidentified };
}

/** tr(V_j V_j) for the diagonal of Psi and the components, at their places among the m parameters; 0 elsewhere. */
function unprojected(cp: CrossProducts): Float64Array {
  const { k, q, rank, T, tStart } = cp;
  const entries = lowerEntriesByRow(k);
  const full = new Float64Array(entries.length + cp.components);
  for (let g = 0; g < q.length; g++) {
    const entry = (i: number, j: number): number => {
      let sum = 0;
      for (let m = 0; m < rank[g]; m++) sum += T[tStart[g] + m * q[g] + i] * T[tStart[g] + m * q[g] + j];
      return sum;
    };
    for (let t = 0; t < entries.length; t++)
      if (entries[t].row === entries[t].column) full[t] += entry(entries[t].row, entries[t].row) ** 2;
    for (let j = k; j < q[g]; j++)
      for (let i = k; i < q[g]; i++) {
        const c = cp.component[cp.columnStart[g] + j];
        if (cp.component[cp.columnStart[g] + i] === c) full[entries.length + c] += entry(i, j) ** 2;
      }
  }
  return full;
}

/** Which kind of direction, if any, leaves the moment equations unchanged. */
function nullDirection(information: Float64Array, size: number): MomentStart["unidentified"] {
  const unit = Float64Array.from({ length: size }, (_, i) => Math.sqrt(information[i * size + i]));
  if (unit.some((u) => !(u > 0))) return "components";
  const rows = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => information[j * size + i] / (unit[i] * unit[j])),
  );
  const { values, vectors } = symmetricEigen(fromRows(rows));
  if (values[0] > SINGULAR * values[size - 1]) return null;
  return Math.abs(vectors.data[size - 1]) > 1e-4 ? "residual" : "components";
}

/** Moment estimates -> theta, with eigenvalues of Psi and component variances kept above a floor. */
function startFrom(cp: CrossProducts, estimates: Float64Array): Float64Array | null {
  const { k, components } = cp;
  const psi = matrix(k, k);
  const entries = lowerEntriesByRow(k);
  for (let t = 0; t < entries.length; t++) {
    const { row, column } = entries[t];
    psi.data[column * k + row] = estimates[t];
    psi.data[row * k + column] = estimates[t];
  }
  if (!estimates.every(Number.isFinite)) return null;
  const { values, vectors } = symmetricEigen(psi);
  const floor = Math.max(FLOOR, k > 0 ? FLOOR * values[k - 1] : 0);
  const raised = new Float64Array(k * k);
  for (let m = 0; m < k; m++)
    for (let j = 0; j < k; j++)
      for (let i = 0; i < k; i++)
        raised[j * k + i] += Math.max(values[m], floor) * vectors.data[m * k + i] * vectors.data[m * k + j];
  const tau = new Float64Array(components);
  for (let c = 0; c < components; c++) tau[c] = Math.sqrt(Math.max(estimates[entries.length + c], FLOOR));
  return thetaOf({ lambda: lowerRoot(raised, k), tau }, k);
}

/** lambda = I and tau = 1 on unit-size columns: every random term as large as the residual. */
export function defaultStart(cp: CrossProducts): Float64Array {
  const lambda = new Float64Array(cp.k * cp.k);
  for (let j = 0; j < cp.k; j++) lambda[j * cp.k + j] = 1;
  return thetaOf({ lambda, tau: new Float64Array(cp.components).fill(1) }, cp.k);
}
