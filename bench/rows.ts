// How cost grows with rows: simulated tables of 1e4, 1e5 and 1e6 rows, ten to a group, and of 1e6 rows in 1e4 groups.
// `pnpm bench:rows`. The pass over the rows should grow with the rows, and the fit with the groups alone.
import { buildDesign } from "@mixedlm/design";
import { columnFactor, parseModel } from "@mixedlm/formula";
import { accumulate } from "@mixedlm/moments";
import { mixedlm } from "@mixedlm/smf";
import { fitMoments } from "mixedlm";
import { machineLine } from "./measuring/machine.ts";
import { median } from "./measuring/median.ts";
import { type NumericColumns, simulate } from "./measuring/simulate.ts";
import { milliseconds, textTable } from "./measuring/text-table.ts";

const SIZES = [
  { rows: 1e4, groups: 1e3 },
  { rows: 1e5, groups: 1e4 },
  { rows: 1e6, groups: 1e5 },
  { rows: 1e6, groups: 1e4 },
] as const;
const REPETITIONS = 5;

const rows = SIZES.flatMap(({ rows, groups }) => {
  const data = simulate({ kind: "slope", rows, groups, order: "shuffled", seed: 7 });
  return [null, "~x"].map((reFormula) => [
    `${rows.toExponential(0)} rows, ${groups.toExponential(0)} groups, ${reFormula === null ? "intercept" : "slope"}`,
    ...timesOf(data, reFormula).map(milliseconds),
    `${(process.memoryUsage().rss / 2 ** 20).toFixed(0)}`,
  ]);
});
console.log(`${machineLine()}\n`);
console.log(textTable(["medians, ms", "design", "moments", "fit", "mixedlm().fit()", "memory, MiB"], rows));

/** Medians of design, moments, fit and the whole call. */
function timesOf(data: NumericColumns, reFormula: string | null): number[] {
  const terms = parseModel({ formula: "y ~ x", group: columnFactor("g"), reFormula });
  const runs = Array.from({ length: REPETITIONS }, () => {
    const [design, designTime] = timed(() => buildDesign(terms, data));
    const [moments, momentsTime] = timed(() => accumulate(design, data));
    const [, fitTime] = timed(() => fitMoments(moments));
    const [, callTime] = timed(() => mixedlm("y ~ x", data, "g", { re_formula: reFormula }).fit());
    return [designTime, momentsTime, fitTime, callTime];
  });
  return runs[0]!.map((_, j) => median(runs.map((run) => run[j]!)));
}

function timed<T>(work: () => T): [value: T, milliseconds: number] {
  const start = performance.now();
  const value = work();
  return [value, performance.now() - start];
}
