// The four kernels of src/kernels/kernels.ts in AssemblyScript: two rows of a 4 x 4 tile in each 128-bit register, eight
// registers of sums. `pnpm kernels` compiles this file into src/kernels/module.ts. src/kernels/scalar.ts is the same
// arithmetic, operation by operation, in TypeScript: the two give the same bits, and a change here is a change there.
// Addresses are counted in doubles from `base`; a tile is 16 doubles, column by column.

/** First byte that is free for matrices, a multiple of 16. */
export const base: i32 = (<i32>__heap_base + 15) & ~15;

const TILE: usize = 128;
const COLUMN: usize = 32;

// @ts-ignore: decorator
@inline
function byteAt(address: i32): usize {
  return (<usize>base) + ((<usize>address) << 3);
}

// C += alpha A B' for one tile: A and B are strips of 4 rows, from `a` to `end` in steps of a column.
function updateTile(c: usize, a: usize, b: usize, end: usize, alpha: f64): void {
  let c00 = f64x2.splat(0), c01 = f64x2.splat(0), c02 = f64x2.splat(0), c03 = f64x2.splat(0);
  let c10 = f64x2.splat(0), c11 = f64x2.splat(0), c12 = f64x2.splat(0), c13 = f64x2.splat(0);
  while (a < end) {
    const a0 = v128.load(a), a1 = v128.load(a, 16);
    const b0 = v128.load_splat<f64>(b);
    c00 = f64x2.add(c00, f64x2.mul(a0, b0));
    c10 = f64x2.add(c10, f64x2.mul(a1, b0));
    const b1 = v128.load_splat<f64>(b, 8);
    c01 = f64x2.add(c01, f64x2.mul(a0, b1));
    c11 = f64x2.add(c11, f64x2.mul(a1, b1));
    const b2 = v128.load_splat<f64>(b, 16);
    c02 = f64x2.add(c02, f64x2.mul(a0, b2));
    c12 = f64x2.add(c12, f64x2.mul(a1, b2));
    const b3 = v128.load_splat<f64>(b, 24);
    c03 = f64x2.add(c03, f64x2.mul(a0, b3));
    c13 = f64x2.add(c13, f64x2.mul(a1, b3));
    a += COLUMN;
    b += COLUMN;
  }
  const s = f64x2.splat(alpha);
  v128.store(c, f64x2.add(v128.load(c), f64x2.mul(s, c00)));
  v128.store(c, f64x2.add(v128.load(c, 16), f64x2.mul(s, c10)), 16);
  v128.store(c, f64x2.add(v128.load(c, 32), f64x2.mul(s, c01)), 32);
  v128.store(c, f64x2.add(v128.load(c, 48), f64x2.mul(s, c11)), 48);
  v128.store(c, f64x2.add(v128.load(c, 64), f64x2.mul(s, c02)), 64);
  v128.store(c, f64x2.add(v128.load(c, 80), f64x2.mul(s, c12)), 80);
  v128.store(c, f64x2.add(v128.load(c, 96), f64x2.mul(s, c03)), 96);
  v128.store(c, f64x2.add(v128.load(c, 112), f64x2.mul(s, c13)), 112);
}

export function update(
  c: i32, cStep: i32, cGrow: i32, rows: i32,
  a: i32, aStep: i32, aGrow: i32,
  b: i32, bStep: i32, bGrow: i32, cols: i32,
  k: i32, alpha: f64, shape: i32,
): void {
  const lower = (shape & 1) != 0;
  const upperA = (shape & 2) != 0;
  for (let i = 0; i < rows; i++) {
    const skipped: usize = upperA ? (<usize>i) * TILE : 0;
    const ai = byteAt(a) + skipped;
    const end = byteAt(a) + (<usize>k) * TILE;
    const last = lower ? i + 1 : cols;
    let cij = byteAt(c);
    let bj = b;
    let step = bStep;
    for (let j = 0; j < last; j++) {
      updateTile(cij, ai, byteAt(bj) + skipped, end, alpha);
      cij += TILE;
      bj += step;
      step += bGrow;
    }
    c += cStep;
    cStep += cGrow;
    a += aStep;
    aStep += aGrow;
  }
}

