/** A page's own links lead to other pages with the same numbers, and with what a laboratory is set to. */

/** Where on the page an address leads, beside the numbers it says: `#rows=4&at=dLoss_dz2`. */
const AT = /(?:^|&)at=([^&]*)/;

/** What a laboratory is set to (laboratory/address.ts): other pages pass it on unread. */
const LAB = /(?:^|&)lab=([^&]*)/;

/** The set of drawn exercises that the page shows (exercises.ts): it belongs to this page, and no link passes it on. */
const SET = /(?:^|&)exercise=([^&]*)/;

/** A reader's own code (code/link.ts): it belongs to this page, too. */
const CODE = /(?:^|&)code=([^&]*)/;

interface Fragment {
  readonly address: string;
  readonly at: string | undefined;
  readonly lab?: string | undefined;
  readonly set?: string | undefined;
  readonly code?: string | undefined;
}

/** What an address says of numbers, and what beside them. A fragment without `=` is only a place. */
export function splitFragment(hash: string): Fragment {
  const fragment = unpacked(hash.replace(/^#/, ""));
  if (!fragment.includes("=")) return { address: "", at: fragment || undefined };
  const fields = [AT, LAB, SET, CODE];
  const address = fields.reduce((rest, it) => rest.replace(it, ""), fragment).replace(/^&/, "");
  const [at, lab, set, code] = fields.map((it) => it.exec(fragment)?.[1]);
  return { address, at, lab, set, code };
}

/** What stands after the # of an address. */
export const fragmentOf = ({ address, at, lab, set }: Fragment): string =>
  [address, lab && `lab=${lab}`, set && `exercise=${set}`, at && (address || lab || set ? `at=${at}` : at)]
    .filter(Boolean)
    .join("&");

/** The whole address of this page with another fragment: of `//z1.html` alone a browser would take the path for a host. */
export const pageAt = (fragment: string): string =>
  `${location.href.replace(/#.*/, "")}${fragment && `#${fragment}`}`;

/**
 * What the laboratory is set to, for all scripts of the page. It stands in the page too: an address that is only a
 * place does not say it.
 */
export const labOf = (): string => document.body.dataset.lab ?? "";
export function setLab(lab: string): void {
  document.body.dataset.lab = lab;
}

/** The same for the set of exercises. */
export const setOf = (): string => document.body.dataset.set ?? "";

/** Keeps what the address says of both. */
export function noteLab(): void {
  const { address, at, lab = "", set = "" } = splitFragment(location.hash);
  if (!address && !lab && !set && at !== undefined) return;
  setLab(lab);
  document.body.dataset.set = set;
}

/** Some mail and chat programs write `rows=4&…` as `rows%3D4%26…`. */
function unpacked(fragment: string): string {
  if (fragment.includes("=") || !/%3D/i.test(fragment)) return fragment;
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

const PAGE = /^([\w-]+\.html)(?:#(.*))?$/;

/** A link to a page of the book with an address in it, or with the one that it has; any other as it is. */
export function carried(href: string, address?: string): string {
  const [, page, hash = ""] = PAGE.exec(href) ?? [];
  if (page === undefined) return href;
  const own = splitFragment(hash);
  const fragment = fragmentOf({ address: address ?? own.address, at: own.at, lab: labOf() });
  return fragment ? `${page}#${fragment}` : page;
}

/** Puts an address into every link to a page of the book but those that have one of their own (`data-own`). */
export function carry(address?: string): void {
  for (const link of document.querySelectorAll<HTMLElement>("a[href]:not([data-own])")) {
    const fields = link.dataset.with;
    const to = fields && address !== undefined ? merged(address, fields) : address;
    link.setAttribute("href", carried(link.getAttribute("href")!, to));
  }
}

/** An address with some fields said anew. */
export const merged = (address: string, fields: string): string =>
  [...address.split("&").filter((it) => it && !`&${fields}`.includes(`&${it.split("=")[0]}=`)), fields].join(
    "&",
  );

/** Goes to the place that an address names beside numbers, which no browser does by itself. */
export function lead(): void {
  const { address, at, set } = splitFragment(location.hash);
  if ((address || set) && at) document.getElementById(at)?.scrollIntoView();
}
