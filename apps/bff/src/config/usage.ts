import { options } from "./options.ts";

/** What `--help` prints. */
export function usage(): string {
  const lines = options.map((option) => {
    const left = option.value === undefined ? option.flag : `${option.flag} ${option.value}`;
    return `  ${left.padEnd(30)} ${option.help}`;
  });
  return [
    "Stackdeck: web console for the VM hypervisors of the Dominator ecosystem.",
    "",
    "Options (each also as an environment variable and as a key of the JSON file):",
    ...lines,
    `  ${"--config FILE".padEnd(30)} JSON file with settings`,
    `  ${"--help".padEnd(30)} print this`,
  ].join("\n");
}
