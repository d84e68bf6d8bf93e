// A fill-reducing order of elimination for a sparse symmetric matrix: approximate minimum degree. In: a pattern. Out:
// the columns in the order in which to eliminate them. The elimination is played on the quotient graph, whose
// eliminated columns are "elements" that stand for the cliques they leave behind, so that it never grows beyond the
// pattern.
import type { SparsePattern } from "./sparse-pattern.ts";

/**
 * Orders the columns by approximate minimum degree; the same pattern always gives the same order.
 *
 * Columns that are nearly full (more than `max(16, 10 sqrt(n))` neighbours) tell nothing about the others and come
 * last.
 *
 * @returns the order: entry k is the column eliminated k-th.
 * @see Amestoy, Davis & Duff (1996), SIAM J. Matrix Anal. Appl. 17(4), 886-905: quotient graph, bounds on external
 * degrees, element absorption (also aggressive), mass elimination, indistinguishable variables found by hashing.
 */
export function minimumDegreeOrder(pattern: SparsePattern): Int32Array {
  const graph = quotientGraph(pattern);
  const pivots: number[] = [];
  const dense = postponeDense(graph);
  const { n, weight, lists } = graph;
  for (let i = 0; i < n; i++) if (weight[i] > 0) listInsert(lists, i, graph.degree[i]);
  while (graph.eliminated < n - dense.length) {
    const p = listMinimum(lists);
    listRemove(lists, p, graph.degree[p]);
    pivots.push(p);
    eliminate(graph, p);
  }
  return expandPivots(graph, pivots, dense);
}

/** Variables by degree, in doubly linked lists. */
interface DegreeLists {
  readonly head: Int32Array;
  readonly next: Int32Array;
  readonly previous: Int32Array;
  minimum: number;
}

/** A number 0..n-1 is a variable until it is eliminated, then the element that its elimination makes. */
interface QuotientGraph {
  readonly n: number;
  /** Variable i is adjacent to `length[i]` numbers from `start[i]`: first `elements[i]` elements, then variables. */
  readonly start: Int32Array;
  readonly elements: Int32Array;
  readonly length: Int32Array;
  readonly adjacency: Int32Array;
  /** Columns that variable i stands for; 0 when it is gone, negative while in the list of the present pivot. */
  readonly weight: Int32Array;
  /** Bound on the external degree of a variable. */
  readonly degree: Int32Array;
  /** Variables of each element; those that are gone since are left in. */
  readonly members: Int32Array[];
  /** Weight of each element's variables; 0 when it is absorbed. */
  readonly size: Int32Array;
  /** Weight of an element's variables outside the present pivot's, valid where `seen` is the pivot. */
  readonly outside: Int32Array;
  readonly seen: Int32Array;
  /** Variable or pivot that variable i became part of, or -1. */
  readonly leader: Int32Array;
  readonly lists: DegreeLists;
  readonly hashHead: Int32Array;
  readonly stamp: Int32Array;
  readonly scratch: Int32Array;
  stamps: number;
  eliminated: number;
}

const NONE = new Int32Array(0);

function quotientGraph({ n, start: lowerStart, row }: SparsePattern): QuotientGraph {
  const length = new Int32Array(n);
  for (let j = 0; j < n; j++) {
    for (let k = lowerStart[j]; k < lowerStart[j + 1]; k++) {
      if (row[k] === j) continue;
      length[j]++;
      length[row[k]]++;
    }
  }
  const start = new Int32Array(n + 1);
  for (let i = 0; i < n; i++) start[i + 1] = start[i] + length[i];
  const adjacency = new Int32Array(start[n]);
  const fill = start.slice(0, n);
  for (let j = 0; j < n; j++) {
    for (let k = lowerStart[j]; k < lowerStart[j + 1]; k++) {
      const i = row[k];
      if (i === j) continue;
      adjacency[fill[i]++] = j;
      adjacency[fill[j]++] = i;
    }
  }
  const none = () => new Int32Array(n).fill(-1);
  return {
    n,
    start,
    elements: new Int32Array(n),
    length,
    adjacency,
    weight: new Int32Array(n).fill(1),
    degree: length.slice(),
    members: new Array<Int32Array>(n).fill(NONE),
    size: new Int32Array(n),
    outside: new Int32Array(n),
    seen: none(),
    leader: none(),
    lists: { head: none(), next: none(), previous: none(), minimum: n },
    hashHead: none(),
    stamp: none(),
    scratch: new Int32Array(n),
    stamps: 0,
    eliminated: 0,
  };
}

