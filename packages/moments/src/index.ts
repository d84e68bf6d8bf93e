// Moments: rows -> weights, means and centred cross-products, of all rows, of each level of each factor and of pairs of
// levels. `accumulate` is the stage function; records of different rows are merged by `mergeMoments`.
export type { CellMoments, DesignMoments, FactorMoments, Moments } from "./moments.ts";
export { mergeMoments } from "./merge-moments.ts";
export type { FixedTransform } from "./fixed-transform.ts";
export { accumulate, accumulateChunks, accumulateRows } from "./accumulate.ts";
export {
  type LayoutSizes,
  type MomentLayout,
  momentLayout,
  designLayout,
  entryOf,
  type ComponentLevels,
  type FactorLayout,
  type PartLayout,
} from "./layout.ts";
export { type MomentsWithout, momentsWithout } from "./without-rows.ts";
export { MomentsError, type MomentsErrorCode } from "./errors.ts";
