import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { canInstall, install } from "../apt.ts";
import { ensureChromium } from "../chromium.ts";
import { ensurePython } from "../python.ts";

/** The programs that open what was exported, and the packages of Debian's that have them. */

const runs = (program: string, ...args: string[]): boolean => spawnSync(program, args).status === 0;

interface Needed {
  readonly name: string;
  readonly package: string;
  isThere(): boolean;
}

/** Debian's is a jar, which not every system starts by its name. */
const JAR = "/usr/share/java/epubcheck.jar";
export const EPUBCHECK = ["-jar", JAR];

const NEEDED: readonly Needed[] = [
  {
    name: "LibreOffice Calc",
    package: "libreoffice-calc-nogui",
    isThere: () => runs("soffice", "--version"),
  },
  { name: "EPUBCheck", package: "epubcheck", isThere: () => runs("java", "-version") && existsSync(JAR) },
  { name: "Poppler", package: "poppler-utils", isThere: () => runs("pdftotext", "-v") },
  { name: "qpdf", package: "qpdf", isThere: () => runs("qpdf", "--version") },
  { name: "pdflatex", package: "texlive-latex-base", isThere: () => runs("pdflatex", "--version") },
  {
    name: "nbformat",
    package: "python3-nbformat",
    isThere: () => runs("/usr/bin/python3", "-c", "import nbformat"),
  },
];

/**
 * Installs what is missing where root on Debian or Ubuntu can.
 * @throws Error that says what to install
 */
export async function ensurePrograms(say: (line: string) => void): Promise<void> {
  const missing = NEEDED.filter((it) => !it.isThere());
  const help = `To be installed: ${missing.map((it) => `${it.name} (${it.package})`).join(", ")}`;
  if (missing.length > 0 && !canInstall()) throw new Error(help);
  for (const it of missing) {
    say(`installing ${it.name} (${it.package}), which may take minutes`);
    install(it.package, help);
    if (!it.isThere()) throw new Error(`${it.package} was installed, and ${it.name} does not start. ${help}`);
  }
  ensurePython();
  await ensureChromium();
}
