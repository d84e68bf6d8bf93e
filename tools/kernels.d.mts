// The type of tools/kernels.mjs, for the test that compiles the kernels again.

/** The generated file packages/linalg/src/kernels/module.ts as text. */
export function compileKernels(): Promise<string>;
