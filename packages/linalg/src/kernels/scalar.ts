// The kernels in TypeScript over any Float64Array: a 4 x 4 tile in sixteen local variables. They answer where there is
// no WebAssembly. assembly/kernels.ts is the same arithmetic, operation by operation: a change here is a change there.
import { type Kernels, LOWER, UPPER_A } from "./kernels.ts";

const TILE = 16;

/** The kernels on the memory `w`. */
export function scalarKernels(w: Float64Array): Kernels {
  return {
    update(c, cStep, cGrow, rows, a, aStep, aGrow, b, bStep, bGrow, cols, k, alpha, shape) {
      for (let i = 0; i < rows; i++) {
        const skipped = (shape & UPPER_A) !== 0 ? i * TILE : 0;
        const last = (shape & LOWER) !== 0 ? i + 1 : cols;
        for (let j = 0, bj = b, step = bStep; j < last; j++, bj += step, step += bGrow) {
          updateTile(w, c + j * TILE, a + skipped, bj + skipped, k * TILE - skipped, alpha);
        }
        c += cStep;
        cStep += cGrow;
        a += aStep;
        aStep += aGrow;
      }
    },
    solveForward(x, xStep, xGrow, rows, l, lStep, lGrow, cols, shape) {
      for (let i = 0; i < rows; i++) {
        const first = (shape & UPPER_A) !== 0 ? i : 0;
        let lj = l + first * lStep + ((lGrow * first * (first - 1)) >> 1);
        for (let j = first, step = lStep + first * lGrow; j < cols; j++, lj += step, step += lGrow) {
          updateTile(w, x + j * TILE, x + first * TILE, lj + first * TILE, (j - first) * TILE, -1);
          solveTileForward(w, x + j * TILE, lj + j * TILE);
        }
        x += xStep;
        xStep += xGrow;
      }
    },
    solveBackward(x, xStep, xGrow, rows, u, uStep, uGrow, cols) {
      for (let i = 0; i < rows; i++) {
        for (let j = cols - 1; j >= 0; j--) {
          const xij = x + j * TILE;
          const ujj = u + j * uStep + ((uGrow * j * (j - 1)) >> 1) + j * TILE;
          updateTile(w, xij, xij + TILE, ujj + TILE, (cols - j - 1) * TILE, -1);
          solveTileBackward(w, xij, ujj);
        }
        x += xStep;
        xStep += xGrow;
      }
    },
    factor(a, aStep, aGrow, rows) {
      for (let i = 0, ai = a, step = aStep; i < rows; i++, ai += step, step += aGrow) {
        this.solveForward(ai, 0, 0, 1, a, aStep, aGrow, i, 0);
        updateTile(w, ai + i * TILE, ai, ai, i * TILE, -1);
        const failed = factorTile(w, ai + i * TILE);
        if (failed >= 0) return 4 * i + failed;
      }
      return -1;
    },
  };
}

// C += alpha A B' for one tile: `length` doubles of a strip of A and of a strip of B
function updateTile(w: Float64Array, c: number, a: number, b: number, length: number, alpha: number): void {
  let c00 = 0;
  let c10 = 0;
  let c20 = 0;
  let c30 = 0;
  let c01 = 0;
  let c11 = 0;
  let c21 = 0;
  let c31 = 0;
  let c02 = 0;
  let c12 = 0;
  let c22 = 0;
  let c32 = 0;
  let c03 = 0;
  let c13 = 0;
  let c23 = 0;
  let c33 = 0;
  a |= 0;
  b |= 0;
  const end = (a + length) | 0;
  for (; a < end; a += 4, b += 4) {
    const a0 = w[a];
    const a1 = w[a + 1];
    const a2 = w[a + 2];
    const a3 = w[a + 3];
    const b0 = w[b];
    c00 += a0 * b0;
    c10 += a1 * b0;
    c20 += a2 * b0;
    c30 += a3 * b0;
    const b1 = w[b + 1];
    c01 += a0 * b1;
    c11 += a1 * b1;
    c21 += a2 * b1;
    c31 += a3 * b1;
    const b2 = w[b + 2];
    c02 += a0 * b2;
    c12 += a1 * b2;
    c22 += a2 * b2;
    c32 += a3 * b2;
    const b3 = w[b + 3];
    c03 += a0 * b3;
    c13 += a1 * b3;
    c23 += a2 * b3;
    c33 += a3 * b3;
  }
  w[c] += alpha * c00;
  w[c + 1] += alpha * c10;
  w[c + 2] += alpha * c20;
  w[c + 3] += alpha * c30;
  w[c + 4] += alpha * c01;
  w[c + 5] += alpha * c11;
  w[c + 6] += alpha * c21;
  w[c + 7] += alpha * c31;
  w[c + 8] += alpha * c02;
  w[c + 9] += alpha * c12;
  w[c + 10] += alpha * c22;
  w[c + 11] += alpha * c32;
  w[c + 12] += alpha * c03;
  w[c + 13] += alpha * c13;
  w[c + 14] += alpha * c23;
  w[c + 15] += alpha * c33;
}

// X := X L^-T for one tile, L the lower triangle of a tile
function solveTileForward(w: Float64Array, x: number, l: number): void {
  for (let i = x; i < x + 4; i++) {
    const x1 = w[i] / w[l];
    const x2 = (w[i + 4] - x1 * w[l + 1]) / w[l + 5];
    const x3 = (w[i + 8] - x1 * w[l + 2] - x2 * w[l + 6]) / w[l + 10];
    w[i + 12] = (w[i + 12] - x1 * w[l + 3] - x2 * w[l + 7] - x3 * w[l + 11]) / w[l + 15];
    w[i] = x1;
    w[i + 4] = x2;
    w[i + 8] = x3;
  }
}

// X := X U^-T for one tile, U the upper triangle of a tile
function solveTileBackward(w: Float64Array, x: number, u: number): void {
  for (let i = x; i < x + 4; i++) {
    const x4 = w[i + 12] / w[u + 15];
    const x3 = (w[i + 8] - x4 * w[u + 14]) / w[u + 10];
    const x2 = (w[i + 4] - x4 * w[u + 13] - x3 * w[u + 9]) / w[u + 5];
    w[i] = (w[i] - x4 * w[u + 12] - x3 * w[u + 8] - x2 * w[u + 4]) / w[u];
    w[i + 4] = x2;
    w[i + 8] = x3;
    w[i + 12] = x4;
  }
}

// LL' = A for the lower triangle of one tile; the index of the pivot that is not a positive finite number, or -1
function factorTile(w: Float64Array, a: number): number {
  for (let j = 0; j < 4; j++) {
    const pivot = w[a + 5 * j];
    if (!(pivot > 0 && pivot < Infinity)) return j;
    const root = Math.sqrt(pivot);
    w[a + 5 * j] = root;
    for (let i = j + 1; i < 4; i++) w[a + 4 * j + i] /= root;
    for (let k = j + 1; k < 4; k++) {
      const akj = w[a + 4 * j + k];
      for (let i = k; i < 4; i++) w[a + 4 * k + i] -= w[a + 4 * j + i] * akj;
    }
  }
  return -1;
}
