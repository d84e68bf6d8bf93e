// What means are asked of, as a name, names, or a text in emmeans' manner -> variables, variables that divide the
// table, and a method of contrasts.
import { isList } from "@mixedlm/formula";
import { wrongSpecs } from "./marginal-errors.ts";

/**
 * A name, names, or a text: `"Machine"`, `["recipe", "temperature"]`, `"~ recipe | temperature"`,
 * `"pairwise ~ recipe"`.
 */
export type MarginalSpecs = string | readonly string[];

/** Specs taken apart. */
export interface ReadSpecs {
  readonly variables: readonly string[];
  readonly by: readonly string[];
  /** What is left of the tilde; null: nothing. */
  readonly method: string | null;
}

/**
 * Reads specs. `1`, an empty text and an empty array mean the overall mean.
 *
 * @param known - the variables that there are: a text that is one of them is that name, whatever its characters.
 * @throws {@link FitError} `marginal-specs`.
 */
export function readSpecs(specs: MarginalSpecs, known: readonly string[]): ReadSpecs {
  if (isList(specs)) {
    if (!specs.every((name) => typeof name === "string")) throw wrongSpecs(specs);
    return { variables: distinct(specs), by: [], method: null };
  }
  if (typeof specs !== "string") throw wrongSpecs(specs);
  if (known.includes(specs)) return { variables: [specs], by: [], method: null };
  const sides = specs.split("~");
  const parts = (sides[sides.length - 1] ?? "").split("|");
  if (sides.length > 2 || parts.length > 2) throw wrongSpecs(specs);
  const method = sides.length === 2 ? sides[0].trim() : "";
  const [variables, by] = [parts[0], parts[1] ?? ""].map(names);
  return { variables: distinct(variables), by: distinct(by), method: method === "" ? null : method };
}

function names(text: string): string[] {
  return text
    .split(/[+*:,]/)
    .map((name) => name.trim())
    .filter((name) => name !== "" && name !== "1");
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}
