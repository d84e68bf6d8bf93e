// Seeded data sets of any size: a description comes in, columns of doubles and 32-bit integers go out. Every engine reads
// the same numbers, so the random numbers are made here, by a generator of a few lines, and by no engine's own.

/** What is simulated; counts of rows and levels. */
export type Simulation =
  /** `y ~ x + (x | g)`; rows group by group, or in random order. Groups differ in size as random draws do. */
  | {
      readonly kind: "slope";
      readonly rows: number;
      readonly groups: number;
      readonly order: "sorted" | "shuffled";
      readonly seed: number;
    }
  /** `y ~ x + (1 | user) + (1 | item)`: some users rate more, some items are rated more. */
  | {
      readonly kind: "ratings";
      readonly rows: number;
      readonly users: number;
      readonly items: number;
      readonly seed: number;
    }
  /** Three two-level factors a, b, c coded -1 and 1; each subject sees each item once, in one of the eight conditions. */
  | { readonly kind: "factorial"; readonly subjects: number; readonly items: number; readonly seed: number };

/** Columns by name, all of one length. */
export type NumericColumns = Readonly<Record<string, Float64Array | Int32Array>>;

/** Simulates a data set. */
export function simulate(simulation: Simulation): NumericColumns {
  switch (simulation.kind) {
    case "slope":
      return simulateSlope(simulation);
    case "ratings":
      return simulateRatings(simulation);
    case "factorial":
      return simulateFactorial(simulation);
  }
}

/** Seeded uniform numbers in (0, 1): Park and Miller's generator. */
export function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

function simulateSlope({ rows, groups, order, seed }: Simulation & { kind: "slope" }): NumericColumns {
  const random = uniform(seed);
  const normal = standardNormal(random);
  const g = Int32Array.from({ length: rows }, () => random() * groups);
  if (order === "sorted") g.sort();
  // intercepts with standard deviation 1, slopes with 0.5, correlated by 0.3; the residual has 1
  const intercept = Float64Array.from({ length: groups }, normal);
  const slope = intercept.map((b) => 0.5 * (0.3 * b + Math.sqrt(1 - 0.3 ** 2) * normal()));
  const x = Float64Array.from({ length: rows }, normal);
  const y = x.map((value, row) => 1 + intercept[g[row]!]! + (0.5 + slope[g[row]!]!) * value + normal());
  return { y, x, g };
}

/** Power of a uniform number that spreads a million ratings over some 850,000 pairs of a user and an item. */
const SKEW = 2.4;

function simulateRatings({ rows, users, items, seed }: Simulation & { kind: "ratings" }): NumericColumns {
  const random = uniform(seed);
  const normal = standardNormal(random);
  const user = Int32Array.from({ length: rows }, () => users * random() ** SKEW);
  const item = Int32Array.from({ length: rows }, () => items * random() ** SKEW);
  const ofUser = Float64Array.from({ length: users }, () => 0.4 * normal());
  const ofItem = Float64Array.from({ length: items }, () => 0.6 * normal());
  const x = Float64Array.from({ length: rows }, normal);
  const y = x.map((value, row) => 3.5 + 0.3 * value + ofUser[user[row]!]! + ofItem[item[row]!]! + normal());
  return { y, x, user, item };
}

/** Standard deviations of the eight columns 1, a, b, c, ab, ac, bc, abc, beside a residual of 1: a reading experiment. */
const FACTORIAL = {
  fixed: [3, 0.1, 0.5, -0.1, 0, 0, 0.05, 0],
  subject: [0.45, 0.1, 0.15, 0.1, 0.07, 0.07, 0.1, 0.05],
  item: [0.55, 0.1, 0.35, 0.1, 0.07, 0.07, 0.1, 0.05],
} as const;

function simulateFactorial({ subjects, items, seed }: Simulation & { kind: "factorial" }): NumericColumns {
  const normal = standardNormal(uniform(seed));
  const rows = subjects * items;
  const subj = Int32Array.from({ length: rows }, (_, row) => row / items);
  const item = Int32Array.from({ length: rows }, (_, row) => row % items);
  // conditions rotate from subject to subject, so that each item meets each condition equally often
  const signOf = (bit: number) => Float64Array.from(subj, (s, row) => (((s + item[row]!) >> bit) & 1 ? 1 : -1));
  const [a, b, c] = [signOf(0), signOf(1), signOf(2)] as const;
  const ofSubject = correlatedEffects(subjects, FACTORIAL.subject, normal);
  const ofItem = correlatedEffects(items, FACTORIAL.item, normal);
  const y = Float64Array.from(subj, (s, row) => {
    const columns = [1, a[row]!, b[row]!, c[row]!, a[row]! * b[row]!, a[row]! * c[row]!, b[row]! * c[row]!];
    columns.push(columns[4]! * c[row]!);
    const effects = columns.map(
      (value, j) => value * (FACTORIAL.fixed[j]! + ofSubject[s]![j]! + ofItem[item[row]!]![j]!),
    );
    return effects.reduce((sum, effect) => sum + effect, normal());
  });
  return { y, a, b, c, subj, item };
}

/** Effects of each level with the given standard deviations, every two of them correlated by 0.3. */
function correlatedEffects(levels: number, sd: readonly number[], normal: () => number): number[][] {
  return Array.from({ length: levels }, () => {
    const shared = Math.sqrt(0.3) * normal();
    return sd.map((s) => s * (shared + Math.sqrt(0.7) * normal()));
  });
}

/** Standard normal numbers by Marsaglia's polar method (1964). */
function standardNormal(random: () => number): () => number {
  let spare = Number.NaN;
  return () => {
    if (!Number.isNaN(spare)) {
      const value = spare;
      spare = Number.NaN;
      return value;
    }
    let [u, v, square] = [0, 0, 0];
    do {
      u = 2 * random() - 1;
      v = 2 * random() - 1;
      square = u * u + v * v;
    } while (square >= 1 || square === 0);
    const scale = Math.sqrt((-2 * Math.log(square)) / square);
    spare = v * scale;
    return u * scale;
  };
}
