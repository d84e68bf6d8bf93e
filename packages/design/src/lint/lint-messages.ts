// What the lint says: one function a finding. A message says what is so on the rows at hand, a fix what to write
// instead.

import { type Factor, type Place, type RandomTerm, type Term, termName } from "@mixedlm/formula";
import type { DesignWarning, Finding } from "../design.ts";
import { abridged, count } from "../errors.ts";
import type { Level } from "../table/level.ts";

/**
 * What a finding is about.
 *
 * - `missing-values`, `rows-lost`: a variable has no value in some rows; rows that several variables cost together.
 * - `response-on-right`: a term is made from the response.
 * - `many-columns`: a category makes more columns than the rows or the groups can tell apart.
 * - `empty-levels`, `empty-cells`: levels, or combinations of levels, that no row has.
 * - `same-factor`: one factor in two spellings. `constant-column`: a term has one value in all rows.
 * - `dependent-column`: a term follows from another one.
 * - `group-fractional`: groups are numbers that are not whole. `single-group`: there is one group.
 * - `no-residual`: there are as many random effects as rows. `group-in-fixed`: fixed effects tell the groups apart.
 * - `constant-in-groups`: a random slope's variable does not change inside groups.
 * - `random-overlap`: two random terms describe the same variation.
 * - the codes of `DesignWarning`.
 */
export type LintCode =
  | DesignWarning["code"]
  | "missing-values"
  | "rows-lost"
  | "response-on-right"
  | "many-columns"
  | "empty-levels"
  | "empty-cells"
  | "same-factor"
  | "constant-column"
  | "dependent-column"
  | "group-fractional"
  | "single-group"
  | "no-residual"
  | "group-in-fixed"
  | "constant-in-groups"
  | "random-overlap";

/** A remark of the lint. */
export type LintFinding = Finding<LintCode>;

const ticked = (name: string): string => `\`${name}\``;

// Rows.

/** A variable has no value in some rows. */
export function missingValues(at: Place, name: string, rows: number, total: number): LintFinding {
  return {
    code: "missing-values",
    message: `${ticked(name)} has no value in ${rows} of ${count(total, "row")}`,
    fix: 'fill the values in, or leave the rows out (`missing: "drop"`)',
    ...at,
    data: { name, rows, total },
  };
}

/** What several variables that lack values cost together. */
export function rowsLost(at: Place, lost: number, total: number): LintFinding {
  return {
    code: "rows-lost",
    message: `${lost} of ${count(total, "row")} lack a value in some variable of the model`,
    fix: "leave out the variable that costs most, or fill its values in",
    ...at,
    data: { lost, total },
  };
}

// Columns.

/** A factor of the right side is made from the response. */
export function responseOnRight(at: Place, response: string, factor: string): LintFinding {
  const what = factor === response ? `the response ${ticked(response)}` : `${ticked(factor)}, made from the response,`;
  return {
    code: "response-on-right",
    message: `${what} is among what explains it`,
    fix: `leave ${ticked(factor)} out of the right side`,
    ...at,
    data: { response, factor },
  };
}

/** A fixed term has more columns than its rows can tell apart. */
export function manyColumns(at: Place, term: Term, columns: number, rows: number): LintFinding {
  const name = termName(term);
  return {
    code: "many-columns",
    message: `${ticked(name)} makes ${columns} columns for ${count(rows, "row")}`,
    fix: `make its levels a random intercept: ${randomIntercept(term)}`,
    ...at,
    data: { term: name, part: "fixed", columns, rows },
  };
}

/** How a random intercept for a term's levels is written. */
function randomIntercept({ factors }: Term): string {
  const columns = factors.map(({ name }) => /^C\((\w+)\)$/.exec(name)?.[1] ?? name);
  return `\`(1 | ${columns.join(":")})\`, or \`0 + ${factors.map(({ name }) => name).join(":")}\` as a variance component`;
}

/** Correlated random effects are so many that their covariances cannot be found, or looked at. */
export function manyRandomColumns(at: Place, group: string, columns: number, groups: number): LintFinding {
  return {
    code: "many-columns",
    message: `${columns} correlated random effects a group have ${(columns * (columns + 1)) / 2} variances and covariances, to be found from ${count(groups, "group")} of ${ticked(group)}`,
    fix: "give the category a variance component (`vc_formula`), or a random intercept inside the groups",
    ...at,
    data: { group, part: "random", columns, groups },
  };
}

/** Declared levels that no row has. */
export function emptyLevels(at: Place, factor: string, levels: readonly Level[]): LintFinding {
  const [are, its] = levels.length === 1 ? ["level", "its effect"] : [`${levels.length} levels`, "their effects"];
  return {
    code: "empty-levels",
    message: `no row has the ${are} ${abridged(levels)} of ${ticked(factor)}: ${its} cannot be found`,
    fix: "leave out levels that do not occur",
    ...at,
    data: { factor, levels },
  };
}

