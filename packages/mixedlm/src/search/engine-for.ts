// Which engine a model gets. Dense blocks cost the cube of their width and give exact second derivatives; where the
// random columns hang together in wide blocks, the Schur complement costs far less.
import { blockEngine } from "../blocks/block-engine.ts";
import { widestBlock } from "../blocks/block-layout.ts";
import type { InternalProducts } from "../coordinates/internal-products.ts";
import type { Engine } from "../engine/engine.ts";
import { schurEngine } from "../schur/schur-engine.ts";

/** Widest block of several factors that is held densely. */
const WIDEST = 48;

/** Makes the engine of a model. */
export function engineFor(products: InternalProducts): Engine {
  return hasNarrowBlocks(products) ? blockEngine(products) : schurEngine(products);
}

/** Whether a model falls into blocks so narrow that exact second derivatives cost little beside a factorisation. */
export function hasNarrowBlocks(products: InternalProducts): boolean {
  return products.factors.length === 1 || widestBlock(products) <= WIDEST;
}
