export * from "./moments.ts";
export * from "./accumulate.ts";
export * from "./blocks.ts";
export * from "./errors.ts";