/** Takes the nearly full variables out and returns them, those of fewer neighbours first. */
function postponeDense(graph: QuotientGraph): number[] {
  const { n, start, adjacency, weight, degree } = graph;
  const limit = Math.max(16, 10 * Math.sqrt(n));
  const dense: number[] = [];
  for (let i = 0; i < n; i++) {
    if (degree[i] <= limit) continue;
    dense.push(i);
    weight[i] = 0;
  }
  for (const i of dense)
    for (let k = start[i]; k < start[i + 1]; k++) if (weight[adjacency[k]] > 0) degree[adjacency[k]]--;
  return dense.sort((a, b) => degree[a] - degree[b] || a - b);
}

function listInsert(lists: DegreeLists, i: number, degree: number): void {
  const { head, next, previous } = lists;
  const first = head[degree];
  next[i] = first;
  previous[i] = -1;
  if (first !== -1) previous[first] = i;
  head[degree] = i;
  if (degree < lists.minimum) lists.minimum = degree;
}

function listRemove({ head, next, previous }: DegreeLists, i: number, degree: number): void {
  if (previous[i] === -1) head[degree] = next[i];
  else next[previous[i]] = next[i];
  if (next[i] !== -1) previous[next[i]] = previous[i];
}

function listMinimum(lists: DegreeLists): number {
  while (lists.head[lists.minimum] === -1) lists.minimum++;
  return lists.head[lists.minimum];
}

/** Eliminates variable p, which becomes an element: the clique of all its neighbours. */
function eliminate(graph: QuotientGraph, p: number): void {
  const { weight, degree, members, size, lists } = graph;
  const pivotWeight = weight[p];
  weight[p] = -pivotWeight;
  const variables = formElement(graph, p);
  weight[p] = 0;
  graph.eliminated += pivotWeight;
  let total = 0;
  for (const i of variables) total -= weight[i];
  measureOutside(graph, p, variables);
  for (const i of variables) {
    if (tightenVariable(graph, i, p)) continue;
    // no neighbour outside the pivot's clique: i goes with p and fills nothing in
    total += weight[i];
    graph.eliminated -= weight[i];
    weight[i] = 0;
    graph.leader[i] = p;
  }
  for (const i of variables) if (weight[i] < 0) mergeIndistinguishable(graph, graph.lists.previous[i]);
  let kept = 0;
  for (const i of variables) {
    if (weight[i] === 0) continue;
    weight[i] = -weight[i];
    degree[i] = Math.min(degree[i] + total, graph.n - graph.eliminated) - weight[i];
    listInsert(lists, i, degree[i]);
    variables[kept++] = i;
  }
  members[p] = variables.subarray(0, kept);
  size[p] = total;
}

/** Gathers the neighbours of p through elements and directly, marks them, and absorbs the elements into p. */
function formElement(graph: QuotientGraph, p: number): Int32Array {
  const { start, elements, length, adjacency, weight, degree, members, size, lists, scratch } = graph;
  let count = 0;
  const take = (i: number): void => {
    if (weight[i] <= 0) return;
    weight[i] = -weight[i];
    scratch[count++] = i;
    listRemove(lists, i, degree[i]);
  };
  const direct = start[p] + elements[p];
  for (let k = start[p]; k < direct; k++) {
    const e = adjacency[k];
    if (size[e] === 0) continue;
    const list = members[e];
    for (let l = 0; l < list.length; l++) take(list[l]);
    absorb(graph, e);
  }
  for (let k = direct; k < start[p] + length[p]; k++) take(adjacency[k]);
  return scratch.slice(0, count);
}

function absorb({ members, size }: QuotientGraph, e: number): void {
  members[e] = NONE;
  size[e] = 0;
}

