export type * from "./ast.ts";
export type * from "./terms.ts";
export type * from "./random.ts";
