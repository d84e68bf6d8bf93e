// Vitest's JSON report -> `N passed, N failed`: `node tools/count-tests.mjs test-report.json`.
// A file that could not be loaded has no tests to fail: it counts as one failure. No report means that nothing ran.
import { existsSync, readFileSync } from "node:fs";

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error("usage: node tools/count-tests.mjs REPORT.json");
const report = existsSync(path)
  ? JSON.parse(readFileSync(path, "utf8"))
  : { numPassedTests: 0, numFailedTests: 0, testResults: [], success: false };
const broken = report.testResults.filter(
  ({ status, assertionResults }) => status === "failed" && assertionResults.every((test) => test.status !== "failed"),
);
const failed = report.numFailedTests + broken.length;
console.log(`${report.numPassedTests} passed, ${failed} failed`);
process.exitCode = report.success && failed === 0 ? 0 : 1;
