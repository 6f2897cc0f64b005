import { loadConfig } from "./config/load-config.ts";
import { usage } from "./config/usage.ts";
import { runStackdeck } from "./run.ts";

/** Ends the process with one clear sentence. */
function fail(error: unknown): never {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  if (args.includes("--help")) {
    console.log(usage());
    return;
  }
  await runStackdeck(loadConfig(args, process.env));
}

main().catch(fail);
