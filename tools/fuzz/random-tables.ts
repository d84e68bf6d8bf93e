// Random tables that are hard on a model: from a random source, columns of numbers, categories and labels of groups in
// every relation to each other, with gaps, and a response that may have no variance left for one of its parts.
import { category } from "@mixedlm/design";
import type { RandomGenerator } from "@mixedlm/linalg";

/** A column's values, or a category with levels of its own. */
export type RandomColumn = readonly unknown[] | ReturnType<typeof category>;

/** A table of numbers `x1` to `x3`, categories `a` and `c`, codes `k`, groups `g1` to `g3`, weights, an offset and `y`. */
export type RandomTable = Record<string, RandomColumn>;

/** One of some items, all equally likely. */
export function oneOf<T>(random: RandomGenerator, items: readonly T[]): T {
  return items[random.integer(items.length)] as T;
}

/** Makes a table. */
export function randomTable(random: RandomGenerator): RandomTable {
  const n = randomSize(random);
  const groups = randomGroups(random, n);
  const numbers = randomNumbers(random, n);
  const codes = [1 + random.integer(6), 1 + random.integer(4)].map((levels) => randomCodes(random, n, levels));
  const y = randomResponse(random, groups, numbers, codes);
  const table: RandomTable = {
    y,
    ...Object.fromEntries(numbers.map((values, j) => [`x${j + 1}`, values])),
    a: categorical(random, codes[0] as number[]),
    c: categorical(random, codes[1] as number[]),
    k: randomCodes(random, n, 1 + random.integer(4)),
    ...Object.fromEntries(groups.map((own, j) => [`g${j + 1}`, labelled(random, own)])),
    w: randomWeights(random, n),
    o: numbers[0]?.map(() => random.normal()) ?? [],
  };
  if (random.uniform() < 0.05) table.x3 = [...y];
  return withGaps(random, table, n);
}

/** Mostly few rows: there models are hard and oracles cheap. */
function randomSize(random: RandomGenerator): number {
  const kind = random.uniform();
  if (kind < 0.08) return 1 + random.integer(6);
  if (kind < 0.6) return 6 + random.integer(25);
  if (kind < 0.965) return 30 + random.integer(51);
  return kind < 0.995 ? 80 + random.integer(80) : 160 + random.integer(241);
}

function randomCodes(random: RandomGenerator, n: number, levels: number): number[] {
  const kind = random.uniform();
  if (kind < 0.5) return Array.from({ length: n }, () => random.integer(levels));
  if (kind < 0.75) return Array.from({ length: n }, (_, i) => i % levels);
  return Array.from({ length: n }, (_, i) => Math.floor((i * levels) / n));
}

/** Three factors: each free, nested in the one before, nearly so, a level a row, or one level. */
function randomGroups(random: RandomGenerator, n: number): number[][] {
  const groups: number[][] = [];
  for (let f = 0; f < 3; f++) {
    const kind = random.uniform();
    const last = groups.at(-1);
    const levels = 2 + random.integer(Math.max(1, Math.min(12, Math.floor(n / 2))));
    if (kind < 0.03) groups.push(new Array<number>(n).fill(0));
    else if (kind < 0.06) groups.push(Array.from({ length: n }, (_, i) => i));
    else if (kind < 0.3 && last !== undefined) {
      const inside = 1 + random.integer(3);
      const strays = random.uniform() < 0.3 ? 0.1 : 0;
      groups.push(last.map((code) => (random.uniform() < strays ? 0 : code * inside) + random.integer(inside)));
    } else if (kind < 0.4) {
      // a few large levels, and levels of one row
      groups.push(Array.from({ length: n }, (_, i) => (random.uniform() < 0.2 ? 3 + i : random.integer(3))));
    } else groups.push(randomCodes(random, n, levels));
  }
  return groups;
}

type Numbers = (random: RandomGenerator, n: number, before: readonly (readonly number[])[]) => number[];

const plain: Numbers = (random, n) => Array.from({ length: n }, () => random.normal());

/** How a column of numbers may come about; most are harmless. */
const NUMBERS: readonly (readonly [weight: number, make: Numbers])[] = [
  [8, plain],
  [4, (random, n) => Array.from({ length: n }, () => random.uniform())],
  [4, (random, n) => Array.from({ length: n }, () => random.integer(5))],
  [2, (random, n) => Array.from({ length: n }, () => random.integer(2))],
  [2, (random, n) => Array.from({ length: n }, () => random.normal() / Math.abs(random.normal()))],
  [2, (random, n) => scaled(plain(random, n, []), 10 ** (random.integer(17) - 8), 0)],
  [2, (random, n) => scaled(plain(random, n, []), 1, oneOf(random, [1e3, 1e6, -1e6]))],
  [1, (random, n) => new Array<number>(n).fill(oneOf(random, [0, 1, 2.5]))],
  [1, (random, n, [first]) => [...(first ?? plain(random, n, []))]],
  [1, (random, n, [first]) => scaled(first ?? plain(random, n, []), -2, 3)],
  [
    2,
    (random, n, [first]) => {
      const near = 10 ** -(1 + random.integer(9));
      return (first ?? plain(random, n, [])).map((value) => value + near * random.normal());
    },
  ],
];

