/** The policy of the book's pages (build/shell.ts) forbids WebAssembly: its bytes need not come along. */
export { plain as fastest } from "./plain.ts";