/** Finds, for every element beside the pivot's variables, the weight of its variables that are not the pivot's. */
function measureOutside(graph: QuotientGraph, p: number, variables: Int32Array): void {
  const { start, elements, adjacency, weight, size, outside, seen } = graph;
  for (const i of variables) {
    const end = start[i] + elements[i];
    for (let k = start[i]; k < end; k++) {
      const e = adjacency[k];
      if (size[e] === 0) continue;
      if (seen[e] !== p) {
        seen[e] = p;
        outside[e] = size[e];
      }
      outside[e] += weight[i];
    }
  }
}

/**
 * Drops from the lists of i what element p covers, puts p first in them, and bounds the degree outside p; the hash of
 * the lists goes where the links of the degree lists were. False when nothing is left outside p.
 */
function tightenVariable(graph: QuotientGraph, i: number, p: number): boolean {
  const { n, start, elements, length, adjacency, weight, degree, size, outside, lists, hashHead } = graph;
  const from = start[i];
  const direct = from + elements[i];
  const end = from + length[i];
  let to = from;
  let bound = 0;
  let hash = 0;
  for (let k = from; k < direct; k++) {
    const e = adjacency[k];
    if (size[e] === 0) continue;
    if (outside[e] === 0) {
      absorb(graph, e);
      continue;
    }
    bound += outside[e];
    hash += e;
    adjacency[to++] = e;
  }
  const kept = to;
  for (let k = direct; k < end; k++) {
    const j = adjacency[k];
    if (weight[j] <= 0) continue;
    bound += weight[j];
    hash += j;
    adjacency[to++] = j;
  }
  if (bound === 0) return false;
  // there is room for p: i was its neighbour, or that of an element which p has absorbed
  adjacency[to] = adjacency[kept];
  adjacency[kept] = adjacency[from];
  adjacency[from] = p;
  elements[i] = kept - from + 1;
  length[i] = to - from + 1;
  degree[i] = Math.min(degree[i], bound);
  const bucket = hash % n;
  lists.next[i] = hashHead[bucket];
  lists.previous[i] = bucket;
  hashHead[bucket] = i;
  return true;
}

/** Merges the variables of a bucket that have the same neighbours; the bucket is empty afterwards. */
function mergeIndistinguishable(graph: QuotientGraph, bucket: number): void {
  const { start, length, elements, adjacency, weight, leader, lists, hashHead, stamp } = graph;
  const { next } = lists;
  let i = hashHead[bucket];
  hashHead[bucket] = -1;
  for (; i !== -1 && next[i] !== -1; i = next[i]) {
    const mark = graph.stamps++;
    for (let k = start[i]; k < start[i] + length[i]; k++) stamp[adjacency[k]] = mark;
    let last = i;
    for (let j = next[i]; j !== -1; j = next[j]) {
      let same = length[j] === length[i] && elements[j] === elements[i];
      for (let k = start[j]; same && k < start[j] + length[j]; k++) same = stamp[adjacency[k]] === mark;
      if (same) {
        weight[i] += weight[j];
        weight[j] = 0;
        leader[j] = i;
        next[last] = next[j];
      } else {
        last = j;
      }
    }
  }
}

/** Writes every pivot with all that became part of it, then the nearly full columns. */
function expandPivots({ n, leader }: QuotientGraph, pivots: readonly number[], dense: readonly number[]): Int32Array {
  const place = new Int32Array(n).fill(-1);
  for (let k = 0; k < pivots.length; k++) place[pivots[k]] = k;
  for (let k = 0; k < dense.length; k++) place[dense[k]] = pivots.length + k;
  for (let i = 0; i < n; i++) {
    let root = i;
    while (place[root] === -1) root = leader[root];
    for (let v = i; place[v] === -1; v = leader[v]) place[v] = place[root];
  }
  const end = new Int32Array(n + 1);
  for (let i = 0; i < n; i++) end[place[i] + 1]++;
  for (let k = 0; k < n; k++) end[k + 1] += end[k];
  const order = new Int32Array(n);
  for (let i = 0; i < n; i++) order[end[place[i]]++] = i;
  return order;
}
