/** The scalar example of the chain rule and of the tape: u = 3x + 1 and f = u², at x = 1, with a nudge, and a triangle on the tangent of f. */
export const EXAMPLE = { slope: 3, shift: 1, x: 1, nudge: 0.001, run: 1 };
