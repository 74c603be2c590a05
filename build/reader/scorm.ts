/**
 * The page that a learning platform opens (build/kit/export/scorm.ts). It holds the book in a frame, so that turning a page
 * of the book neither begins nor ends what the platform takes for a visit. All that it reports is that the book was opened.
 */

/** What a platform of SCORM 1.2 gives, each answer a text. */
interface Api {
  LMSInitialize(nothing: ""): string;
  LMSSetValue(name: string, value: string): string;
  LMSCommit(nothing: ""): string;
  LMSFinish(nothing: ""): string;
}

/** The API of a window or of those around it. One of another origin cannot be looked into, and is no platform's. */
function apiAround(inside: Window | null): Api | undefined {
  try {
    for (let it = inside; it; it = it.parent) {
      const { API } = it as Window & { API?: Api };
      if (API) return API;
      if (it === it.parent) return undefined;
    }
  } catch {}
  return undefined;
}

/** The window that opened the one we are in. */
function opener(): Window | null {
  try {
    return window.top!.opener;
  } catch {
    return null;
  }
}

const api = apiAround(window) ?? apiAround(opener());
if (api && String(api.LMSInitialize("")) === "true") {
  api.LMSSetValue("cmi.core.lesson_status", "completed");
  api.LMSCommit("");
  window.addEventListener("pagehide", () => api.LMSFinish(""), { once: true });
}

const frame = document.querySelector("iframe")!;
frame.addEventListener("load", prepare);
prepare();

/** A page of the book, once it is in the frame. A browser that opened a file lets nobody look into it. */
function prepare(): void {
  const page = frame.contentDocument;
  if (!page) return;
  document.title = page.title || document.title;
  page.addEventListener("keydown", printPage);
  page.addEventListener("click", openOutside, true);
}

/** Of the window around it, only as much would be printed as is seen. */
function printPage(event: KeyboardEvent): void {
  if (event.key.toLowerCase() !== "p" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  frame.contentWindow!.print();
}

/** Other sites do not open in frames. */
function openOutside(event: MouseEvent): void {
  const link = (event.target as Element).closest("a");
  if (link && link.origin !== location.origin) link.target = "_blank";
}
