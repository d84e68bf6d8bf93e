// The coefficients that a fit would have with treatment contrasts in place of its own: delta = T beta.
import type { FactorSpec, MatrixSpec } from "@mixedlm/design";
import { luFactor, luInverse, luSolve, type Matrix, multiply, multiplyByTransposed } from "@mixedlm/linalg";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { columnAlgebra, elementsOf, expansionMatrix } from "./column-algebra.ts";

/** The map to coefficients of treatment coding, column by column in the places of the fit's own. */
export interface TreatmentCoding {
  /** delta = T beta, and back; p x p. */
  readonly T: Matrix;
  readonly inverse: Matrix;
  /** Standard errors of delta, length p. */
  readonly stdError: readonly number[];
}

/** Makes the map; null where the fit has that coding already, or where columns were left out. */
export function treatmentCoding(fit: Fit): TreatmentCoding | null {
  const { fixed } = fit.design;
  if (fit.dropped.length > 0 || fixed.factors.every(isTreatment)) return null;
  const own = columnAlgebra(fixed).flatMap(({ columns }) => columns);
  const treated: MatrixSpec = { ...fixed, factors: fixed.factors.map(withTreatment) };
  const other = columnAlgebra(treated).flatMap(({ columns }) => columns);
  const elements = elementsOf([...own, ...other]);
  if (elements.size !== own.length || other.length !== own.length) return null;
  const [C, D] = [expansionMatrix(own, elements), expansionMatrix(other, elements)];
  const factor = luFactor(D);
  if (factor.failedPivot >= 0) return null;
  const T = luSolve(factor, C);
  const inverse = luFactor(T);
  if (inverse.failedPivot >= 0) return null;
  const V = multiplyByTransposed(multiply(T, partsOf(fit).optimum.estimates.vcov), T);
  const stdError = Array.from({ length: V.nrow }, (_, j) => Math.sqrt(V.data[j * (V.nrow + 1)]));
  return { T, inverse: luInverse(inverse), stdError };
}

function isTreatment(factor: FactorSpec): boolean {
  return factor.kind === "numeric" || factor.contrast.kind === "treatment" || factor.contrast.kind === "matrix";
}

function withTreatment(factor: FactorSpec): FactorSpec {
  if (factor.kind === "numeric" || isTreatment(factor)) return factor;
  return { ...factor, contrast: { kind: "treatment", reference: null } };
}
