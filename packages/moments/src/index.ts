export { type DesignMoments, type Moments, mergeMoments } from "./moments.ts";
export { accumulate, accumulateChunks, accumulateRows } from "./accumulate.ts";
export { type Blocks, blockLayout, componentStart, designBlocks } from "./blocks.ts";
export { MomentsError, type MomentsErrorCode } from "./errors.ts";