/** Combinations of levels that no row has. */
export function emptyCells(at: Place, factors: readonly Factor[], empty: number, cells: number): LintFinding {
  const names = factors.map(({ name }) => name);
  return {
    code: "empty-cells",
    message: `${empty} of the ${cells} combinations of ${names.map(ticked).join(" and ")} are in no row: their effects cannot be found`,
    fix: "make one categorical variable of the combinations that occur, or leave the interaction out",
    ...at,
    data: { factors: names, empty, cells },
  };
}

/** A factor in two spellings. */
export function sameFactor(at: Place, first: string, second: string): LintFinding {
  return {
    code: "same-factor",
    message: `${ticked(second)} is ${ticked(first)} in another spelling, and counts as another variable`,
    fix: `write ${ticked(first)} in both places`,
    ...at,
    data: { first, second },
  };
}

/** A term has one value in all rows; null: one level. */
export function constantColumn(at: Place, term: Term, value: number | null): LintFinding {
  const name = termName(term);
  const text = value === null ? "has one level" : `is ${value} in all rows`;
  return {
    code: "constant-column",
    message: `${ticked(name)} ${text}, so it explains nothing${value === 0 ? "" : " beside the intercept"}`,
    fix: `leave ${ticked(name)} out`,
    ...at,
    data: { term: name, value },
  };
}

/** How a term follows from another one. */
export type Dependence = "equal" | "multiple" | "linear" | "level";

/** A term follows from another one. */
export function dependentColumn(at: Place, term: Term, by: Term, how: Dependence): LintFinding {
  const [name, other] = [termName(term), termName(by)];
  const texts = {
    equal: `is equal to ${ticked(other)} in all rows`,
    multiple: `is a multiple of ${ticked(other)}`,
    linear: `is a multiple of ${ticked(other)} and a constant, so beside the intercept it adds nothing`,
    level: `has one value in each level of ${ticked(other)}, beside which it adds nothing`,
  };
  return {
    code: "dependent-column",
    message: `${ticked(name)} ${texts[how]}`,
    fix: "keep one of the two",
    ...at,
    data: { term: name, by: other, how },
  };
}

// Groups and random terms.

/** The name of a term's groups. */
export function groupName({ group }: RandomTerm): string {
  return group.map((factor) => factor.name).join(":");
}

/** Groups are numbers that are not whole. */
export function groupFractional(at: Place, group: string, groups: number): LintFinding {
  return {
    code: "group-fractional",
    message: `the ${count(groups, "group")} of ${ticked(group)} are numbers that are not whole, as measurements are`,
    fix: "name the column of the groups' labels",
    ...at,
    data: { group, groups },
  };
}

/** There is one group. */
export function singleGroup(at: Place, group: string): LintFinding {
  return {
    code: "single-group",
    message: `${ticked(group)} has one group, and a variance between groups needs two`,
    fix: "leave the random term out",
    ...at,
    data: { group },
  };
}

/** There are at least as many random effects of one term as rows. */
export function noResidual(at: Place, group: string, effects: number, rows: number): LintFinding {
  return {
    code: "no-residual",
    message: `a random term of ${ticked(group)} has ${effects} effects for ${count(rows, "row")}, which can hardly be told from the residuals`,
    fix: "leave a random effect out, or group by a variable with several rows a group",
    ...at,
    data: { group, effects, rows },
  };
}

/** Fixed effects tell the groups apart. */
export function groupInFixed(at: Place, group: string, term: Term): LintFinding {
  const name = termName(term);
  return {
    code: "group-in-fixed",
    message: `the fixed effects of ${ticked(name)} tell the groups of ${ticked(group)} apart, which leaves nothing for a random intercept`,
    fix: `leave ${ticked(name)} out of the fixed part, or the random intercept`,
    ...at,
    data: { group, term: name },
  };
}

/** The variable of a random slope does not change inside `constant` of the `groups` that have several rows. */
export function constantInGroups(at: Place, term: Term, group: string, constant: number, groups: number): LintFinding {
  const name = termName(term);
  const where = constant === groups ? `any of the ${groups}` : `${constant} of the ${groups}`;
  return {
    code: "constant-in-groups",
    message: `${ticked(name)} does not change inside ${where} groups of ${ticked(group)} that have several rows, so a random effect of it can hardly be told from a random intercept`,
    fix: `leave ${ticked(name)} out of the random part`,
    ...at,
    data: { term: name, group, constant, groups },
  };
}

/** Two random terms describe the same variation; `other` has the groups of the earlier one. */
export function randomOverlap(at: Place, shared: readonly Term[], group: string, other: string): LintFinding {
  const names = shared.map(termName);
  const effects = shared.map((term) =>
    term.factors.length === 0 ? "intercept" : `effect of ${ticked(termName(term))}`,
  );
  const same = group === other ? "" : `, whose groups are those of ${ticked(other)},`;
  return {
    code: "random-overlap",
    message: `a random ${effects.join(" and ")} for ${ticked(group)}${same} is in another random term already: the data give only the sum of two variances`,
    fix: "keep it in one of the two",
    ...at,
    data: { terms: names, group, other },
  };
}
