// npm start: installs what is missing, builds what has changed, starts the server and prints its address.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { installDependencies, requireNode, root, serverNodeFlags } from "./lib/workspace.mjs";

requireNode();
installDependencies();
const { buildAll } = await import("./build.mjs");
await buildAll();

const nodeFlags = ["--enable-source-maps", ...serverNodeFlags];
const main = join(root, "apps/bff/dist/main.mjs");
const child = spawn(process.execPath, [...nodeFlags, main, ...process.argv.slice(2)], {
  stdio: ["inherit", "inherit", "inherit", "ipc"],
});
// A terminal sends Ctrl-C to both, others to this process alone. The server ends when it is told in either way, and
// when this process is gone; this one follows it.
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    if (child.connected) child.send("stop", () => {});
  });
}
child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
