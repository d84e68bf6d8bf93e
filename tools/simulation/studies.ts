// The studies that are simulated: columns of predictors and groups, and what is true of them. Sizes are those at which methods
// begin to differ; columns are fixed, so that only responses are random.
import type { Study } from "./study.ts";

type Column = readonly (string | number)[];

/** Rows of all combinations of whole numbers below the sizes, the last varying fastest. */
function crossed(...sizes: readonly number[]): number[][] {
  return sizes.reduce<number[][]>(
    (rows, size) => rows.flatMap((row) => Array.from({ length: size }, (_, i) => [...row, i])),
    [[]],
  );
}

/** Groups of given sizes: the number of the group, and of the row in it. */
function grouped(sizes: readonly number[]): number[][] {
  return sizes.flatMap((size, g) => Array.from({ length: size }, (_, i) => [g, i]));
}

const labels = (letter: string, rows: readonly number[][], at: number): Column => rows.map((row) => letter + row[at]!);

const SIX_BY_FIVE = crossed(6, 5);

/** A balanced one-way layout. @param sd - of the groups, beside a residual of 1. */
function oneWay(sd: number): Study {
  return {
    name: `one way, sd ${sd}`,
    words: `6 groups of 5 rows; between groups the standard deviation is ${sd}, within 1`,
    truth: {
      formula: "y ~ 1 + (1 | g)",
      data: { g: labels("g", SIX_BY_FIVE, 0) },
      parameters: { Intercept: 0, "sd(Intercept | g)": sd, sigma: 1 },
    },
  };
}

export const ONE_WAY: Study = oneWay(3);
export const ONE_WAY_EVEN: Study = oneWay(1);
export const ONE_WAY_ZERO: Study = oneWay(0);

const BLOCKS = crossed(8, 4);

export const TWO_WAY: Study = {
  name: "blocks",
  words: "8 blocks, each with one row of 4 treatments that do not differ; blocks have the standard deviation 2, rows 1",
  truth: {
    formula: "y ~ treat + (1 | block)",
    data: { block: labels("b", BLOCKS, 0), treat: labels("t", BLOCKS, 1) },
    parameters: {
      ...{ Intercept: 0, "treat[T.t1]": 0, "treat[T.t2]": 0, "treat[T.t3]": 0 },
      ...{ "sd(Intercept | block)": 2, sigma: 1 },
    },
  },
};

// of 10 blocks every third lacks a treatment, others have one twice
const UNEVEN_BLOCKS = crossed(10, 5).filter(([b, t]) => (t! < 4 ? b! % 3 !== 0 || b! % 4 !== t : b! % 2 === 0));

export const UNEVEN_TWO_WAY: Study = {
  name: "uneven blocks",
  words: "10 blocks of 3 to 5 rows with 4 treatments that do not differ, some missing, some twice; blocks 0.7, rows 1",
  truth: {
    formula: "y ~ treat + (1 | block)",
    data: {
      block: labels("b", UNEVEN_BLOCKS, 0),
      treat: UNEVEN_BLOCKS.map(([b, t]) => `t${t === 4 ? b! % 4 : t}`),
    },
    parameters: {
      ...{ Intercept: 0, "treat[T.t1]": 0, "treat[T.t2]": 0, "treat[T.t3]": 0 },
      ...{ "sd(Intercept | block)": 0.7, sigma: 1 },
    },
  },
};

const PLATES = crossed(24, 6);

export const CROSSED: Study = {
  name: "crossed",
  words: "24 plates by 6 samples, 3 of which are treated without effect; plates 0.85, samples 1.9, rows 0.55",
  truth: {
    formula: "y ~ treated + (1 | plate) + (1 | sample)",
    data: {
      plate: labels("p", PLATES, 0),
      sample: labels("s", PLATES, 1),
      treated: PLATES.map(([, s]) => s! % 2),
    },
    parameters: {
      ...{ Intercept: 0, treated: 0 },
      ...{ "sd(Intercept | plate)": 0.85, "sd(Intercept | sample)": 1.9, sigma: 0.55 },
    },
  },
};

/** Growth of subjects over ten days, as in lme4's `sleepstudy`, without growth on average. */
export function slopes(subjects: number): Study {
  const rows = crossed(subjects, 10);
  return {
    name: `slopes, ${subjects} subjects`,
    words: `${subjects} subjects on days 0 to 9 with intercepts (24.7), slopes (5.9; correlation 0.07) and rows (25.6)`,
    truth: {
      formula: "y ~ days + (days | subject)",
      data: { subject: labels("s", rows, 0), days: rows.map(([, day]) => day!) },
      parameters: {
        ...{ Intercept: 0, days: 0, "sd(Intercept | subject)": 24.7, "sd(days | subject)": 5.9 },
        ...{ "cor(Intercept, days | subject)": 0.07, sigma: 25.6 },
      },
    },
  };
}

