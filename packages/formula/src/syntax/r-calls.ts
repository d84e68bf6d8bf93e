// Calls as R writes them -> the calls that they mean here, for the extended dialect: `relevel(a, ref = "b")` is
// `C(a, Treatment('b'))`. A call that is none of these stays as it is; what it lacks is said where functions are
// called.
import type { CallExpression, Expression, KeywordArgument } from "./ast.ts";
import { extendedFunction } from "./dialect.ts";
import { truthOf, WORDS_OF_R } from "./literals.ts";

/** R's contrasts that are patsy's too, with the same columns; `contr.SAS` and others have no name here. */
export const CONTRASTS: ReadonlyMap<string, string> = new Map([
  ["contr.treatment", "Treatment"],
  ["contr.sum", "Sum"],
  ["contr.helmert", "Helmert"],
  ["contr.poly", "Poly"],
]);

/**
 * Finds what a call of the extended dialect means.
 *
 * @param typed - the call with the function's name as typed.
 * @returns a call under the name of the tree, or the list that `c(...)` is.
 */
export function extendedCall(typed: CallExpression): Expression {
  const call = { ...typed, function: extendedFunction(typed.function) };
  switch (typed.function) {
    case "c":
      return typed.keywords.length > 0 ? call : { kind: "list", items: typed.args, span: typed.span };
    case "relevel":
      return releveled(call);
    case "scale":
      return scaled(call);
    case "factor":
      return withNames(coded(withLevels(call)), WORDS_OF_R);
    case "C":
      return withNames(withNames(coded(call), CONTRASTS), WORDS_OF_R);
    default:
      return withNames(call, WORDS_OF_R);
  }
}

/** `factor(a, c('p', 'q'))` has the levels second, where `C` has the contrast. */
function withLevels(call: CallExpression): CallExpression {
  const [of, second, ...others] = call.args;
  if (of === undefined || second?.kind !== "list" || others.length > 0) return call;
  return { ...call, args: [of], keywords: [{ name: "levels", value: second, span: second.span }, ...call.keywords] };
}

/**
 * A coding of its own, or levels, for what `relevel` gives, count by R's new order of the levels, which patsy has not:
 * there `relevel` stays a function that does not exist.
 */
function coded(call: CallExpression): CallExpression {
  const [of, ...others] = call.args;
  if (others.length + call.keywords.length === 0) return call;
  let inner = of;
  while (inner?.kind === "call" && inner.function === "C") {
    const contrast = inner.args[1];
    // only the contrast that stands for `relevel` is called where its category is
    if (contrast?.kind === "call" && contrast.functionSpan[0] === inner.functionSpan[0]) {
      return { ...call, args: [{ ...inner, function: "relevel" }, ...others] };
    }
    inner = inner.args[0];
  }
  return call;
}

/** `relevel(a, ref)` has the level `ref` first, which is what treatment contrasts compare with. */
function releveled(call: CallExpression): Expression {
  const [of, second] = call.args;
  const [keyword] = call.keywords;
  const reference = second ?? (keyword?.name === "ref" ? keyword.value : undefined);
  const isComplete = call.args.length + call.keywords.length === 2;
  if (!isComplete || of === undefined || reference?.kind !== "string") return call;
  const { functionSpan, span } = call;
  const treatment: CallExpression = {
    kind: "call",
    function: "Treatment",
    functionSpan,
    args: [reference],
    keywords: [],
    span,
  };
  return { ...call, function: "C", args: [of, treatment], keywords: [] };
}

/**
 * `scale(x, scale = ...)` has an argument of R's alone, so it is R's function, which divides by n - 1; so has
 * `scale(x, TRUE, FALSE)`. Else it is patsy's. Not centred, R divides by another thing than a standard deviation, so
 * that is left alone, with a `FALSE` that is no value.
 */
function scaled(call: CallExpression): Expression {
  const [of, second, third] = call.args;
  const keyword = (name: string) => call.keywords.find((argument) => argument.name === name)?.value;
  const center = second ?? keyword("center");
  const scale = keyword("scale") ?? (isWordOfR(third) ? third : undefined);
  const isCentered = center === undefined || truth(center) === true;
  const isDivided = scale === undefined ? null : truth(scale);
  const known = [of, center, scale].filter((argument) => argument !== undefined).length;
  if (!isCentered || of === undefined || call.args.length + call.keywords.length !== known) return call;
  if (scale === undefined) return withNames(call, WORDS_OF_R);
  if (isDivided === null) return call;
  if (!isDivided) return { ...call, function: "center", args: [of], keywords: [] };
  const one: Expression = { kind: "number", value: 1, isInteger: true, span: scale.span };
  const ddof: KeywordArgument = { name: "ddof", value: one, span: scale.span };
  return { ...call, function: "standardize", args: [of], keywords: [ddof] };
}

function isWordOfR(value: Expression | undefined): boolean {
  return value?.kind === "name" && WORDS_OF_R.has(value.name);
}

function truth(value: Expression): boolean | null {
  return value.kind === "name" ? truthOf(value.name) : null;
}

function withNames(call: CallExpression, names: ReadonlyMap<string, string>): CallExpression {
  const renamed = (node: Expression): Expression =>
    node.kind === "name" ? { ...node, name: names.get(node.name) ?? node.name } : node;
  const keywords = call.keywords.map((keyword) => ({ ...keyword, value: renamed(keyword.value) }));
  return { ...call, args: call.args.map(renamed), keywords };
}
