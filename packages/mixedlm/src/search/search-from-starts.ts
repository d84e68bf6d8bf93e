// Which starts are searched from, and how often: the moment start, others where the first answer is suspicious, and
// once more where it is better looked at from itself. In: an engine. Out: where the best search ended.
import type { Design } from "@mixedlm/design";
import { maxAbs } from "@mixedlm/linalg";
import type { DesignMoments } from "@mixedlm/moments";
import { criterion, type Evaluation } from "../criterion/criterion.ts";
import type { Engine } from "../engine/engine.ts";
import { type FitError, unidentified, unidentifiedComponent } from "../errors.ts";
import { CERTAIN } from "./beyond-the-stop.ts";
import { fewRowsStarts, hasFewRows, otherDirections } from "./few-rows-starts.ts";
import { type MomentStart, momentStart } from "./moment-start.ts";
import { correlationStarts, defaultStart, otherSizes, startUnit } from "./other-starts.ts";
import { generalised } from "./prepared-engine.ts";
import { residualVanishes } from "./residual-vanishes.ts";
import { MANY, type Scouting, type SearchResult, scout, search, worthwhile } from "./search.ts";

/** Who is told of evaluations, and where they are noted. */
export interface Look {
  /** Called after each evaluation; what it throws ends the search. */
  readonly visit: ((evaluation: Evaluation) => void) | undefined;
  /** Grows with the searches. */
  readonly evaluations: Evaluation[];
}

/**
 * What is searched: an engine whose y is the residual of ordinary least squares, and the moments that it was made of.
 */
export interface Searched {
  readonly engine: Engine;
  readonly moments: DesignMoments;
  readonly reml: boolean;
  readonly look: Look;
}

/** Where a search begins. */
export interface Beginning {
  readonly moment: MomentStart;
  /** Parameters that a user gave, tried first; internal coordinates. */
  readonly given: Float64Array | null;
}

/** A point, and the engine that it was found in: its y may be the residual of other fixed effects. */
export interface FoundIn {
  readonly engine: Engine;
  readonly found: SearchResult;
}

/** Searches from a moment start, and once more where the answer is better looked at from itself. */
export function searchFromStarts({ engine, moments, reml, look }: Searched, { moment, given }: Beginning): FoundIn {
  const near = generalised(engine, moment.parameters, moments);
  const held = reml ? moment.held : [];
  const positions = held.map(({ position }) => position);
  const own = Float64Array.from(moment.parameters);
  for (const { position, value } of held) own[position] = value;
  // a start that was given is the first point that is looked at
  const from = moment.isRaised && given === null ? lowerStart(near, reml, own, look) : own;
  const rough = searchFrom(near, reml, given === null ? [from] : [given, from], positions, look);
  const last = generalised(near, rough.parameters, moments);
  if (last === near) return { engine: near, found: rough };
  return { engine: last, found: searchFrom(last, reml, [rough.parameters], positions, look) };
}

/**
 * Searches from the starts one after the other, unit variances last, until an answer converged off the boundary; and
 * then from other correlations of the terms that have one, and from other sizes of those whose columns are far from
 * their origin or whose variance is zero; and where rows are few or nothing converged, from points around the answer.
 * From a converged answer, another start is followed no further than it takes to see whether it leads lower.
 */
export function searchFrom(
  engine: Engine,
  reml: boolean,
  starts: readonly Float64Array[],
  held: readonly number[],
  look: Look,
): SearchResult {
  const { terms } = engine.products;
  const { visit, evaluations } = look;
  const from = (start: Float64Array): SearchResult => {
    const found = search(engine, reml, start, visit, held);
    evaluations.push(...found.evaluations);
    return found;
  };
  const unit = startUnit(engine.products);
  const [first, ...others] = [...starts, defaultStart(terms, unit)];
  let best = from(first);
  const lookFrom = (start: Float64Array): void => {
    const seen = best.converged
      ? scout(engine, reml, start, best.objective, visit)
      : { better: start, evaluations: [] };
    evaluations.push(...seen.evaluations);
    if (seen.better === null) return;
    const next = from(seen.better);
    if (isBetter(next, best)) best = next;
  };
  for (const start of others) if (!best.converged || best.isBoundary) lookFrom(start);
  // a search may have been led to where the criterion has no digits, past an optimum that has some
  const isAffordable = best.parameters.length <= MANY;
  for (const start of isAffordable && !best.converged ? fewRowsStarts(engine.products, best.parameters) : [])
    if (!best.converged) lookFrom(start);
  for (const start of correlationStarts(engine, best.parameters)) lookFrom(start);
  const other = lowest(engine, reml, [best.parameters, ...otherSizes(engine, best.parameters)], look);
  if (other !== best.parameters) lookFrom(other);
  for (let round = 0; round < ROUNDS && best.converged && hasFewRows(engine.products); round++) {
    const lower = lowerAround(engine, reml, best, held, look);
    const next = lower === null ? best : from(lower);
    // the likelihood of few rows may grow without end: a maximum that there is then counts for more
    const isEndless = runsAway(next.parameters, best.parameters, unit) || residualVanishes(engine, next);
    if (next.objective >= best.objective || !next.converged || isEndless) break;
    best = next;
  }
  return best;
}

