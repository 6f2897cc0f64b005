// Finds or installs the browser that the end-to-end tests drive.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "./workspace.mjs";

const candidates = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/**
 * The path of a Chromium to test with, or "" to use the one that Playwright keeps itself.
 * Order: STACKDECK_CHROMIUM, an installed one, Debian's package (when it can be installed), Playwright's download.
 */
export function findBrowser() {
  const named = process.env.STACKDECK_CHROMIUM;
  if (named) return named;
  const installed = candidates.find((path) => existsSync(path));
  if (installed) return installed;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log("Installing Chromium from the system's packages …");
    spawnSync("apt-get", ["update"], { stdio: "ignore" });
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], { stdio: "ignore", env });
    if (existsSync("/usr/bin/chromium")) return "/usr/bin/chromium";
  }
  console.log("Installing Playwright's Chromium …");
  spawnSync(join(root, "e2e/node_modules/.bin/playwright"), ["install", "chromium"], { stdio: "inherit" });
  return "";
}
