// In: a fit as lme4 recorded it, and our design of the same model. Out: lme4's numbers in our order. lme4 names columns
// as R does, puts the random term with most levels first, and lists nested levels as `outer:inner`.
import type { Design } from "@mixedlm/design";
import type { Lme4Case } from "../../../tools/fixtures/load.ts";

/** One random term of a recorded fit. */
export interface Lme4Term {
  /** Covariance matrix of the term's columns. */
  readonly covariance: readonly (readonly number[])[];
  /** The term's part of theta: the lower triangle of its relative factor, column by column. */
  readonly theta: readonly number[];
  /** Conditional means and covariance matrix of a level's effects, by the level's label. */
  readonly levels: ReadonlyMap<string, { readonly mean: readonly number[]; readonly covariance: number[][] }>;
}

/** Fixed effects in our order of columns. */
export function fixedEffects(record: Lme4Case, names: readonly string[]): { fixef: number[]; se: number[] } {
  const position = new Map(record.fixef.names.map((name, j) => [plainName(name), j]));
  const order = names.map((name) => position.get(plainName(name)));
  const missing = names.filter((_, j) => order[j] === undefined);
  if (missing.length > 0) throw new Error(`lme4 has no fixed effect for ${missing.join(", ")}`);
  return { fixef: order.map((j) => record.fixef.values[j!]!), se: order.map((j) => record.se[j!]!) };
}

/** The random terms: the unstructured one first (if the design has one), then the components. */
export function randomTerms(record: Lme4Case, design: Design): Lme4Term[] {
  let position = 0;
  const terms = record.VarCorr.map((term) => {
    const size = (term.names.length * (term.names.length + 1)) / 2;
    const theta = record.theta.slice(position, position + size);
    position += size;
    return { ...termEffects(record, term), covariance: term.values, theta };
  });
  const own = record.VarCorr.findIndex(({ group }) => group === design.groups[0].name);
  const first = design.randomEffects.length === 0 ? [] : terms.splice(Math.max(own, 0), 1);
  return [...first, ...terms];
}

/** The label under which lme4 lists column `name` of a component in a group: `group:level`, `level` or `group`. */
export function levelLabel(term: Lme4Term, group: string, name: string): string {
  const level = /\[(.*)\]$/.exec(name)?.[1] ?? name;
  const label = [`${group}:${level}`, level, group].find((candidate) => term.levels.has(candidate));
  if (label === undefined) throw new Error(`lme4 has no level for ${name} of group ${group}`);
  return label;
}

function termEffects(record: Lme4Case, { group, names }: Lme4Case["VarCorr"][number]): Pick<Lme4Term, "levels"> {
  // two terms of one factor are `g` and `g.1` in VarCorr and one table with both columns in ranef
  const ranef = record.ranef.find((entry) => entry.group === group) ?? ranefOf(record, group.replace(/\.\d+$/, ""));
  const columns = names.map((name) => ranef.names.indexOf(name));
  const recorded = record.condVar.find((entry) => entry.group === ranef.group)!.values;
  const covariances = Array.isArray(recorded) ? recorded : recorded[names[0]!]!;
  const levels = ranef.levels.map((level, l) => {
    const mean = columns.map((j) => ranef.values[l]![j]!);
    return [level, { mean, covariance: covariances[l]! }] as const;
  });
  return { levels: new Map(levels) };
}

function ranefOf(record: Lme4Case, group: string): Lme4Case["ranef"][number] {
  const entry = record.ranef.find((one) => one.group === group);
  if (entry === undefined) throw new Error(`lme4 has no random effects of ${group}`);
  return entry;
}

/** A column's name without the marks of its language; factors of a product in one order. */
function plainName(name: string): string {
  const factors = name.split(":").map((factor) =>
    factor
      .replace("(Intercept)", "Intercept")
      .replace(/^relevel\(factor\((\w+)\), "\w+"\)/, "$1")
      .replace(/^(?:C|factor)\((\w+)[^)]*\)*(?=\[|\w)/, "$1")
      .replace(/\[T\.(.*)\]$/, "$1"),
  );
  return factors.sort().join(":");
}
