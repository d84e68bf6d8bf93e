// In: the name of a model of tools/fixtures/native/models.json. Out: our fit of it; and what R's packages recorded about
// such models, `fixtures/native/<name>.json`, written by tools/fixtures/native_<name>.R.
import { existsSync, readFileSync } from "node:fs";
import type { Fit } from "../src/index.ts";
import { fitOf } from "./engine-fits.ts";

/** A model that inference, prediction and diagnostics are checked on. */
export interface NativeModel {
  readonly name: string;
  readonly dataset: string;
  readonly formula: string;
  readonly weights?: string;
  readonly tags: readonly string[];
}

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

/** The models, in the order of the file. */
export const NATIVE_MODELS = JSON.parse(read("tools/fixtures/native/models.json")) as readonly NativeModel[];

/** Our fit of a model; made once. */
export function nativeFit(name: string, reml = true): Fit {
  const model = NATIVE_MODELS.find((own) => own.name === name);
  if (model === undefined) throw new Error(`no model ${name} in models.json`);
  return fitOf({ ...model, reml });
}

/** A record of `fixtures/native`. */
export function loadNative<Record>(name: string): Record {
  const path = `fixtures/native/${name}.json`;
  if (!existsSync(new URL(`../../../${path}`, import.meta.url))) throw new Error(`no ${path}`);
  return JSON.parse(read(path)) as Record;
}
