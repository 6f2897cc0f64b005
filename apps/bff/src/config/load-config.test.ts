import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ConfigError } from "./config.ts";
import { loadConfig } from "./load-config.ts";
import { options } from "./options.ts";
import { usage } from "./usage.ts";

function fileWith(content: string): string {
  const path = join(mkdtempSync(join(tmpdir(), "stackdeck-config-")), "config.json");
  writeFileSync(path, content);
  return path;
}

describe("loadConfig", () => {
  it("runs the demo when no hypervisor is given", () => {
    expect(loadConfig([], {})).toMatchObject({
      demo: true,
      port: 6970,
      host: "127.0.0.1",
      verify: "ca",
      open: true,
    });
  });

  it("takes repeated hypervisors, with and without port", () => {
    const config = loadConfig(
      ["--hypervisor", "hv1", "--hypervisor=hv2:7000", "--hypervisor", "[fd00::1]:1"],
      {},
    );
    expect(config.hypervisors).toEqual([
      { host: "hv1", port: 6976 },
      { host: "hv2", port: 7000 },
      { host: "fd00::1", port: 1 },
    ]);
    expect(config.demo).toBe(false);
  });

  it("lets flags win over the environment and the environment over the file", () => {
    const file = fileWith('{"port": 1, "host": "::1", "logLevel": "debug"}');
    const config = loadConfig(["--config", file, "--port", "3"], {
      STACKDECK_PORT: "2",
      STACKDECK_HOST: "0.0.0.0",
    });
    expect(config).toMatchObject({ port: 3, host: "0.0.0.0", logLevel: "debug" });
  });

  it("does not open a browser with --no-open", () => {
    expect(loadConfig(["--no-open"], {}).open).toBe(false);
  });

  it.each([
    [["--prot", "1"], {}, "Unknown option --prot"],
    [["--port"], {}, "--port needs a value"],
    [["--port", "--no-open"], {}, "--port needs a value"],
    [["--port", "70000"], {}, '--port: "70000" is not a port number'],
    [["--no-open=1"], {}, "--no-open takes no value"],
    [["--hypervisor", "a:b:c"], {}, '--hypervisor: "a:b:c" is not HOST or HOST:PORT'],
    [["--verify", "none"], {}, '--verify: "none" is not one of ca, any'],
    [["--demo", "--hypervisor", "hv1"], {}, "--demo runs simulated hypervisors"],
    [["--tls-cert", "x"], {}, "--tls-cert and --tls-key belong together"],
    [["--hypervisor", ""], {}, "--hypervisor: the value is empty"],
    [["--config", "/nowhere/c.json"], {}, "There is no configuration file /nowhere/c.json."],
    [["--public-url", "ftp://x"], {}, "--public-url"],
    [[], { STACKDECK_PROT: "1" }, "Unknown environment variable STACKDECK_PROT"],
    [[], { STACKDECK_LOG_LEVEL: "loud" }, "STACKDECK_LOG_LEVEL"],
  ] as const)("refuses %j %j, naming what is wrong", (args, env, message) => {
    expect(() => loadConfig(args, env)).toThrow(ConfigError);
    expect(() => loadConfig(args, env)).toThrow(message);
  });

  it("names an unknown key of the file", () => {
    const file = fileWith('{"prot": 1}');
    expect(() => loadConfig(["--config", file], {})).toThrow('Unknown key "prot"');
  });

  it("names a file that is not JSON", () => {
    const file = fileWith('{"port": 1');
    expect(() => loadConfig(["--config", file], {})).toThrow(`The configuration file ${file} is not JSON: `);
  });

  it("cannot be changed", () => {
    const config = loadConfig([], {});
    expect(Object.isFrozen(config)).toBe(true);
  });

  it("describes every option", () => {
    expect(usage()).toContain("--fleet-manager HOST[:PORT]");
  });

  it.each(options.map((option) => [option.flag, option] as const))(
    "has %s in the README's table",
    (flag, option) => {
      const readme = readFileSync(new URL("../../../../README.md", import.meta.url), "utf8");
      const row = readme.split("\n").find((line) => line.startsWith("|") && line.includes(`\`${flag}`));
      expect(row).toContain(`\`${option.env}`);
      expect(row).toContain(`\`${option.key}\``);
    },
  );
});
