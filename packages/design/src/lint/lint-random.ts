// What is odd in random terms: their groups, slopes that groups cannot tell, and variation that is described twice.
import { INTERCEPT, type Place, type RandomTerm, type Term } from "@mixedlm/formula";
import { componentWarnings } from "../design-messages.ts";
import type { Classes } from "../groups/combinations.ts";
import { spanOfTerm } from "../places.ts";
import { cellsOf, countVarying, crossed, isConstantWithin } from "./lint-classes.ts";
import { spansConstant } from "./lint-dependence.ts";
import { countColumns, type LintFacts, placedFactors } from "./lint-facts.ts";
import * as messages from "./lint-messages.ts";
import { groupName, type LintFinding } from "./lint-messages.ts";

/** Correlated random effects of one group beyond which nobody can look at their covariances. */
const MANY_EFFECTS = 30;

/** One group in so many may have a slope's variable change inside it, and the slope is still spoken of. */
const FEW_GROUPS = 10;

/** Covariances with a variance for each column, to which another term's variance can be added. */
const OWN_VARIANCES: ReadonlySet<RandomTerm["covariance"]> = new Set(["us", "diag"]);

/** Covariances that another term's variance added to them would take out of their pattern. */
const PATTERNED: ReadonlySet<RandomTerm["covariance"]> = new Set(["cs", "homcs", "ar1"]);

/** The findings of each random term; those of its groups come with the first term that has them. */
export function randomFindings(facts: LintFacts): LintFinding[] {
  return facts.random.flatMap((term, i) => {
    const earlier = facts.random.slice(0, i);
    const isNewGroup = earlier.every((other) => groupName(other) !== groupName(term));
    return [
      ...(isNewGroup ? groupFindings(facts, term) : []),
      ...effectFindings(facts, term),
      ...(term.covariance === "component" ? remarks(facts, term) : []),
      ...constantSlopes(facts, term),
      ...overlap(facts, term, earlier),
    ];
  });
}

function placeOfGroup({ group, groupSource }: RandomTerm): Place {
  return { source: groupSource, span: spanOfTerm({ factors: group })! };
}

/** Groups that are measurements. */
function groupFindings(facts: LintFacts, term: RandomTerm): LintFinding[] {
  return facts.groupColumns(term).flatMap((column, i) => {
    const factor = term.group[i]!;
    const at = { source: term.groupSource, span: factor.span };
    const isWhole = column.kind !== "numeric" || column.values.every(Number.isInteger);
    return isWhole ? [] : [messages.groupFractional(at, factor.name, facts.groups(term).count)];
  });
}

/** Groups and rows too few for the number of random effects, and groups that fixed effects tell apart. */
function effectFindings(facts: LintFacts, term: RandomTerm): LintFinding[] {
  const { count } = facts.groups(term);
  const at = { source: term.source, span: term.span };
  const name = groupName(term);
  const isCorrelated = term.covariance === "us";
  const isVector = term.covariance !== "component";
  if ((isCorrelated || term.covariance === "diag") && count === 1)
    return [messages.singleGroup(placeOfGroup(term), name)];
  const columns = facts.coded(term).reduce((total, { subterms }) => total + countColumns(facts, subterms), 0);
  if (isCorrelated && (columns > MANY_EFFECTS || columns > count)) {
    return [messages.manyRandomColumns(at, name, columns, count)];
  }
  // effects that follow each other are told from the residuals by that, however many they are
  const effects = term.covariance === "ar1" ? 0 : isVector ? columns * count : componentEffects(facts, term);
  const decisive = PATTERNED.has(term.covariance) ? null : decisiveTerm(facts, term);
  return [
    ...(effects >= facts.n ? [messages.noResidual(at, name, effects, facts.n)] : []),
    ...(decisive === null ? [] : [messages.groupInFixed(placeOfGroup(term), name, decisive)]),
  ];
}

/**
 * Random effects of a component that has an effect for each level of each group; 0 where numbers are among its columns.
 */
function componentEffects(facts: LintFacts, term: RandomTerm): number {
  if (placedFactors(term).some(({ factor }) => facts.value(factor.name).kind === "numeric")) return 0;
  const cells = term.terms.map(({ factors }) => {
    return factors.map((factor): Classes => facts.seen(factor.name)).reduce(crossed, facts.groups(term)).count;
  });
  return Math.max(...cells);
}