/**
 * Whether an answer is to be preferred to another: a lower one, or an optimum to a point that is none, unless that is
 * lower for certain.
 */
function isBetter(next: SearchResult, known: SearchResult): boolean {
  if (next.objective < known.objective - worthwhile(known.objective)) return true;
  if (!next.converged || known.converged) return false;
  return known.rounding === null || next.objective <= known.objective + CERTAIN * known.rounding;
}

/** How often the surroundings of a better answer are looked at again. */
const ROUNDS = 4;
/** These are many short looks; what they gain has to be more than what a flat valley leaves. */
const NEARBY: Scouting = { gain: 1e-2, steps: 10, frames: 2, least: 1e-6 };
/** How many times a known answer, or the residual's standard deviation, others may be. */
const BEYOND = 1e3;

function runsAway(parameters: Float64Array, known: Float64Array, unit: number): boolean {
  return maxAbs(parameters) > BEYOND * Math.max(unit, maxAbs(known));
}

/** Where the lowest of many short looks from points around an answer led, or null where none led lower. */
function lowerAround(
  engine: Engine,
  reml: boolean,
  { parameters, objective }: SearchResult,
  held: readonly number[],
  look: Look,
): Float64Array | null {
  const { products } = engine;
  const f = criterion(engine, reml, look);
  const starts = [...fewRowsStarts(products, parameters), ...otherDirections(f, products, parameters)];
  let lowest: Float64Array | null = null;
  let least = objective;
  for (const start of starts) {
    for (const k of held) start[k] = parameters[k];
    const { better, value, evaluations } = scout(engine, reml, start, objective, look.visit, NEARBY);
    look.evaluations.push(...evaluations);
    if (better === null || value >= least || runsAway(better, parameters, startUnit(products))) continue;
    lowest = better;
    least = value;
  }
  return lowest;
}

/** A standard deviation, in units of the residual's, that is tried where the moment estimate says little. */
const LARGE = 10;

/** A moment start, or unit or large variances where the criterion is lower there. */
function lowerStart(engine: Engine, reml: boolean, moment: Float64Array, look: Look): Float64Array {
  const { terms } = engine.products;
  const sd = startUnit(engine.products);
  const unit = defaultStart(terms, sd);
  const better = lowest(engine, reml, [moment, unit], look);
  return better === moment ? moment : lowest(engine, reml, [unit, defaultStart(terms, LARGE * sd)], look);
}

/** The start at which the criterion is lowest; one alone is taken at its word. */
function lowest(engine: Engine, reml: boolean, starts: readonly Float64Array[], look: Look): Float64Array {
  if (starts.length === 1) return starts[0];
  const f = criterion(engine, reml, look);
  const tried = starts.map((start) => ({ start, value: f.value(start) }));
  return tried.reduce((best, own) => (own.value < best.value ? own : best)).start;
}

/**
 * The moment start of a model whose variances can be told apart from the residual's.
 *
 * @throws {@link FitError} `unidentified`, `perfect-fit`.
 */
export function identifiedStart(engine: Engine, design: Design): MomentStart {
  const start = momentStart(engine, design.response.names[0]);
  if (start.unidentified === "residual") throw notIdentified(design, engine, start);
  return start;
}

/** Says which random term cannot be told apart from the residual. */
function notIdentified(design: Design, { products }: Engine, { term }: MomentStart): FitError {
  const { source, placements } = products.terms[Math.max(term, 0)];
  const { n } = products;
  if (source.kind === "component") return unidentifiedComponent(design.components[source.index].name, n);
  const { group } = design.randomEffects[source.index];
  return unidentified(design.groups[group].name, n, products.factors[placements[0].factor].levels);
}
