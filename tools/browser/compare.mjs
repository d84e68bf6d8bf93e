// Two records of the job -> a row for each step: how many numbers, how many differ in any bit, and by how much at most.

/** How far apart two numbers are, beside the larger; 0 where both are NaN. */
function deviation(a, b) {
  if (Object.is(a, b) || (Number.isNaN(a) && Number.isNaN(b))) return 0;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return Number.POSITIVE_INFINITY;
  return Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
}

function number(digits) {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(`0x${digits}`));
  return view.getFloat64(0);
}

/** Rows `{ step, numbers, different, worst, sameText, isSameSize }`, in the order of the steps. */
export function compareRecords(expected, record) {
  const names = new Set([...Object.keys(expected.numbers), ...Object.keys(record.numbers)]);
  return Array.from(names, (step) => {
    const [ours, theirs] = [expected.numbers[step] ?? [], record.numbers[step] ?? []];
    const changed = ours.flatMap((digits, i) =>
      digits === theirs[i] ? [] : [[digits, theirs[i] ?? "7ff8000000000000"]],
    );
    const worst = Math.max(0, ...changed.map(([a, b]) => deviation(number(a), number(b))));
    return {
      step,
      numbers: ours.length,
      different: changed.length,
      worst,
      sameText: expected.texts[step] === record.texts[step],
      isSameSize: ours.length === theirs.length,
    };
  });
}
