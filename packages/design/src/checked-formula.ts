// Types only: names of columns checked while a formula is being typed. A formula's literal type and a table's type come
// in; out comes the formula's own type, or one that no text can be assigned to and that says which name is wrong.
// The rule is that a right formula is never refused: whatever is not simple, and every table whose type does not tell
// its columns, is left to the parser. The check of a plain `string` stops at the first step.

/**
 * Names of a table's columns as far as its type tells them: of a record of columns, of an array of row objects, of an
 * Arrow table with typed columns; of a union, the names in any of them.
 *
 * @returns string literals, or a type that is not made of them where the names are not known: `string` for
 *   `Record<string, ...>`, `unknown` for Arquero tables and `any`, `never` for `object`.
 */
export type ColumnName<D> = [0] extends [1 & D]
  ? unknown
  : D extends WithColumnNames
    ? unknown
    : D extends WithChildren<infer K>
      ? K
      : D extends readonly (infer R)[]
        ? R extends unknown
          ? keyof R
          : never
        : keyof D;

/** What tells an Arquero table by its type. */
export interface WithColumnNames {
  /** The method that lists the names, whose type does not tell them. */
  readonly columnNames: unknown;
}

/** What tells an Arrow table by its type; `Name` is the type of its columns' names. */
export interface WithChildren<Name> {
  /** Finds a column. */
  getChild(name: Name): unknown;
}

/**
 * The type `F` of a formula when its names are columns of a table of type `D`, else the first that is none and the
 * columns, as the compiler's message shows them: `{ "no column": "Tme"; columns: "Pig" | "Time" | "Weight" }`.
 *
 * Checked are formulas of at most 200 characters made of names, numbers, blanks, the operators `~ + - * / : ** | ||`,
 * parentheses, commas and calls: a name in call position is a function. Anything else in the text, a union of texts and
 * a plain `string` pass; so `formula as string` switches the check off. In a function that is generic in its table or
 * formula, nothing is checked.
 *
 * @example
 * ```ts
 * declare function lmm<F extends string, D extends TableLike<D>>(formula: CheckedFormula<F, D>, data: D): void;
 * ```
 */
export type CheckedFormula<F extends string, D> = [WrongName<F, KnownColumns<D>>] extends [string]
  ? {
      /** The first name that is no column. */
      "no column": WrongName<F, KnownColumns<D>>;
      /** The columns that there are. */
      columns: KnownColumns<D>;
    }
  : F;

/** A record of formulas, each as {@link CheckedFormula}. */
export type CheckedFormulas<V extends Readonly<Record<string, string>>, D> = {
  readonly [K in keyof V]: CheckedFormula<V[K], D>;
};

/** The type `N | Other` when `N` is the name of a column or a plain `string`, else the names of the columns. */
export type CheckedName<N extends string, D, Other = never> = [NotAColumn<N, KnownColumns<D>>] extends [string]
  ? KnownColumns<D>
  : N | Other;

// Nothing wrong is null in all that follows, never `never`: in a generic function the compiler takes a type parameter
// for a wildcard and accepts an argument when the check then fails, as `[null] extends [string]` does. For the same
// reason a parameter is only asked about inside a tuple.

/** Names as literals, each for itself so that messages do not say `keyof Row`; null where they are not known. */
type KnownColumns<D> = [ColumnName<D>] extends [never]
  ? null
  : [ColumnName<D>] extends [string]
    ? [string] extends [ColumnName<D>]
      ? null
      : ColumnName<D> & string
    : null;

/** `N` when it is a literal and no name of a column, else null. */
type NotAColumn<N extends string, C> = [string] extends [N]
  ? null
  : [C] extends [string]
    ? [N] extends [C]
      ? null
      : N
    : null;

/** The first name in a formula that is no column, or null. */
type WrongName<F extends string, C, All = F> = [string] extends [F]
  ? null
  : [C] extends [string]
    ? F extends unknown
      ? [All] extends [F]
        ? IsLong<F> extends true
          ? null
          : Scan<F, C>
        : null
      : never
    : null;

/** More than 200 characters: the compiler follows a type through a thousand steps, and a character takes up to four. */
type IsLong<T extends string, Tens extends 0[] = []> = Tens["length"] extends 20
  ? true
  : T extends `${infer _0}${infer _1}${infer _2}${infer _3}${infer _4}${infer _5}${infer _6}${infer _7}${infer _8}${infer _9}${infer Rest}`
    ? IsLong<Rest, [...Tens, 0]>
    : false;

/** Walks over the characters; `Word` is the name or number so far, `Wrong` the first wrong name. */
type Scan<T extends string, C, Word extends string = "", Wrong = null> = T extends `${infer Char}${infer Rest}`
  ? Char extends WordCharacter
    ? Scan<Rest, C, `${Word}${Char}`, Wrong>
    : Char extends Blank
      ? Word extends `${string}.`
        ? Scan<Rest, C, Word, Wrong>
        : Scan<TrimStart<Rest>, C, "", First<Wrong, WrongWord<Word, C, TrimStart<Rest>>>>
      : Char extends Operator
        ? Scan<Rest, C, "", First<Wrong, WrongWord<Word, C, T>>>
        : null
  : T extends ""
    ? First<Wrong, WrongWord<Word, C, "">>
    : null;

type First<Wrong, Next> = Wrong extends null ? Next : Wrong;

/** A word that is no column, nor anything else that a formula may hold; `Rest` is what follows it. */
type WrongWord<Word extends string, C, Rest extends string> = Word extends C | Constant | ""
  ? null
  : Word extends `${Digit}${string}` | `${string}.${string}`
    ? null
    : Rest extends `(${string}`
      ? null
      : Word;

type TrimStart<T extends string> = T extends `${Blank}${infer Rest}` ? TrimStart<Rest> : T;

type Letter = "a" | "b" | "c" | "d" | "e" | "f" | "g" | "h" | "i" | "j" | "k" | "l" | "m" | MoreLetters;
type MoreLetters = "n" | "o" | "p" | "q" | "r" | "s" | "t" | "u" | "v" | "w" | "x" | "y" | "z";
type Digit = "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9";
type WordCharacter = Letter | Uppercase<Letter> | Digit | "_" | ".";
type Blank = " " | "\t" | "\n" | "\r" | "\f";
type Operator = "~" | "+" | "-" | "*" | "/" | ":" | "|" | "," | "(" | ")";

/** Words that stand for something other than a column, here or in the languages that formulas come from. */
type Constant = PythonWord | RWord | Coding | "np" | "inf" | "nan";
type PythonWord = "True" | "False" | "None" | "and" | "or" | "not" | "in" | "is" | "if" | "else";
type RWord = "TRUE" | "FALSE" | "NULL" | "NA" | "NaN" | "Inf";
type Coding = "Treatment" | "Sum" | "Helmert" | "Diff" | "Poly";