/** The same subjects, all with the same slope. */
export const NO_SLOPES: Study = {
  name: "no slopes",
  words: "18 subjects on days 0 to 9 with intercepts (24.7) and rows (25.6); slopes do not vary",
  truth: {
    ...slopes(18).truth,
    parameters: { ...slopes(18).truth.parameters, "sd(days | subject)": 0 },
  },
};

// sizes of litters of weeks: pigs leave early
const WEEKS = [12, 12, 12, 3, 12, 5, 12, 12, 2, 12, 8, 12, 4, 12, 12, 6, 12, 3] as const;
const PIGS = grouped(WEEKS);

export const PIGS_STUDY: Study = {
  name: "pigs",
  words:
    "18 pigs at 3 doses without effect, weighed for 12 weeks or until they leave, 7 of them early; intercepts 5, slopes 0.6, rows 2.5",
  truth: {
    formula: "y ~ dose * week + (week | pig)",
    data: { pig: labels("p", PIGS, 0), dose: PIGS.map(([pig]) => `d${pig! % 3}`), week: PIGS.map(([, week]) => week!) },
    parameters: {
      ...{ Intercept: 25, week: 7, "dose[T.d1]": 0, "dose[T.d2]": 0, "dose[T.d1]:week": 0, "dose[T.d2]:week": 0 },
      ...{ "sd(Intercept | pig)": 5, "sd(week | pig)": 0.6, sigma: 2.5 },
    },
  },
};

const UNEQUAL = grouped([2, 3, 3, 4, 5, 6, 8, 10, 12, 12]);

/** Unequal groups with a predictor that does not vary within them. @param sd - of the groups, beside a residual of 1. */
function unequalGroups(sd: number): Study {
  return {
    name: `unequal groups, sd ${sd}`,
    words: `10 groups of 2 to 12 rows, 4 of which are treated without effect; groups ${sd}, rows 1`,
    truth: {
      formula: "y ~ treated + (1 | g)",
      data: { g: labels("g", UNEQUAL, 0), treated: UNEQUAL.map(([g]) => (g! % 3 === 0 ? 1 : 0)) },
      parameters: { Intercept: 0, treated: 0, "sd(Intercept | g)": sd, sigma: 1 },
    },
  };
}

export const UNEQUAL_GROUPS: Study = unequalGroups(0.5);
export const UNEQUAL_ZERO: Study = unequalGroups(0);

const CLUSTERS = grouped(Array.from({ length: 20 }, (_, g) => 3 + ((7 * g) % 10)));
const CLUSTER_COLUMNS = {
  cluster: labels("c", CLUSTERS, 0),
  treated: CLUSTERS.map(([c]) => (c! % 3 === 0 ? 1 : 0)),
  time: CLUSTERS.map(([, i]) => i!),
};
const CLUSTER_TRUTH = { Intercept: 0, treated: 0, time: 0, "sd(Intercept | cluster)": 0.5, sigma: 1 } as const;

export const CLUSTERS_RIGHT: Study = {
  name: "clusters",
  words: "20 clusters of 3 to 12 rows, 7 of them treated without effect, a time without effect; clusters 0.5, rows 1",
  truth: {
    formula: "y ~ treated + time + (1 | cluster)",
    data: CLUSTER_COLUMNS,
    parameters: CLUSTER_TRUTH,
  },
};

export const CLUSTERS_UNEQUAL: Study = {
  name: "clusters, unequal variances",
  words: "the same, but rows of treated clusters have the standard deviation 4, which the model does not know",
  truth: {
    ...CLUSTERS_RIGHT.truth,
    data: { ...CLUSTER_COLUMNS, precision: CLUSTER_COLUMNS.treated.map((is) => (is === 1 ? 1 / 16 : 1)) },
    weights: "precision",
  },
};

export const CLUSTERS_SLOPES: Study = {
  name: "clusters, slopes left out",
  words:
    "the same with equal variances, but the effect of time varies between clusters (0.3), which the model does not know",
  truth: {
    ...CLUSTERS_RIGHT.truth,
    formula: "y ~ treated + time + (time | cluster)",
    parameters: { ...CLUSTER_TRUTH, "sd(time | cluster)": 0.3 },
  },
};