/** The fixed term whose levels decide the groups of a random intercept, or null. */
function decisiveTerm(facts: LintFacts, term: RandomTerm): Term | null {
  const groups = facts.groups(term);
  if (groups.count < 2 || !spansConstant(facts, term)) return null;
  const found = facts.fixed.rhs.find(({ factors }) => {
    const isCategorical = factors.every((factor) => facts.value(factor.name).kind === "categorical");
    if (factors.length === 0 || !isCategorical) return false;
    const cells = cellsOf(factors.map((factor) => facts.seen(factor.name)));
    return cells !== null && cells.count < facts.n && isConstantWithin([groups.codes], cells);
  });
  return found ?? null;
}

/** The remarks that a design makes on a component. */
function remarks(facts: LintFacts, term: RandomTerm): LintFinding[] {
  const factors = placedFactors(term).map(({ factor }) => factor);
  const standardised = factors.map((factor) => facts.value(factor.name).standardised);
  const matrix = { source: term.source, terms: facts.coded(term), factors };
  return componentWarnings({ name: term.name ?? term.source, matrix, standardised });
}

/** Slopes whose variable does not change inside the groups, or inside nearly all of them. */
function constantSlopes(facts: LintFacts, term: RandomTerm): LintFinding[] {
  const groups = facts.groups(term);
  const sizes = new Int32Array(groups.count);
  for (const code of groups.codes) sizes[code]!++;
  const several = sizes.reduce((total, size) => total + (size > 1 ? 1 : 0), 0);
  if (several === 0) return [];
  return term.terms.flatMap((one) => {
    const span = spanOfTerm(one);
    if (span === null) return [];
    const columns = one.factors.flatMap((factor) => facts.columns(factor.name));
    const few = Math.floor(several / FEW_GROUPS);
    const varying = countVarying(columns, groups, few);
    if (varying > few) return [];
    const constant = several - varying;
    return [messages.constantInGroups({ source: term.source, span }, one, groupName(term), constant, several)];
  });
}

/** A random term that describes what an earlier one does, over the same groups. */
function overlap(facts: LintFacts, term: RandomTerm, earlier: readonly RandomTerm[]): LintFinding[] {
  for (const other of earlier) {
    const shared = sharedTerms(facts, other, term);
    if (shared.length === 0 || !hasSameGroups(facts, other, term)) continue;
    return [
      messages.randomOverlap({ source: term.source, span: term.span }, shared, groupName(term), groupName(other)),
    ];
  }
  return [];
}

/**
 * The terms of `b` that make one of two variances unknowable. Where each column has a variance of its own, one shared
 * column is enough; where all columns share one variance, or their covariances have a pattern, all of them have to be
 * in the other term. Two terms of which one has a pattern are passed over unless the other has no pattern at all.
 */
function sharedTerms(facts: LintFacts, a: RandomTerm, b: RandomTerm): readonly Term[] {
  const [inA, inB] = [termsByKey(facts, a), termsByKey(facts, b)];
  const shared = [...inB].filter(([key]) => inA.has(key)).map(([, term]) => term);
  const isPatterned = [a, b].some(({ covariance }) => PATTERNED.has(covariance));
  if (isPatterned && a.covariance !== "us" && b.covariance !== "us") return [];
  const isEnough = [a, b].every((one) => OWN_VARIANCES.has(one.covariance) || shared.length === one.terms.length);
  return isEnough ? shared : [];
}

/** Terms by their meaning; correlated effects of all levels of a category have an intercept among them. */
function termsByKey(facts: LintFacts, random: RandomTerm): Map<string, Term> {
  const isImplied = random.covariance === "us" && spansConstant(facts, random);
  const terms = isImplied ? [...random.terms, INTERCEPT] : random.terms;
  return new Map(terms.map((term) => [facts.meaning(term), term]));
}

/** Whether two terms have the same groups, by whatever name. */
function hasSameGroups(facts: LintFacts, a: RandomTerm, b: RandomTerm): boolean {
  const [groups, others] = [facts.groups(a), facts.groups(b)];
  return groups.count === others.count && isConstantWithin([groups.codes], others);
}
