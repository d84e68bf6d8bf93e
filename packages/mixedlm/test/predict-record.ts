// In: the name of a model of `fixtures/native/predict.json`. Out: our fit of it. One model is not among those that all of
// inference is checked on: its crossed factors are too wide for dense blocks, so that the other engine fits it.
import type { Fit } from "../src/index.ts";
import { fitOf } from "./engine-fits.ts";
import { nativeFit } from "./native-fits.ts";

const WIDE = { dataset: "scotssec", formula: "attain ~ sex + verbal + (1 | primary) + (1 | second)", reml: true };

/** Our fit of a recorded model; made once. */
export function recordedFit(name: string): Fit {
  return name === WIDE.dataset ? fitOf(WIDE) : nativeFit(name);
}
