// The recorded fits and data sets are read by the tests of several packages: see fixtures/load.ts.
export * from "../../../fixtures/load.ts";
