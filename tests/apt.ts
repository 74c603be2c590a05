import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Whether this is root on Debian or Ubuntu. */
export const canInstall = (): boolean => process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");

/**
 * Installs a package of Debian's.
 * @throws Error with `help` where it cannot
 */
export function install(name: string, help: string): void {
  for (const command of [["update"], ["install", "-y", "--no-install-recommends", name]]) {
    const { status, stderr, error } = spawnSync("apt-get", command, {
      encoding: "utf8",
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
    if (status !== 0) throw new Error(`apt-get ${command.join(" ")} failed.\n${help}\n${error ?? stderr}`);
  }
}
