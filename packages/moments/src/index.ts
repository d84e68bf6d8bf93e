// Moments: rows -> counts, means and centred cross-products, of all rows and of each group. `accumulate` is the stage
// function; records of different rows are merged by `mergeMoments`.
export { type DesignMoments, type Moments, mergeMoments } from "./moments.ts";
export { accumulate, accumulateChunks, accumulateRows } from "./accumulate.ts";
export { type Blocks, blockLayout, componentStart, designBlocks } from "./blocks.ts";
export { MomentsError, type MomentsErrorCode } from "./errors.ts";
