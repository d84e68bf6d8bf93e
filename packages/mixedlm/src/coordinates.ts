// Relative factors and random effects between raw units (the data's) and internal ones (unit-size columns).
import type { CrossProducts } from "./cross-products.ts";
import { multiplySquare } from "./square.ts";
import { type RelativeFactor, triangularRoot } from "./theta.ts";

/** Raw factor -> internal factor, K lambda: a square root, in general no longer triangular. */
export function internalFactor(cp: CrossProducts, raw: RelativeFactor): RelativeFactor {
  return {
    lambda: multiplySquare(cp.random.K, raw.lambda, cp.k),
    tau: raw.tau.map((t, c) => t * cp.random.componentScale[c]),
  };
}

/** Internal factor -> raw lower-triangular factor with a diagonal that is not negative. */
export function rawFactor(cp: CrossProducts, internal: RelativeFactor): RelativeFactor {
  const root = multiplySquare(cp.random.inverseK, internal.lambda, cp.k);
  return {
    lambda: triangularRoot(root, cp.k),
    tau: internal.tau.map((t, c) => Math.abs(t) / cp.random.componentScale[c]),
  };
}

/** Random effects of one group from internal to raw units, in place: first k by K^-1, then the components. */
export function rawEffectsInPlace(cp: CrossProducts, g: number, effects: Float64Array, offset: number): void {
  const { k } = cp;
  const { inverseK } = cp.random;
  const head = effects.slice(offset, offset + k);
  for (let i = 0; i < k; i++) {
    let sum = 0;
    for (let j = 0; j < k; j++) sum += inverseK[j * k + i] * head[j];
    effects[offset + i] = sum;
  }
  for (let i = k; i < cp.q[g]; i++)
    effects[offset + i] /= cp.random.componentScale[cp.component[cp.columnStart[g] + i]];
}
