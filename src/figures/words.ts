import type { BackwardWords } from "./backward.ts";
import type { CompanionWords } from "./companion.ts";
import type { CrossWords } from "./cross.ts";
import type { CurveWords } from "./curve.ts";
import type { CubeWords, PlaneWords } from "./hidden-space.ts";
import type { MinusLogWords } from "./minus-log.ts";
import type { NetworkWords } from "./network.ts";
import type { NeuronLineWords } from "./neuron-line.ts";
import type { RiseWords } from "./rise.ts";
import type { SharesWords } from "./shares.ts";
import type { StackWords, WholeStackWords } from "./stack.ts";
import type { CornersWords, XorWords } from "./xor.ts";

/** The words of the figures of the network and its stages; those of training runs get theirs from their chapter. */
export interface FigureWords {
  readonly stack: StackWords;
  readonly wholeStack: WholeStackWords;
  readonly network: NetworkWords;
  readonly companion: CompanionWords;
  readonly neuronLine: NeuronLineWords;
  readonly xor: XorWords;
  readonly corners: CornersWords;
  /** The plane of the inputs, and the cube of the hidden values. */
  readonly inputPlane: PlaneWords;
  readonly cube: CubeWords;
  /** −ln p with beliefs on it. */
  readonly minusLog: MinusLogWords;
  /** The probabilities of a row. */
  readonly shares: SharesWords;
  readonly backward: BackwardWords;
  /** A product as a cross, and its factors before one is turned over. */
  readonly cross: CrossWords;
  /** A curve with a tangent, and a triangle on it: slope as rise over run. */
  readonly slope: RiseWords;
  /** The loss along one weight, and the step down it. */
  readonly descent: CurveWords;
}
