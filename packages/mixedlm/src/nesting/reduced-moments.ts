// Moments of a model -> those of the same model with fewer random columns: a subset of the numbers, so that no row is
// read again. Fixed columns and rows stay as they are.
import type { Design } from "@mixedlm/design";
import type { CellMoments, DesignMoments, FactorMoments, MomentLayout, PartLayout } from "@mixedlm/moments";

/** What stays of the random part. */
export interface KeptColumns {
  /** Numbers of the columns of each random term that stay, ascending; none where the term goes. */
  readonly effects: readonly (readonly number[])[];
  /** Whether each component stays. */
  readonly components: readonly boolean[];
}

/**
 * Takes random columns away.
 *
 * @returns moments of a design whose random terms have the columns that stay; of the design nothing but names, groups
 *   and structures is right for them: it has lost what makes columns of rows.
 */
export function reducedMoments(moments: DesignMoments, kept: KeptColumns): DesignMoments {
  const { design, layout } = moments;
  const columnsOf = ({ kind, index, width }: PartLayout): readonly number[] => {
    if (kind === "effects") return kept.effects[index];
    return kept.components[index] ? Array.from({ length: width }, (_, j) => j) : [];
  };
  const own = layout.factors.map((_, f) =>
    layout.parts.flatMap((part) => (part.factor === f ? columnsOf(part).map((j) => part.first + j) : [])),
  );
  for (const columns of own) columns.sort((a, b) => a - b);
  const staying = [...own.keys()].filter((f) => own[f].length > 0);
  const components = numbering(kept.components);
  return {
    ...moments,
    design: reducedDesign(design, kept),
    layout: reducedLayout(layout, kept, own, staying, columnsOf, components),
    factors: staying.map((f) => factorColumns(moments, f, own[f])),
    cells: moments.cells
      .filter(({ a, b }) => staying.includes(a) && staying.includes(b))
      .map((cells) => cellColumns(cells, layout, own, staying)),
  };
}

function reducedDesign(design: Design, kept: KeptColumns): Design {
  return {
    ...design,
    randomEffects: design.randomEffects.flatMap((term, t) => {
      const own = kept.effects[t];
      return own.length === 0 ? [] : [{ ...term, names: own.map((j) => term.names[j]) }];
    }),
    components: design.components.filter((_, c) => kept.components[c]),
  };
}

/** New numbers of those that stay. */
function numbering(stays: readonly boolean[]): readonly number[] {
  let count = 0;
  return stays.map((own) => (own ? count++ : -1));
}

function reducedLayout(
  layout: MomentLayout,
  kept: KeptColumns,
  own: readonly (readonly number[])[],
  staying: readonly number[],
  columnsOf: (part: PartLayout) => readonly number[],
  components: readonly number[],
): MomentLayout {
  const effects = numbering(kept.effects.map((columns) => columns.length > 0));
  return {
    p: layout.p,
    factors: staying.map((f) => {
      const { component, ...factor } = layout.factors[f];
      const renamed = component === null ? null : { ...component, index: components[component.index] };
      return { ...factor, component: renamed, s: own[f].length };
    }),
    parts: layout.parts.flatMap((part) => {
      const columns = columnsOf(part);
      if (columns.length === 0) return [];
      return [
        {
          kind: part.kind,
          index: (part.kind === "effects" ? effects : components)[part.index],
          factor: staying.indexOf(part.factor),
          first: own[part.factor].indexOf(part.first + columns[0]),
          width: columns.length,
        },
      ];
    }),
  };
}

function factorColumns({ layout, factors }: DesignMoments, f: number, own: readonly number[]): FactorMoments {
  const { p, factors: layouts } = layout;
  const { weight, mean, cross, within } = factors[f];
  const s = layouts[f].s;
  if (own.length === s) return factors[f];
  const all = [...own, ...Array.from({ length: p + 1 }, (_, j) => s + j)];
  const every = [0];
  return {
    weight,
    mean: chosen(mean, 1, s + p + 1, every, all),
    cross: chosen(cross, s, s + p + 1, own, all),
    within,
  };
}

function cellColumns(
  cells: CellMoments,
  layout: MomentLayout,
  own: readonly (readonly number[])[],
  staying: readonly number[],
): CellMoments {
  const { a, b, mean, cross } = cells;
  const [sa, sb] = [layout.factors[a].s, layout.factors[b].s];
  const isWhole = own[a].length === sa && own[b].length === sb;
  return {
    ...cells,
    a: staying.indexOf(a),
    b: staying.indexOf(b),
    mean:
      isWhole || mean.length === 0 ? mean : chosen(mean, 1, sa + sb, [0], [...own[a], ...own[b].map((j) => sa + j)]),
    cross: isWhole || cross.length === 0 ? cross : chosen(cross, sa, sb, own[a], own[b]),
  };
}

/** Some rows and columns of the matrices of many levels, height x width each, column-major, level after level. */
function chosen(
  values: Float64Array,
  height: number,
  width: number,
  rows: readonly number[],
  columns: readonly number[],
): Float64Array {
  const levels = values.length / (height * width);
  const out = new Float64Array(levels * rows.length * columns.length);
  let at = 0;
  for (let l = 0; l < levels; l++)
    for (const column of columns) for (const row of rows) out[at++] = values[(l * width + column) * height + row];
  return out;
}
