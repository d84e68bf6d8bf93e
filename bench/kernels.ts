// What the dense kernels take from order 16 to 2,048, in WebAssembly and in TypeScript: `pnpm bench:kernels`. Medians of
// the processor time of this process, so that a busy machine does not count, in milliseconds, and billions of operations
// (additions and multiplications) a second. Small orders are the plain loops, the same in both.
import {
  choleskyFactorInPlace,
  choleskyInverseInPlace,
  loadKernels,
  lowerSolveInPlace,
  rankUpdateInPlace,
  useKernels,
} from "@mixedlm/linalg";
import { machineLine } from "./measuring/machine.ts";
import { median } from "./measuring/median.ts";
import { milliseconds, textTable } from "./measuring/text-table.ts";
import { writeResult } from "./measuring/write-result.ts";

const ORDERS = [16, 24, 32, 48, 64, 96, 128, 256, 512, 1128, 2048];
const MAKES = ["wasm", "typescript"] as const;
/** Milliseconds for one measurement, in as many calls as that takes, and how many measurements. */
const AT_LEAST = 20;
const MEASUREMENTS = 9;

/** One operation on matrices of order n: what it overwrites is copied anew for each call, and that is timed with it. */
interface Operation {
  readonly name: string;
  readonly operations: (n: number) => number;
  readonly prepare: (n: number) => () => void;
}

const OPERATIONS: readonly Operation[] = [
  {
    name: "factor",
    operations: (n) => n ** 3 / 3,
    prepare: (n) => onCopy(positiveDefinite(n), choleskyFactorInPlace, n),
  },
  {
    name: "inverse of the factor",
    operations: (n) => (2 * n ** 3) / 3,
    prepare: (n) => onCopy(factored(n), choleskyInverseInPlace, n),
  },
  {
    name: "solve, n right-hand sides",
    operations: (n) => n ** 3,
    prepare: (n) => {
      const l = factored(n);
      return onCopy(positiveDefinite(n), (b) => lowerSolveInPlace(l, n, b, n), n);
    },
  },
  {
    name: "rank update by n terms",
    operations: (n) => n ** 3,
    prepare: (n) => {
      const a = positiveDefinite(n);
      return onCopy(a, (c) => rankUpdateInPlace(c, n, a, n, -1), n);
    },
  },
];

await loadKernels();
const times = OPERATIONS.flatMap(({ name, operations, prepare }) =>
  ORDERS.map((n) => {
    const [wasm, typescript] = MAKES.map((make) => {
      useKernels(make);
      return timeOf(prepare(n));
    });
    return { operation: name, n, wasm: wasm!, typescript: typescript!, operations: operations(n) };
  }),
);
for (const { name } of OPERATIONS) {
  const rows = times
    .filter(({ operation }) => operation === name)
    .map(({ n, wasm, typescript, operations }) => [
      String(n),
      ...[wasm, typescript].flatMap((time) => [milliseconds(time), (operations / time / 1e6).toPrecision(3)]),
    ]);
  console.log(`${textTable([name, "wasm, ms", "Gflop/s", "typescript, ms", "Gflop/s"], rows)}\n`);
}
const what = "medians of processor time in milliseconds, warm, one thread; copies in and out are in them";
console.log(`${machineLine()}\nwritten: ${writeResult("kernels", what, { times })}`);

/** Median processor time of a call in milliseconds. */
function timeOf(call: () => void): number {
  let calls = 1;
  while (timeOfCalls(call, calls) < AT_LEAST / 2) calls *= 2;
  return median(Array.from({ length: MEASUREMENTS }, () => timeOfCalls(call, calls) / calls));
}

function timeOfCalls(call: () => void, calls: number): number {
  const before = process.cpuUsage();
  for (let i = 0; i < calls; i++) call();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function onCopy(a: Float64Array, work: (copy: Float64Array, n: number) => unknown, n: number): () => void {
  const copy = a.slice();
  return () => {
    copy.set(a);
    work(copy, n);
  };
}

function factored(n: number): Float64Array {
  const l = positiveDefinite(n);
  choleskyFactorInPlace(l, n);
  return l;
}

function positiveDefinite(n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, at) =>
    at % (n + 1) === 0 ? n : Math.cos((at % n) * Math.floor(at / n)),
  );
}
