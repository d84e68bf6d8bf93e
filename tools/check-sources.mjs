// What the linter cannot say of packages/*/src. Every file comes in, each breach goes out with its place, and the exit
// status is 1 when there is one. Three rules, the exceptions by name and with a reason: functions of `Math` and powers whose
// last bit is each engine's own, comments wider than the code, and files that import one another's values in a circle.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

const WIDTH = 120;

/** What ECMAScript lets every engine approximate in its own way; `linalg/src/elementary` has the same bits everywhere. */
const APPROXIMATED = new Set([
  ...["log", "log2", "log10", "log1p", "exp", "expm1", "pow", "cbrt", "hypot"],
  ...["sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh"],
]);

/** Files that may call them, and why. */
const MAY_APPROXIMATE = {
  "packages/linalg/src/elementary/circular.ts": "angles beyond 2^20, and zeros and infinities, which are exact",
  "packages/report/src/numbers/number-column.ts":
    "how many digits are printed, which the last bit of a logarithm does not change",
};

/** Circles that are meant, as their files in order, and why. */
const MAY_CIRCLE = {
  "packages/smf/src/labelled/frame.ts -> packages/smf/src/labelled/series.ts":
    "a column of a Frame is a Series, and a Series becomes a Frame",
  "packages/smf/src/index.ts": "its namespace `smf` is a name for itself",
};

const parsed = new Map(
  readdirSync("packages")
    .flatMap((name) => sourcesIn(`packages/${name}/src`))
    .map((path) => [path, ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true)]),
);
const files = [...parsed];
const breaches = [
  ...files.flatMap(([path, file]) => approximations(path, file)),
  ...files.flatMap(([path, file]) => wideComments(path, file)),
  ...circles(new Map(files.map(([path, file]) => [path, valueImports(path, file)]))),
];
for (const breach of breaches) console.error(breach);
console.log(`${files.length} source files, ${breaches.length} breaches`);
process.exitCode = breaches.length === 0 ? 0 : 1;

function sourcesIn(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .sort();
}

/** Calls of approximated functions where none may be, and exceptions that are not needed any more. */
function approximations(path, file) {
  const found = [];
  const visit = (node) => {
    if (ts.isPropertyAccessExpression(node) && node.expression.kind === ts.SyntaxKind.Identifier) {
      const [object, name] = [node.expression.text, node.name.text];
      if (object === "Math" && APPROXIMATED.has(name))
        found.push(`${placeOf(path, file, node)}: Math.${name} has other bits in other engines; take linalg's`);
    }
    if (ts.isBinaryExpression(node) && isApproximatedPower(node))
      found.push(`${placeOf(path, file, node)}: powers have other bits in other engines; take linalg's \`power\``);
    ts.forEachChild(node, visit);
  };
  visit(file);
  if (!(path in MAY_APPROXIMATE)) return found;
  return found.length > 0 ? [] : [`${path}: calls no approximated function; take it off the list of those that may`];
}

/** Squares are products in every engine, and powers of 2 and of big integers are exact. */
function isApproximatedPower({ left, operatorToken, right }) {
  if (operatorToken.kind !== ts.SyntaxKind.AsteriskAsteriskToken) return false;
  const isExact = right.getText() === "2" || left.getText() === "2" || ts.isBigIntLiteral(left);
  return !isExact && !(ts.isNumericLiteral(left) && Number.isFinite(Number(right.getText())));
}

function placeOf(path, file, node) {
  return `${path}:${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1}`;
}

/** Lines of nothing but a comment that are wider than the formatter lets code be. */
function wideComments(path, file) {
  return file.text.split("\n").flatMap((line, i) => {
    const isWide = line.length > WIDTH && /^\s*(?:\/\/|\/\*|\*)/.test(line);
    return isWide ? [`${path}:${i + 1}: a comment of ${line.length} characters; ${WIDTH} are a line`] : [];
  });
}

/** Files of the same package whose values a file imports or exports again; types are gone when programs run. */
function valueImports(path, file) {
  return file.statements.flatMap((statement) => {
    const isImport = ts.isImportDeclaration(statement);
    if (!isImport && !ts.isExportDeclaration(statement)) return [];
    const target = statement.moduleSpecifier?.text;
    if (target === undefined || !target.startsWith(".")) return [];
    if (isImport ? statement.importClause?.isTypeOnly : statement.isTypeOnly) return [];
    return [join(dirname(path), target).replaceAll("\\", "/")];
  });
}

/** One circle for each import that closes one, found by going down in depth; and exceptions that are not needed any more. */
function circles(imports) {
  const found = new Set();
  const done = new Set();
  const walk = (path, trail) => {
    const start = trail.indexOf(path);
    if (start >= 0) found.add(trail.slice(start).join(" -> "));
    if (start >= 0 || done.has(path)) return;
    for (const next of imports.get(path) ?? []) walk(next, [...trail, path]);
    done.add(path);
  };
  for (const path of imports.keys()) walk(path, []);
  return [
    ...[...found].filter((circle) => !(circle in MAY_CIRCLE)).map((circle) => `a circle of imports: ${circle}`),
    ...Object.keys(MAY_CIRCLE)
      .filter((circle) => !found.has(circle))
      .map((circle) => `${circle} is no circle any more; take it off the list of those that may be`),
  ];
}
