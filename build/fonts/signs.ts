/** The fonts of the site: family and style, the package file each is cut from, and the signs it keeps. */

const ASCII = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join("");
const DIGITS = "0123456789";
const LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** What English prose with numbers needs beside ASCII. */
const PROSE = `${ASCII}\u00a0–—‘’“”…·×−±½¼²³°é`;

export interface Font {
  readonly file: string;
  readonly family: string;
  readonly style: "normal" | "italic";
  readonly from: string;
  readonly signs: string;
  readonly isOnEveryPage: boolean;
}

const katex = (name: string) => `katex/dist/fonts/${name}.woff2`;
const serif = (name: string) => `@fontsource/source-serif-4/files/source-serif-4-latin-${name}.woff2`;
/** Source Serif: a font that was changed may not keep the reserved name (OFL). */
const text = { family: "Bricks Serif 4", style: "normal", isOnEveryPage: true } as const;
const math = { style: "normal", isOnEveryPage: true } as const;

export const FONTS: readonly Font[] = [
  { ...text, file: "serif.woff2", from: serif("400-normal"), signs: PROSE },
  { ...text, file: "serif-italic.woff2", style: "italic", from: serif("400-italic"), signs: PROSE },
  {
    ...math,
    file: "katex-main.woff2",
    family: "KaTeX_Main",
    from: katex("KaTeX_Main-Regular"),
    // U+E020 is the stroke that KaTeX lays over = for ≠.
    signs: `${DIGITS}${LATIN}+-−=≈<>≤()[]{}/|,.;:!∗*⋅×⊙⊤√∂⋯⋮⋱…′∞∣\ue020 `,
  },
  {
    ...math,
    file: "katex-italic.woff2",
    family: "KaTeX_Math",
    style: "italic",
    from: katex("KaTeX_Math-Italic"),
    signs: "DGHJKLNSWXabcdefghijklmnpsuwxyzαλσ",
  },
  ...([1, 2, 3, 4] as const).map((size) => ({
    ...math,
    isOnEveryPage: false,
    file: `katex-size${size}.woff2`,
    family: `KaTeX_Size${size}`,
    from: katex(`KaTeX_Size${size}-Regular`),
    signs: ["()[]{}∑√", "()[]{}∑√", "()[]{}√", "()[]{}√⎛⎜⎝⎞⎟⎠"][size - 1]!,
  })),
];

/** What the text face lacks and text borrows from the formulas' fonts, under a family of its own. */
export const BORROWED = [
  { file: "katex-italic.woff2", signs: "αλσ" },
  { file: "katex-main.woff2", signs: "∂⊙⊤⋮⋯∗√≈⋅∞" },
  { file: "katex-size1.woff2", signs: "∑" },
] as const;