// X := X L^-T for one tile, L the lower triangle of a tile.
function solveTileForward(x: usize, l: usize): void {
  const l11 = v128.load_splat<f64>(l), l21 = v128.load_splat<f64>(l, 8);
  const l31 = v128.load_splat<f64>(l, 16), l41 = v128.load_splat<f64>(l, 24);
  const l22 = v128.load_splat<f64>(l, 40), l32 = v128.load_splat<f64>(l, 48), l42 = v128.load_splat<f64>(l, 56);
  const l33 = v128.load_splat<f64>(l, 80), l43 = v128.load_splat<f64>(l, 88), l44 = v128.load_splat<f64>(l, 120);
  for (let half = 0; half < 2; half++) {
    const x1 = f64x2.div(v128.load(x), l11);
    v128.store(x, x1);
    const x2 = f64x2.div(f64x2.sub(v128.load(x, 32), f64x2.mul(x1, l21)), l22);
    v128.store(x, x2, 32);
    const r3 = f64x2.sub(f64x2.sub(v128.load(x, 64), f64x2.mul(x1, l31)), f64x2.mul(x2, l32));
    const x3 = f64x2.div(r3, l33);
    v128.store(x, x3, 64);
    const r4 = f64x2.sub(f64x2.sub(v128.load(x, 96), f64x2.mul(x1, l41)), f64x2.mul(x2, l42));
    v128.store(x, f64x2.div(f64x2.sub(r4, f64x2.mul(x3, l43)), l44), 96);
    x += 16;
  }
}

export function solveForward(
  x: i32, xStep: i32, xGrow: i32, rows: i32,
  l: i32, lStep: i32, lGrow: i32, cols: i32, shape: i32,
): void {
  const upperX = (shape & 2) != 0;
  for (let i = 0; i < rows; i++) {
    const first = upperX ? i : 0;
    const skipped = (<usize>first) * TILE;
    const xi = byteAt(x) + skipped;
    let lj = l + first * lStep + lGrow * ((first * (first - 1)) >> 1);
    let step = lStep + first * lGrow;
    let xij = xi;
    for (let j = first; j < cols; j++) {
      updateTile(xij, xi, byteAt(lj) + skipped, xij, -1);
      solveTileForward(xij, byteAt(lj) + (<usize>j) * TILE);
      xij += TILE;
      lj += step;
      step += lGrow;
    }
    x += xStep;
    xStep += xGrow;
  }
}

// X := X U^-T for one tile, U the upper triangle of a tile.
function solveTileBackward(x: usize, u: usize): void {
  const u11 = v128.load_splat<f64>(u), u12 = v128.load_splat<f64>(u, 32), u22 = v128.load_splat<f64>(u, 40);
  const u13 = v128.load_splat<f64>(u, 64), u23 = v128.load_splat<f64>(u, 72), u33 = v128.load_splat<f64>(u, 80);
  const u14 = v128.load_splat<f64>(u, 96), u24 = v128.load_splat<f64>(u, 104);
  const u34 = v128.load_splat<f64>(u, 112), u44 = v128.load_splat<f64>(u, 120);
  for (let half = 0; half < 2; half++) {
    const x4 = f64x2.div(v128.load(x, 96), u44);
    v128.store(x, x4, 96);
    const x3 = f64x2.div(f64x2.sub(v128.load(x, 64), f64x2.mul(x4, u34)), u33);
    v128.store(x, x3, 64);
    const r2 = f64x2.sub(f64x2.sub(v128.load(x, 32), f64x2.mul(x4, u24)), f64x2.mul(x3, u23));
    const x2 = f64x2.div(r2, u22);
    v128.store(x, x2, 32);
    const r1 = f64x2.sub(f64x2.sub(v128.load(x), f64x2.mul(x4, u14)), f64x2.mul(x3, u13));
    v128.store(x, f64x2.div(f64x2.sub(r1, f64x2.mul(x2, u12)), u11));
    x += 16;
  }
}

