// A model with another response, for tests that draw one.
import { MixedLM } from "../src/model/model.ts";
import { responseSource } from "../src/simulation/response-source.ts";

/** The same model with another response, a value for each row used, under the name of the old one. */
export function withResponse(model: MixedLM, y: ArrayLike<number>): MixedLM {
  return new MixedLM(responseSource(model.source, y));
}
