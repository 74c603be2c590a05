import { extname } from "node:path";

/** What the files of a site are, by the end of their names. */
export const MEDIA_TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ipynb": "application/json; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".npz": "application/zip",
  ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  ".py": "text/x-python; charset=utf-8",
  ".svg": "image/svg+xml",
  ".tex": "text/x-tex; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".woff2": "font/woff2",
  ".zip": "application/zip",
};

export const mediaTypeOf = (name: string): string => MEDIA_TYPES[extname(name)] ?? "application/octet-stream";
