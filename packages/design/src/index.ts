export type * from "./design.ts";
