import { stages } from "../../../chapters/index.ts";

export { forwardPass } from "../../../chapters/06-loss.ts";
export { PLACES } from "../../../chapters/17-autodiff.ts";
/** The stages of the book. The build puts the chapters' files here instead of their list, so that no page comes along (build/scripts.ts). */
export { stages };