export function solveBackward(
  x: i32, xStep: i32, xGrow: i32, rows: i32,
  u: i32, uStep: i32, uGrow: i32, cols: i32,
): void {
  for (let i = 0; i < rows; i++) {
    const end = byteAt(x) + (<usize>cols) * TILE;
    for (let j = cols - 1; j >= 0; j--) {
      const xij = byteAt(x) + (<usize>j) * TILE;
      const ujj = byteAt(u + j * uStep + uGrow * ((j * (j - 1)) >> 1)) + (<usize>j) * TILE;
      updateTile(xij, xij + TILE, ujj + TILE, end, -1);
      solveTileBackward(xij, ujj);
    }
    x += xStep;
    xStep += xGrow;
  }
}

// LL' = A for the lower triangle of one tile; the index of the pivot that is not a positive finite number, or -1.
function factorTile(a: usize): i32 {
  for (let j: usize = 0; j < 4; j++) {
    const ajj = a + 40 * j;
    const pivot = load<f64>(ajj);
    if (!(pivot > 0 && pivot < Infinity)) return <i32>j;
    const root = Math.sqrt(pivot);
    store<f64>(ajj, root);
    for (let i = j + 1; i < 4; i++) {
      const aij = a + 32 * j + 8 * i;
      store<f64>(aij, load<f64>(aij) / root);
    }
    for (let k = j + 1; k < 4; k++) {
      const akj = load<f64>(a + 32 * j + 8 * k);
      for (let i = k; i < 4; i++) {
        const aik = a + 32 * k + 8 * i;
        store<f64>(aik, load<f64>(aik) - load<f64>(a + 32 * j + 8 * i) * akj);
      }
    }
  }
  return -1;
}

export function factor(a: i32, aStep: i32, aGrow: i32, rows: i32): i32 {
  let ai = a;
  let step = aStep;
  for (let i = 0; i < rows; i++) {
    solveForward(ai, 0, 0, 1, a, aStep, aGrow, i, 0);
    const strip = byteAt(ai);
    const diagonal = strip + (<usize>i) * TILE;
    updateTile(diagonal, strip, strip, diagonal, -1);
    const failed = factorTile(diagonal);
    if (failed >= 0) return 4 * i + failed;
    ai += step;
    step += aGrow;
  }
  return -1;
}

// a'b of two runs of `bytes`, the even terms and the odd ones apart.
function dot(a: usize, b: usize, bytes: usize): f64 {
  let s = f64x2.splat(0);
  const end = a + (bytes & ~15);
  while (a < end) {
    s = f64x2.add(s, f64x2.mul(v128.load(a), v128.load(b)));
    a += 16;
    b += 16;
  }
  if ((bytes & 8) != 0) s = f64x2.add(s, f64x2.mul(v128.load64_zero(a), v128.load64_zero(b)));
  return f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
}

function subtractPair(to: usize, s0: v128, s1: v128, t0: usize, t1: usize): void {
  const sum = f64x2.add(v128.shuffle<f64>(s0, s1, 0, 2), v128.shuffle<f64>(s0, s1, 1, 3));
  store<f64>(to + t0, load<f64>(to + t0) - f64x2.extract_lane(sum, 0));
  store<f64>(to + t1, load<f64>(to + t1) - f64x2.extract_lane(sum, 1));
}

