import type { MakeKernels } from "./kernels.ts";
import { plain } from "./plain.ts";
import { simd } from "./simd.ts";
import { SIMD_MODULE } from "./simd-module.ts";

/** Nothing where WebAssembly or its SIMD is missing, or the policy of a page forbids it. */
function simdHere(): MakeKernels | undefined {
  try {
    return simd(new WebAssembly.Module(Uint8Array.from(atob(SIMD_MODULE), (byte) => byte.charCodeAt(0))));
  } catch {
    return undefined;
  }
}

export const SIMD = simdHere();

/** For fewer rows, the way into WebAssembly and out again takes longer than the plain loops. */
const FEW = 16;

/** SIMD where the engine has it and the rows are worth it. What bundles for browsers have is fastest.browser.ts. */
export const fastest: MakeKernels = (size) => {
  if (!SIMD || size.rows < FEW) return plain(size);
  try {
    return SIMD(size);
  } catch (error) {
    if (error instanceof RangeError) return plain(size); // no memory of that kind is left
    throw error;
  }
};
