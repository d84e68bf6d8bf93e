// Dense linear algebra in pairs of doubles, some 31 digits: sums and products as Dekker and Knuth make them exact. In: matrices
// by rows; out: the same. An oracle in such numbers has no rounding errors of its own to be excused with.
// Dekker (1971), Numer. Math. 18, 224-242; Knuth, The Art of Computer Programming 2, 4.2.2.

/** A matrix by rows; an entry is `high[i] + low[i]`. */
export interface PairMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly high: Float64Array;
  readonly low: Float64Array;
}

/** A matrix of zeros, or of doubles. */
export function pairs(rows: number, columns: number, entry?: (i: number, j: number) => number): PairMatrix {
  const high = new Float64Array(rows * columns);
  if (entry !== undefined)
    for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) high[i * columns + j] = entry(i, j);
  return { rows, columns, high, low: new Float64Array(rows * columns) };
}

/** What the last operation gave; one place in memory, so that nothing is allocated in inner loops. */
const last = { high: 0, low: 0 };

/** `last` plus or minus a product. */
function addProduct(aHigh: number, aLow: number, bHigh: number, bLow: number, sign: 1 | -1): void {
  const product = sign * aHigh * bHigh;
  const [error, rest] = [sign * productError(aHigh, bHigh), sign * (aHigh * bLow + aLow * bHigh)];
  const sum = last.high + product;
  const back = sum - last.high;
  const low = last.high - (sum - back) + (product - back) + (last.low + error + rest);
  last.high = sum + low;
  last.low = low - (last.high - sum);
}

/** What a product of doubles lacks. */
function productError(a: number, b: number): number {
  const product = a * b;
  const [aUp, bUp] = [upperHalf(a), upperHalf(b)];
  const [aDown, bDown] = [a - aUp, b - bUp];
  return aUp * bUp - product + aUp * bDown + aDown * bUp + aDown * bDown;
}

function upperHalf(a: number): number {
  const c = 134217729 * a;
  return c - (c - a);
}

/** Divides `last` by a pair. */
function divide(high: number, low: number): void {
  const [start, startLow] = [last.high, last.low];
  const first = start / high;
  addProduct(first, 0, high, low, -1);
  const second = last.high / high;
  addProduct(second, 0, high, low, -1);
  const third = last.high / high;
  last.high = first;
  last.low = 0;
  addProduct(second, 0, 1, 0, 1);
  addProduct(third, 0, 1, 0, 1);
  if (!Number.isFinite(first)) [last.high, last.low] = [start / high, startLow];
}

/** The square root of `last`. */
function root(): void {
  const [high, low] = [last.high, last.low];
  const guess = Math.sqrt(high);
  if (!(guess > 0)) {
    last.high = guess;
    last.low = 0;
    return;
  }
  addProduct(guess, 0, guess, 0, -1);
  const rest = last.high / (2 * guess);
  last.high = guess + rest;
  last.low = rest - (last.high - guess);
  if (!Number.isFinite(last.high)) [last.high, last.low] = [Math.sqrt(high), low];
}

/** The product of two matrices, one of them turned or none. */
export function product(A: PairMatrix, B: PairMatrix, kind: "A B" | "A B'" | "A' B"): PairMatrix {
  const [m, inner] = kind === "A' B" ? [A.columns, A.rows] : [A.rows, A.columns];
  const k = kind === "A B'" ? B.rows : B.columns;
  const out = pairs(m, k);
  for (let i = 0; i < m; i++)
    for (let j = 0; j < k; j++) {
      last.high = 0;
      last.low = 0;
      for (let l = 0; l < inner; l++) {
        const a = kind === "A' B" ? l * A.columns + i : i * A.columns + l;
        if (A.high[a] === 0) continue;
        const b = kind === "A B'" ? j * B.columns + l : l * B.columns + j;
        addProduct(A.high[a] as number, A.low[a] as number, B.high[b] as number, B.low[b] as number, 1);
      }
      out.high[i * k + j] = last.high;
      out.low[i * k + j] = last.low;
    }
  return out;
}

/** A + factor B, entry by entry. */
export function sum(A: PairMatrix, B: PairMatrix, factor = 1): PairMatrix {
  const out = pairs(A.rows, A.columns);
  for (let at = 0; at < A.high.length; at++) {
    last.high = A.high[at] as number;
    last.low = A.low[at] as number;
    addProduct(B.high[at] as number, B.low[at] as number, factor, 0, 1);
    out.high[at] = last.high;
    out.low[at] = last.low;
  }
  return out;
}

/** The lower triangle L of A = L L'; NaN where A is not positive definite. */
export function lowerFactor(A: PairMatrix): PairMatrix {
  const n = A.rows;
  const L = pairs(n, n);
  const { high, low } = L;
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      last.high = A.high[i * n + j] as number;
      last.low = A.low[i * n + j] as number;
      for (let k = 0; k < j; k++) {
        const [a, b] = [i * n + k, j * n + k];
        if (high[a] === 0 || high[b] === 0) continue;
        addProduct(high[a] as number, low[a] as number, high[b] as number, low[b] as number, -1);
      }
      if (i === j) root();
      else divide(high[j * n + j] as number, low[j * n + j] as number);
      high[i * n + j] = last.high;
      low[i * n + j] = last.low;
    }
  return L;
}

/** W of L W = B, or of L' W = B with `turned`. */
export function solveLower(L: PairMatrix, B: PairMatrix, turned = false): PairMatrix {
  const [n, m] = [L.rows, B.columns];
  const W = pairs(n, m);
  for (let step = 0; step < n; step++) {
    const i = turned ? n - 1 - step : step;
    for (let c = 0; c < m; c++) {
      last.high = B.high[i * m + c] as number;
      last.low = B.low[i * m + c] as number;
      for (let other = 0; other < step; other++) {
        const k = turned ? n - 1 - other : other;
        const [a, b] = [turned ? k * n + i : i * n + k, k * m + c];
        if (L.high[a] === 0 || W.high[b] === 0) continue;
        addProduct(L.high[a] as number, L.low[a] as number, W.high[b] as number, W.low[b] as number, -1);
      }
      divide(L.high[i * n + i] as number, L.low[i * n + i] as number);
      W.high[i * m + c] = last.high;
      W.low[i * m + c] = last.low;
    }
  }
  return W;
}

/** Some columns of a matrix. */
export function columnsOf(A: PairMatrix, start: number, stop: number): PairMatrix {
  const out = pairs(A.rows, stop - start);
  for (let i = 0; i < A.rows; i++)
    for (let j = start; j < stop; j++) {
      out.high[i * out.columns + j - start] = A.high[i * A.columns + j] as number;
      out.low[i * out.columns + j - start] = A.low[i * A.columns + j] as number;
    }
  return out;
}
