// The layout of the kernels' memory. A matrix is cut into strips of four rows and a strip into 4 x 4 tiles, column by
// column, so that the strip of any block is one run of memory: nothing is packed, no edge has an odd size (the last
// strip is filled up), and a triangle takes half the memory of a square.
import type { Matrix } from "../matrix.ts";

/** Doubles in a tile. */
const TILE = 16;

/** Where a matrix of strips stands: strip i starts `step + i grow` doubles before strip i + 1. */
export interface Strips {
  readonly base: number;
  readonly step: number;
  readonly grow: number;
  /** The doubles it takes. */
  readonly size: number;
}

/** A lower triangle of `tiles` strips, strip i having tiles 0..i. */
export function lowerStrips(base: number, tiles: number): Strips {
  return { base, step: TILE, grow: TILE, size: (TILE * tiles * (tiles + 1)) / 2 };
}

/** An upper triangle of `tiles` strips, strip i having tiles i..tiles - 1. */
export function upperStrips(base: number, tiles: number): Strips {
  return { base, step: TILE * (tiles - 1), grow: -TILE, size: (TILE * tiles * (tiles + 1)) / 2 };
}

/** A rectangle of `rows` strips with `cols` tiles each. */
export function rectangleStrips(base: number, rows: number, cols: number): Strips {
  return { base, step: TILE * cols, grow: 0, size: TILE * rows * cols };
}

/** The address of tile (i, j). */
export function tileAt(strips: Strips, i: number, j: number): number {
  return strips.base + i * strips.step + ((strips.grow * i * (i - 1)) >> 1) + j * TILE;
}

/** The distance from strip i to strip i + 1. */
export function stepAt(strips: Strips, i: number): number {
  return strips.step + i * strips.grow;
}

/** A block of a column-major buffer. */
export interface Block {
  readonly data: Float64Array;
  readonly offset: number;
  readonly stride: number;
}

/** The block that a whole matrix is. */
export function blockOf(A: Matrix): Block {
  return { data: A.data, offset: 0, stride: A.nrow };
}

/** Copies the lower triangle of an `n x n` block in, filled up with ones on the diagonal. */
export function readLower(w: Float64Array, to: Strips, from: Block, n: number): void {
  const { data, offset, stride } = from;
  for (let i = 0; 4 * i < n; i++) {
    const strip = tileAt(to, i, 0);
    if (4 * i + 4 <= n) copyRowsIn(w, strip, data, offset + 4 * i, stride, 4 * i);
    for (let r = 4 * i; r < 4 * i + 4; r++) {
      const inside = r < n;
      for (let j = 4 * i + 4 <= n ? 4 * i : 0; j < 4 * i + 4; j++) {
        w[strip + 4 * j + r - 4 * i] = inside && j <= r ? data[offset + j * stride + r] : r === j ? 1 : 0;
      }
    }
  }
}

/** Copies the lower triangle of order `n` out; entries above the diagonal of the block stay. */
export function writeLower(w: Float64Array, from: Strips, to: Block, n: number): void {
  const { data, offset, stride } = to;
  for (let i = 0; 4 * i < n; i++) {
    const strip = tileAt(from, i, 0);
    const isWhole = 4 * i + 4 <= n;
    if (isWhole) copyRowsOut(w, strip, data, offset + 4 * i, stride, 4 * i);
    for (let j = isWhole ? 4 * i : 0; j < Math.min(4 * i + 4, n); j++) {
      for (let r = Math.max(j, 4 * i); r < Math.min(4 * i + 4, n); r++) {
        data[offset + j * stride + r] = w[strip + 4 * j + r - 4 * i];
      }
    }
  }
}

/** Adds alpha times the lower triangle of order `n` to the block. */
export function addLower(w: Float64Array, from: Strips, to: Block, n: number, alpha: number): void {
  const { data, offset, stride } = to;
  for (let i = 0; 4 * i < n; i++) {
    const strip = tileAt(from, i, 0);
    for (let j = 0; j < Math.min(4 * i + 4, n); j++) {
      for (let r = Math.max(j, 4 * i); r < Math.min(4 * i + 4, n); r++) {
        data[offset + j * stride + r] += alpha * w[strip + 4 * j + r - 4 * i];
      }
    }
  }
}

/** Copies the transpose of the lower triangle of an `n x n` block in, filled up with ones on the diagonal. */
export function readTransposedLower(w: Float64Array, to: Strips, from: Block, n: number): void {
  for (let i = 0; 4 * i < n; i++) {
    const tile = tileAt(to, i, i);
    for (let at = 0; at < TILE; at++) {
      const row = 4 * i + (at & 3);
      const column = 4 * i + (at >> 2);
      const isGiven = column < n && row <= column;
      w[tile + at] = isGiven ? from.data[from.offset + row * from.stride + column] : +(row === column);
    }
    copyColumnsIn(w, tileAt(to, i, 0), from, i, 4 * i + 4, n, n);
  }
}

