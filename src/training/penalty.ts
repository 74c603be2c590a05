/** λ·W/N, the gradient of the ridge term λ/2N·ΣW², added to G. */
export function addRidge(G: Float64Array, W: Float64Array, ridge: number, N: number): void {
  const factor = ridge / N;
  for (let i = 0; i < G.length; i++) G[i] = G[i]! + factor * W[i]!;
}

/** λ₁·sign(W)/N, the gradient of the L1 term λ₁/N·Σ|W|, added to G; at 0, where there is a kink, 0. */
export function addL1(G: Float64Array, W: Float64Array, l1: number, N: number): void {
  const factor = l1 / N;
  for (let i = 0; i < G.length; i++) G[i] = G[i]! + factor * Math.sign(W[i]!);
}
