export type * from "./table.ts";
export type * from "./design.ts";