/** Copies an upper triangle out as the lower triangle of order `n` that it is the transpose of. */
export function writeTransposedLower(w: Float64Array, from: Strips, to: Block, n: number): void {
  for (let r = 0; r < n; r++) {
    const strip = tileAt(from, r >> 2, 0) + (r & 3);
    const column = to.offset + r * to.stride;
    for (let j = r; j < n; j++) to.data[column + j] = w[strip + 4 * j];
  }
}

/** Copies rows 0..nrow and columns 0..ncol of a block in, filled up with zeros. */
export function readRows(w: Float64Array, to: Strips, from: Block, nrow: number, ncol: number): void {
  const { data, offset, stride } = from;
  const width = 4 * Math.ceil(ncol / 4);
  for (let i = 0; 4 * i < nrow; i++) {
    const strip = tileAt(to, i, 0);
    if (4 * i + 4 <= nrow) copyRowsIn(w, strip, data, offset + 4 * i, stride, ncol);
    else {
      for (let j = 0; j < ncol; j++) {
        for (let r = 0; r < 4; r++) {
          w[strip + 4 * j + r] = 4 * i + r < nrow ? data[offset + j * stride + 4 * i + r] : 0;
        }
      }
    }
    w.fill(0, strip + 4 * ncol, strip + 4 * width);
  }
}

/** Copies columns 0..ncol of a block in as rows, the first `nrow` entries of each, filled up with zeros. */
export function readColumns(w: Float64Array, to: Strips, from: Block, nrow: number, ncol: number): void {
  for (let i = 0; 4 * i < ncol; i++) copyColumnsIn(w, tileAt(to, i, 0), from, i, 0, nrow, ncol);
}

/** Copies rows out as columns 0..ncol of a block, the first `nrow` entries of each. */
export function writeColumns(w: Float64Array, from: Strips, to: Block, nrow: number, ncol: number): void {
  const { data, stride } = to;
  for (let i = 0; 4 * i < ncol; i++) {
    let at = tileAt(from, i, 0);
    const c = to.offset + 4 * i * stride;
    if (4 * i + 4 > ncol) {
      for (let j = 4 * i; j < ncol; j++, at++) {
        for (let r = 0; r < nrow; r++) data[to.offset + j * stride + r] = w[at + 4 * r];
      }
      return;
    }
    for (let r = c; r < c + nrow; r++, at += 4) {
      data[r] = w[at];
      data[r + stride] = w[at + 1];
      data[r + 2 * stride] = w[at + 2];
      data[r + 3 * stride] = w[at + 3];
    }
  }
}

// four whole rows, `count` columns of them
function copyRowsIn(
  w: Float64Array,
  to: number,
  data: Float64Array,
  from: number,
  stride: number,
  count: number,
): void {
  for (let j = 0; j < count; j++, to += 4, from += stride) {
    w[to] = data[from];
    w[to + 1] = data[from + 1];
    w[to + 2] = data[from + 2];
    w[to + 3] = data[from + 3];
  }
}

function copyRowsOut(
  w: Float64Array,
  from: number,
  data: Float64Array,
  to: number,
  stride: number,
  count: number,
): void {
  for (let j = 0; j < count; j++, from += 4, to += stride) {
    data[to] = w[from];
    data[to + 1] = w[from + 1];
    data[to + 2] = w[from + 2];
    data[to + 3] = w[from + 3];
  }
}

// Columns 4i.. of a block as strip i, entries first..nrow, zeros up to whole tiles and for columns from ncol on.
function copyColumnsIn(
  w: Float64Array,
  strip: number,
  from: Block,
  i: number,
  first: number,
  nrow: number,
  ncol: number,
): void {
  const { data, stride } = from;
  const c = from.offset + 4 * i * stride;
  const width = 4 * ((nrow + 3) >> 2);
  if (4 * i + 4 > ncol) {
    for (let j = 0; j < 4; j++) {
      const isGiven = 4 * i + j < ncol;
      for (let r = first; r < width; r++) w[strip + 4 * r + j] = isGiven && r < nrow ? data[c + j * stride + r] : 0;
    }
    return;
  }
  for (let r = first, at = strip + 4 * first; r < nrow; r++, at += 4) {
    w[at] = data[c + r];
    w[at + 1] = data[c + stride + r];
    w[at + 2] = data[c + 2 * stride + r];
    w[at + 3] = data[c + 3 * stride + r];
  }
  w.fill(0, strip + 4 * Math.max(first, nrow), strip + 4 * width);
}
