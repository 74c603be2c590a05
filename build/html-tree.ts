import { render } from "dom-serializer";
import type { ChildNode, Document, Element } from "domhandler";
import { isTag } from "domhandler";
import { DomUtils, parseDocument } from "htmlparser2";

/** Pages as trees: what is made of them is made of their elements. The book's own HTML is regular, and is not mended here. */

/** SVG tells `viewBox` from `viewbox`. */
export const parseHtml = (html: string): Document =>
  parseDocument(html, { lowerCaseTags: false, lowerCaseAttributeNames: false });

export const asHtml = (nodes: ChildNode[]): string => render(nodes, { encodeEntities: "utf8" });

/** Well-formed, as XML asks for it. */
export const asXml = (nodes: ChildNode[]): string =>
  render(nodes, { xmlMode: true, selfClosingTags: true, encodeEntities: "utf8" });

export const hasClass = ({ attribs }: Element, name: string): boolean =>
  (attribs.class ?? "").split(/\s+/).includes(name);

/** All elements of some kind, in their order. */
export const elements = (root: ChildNode | ChildNode[], test: (it: Element) => boolean): Element[] =>
  DomUtils.filter((it) => isTag(it) && test(it), root) as Element[];
