/** The package's own types are those of a CommonJS module, which the bundle does not take. */
declare module "morphdom" {
  export default function morphdom(
    from: Node,
    to: Node,
    options?: {
      readonly getNodeKey?: (node: Node) => string | undefined;
      readonly onBeforeElUpdated?: (from: HTMLElement, to: HTMLElement) => boolean;
      readonly onBeforeNodeDiscarded?: (node: Node) => boolean;
    },
  ): Node;
}
