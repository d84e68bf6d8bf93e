// What happens in engines that have no WebAssembly, refuse it, compile it only asynchronously, or run out of memory.
import { afterEach, expect, test, vi } from "vitest";
import { distance, lowerTriangle, positiveDefinite, rowByRow } from "../reference.ts";

const real = WebAssembly;

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** The package as it loads where the global `WebAssembly` is the one given, and the distance of a factor from the truth. */
async function packageWith(engine: unknown) {
  vi.resetModules();
  vi.stubGlobal("WebAssembly", engine);
  const linalg = await import("../../src/index.ts");
  const { kernelStatus } = await import("../../src/kernels/load.ts");
  const answer = (n: number): number => {
    const a = positiveDefinite(n, 1);
    const { l } = rowByRow(a, n);
    linalg.choleskyFactorInPlace(a, n);
    return distance(lowerTriangle(a, n), l);
  };
  return { ...linalg, kernelStatus, answer };
}

const refusal = class {
  constructor() {
    throw new real.CompileError("Wasm code generation disallowed by embedder");
  }
};

test("Node compiles the module at the first question", async () => {
  const { kernelStatus, loadKernels, answer } = await packageWith(real);
  expect(kernelStatus()).toBe("wasm");
  expect(await loadKernels()).toBe("wasm");
  expect(answer(100)).toBeLessThanOrEqual(1e-13);
});

test("an engine without WebAssembly gets TypeScript", async () => {
  const { kernelStatus, loadKernels, answer } = await packageWith(undefined);
  expect(answer(100)).toBeLessThanOrEqual(1e-13);
  expect(kernelStatus()).toBe("typescript");
  expect(await loadKernels()).toBe("typescript");
});

test("a refused module is no error: TypeScript answers, before and after the refusal is final", async () => {
  const instantiate = () => Promise.reject(new real.CompileError("refused"));
  const { kernelStatus, loadKernels, answer } = await packageWith({ Module: refusal, instantiate });
  expect(kernelStatus()).toBe("pending");
  expect(answer(100)).toBeLessThanOrEqual(1e-13);
  expect(await loadKernels()).toBe("typescript");
  expect(answer(100)).toBeLessThanOrEqual(1e-13);
});

test("where only asynchronous compilation is allowed, TypeScript answers until it is done", async () => {
  const instantiate = (bytes: BufferSource) => real.instantiate(bytes);
  const { kernelStatus, loadKernels, answer } = await packageWith({ Module: refusal, instantiate });
  expect(answer(100)).toBeLessThanOrEqual(1e-13);
  expect(kernelStatus()).toBe("pending");
  expect(await loadKernels()).toBe("wasm");
  expect(answer(100)).toBeLessThanOrEqual(1e-13);
});

test("useKernels forces TypeScript and gives WebAssembly back", async () => {
  const { kernelStatus, useKernels } = await packageWith(real);
  useKernels("typescript");
  expect(kernelStatus()).toBe("typescript");
  useKernels("wasm");
  expect(kernelStatus()).toBe("wasm");
});

test("memory that cannot grow sends that one operation to TypeScript", async () => {
  const Instance = class {
    readonly exports: object;
    constructor(module: WebAssembly.Module) {
      const { exports } = new real.Instance(module);
      const { buffer } = exports.memory as WebAssembly.Memory;
      const grow = (): never => {
        throw new RangeError("WebAssembly.Memory.grow(): Maximum memory size exceeded");
      };
      this.exports = { ...exports, memory: { buffer, grow } };
    }
  };
  const { kernelStatus, answer } = await packageWith({ Module: real.Module, Instance });
  expect(answer(200)).toBeLessThanOrEqual(1e-13);
  expect(answer(40)).toBeLessThanOrEqual(1e-13);
  expect(kernelStatus()).toBe("wasm");
});