function randomNumbers(random: RandomGenerator, n: number): number[][] {
  const numbers: number[][] = [];
  const total = NUMBERS.reduce((sum, [weight]) => sum + weight, 0);
  for (let j = 0; j < 3; j++) {
    let at = random.integer(total);
    const [, make] = NUMBERS.find(([weight]) => {
      at -= weight;
      return at < 0;
    }) as (typeof NUMBERS)[number];
    numbers.push(make(random, n, numbers));
  }
  return numbers;
}

function scaled(values: readonly number[], by: number, plus: number): number[] {
  return values.map((value) => by * value + plus);
}

/** Texts, truth values, or a category that has levels without rows. */
function categorical(random: RandomGenerator, codes: readonly number[]): RandomColumn {
  const texts = codes.map((code) => "abcdef"[code] as string);
  const kind = random.uniform();
  if (kind < 0.15) return codes.map((code) => code % 2 === 0);
  if (kind < 0.3) return category(texts, ["f", "e", "d", "c", "b", "a"]);
  return texts;
}

/** Labels of every type; all of a column have one. */
function labelled(random: RandomGenerator, codes: readonly number[]): readonly unknown[] {
  const kind = random.integer(8);
  if (kind < 3) return codes.map((code) => `s${code}`);
  if (kind < 5) return codes.map((code) => 3 * code - 7);
  if (kind === 5) return codes.map((code) => code / 4 + 0.1);
  if (kind === 6) return codes.map((code) => `${code}:größe "${code % 3}" 𝑥`);
  return Math.max(...codes) < 2 ? codes.map((code) => code === 1) : codes.map((code) => (code === 0 ? "" : `${code}`));
}

function randomWeights(random: RandomGenerator, n: number): number[] {
  const kind = random.uniform();
  if (kind < 0.6) return Array.from({ length: n }, () => 0.1 + 3 * random.uniform());
  if (kind < 0.8) return Array.from({ length: n }, () => 1 + random.integer(5));
  const range = oneOf(random, [3, 6, 10]);
  return Array.from({ length: n }, () => 10 ** (range * (2 * random.uniform() - 1)));
}

/** Group effects from none to huge, noise from none to huge, in any unit, from any origin. */
function randomResponse(
  random: RandomGenerator,
  groups: readonly (readonly number[])[],
  numbers: readonly (readonly number[])[],
  codes: readonly (readonly number[])[],
): number[] {
  const n = groups[0]?.length ?? 0;
  const kind = random.uniform();
  if (kind < 0.02) return new Array<number>(n).fill(oneOf(random, [0, 3.5, 1e9]));
  const between = oneOf(random, [0, 0.01, 0.3, 1, 1, 1, 3, 30, 1e3, 1e5]);
  const noise = kind < 0.05 ? 0 : oneOf(random, [1, 1, 1, 1, 1e-3, 1e-6, 30]);
  const heavy = random.uniform() < 0.1;
  const slopes = numbers.map((values) => {
    const size = Math.max(...values.map(Math.abs)) || 1;
    return (oneOf(random, [0, 0, 1, 1, 10]) * random.normal()) / size;
  });
  const effects = groups.map((own) => new Map(own.map((code) => [code, between * random.normal()])));
  const y = Array.from({ length: n }, (_, i) => {
    let value = noise * (heavy ? random.normal() / random.normal() : random.normal());
    slopes.forEach((slope, j) => {
      value += slope * (numbers[j]?.[i] as number);
    });
    groups.forEach((own, f) => {
      value += effects[f]?.get(own[i] as number) as number;
    });
    return value + ((codes[0]?.[i] as number) % 2);
  });
  const unit = random.uniform();
  if (unit < 0.1) return scaled(y, 10 ** (random.integer(17) - 8), 0);
  if (unit < 0.15) return scaled(y, 1, 1e6);
  return unit < 0.25 ? y.map(Math.round) : y;
}

/** Values that are missing, in every way in which they can be. */
function withGaps(random: RandomGenerator, table: RandomTable, n: number): RandomTable {
  if (random.uniform() < 0.7) return table;
  const share = oneOf(random, [0.02, 0.1, 0.4]);
  const gaps = [null, undefined, Number.NaN];
  return Object.fromEntries(
    Object.entries(table).map(([name, column]) => {
      if (!Array.isArray(column) || random.uniform() < 0.6) return [name, column];
      return [name, Array.from({ length: n }, (_, i) => (random.uniform() < share ? oneOf(random, gaps) : column[i]))];
    }),
  );
}
