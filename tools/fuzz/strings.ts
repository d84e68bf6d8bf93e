// Random texts that may or may not be formulas, the same for a seed: characters of every kind, tokens in any order or
// with an operator after each operand, and formulas that were broken in a few places. `grammar.ts` and the tests of the formula
// package feed them to the parsers.

/** Random integers below a bound. */
export type RandomInteger = (below: number) => number;

/**
 * Makes a generator of random integers.
 *
 * @param seed - an integer.
 * @see mulberry32: a Weyl sequence through a mixing function.
 */
export function randomIntegers(seed: number): RandomInteger {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const TOKENS = [
  ..."~ + - * / : ** ( ) [ ] { } , . | || ^ %in% % // & < > <= >= == != = # ; @ ! ? \\ $".split(" "),
  ..."a b c x y z g 0 1 2 0x1F 1_0 1.5 1e3 1e999 .5 inf nan np np.log log factor C I Q bs poly center scale".split(" "),
  ..."Treatment Sum True None lambda for if and not in is yield __import__ __proto__ constructor größe 変数 𝑥".split(
    " ",
  ),
  ...["'a'", '"b c"', "'it\\'s'", "`my x`", "'", '"', "`", "(1 | g)", "(x || a/b)", "a:b", "\u00a0", "\t", "\n", " "],
];
const OPERANDS = [
  ..."a b x y z g 0 1 2 1.5 inf `my x` 'a' np.pi . Intercept a:x a[T.b] größe np.log(x) x,z".split(" "),
  ..."(a) (x+z) [x,'a'] -x ~x (1|g) (x||a/b) C(a) I(x+1) {x**2} C(a,Treatment('b')) bs(x,df=4) poly(x,2) f()".split(
    " ",
  ),
];
const OPERATORS = " + , - , * , / , : , ** , ~ , %in% , ^ , | , || , > , == , // , % , = , & ".split(",");
const ASCII = [..."~+-*/:()[]{},.|^%&<>=#'\"`\\ _aAxyz019"];
const OTHER = [
  ...["\0", "\b", "\u001f", "\u007f", "\u0085", "\u00ad", "\u2028", "\u200d", "\ufeff", "\ufffd", "\u0301", "\u202e"],
  ...["é", "ß", "変", "א", "𝑥", "😀", "👩‍👩‍👧", "\ud800", "\udfff", "\udc00\ud800"],
];

/** Makes one random text; `formulas` are those that are broken. */
export type TextGenerator = (random: RandomInteger, formulas: readonly string[]) => string;

/** The generators by name. */
export const GENERATORS: ReadonlyMap<string, TextGenerator> = new Map([
  ["characters", characters],
  ["tokens", tokens],
  ["sentences", sentence],
  ["mutations", mutation],
  ["repetitions", repetition],
  ["models", model],
  ["long texts", longText],
]);

/** One of some items. */
export function pick<T>(items: readonly T[], random: RandomInteger): T {
  return items[random(items.length)] as T;
}

/** Mostly plain ones, since an odd one ends the reading. */
function character(random: RandomInteger): string {
  const kind = random(60);
  if (kind === 0) return String.fromCodePoint(random(0x110000));
  return pick(kind === 1 ? OTHER : ASCII, random);
}

function characters(random: RandomInteger): string {
  return Array.from({ length: random(30) }, () => character(random)).join("");
}

function tokens(random: RandomInteger): string {
  const between = pick(["", " "], random);
  return Array.from({ length: random(16) }, () => pick(TOKENS, random)).join(between);
}

function sentence(random: RandomInteger): string {
  const rest = Array.from({ length: random(6) }, () => pick(OPERATORS, random) + pick(OPERANDS, random));
  return `${pick(["", "y ~ ", "y ~ ", "x = "], random)}${pick(OPERANDS, random)}${rest.join("")}`;
}

/** The same piece many times, to find what takes more than proportional time. */
function repetition(random: RandomInteger): string {
  const piece = Array.from({ length: 1 + random(3) }, () => pick(random(2) === 0 ? OPERANDS : OPERATORS, random)).join(
    "",
  );
  return `${pick(["", "y ~ "], random)}${piece.repeat(1 + random(40))}${pick(OPERANDS, random)}`;
}

/** Mostly right: sums and products in parentheses to some depth, with bars. */
function model(random: RandomInteger): string {
  const parts = Array.from({ length: 1 + random(3) }, () => (random(2) === 0 ? bar(random) : expression(random, 3)));
  return `y ~ ${parts.join(pick([" + ", "+", " + 0 + ", " - 1 + "], random))}`;
}

function expression(random: RandomInteger, depth: number): string {
  if (depth === 0 || random(3) === 0) return pick(OPERANDS, random);
  const operator = pick([" + ", "*", ":", "/", " - ", "**", " %in% "], random);
  const right = operator === "**" ? pick(["2", "3"], random) : expression(random, depth - 1);
  const text = expression(random, depth - 1) + operator + right;
  return random(2) === 0 ? `(${text})` : text;
}

function bar(random: RandomInteger): string {
  const structure = pick(["", "", "", "diag", "us", "cs", "ar1", "homdiag"], random);
  const left = pick(["1", "x", "0 + x", "1 + x + z", "x*z", "a", "0 + a", "I(x**2)", "-1 + x", "log(x)"], random);
  return `${structure}(${left} ${pick(["|", "|", "||"], random)} ${pick(["g", "a/b", "a:b", "a/b/g", "`my x`"], random)})`;
}

/** Thousands of characters; only one text in twenty, since these take as long as all others together. */
function longText(random: RandomInteger, formulas: readonly string[]): string {
  if (random(20) > 0) return sentence(random);
  const piece =
    random(2) === 0 ? pick(OPERATORS, random) + pick(OPERANDS, random) : pick(formulas, random).slice(0, 40);
  return `y ~ x${piece.repeat(1 + random(Math.floor(6000 / Math.max(1, piece.length))))}`;
}

function mutation(random: RandomInteger, formulas: readonly string[]): string {
  let text = pick(formulas, random);
  for (let edits = random(4); edits >= 0; edits--) text = edited(text, random, formulas);
  return text;
}

/** One place of a text deleted, doubled, replaced, or filled with something else. */
function edited(text: string, random: RandomInteger, formulas: readonly string[]): string {
  const start = random(text.length + 1);
  const end = Math.min(text.length, start + 1 + random(6));
  const piece = text.slice(start, end);
  const other = pick(formulas, random);
  const inserted = pick(
    ["", piece + piece, [...piece].reverse().join(""), pick(TOKENS, random), character(random), other],
    random,
  );
  return text.slice(0, start) + inserted + text.slice(random(2) === 0 ? start : end);
}
