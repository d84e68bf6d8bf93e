// Random models on random tables: formulas that mix numbers, categories, interactions, nesting and every kind of bar, some
// sensible and some not. What a formula says is also given as lists of names, so that nothing has to be parsed to check it.
import type { RandomGenerator } from "@mixedlm/linalg";
import { oneOf, type RandomTable, randomTable } from "./random-tables.ts";

/** Columns of a formula's part: terms as lists of factors, the constant by itself. */
export interface RandomTerms {
  readonly intercept: boolean;
  readonly terms: readonly (readonly string[])[];
}

/** A random term as it is after expansion: one covariance matrix over the levels of some columns' combinations. */
export interface RandomBar extends RandomTerms {
  readonly groups: readonly string[];
  readonly structure: "us" | "diag" | "homdiag" | "cs" | "homcs" | "ar1";
}

/** A model to be fitted. */
export interface RandomModel {
  readonly formula: string;
  readonly table: RandomTable;
  readonly options: { readonly reml: boolean; readonly weights?: string; readonly offset?: string };
  /** The formula's parts; a bar over `a/b` is two. */
  readonly fixed: RandomTerms;
  readonly bars: readonly RandomBar[];
  /** The call in one line. */
  describe(): string;
}

/** Makes a model. The same stream of random numbers gives the same model. */
export function randomModel(random: RandomGenerator): RandomModel {
  const table = randomTable(random);
  const fixed = randomTerms(random, random.integer(5), true);
  const bars = Array.from({ length: oneOf(random, [1, 1, 1, 2, 2, 3]) }, () => randomBar(random));
  const formula = `y ~ ${fixed.text} + ${bars.map(({ text }) => text).join(" + ")}`;
  const options = {
    reml: random.uniform() < 0.6,
    ...(random.uniform() < 0.2 ? { weights: "w" } : {}),
    ...(random.uniform() < 0.15 ? { offset: "o" } : {}),
  };
  const rows = (table.y as readonly unknown[]).length;
  return {
    formula,
    table,
    options,
    fixed: fixed.terms,
    bars: bars.flatMap(({ expanded }) => expanded),
    describe: () => `lmm("${formula}", ${rows} rows, ${JSON.stringify(options)})`,
  };
}

const NUMERIC = ["x1", "x1", "x2", "x2", "x3", "I(x1 ** 2)"];
const CATEGORICAL = ["a", "a", "c", "C(k)"];

/** Some terms, as text and as lists of factors. */
function randomTerms(
  random: RandomGenerator,
  count: number,
  crossed: boolean,
): { readonly text: string; readonly terms: RandomTerms } {
  const intercept = random.uniform() < 0.8;
  const texts: string[] = [intercept ? "1" : "0"];
  const lists: string[][] = [];
  for (let t = 0; t < count; t++) {
    const kind = crossed ? random.uniform() : 0.7 * random.uniform();
    const [number, other] = [oneOf(random, NUMERIC), oneOf(random, NUMERIC)];
    const [label, second] = [oneOf(random, CATEGORICAL), oneOf(random, CATEGORICAL)];
    if (kind < 0.5) add(number, [number]);
    else if (kind < 0.7) add(label, [label]);
    else if (kind < 0.77) add(`${number}:${label}`, [number, label]);
    else if (kind < 0.84) add(`${label} * ${number}`, [label], [number], [label, number]);
    else if (kind < 0.89) add(`${label} * ${second}`, [label], [second], [label, second]);
    else if (kind < 0.93) add(`${label} / ${second}`, [label], [label, second]);
    else if (kind < 0.97) add(`${number}:${other}`, [number, other]);
    else add(`${label}:${second}`, [label, second]);
  }
  return { text: texts.join(" + "), terms: { intercept, terms: distinct(lists) } };

  function add(text: string, ...terms: string[][]): void {
    texts.push(text);
    lists.push(...terms.map((factors) => [...new Set(factors)]));
  }
}

/** Each set of factors once. */
function distinct(terms: readonly string[][]): string[][] {
  return [...new Map(terms.map((factors) => [[...factors].sort().join(":"), factors])).values()];
}

interface WrittenBar {
  readonly text: string;
  readonly expanded: readonly RandomBar[];
}

function randomBar(random: RandomGenerator): WrittenBar {
  const { left, terms } = randomLeft(random);
  const { right, groupings } = randomRight(random);
  const kind = random.uniform();
  const over = (structure: RandomBar["structure"], parts: readonly RandomTerms[]): RandomBar[] =>
    parts.flatMap((part) => groupings.map((groups) => ({ ...part, groups, structure })));
  if (kind < 0.15) {
    const single = [
      ...(terms.intercept ? [{ intercept: true, terms: [] }] : []),
      ...terms.terms.map((factors) => ({ intercept: false, terms: [factors] })),
    ];
    return { text: `(${left} || ${right})`, expanded: over("us", single) };
  }
  if (kind < 0.7) return { text: `(${left} | ${right})`, expanded: over("us", [terms]) };
  const structure = oneOf(random, ["diag", "homdiag", "cs", "homcs", "ar1"] as const);
  return { text: `${structure}(${left} | ${right})`, expanded: over(structure, [terms]) };
}

function randomLeft(random: RandomGenerator): { readonly left: string; readonly terms: RandomTerms } {
  if (random.uniform() < 0.45) return { left: "1", terms: { intercept: true, terms: [] } };
  const { text, terms } = randomTerms(random, 1 + random.integer(2), false);
  // two categories at once are tens of columns with hundreds of covariances: minutes, and nothing that one does not show
  return terms.terms.filter(([factor]) => CATEGORICAL.includes(factor as string)).length < 2
    ? { left: text, terms }
    : randomLeft(random);
}

function randomRight(random: RandomGenerator): { readonly right: string; readonly groupings: readonly string[][] } {
  const [g, h] = [oneOf(random, GROUPS), oneOf(random, GROUPS)];
  const kind = random.uniform();
  if (kind < 0.75 || g === h) return { right: g, groupings: [[g]] };
  if (kind < 0.88) return { right: `${g} / ${h}`, groupings: [[h, g], [g]] };
  return { right: `${g}:${h}`, groupings: [[g, h]] };
}

const GROUPS = ["g1", "g1", "g1", "g2", "g2", "g3", "a"];