// Inner products of 4 rows from `a` and 2 from `b`, subtracted at the sums of their terms.
function subtractTile(a: usize, b: usize, bytes: usize, rowTerm: usize, t0: usize, t1: usize): void {
  let a1 = a + bytes, a2 = a1 + bytes, a3 = a2 + bytes, b1 = b + bytes;
  let s00 = f64x2.splat(0), s10 = f64x2.splat(0), s20 = f64x2.splat(0), s30 = f64x2.splat(0);
  let s01 = f64x2.splat(0), s11 = f64x2.splat(0), s21 = f64x2.splat(0), s31 = f64x2.splat(0);
  const end = a + (bytes & ~15);
  while (a < end) {
    const y0 = v128.load(b), y1 = v128.load(b1);
    const x0 = v128.load(a);
    s00 = f64x2.add(s00, f64x2.mul(x0, y0));
    s01 = f64x2.add(s01, f64x2.mul(x0, y1));
    const x1 = v128.load(a1);
    s10 = f64x2.add(s10, f64x2.mul(x1, y0));
    s11 = f64x2.add(s11, f64x2.mul(x1, y1));
    const x2 = v128.load(a2);
    s20 = f64x2.add(s20, f64x2.mul(x2, y0));
    s21 = f64x2.add(s21, f64x2.mul(x2, y1));
    const x3 = v128.load(a3);
    s30 = f64x2.add(s30, f64x2.mul(x3, y0));
    s31 = f64x2.add(s31, f64x2.mul(x3, y1));
    a += 16;
    a1 += 16;
    a2 += 16;
    a3 += 16;
    b += 16;
    b1 += 16;
  }
  if ((bytes & 8) != 0) {
    const y0 = v128.load64_zero(b), y1 = v128.load64_zero(b1);
    const x0 = v128.load64_zero(a), x1 = v128.load64_zero(a1);
    const x2 = v128.load64_zero(a2), x3 = v128.load64_zero(a3);
    s00 = f64x2.add(s00, f64x2.mul(x0, y0));
    s01 = f64x2.add(s01, f64x2.mul(x0, y1));
    s10 = f64x2.add(s10, f64x2.mul(x1, y0));
    s11 = f64x2.add(s11, f64x2.mul(x1, y1));
    s20 = f64x2.add(s20, f64x2.mul(x2, y0));
    s21 = f64x2.add(s21, f64x2.mul(x2, y1));
    s30 = f64x2.add(s30, f64x2.mul(x3, y0));
    s31 = f64x2.add(s31, f64x2.mul(x3, y1));
  }
  subtractPair(base + (load<i32>(rowTerm) << 3), s00, s01, t0, t1);
  subtractPair(base + (load<i32>(rowTerm, 4) << 3), s10, s11, t0, t1);
  subtractPair(base + (load<i32>(rowTerm, 8) << 3), s20, s21, t0, t1);
  subtractPair(base + (load<i32>(rowTerm, 12) << 3), s30, s31, t0, t1);
}

// For the columns j of a list of rows and its rows i from `first` (or, where that is -1, from j or j - 1) to `last`:
// subtracts their inner product at rowTerm[i] + columnTerm[j]. The lists of terms are counted in integers from `base`.
export function subtractProducts(
  source: i32, depth: i32, columns: i32, first: i32, last: i32, rowTerm: i32, columnTerm: i32,
): void {
  const bytes = (<usize>depth) << 3;
  const rows = byteAt(source);
  const rowTerms = base + (rowTerm << 2);
  const columnTerms = base + (columnTerm << 2);
  for (let j = 0; j < columns; j += 2) {
    const b = rows + <usize>j * bytes;
    const t0 = <usize>(load<i32>(columnTerms + (j << 2)) << 3);
    let i = first < 0 ? j : first;
    if (j + 1 < columns) {
      const t1 = <usize>(load<i32>(columnTerms + (j << 2), 4) << 3);
      for (; i + 3 < last; i += 4) subtractTile(rows + <usize>i * bytes, b, bytes, rowTerms + (i << 2), t0, t1);
      for (; i < last; i++) {
        const to = base + (load<i32>(rowTerms + (i << 2)) << 3);
        const a = rows + <usize>i * bytes;
        store<f64>(to + t0, load<f64>(to + t0) - dot(a, b, bytes));
        store<f64>(to + t1, load<f64>(to + t1) - dot(a, b + bytes, bytes));
      }
    } else {
      for (; i < last; i++) {
        const to = base + (load<i32>(rowTerms + (i << 2)) << 3) + t0;
        store<f64>(to, load<f64>(to) - dot(rows + <usize>i * bytes, b, bytes));
      }
    }
  }
}

