/** A page's own links lead to other pages with the same numbers. */

/** Where on the page an address leads, beside the numbers it says: `#rows=4&at=dLoss_dz2`. */
const AT = /(?:^|&)at=([^&]*)/;

/** What an address says of numbers, and where it leads. A fragment without `=` is only a place. */
export function splitFragment(hash: string): { address: string; at: string | undefined } {
  const fragment = unpacked(hash.replace(/^#/, ""));
  if (!fragment.includes("=")) return { address: "", at: fragment || undefined };
  return { address: fragment.replace(AT, "").replace(/^&/, ""), at: AT.exec(fragment)?.[1] };
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

/** A link to a page of the book with an address in it; any other as it is. */
export function carried(href: string, address: string): string {
  const [, page, hash = ""] = PAGE.exec(href) ?? [];
  if (page === undefined) return href;
  const { at } = splitFragment(hash);
  const both = address ? [address, at && `at=${at}`] : [at];
  const fragment = both.filter(Boolean).join("&");
  return fragment ? `${page}#${fragment}` : page;
}

/** Puts an address into every link to a page of the book but those that have one of their own (`data-own`). */
export function carry(address: string): void {
  for (const link of document.querySelectorAll("a[href]:not([data-own])"))
    link.setAttribute("href", carried(link.getAttribute("href")!, address));
}

/** Goes where an address leads that says numbers too: the browser does not know such a one. */
export function lead(): void {
  const { address, at } = splitFragment(location.hash);
  if (address && at) document.getElementById(at)?.scrollIntoView();
}
