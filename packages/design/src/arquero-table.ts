// The one file that imports Arquero. It is built as a module of its own: Arquero does not say that it is free of side
// effects, so a bundler keeps it wherever its importer stays, and the importer must be one that it can leave out. None
// of Arquero's types gets out, for its declarations do not pass strict checks in a user's project.
import { table } from "arquero";

/** Makes an Arquero table of columns by name, in the order of `names`. */
export const arqueroTable: (columns: [string, unknown[]][], names: string[]) => unknown = table;
