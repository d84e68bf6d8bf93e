// Labelled vectors and matrices under one name, for the files of this package.
export { Frame } from "./frame.ts";
export type { Label } from "./labels.ts";
export { Series } from "./series.ts";
