// A model with another response: the design and the other columns are shared, nothing is parsed again.
import { MixedLM } from "../model.ts";
import { responseSource } from "./response-source.ts";

/**
 * Makes the same model with another response, under the name of the old one.
 *
 * @param y - a value for each row used, in the order of `model.endog`; all finite.
 * @throws {@link SmfError} `response-length`, `not-finite`, `array-value` and the like.
 */
export function withResponse(model: MixedLM, y: ArrayLike<number>): MixedLM {
  return new MixedLM(responseSource(model.source, y));
}