// C += alpha P Q for a tile of 4 x 4: columns of C and P are runs, entries of Q are anywhere.
function addTile(
  c: usize, cStep: usize, k: i32, alpha: f64, p: usize, pStep: usize, q: usize, qRow: usize, qColumn: usize,
): void {
  let q1 = q + qColumn, q2 = q1 + qColumn, q3 = q2 + qColumn;
  let c00 = f64x2.splat(0), c01 = f64x2.splat(0), c02 = f64x2.splat(0), c03 = f64x2.splat(0);
  let c10 = f64x2.splat(0), c11 = f64x2.splat(0), c12 = f64x2.splat(0), c13 = f64x2.splat(0);
  for (let l = 0; l < k; l++) {
    const a0 = v128.load(p), a1 = v128.load(p, 16);
    const b0 = v128.load_splat<f64>(q);
    c00 = f64x2.add(c00, f64x2.mul(a0, b0));
    c10 = f64x2.add(c10, f64x2.mul(a1, b0));
    const b1 = v128.load_splat<f64>(q1);
    c01 = f64x2.add(c01, f64x2.mul(a0, b1));
    c11 = f64x2.add(c11, f64x2.mul(a1, b1));
    const b2 = v128.load_splat<f64>(q2);
    c02 = f64x2.add(c02, f64x2.mul(a0, b2));
    c12 = f64x2.add(c12, f64x2.mul(a1, b2));
    const b3 = v128.load_splat<f64>(q3);
    c03 = f64x2.add(c03, f64x2.mul(a0, b3));
    c13 = f64x2.add(c13, f64x2.mul(a1, b3));
    p += pStep;
    q += qRow;
    q1 += qRow;
    q2 += qRow;
    q3 += qRow;
  }
  const s = f64x2.splat(alpha);
  v128.store(c, f64x2.add(v128.load(c), f64x2.mul(s, c00)));
  v128.store(c, f64x2.add(v128.load(c, 16), f64x2.mul(s, c10)), 16);
  c += cStep;
  v128.store(c, f64x2.add(v128.load(c), f64x2.mul(s, c01)));
  v128.store(c, f64x2.add(v128.load(c, 16), f64x2.mul(s, c11)), 16);
  c += cStep;
  v128.store(c, f64x2.add(v128.load(c), f64x2.mul(s, c02)));
  v128.store(c, f64x2.add(v128.load(c, 16), f64x2.mul(s, c12)), 16);
  c += cStep;
  v128.store(c, f64x2.add(v128.load(c), f64x2.mul(s, c03)));
  v128.store(c, f64x2.add(v128.load(c, 16), f64x2.mul(s, c13)), 16);
}

// The same for 2 rows (`isPair`) or 1, and `columns` columns one after the other.
function addStrip(
  c: usize, cStep: usize, columns: i32, k: i32, alpha: f64, isPair: bool,
  p: usize, pStep: usize, q: usize, qRow: usize, qColumn: usize,
): void {
  for (let j = 0; j < columns; j++) {
    let s = f64x2.splat(0);
    let pl = p;
    let ql = q;
    for (let l = 0; l < k; l++) {
      const a = isPair ? v128.load(pl) : v128.load64_zero(pl);
      s = f64x2.add(s, f64x2.mul(a, v128.load_splat<f64>(ql)));
      pl += pStep;
      ql += qRow;
    }
    store<f64>(c, load<f64>(c) + alpha * f64x2.extract_lane(s, 0));
    if (isPair) store<f64>(c, load<f64>(c, 8) + alpha * f64x2.extract_lane(s, 1), 8);
    c += cStep;
    q += qColumn;
  }
}

export function addProduct(
  c: i32, cStride: i32, m: i32, n: i32, k: i32, alpha: f64,
  p: i32, pStride: i32, q: i32, qRow: i32, qColumn: i32,
): void {
  const cStep = (<usize>cStride) << 3, pStep = (<usize>pStride) << 3;
  const rowStep = (<usize>qRow) << 3, columnStep = (<usize>qColumn) << 3;
  let j = 0;
  for (; j + 3 < n; j += 4) {
    const cj = byteAt(c + j * cStride), qj = byteAt(q + j * qColumn);
    let i = 0;
    for (; i + 3 < m; i += 4) {
      const at = (<usize>i) << 3;
      addTile(cj + at, cStep, k, alpha, byteAt(p) + at, pStep, qj, rowStep, columnStep);
    }
    for (; i < m; i += 2) {
      const at = (<usize>i) << 3;
      addStrip(cj + at, cStep, 4, k, alpha, i + 1 < m, byteAt(p) + at, pStep, qj, rowStep, columnStep);
    }
  }
  for (let i = 0; i < m && j < n; i += 2) {
    const at = (<usize>i) << 3;
    const cj = byteAt(c + j * cStride) + at, qj = byteAt(q + j * qColumn);
    addStrip(cj, cStep, n - j, k, alpha, i + 1 < m, byteAt(p) + at, pStep, qj, rowStep, columnStep);
  }
}
