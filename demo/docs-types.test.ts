// The code of the pages compiles as a strict user's would, and the page about statuses and warnings has a section for each
// that the types know.
import ts from "typescript";
import { expect, test } from "vitest";
import { pagePaths, proseOf, readPage } from "../tools/docs/pages.ts";
import { hasProgram, programFile, programOf } from "../tools/docs/programs.ts";

const programs = pagePaths()
  .filter((path) => hasProgram(readPage(path)))
  .map((path) => [path, programFile(path)] as const);

const STATUS = "packages/mixedlm/src/search/fit-status.ts";
const REMARKS = "packages/smf/src/warnings.ts";
const TESTS = "packages/smf/src/inference/contrast-warnings.ts";
const DESIGN = "packages/design/src/design.ts";

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  customConditions: ["@mixedlm/source"],
  paths: { "@mixedlm/*": ["./packages/*/src/index.ts"] },
  types: ["node"],
  strict: true,
  skipLibCheck: true,
  noEmit: true,
  allowImportingTsExtensions: true,
};

// the programs are read from memory: another test writes and runs the files
const texts = new Map(programs.map(([path, file]) => [file, programOf(readPage(path))]));
const host = ts.createCompilerHost(options);
const compiled = ts.createProgram([...texts.keys(), STATUS, REMARKS, TESTS, DESIGN], options, {
  ...host,
  getSourceFile: (name, ...how) => sourceOf(name) ?? host.getSourceFile(name, ...how),
});

function sourceOf(name: string): ts.SourceFile | undefined {
  const text = texts.get(name);
  return text === undefined ? undefined : ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true);
}

test.each(programs)("the code of %s compiles under strict rules", (_, file) => {
  const diagnostics = ts.getPreEmitDiagnostics(compiled, compiled.getSourceFile(file));
  expect(diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"))).toEqual([]);
});

/** The texts that a member of an exported type may be. */
function textsOf(file: string, name: string, member: string): string[] {
  const checker = compiled.getTypeChecker();
  const module = checker.getSymbolAtLocation(compiled.getSourceFile(file)!)!;
  const exported = checker.getExportsOfModule(module).find((symbol) => symbol.name === name)!;
  const property = checker.getDeclaredTypeOfSymbol(exported).getProperty(member)!;
  const type = checker.getTypeOfSymbol(property);
  return (type.isUnion() ? type.types : [type]).map((one) => (one as ts.StringLiteralType).value).sort();
}

/** The codes in the headings of a section, one heading may have several. */
function sectionsOf(title: string): string[] {
  const section = proseOf(readPage("docs/guides/what-the-status-means.md"))
    .split(/^## /m)
    .find((text) => text.startsWith(`${title}\n`))!;
  const headings = Array.from(section.matchAll(/^### (.*)$/gm), ([, heading]) => heading!);
  return headings.flatMap((heading) => Array.from(heading.matchAll(/`([\w-]+)`/g), ([, code]) => code!)).sort();
}

const ofDesign = textsOf(DESIGN, "DesignWarning", "code");
const without = (codes: readonly string[]): string[] => codes.filter((code) => !ofDesign.includes(code));

test("every status and every code of a warning has a section, and no other has", () => {
  expect(sectionsOf("The three statuses")).toEqual(textsOf(STATUS, "FitStatus", "kind"));
  expect(sectionsOf("Warnings about a formula")).toEqual(ofDesign);
  expect(sectionsOf("Warnings of `lmm`")).toEqual(without(textsOf(STATUS, "FitWarning", "code")));
  expect(sectionsOf("Warnings of `smf`")).toEqual(without(textsOf(REMARKS, "MixedLMWarning", "code")));
  expect(sectionsOf("Warnings of `smf`'s tests")).toEqual(textsOf(TESTS, "ContrastWarning", "code"));
});
