import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { type Config, ConfigError } from "./config.ts";
import { type Option, options } from "./options.ts";

type Settings = Map<string, unknown>;

/** Prefix of our environment variables; one that is not known is an error. */
const envPrefix = "STACKDECK_";

/**
 * Puts the configuration together: flags win over the environment, which wins over the file.
 * @throws ConfigError that names the flag, variable or key
 */
export function loadConfig(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Config {
  const { settings: flags, file } = parseFlags(args);
  const configFile = file ?? env.STACKDECK_CONFIG;
  const settings: Settings = new Map([
    ...(configFile === undefined ? [] : parseFile(configFile)),
    ...parseEnv(env),
    ...flags,
  ]);
  return finish(settings);
}

function parseFlags(args: readonly string[]): { settings: Settings; file: string | undefined } {
  const settings: Settings = new Map();
  let file: string | undefined;
  for (let index = 0; index < args.length; index++) {
    const [flag = "", inline] = splitFlag(args[index]!);
    const option = options.find((candidate) => candidate.flag === flag);
    if (option === undefined && flag !== "--config") {
      throw new ConfigError(`Unknown option ${flag}; --help lists those there are.`);
    }
    if (option !== undefined && option.value === undefined) {
      if (inline !== undefined) throw new ConfigError(`${flag} takes no value.`);
      settings.set(option.key, option.switchesTo);
      continue;
    }
    const value = inline ?? args[++index];
    if (value === undefined || (inline === undefined && value.startsWith("--"))) {
      throw new ConfigError(`${flag} needs a value.`);
    }
    if (option === undefined) file = value;
    else addFlag(settings, option, value);
  }
  return { settings, file };
}

function splitFlag(arg: string): [flag: string, value: string | undefined] {
  const equals = arg.startsWith("--") ? arg.indexOf("=") : -1;
  return equals < 0 ? [arg, undefined] : [arg.slice(0, equals), arg.slice(equals + 1)];
}

function addFlag(settings: Settings, option: Option, value: string): void {
  const parsed = option.parse(value, option.flag);
  const former = settings.get(option.key);
  if (option.repeatable && Array.isArray(former)) {
    settings.set(option.key, [...former, ...(parsed as readonly unknown[])]);
  } else {
    settings.set(option.key, parsed);
  }
}

function parseEnv(env: Readonly<Record<string, string | undefined>>): Settings {
  const settings: Settings = new Map();
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || name === "STACKDECK_CONFIG") continue;
    const option = options.find((candidate) => candidate.env === name);
    if (option !== undefined) {
      if (value !== "") settings.set(option.key, option.parse(value, name));
    } else if (name.startsWith(envPrefix)) {
      throw new ConfigError(`Unknown environment variable ${name}.`);
    }
  }
  return settings;
}

function parseFile(path: string): Settings {
  const content = readJson(path);
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    throw new ConfigError(`The configuration file ${path} does not hold a JSON object.`);
  }
  const settings: Settings = new Map();
  for (const [key, value] of Object.entries(content)) {
    const option = options.find((candidate) => candidate.key === key);
    if (option === undefined)
      throw new ConfigError(`Unknown key "${key}" in the configuration file ${path}.`);
    settings.set(key, option.parse(value, `"${key}" in ${path}`));
  }
  return settings;
}

function readJson(path: string): unknown {
  let content: string;
  try {
    content = readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "ENOENT") throw new ConfigError(`There is no configuration file ${path}.`);
    throw new ConfigError(`The configuration file ${path} cannot be read (${code}).`);
  }
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new ConfigError(`The configuration file ${path} is not JSON: ${(error as Error).message}.`);
  }
}

function finish(settings: Settings): Config {
  const get = <K extends keyof Config>(key: K) => settings.get(key) as Config[K] | undefined;
  const hypervisors = get("hypervisors") ?? [];
  const fleetManager = get("fleetManager");
  const none = hypervisors.length === 0 && fleetManager === undefined;
  if (get("demo") === true && !none) {
    throw new ConfigError("--demo runs simulated hypervisors: leave out --hypervisor and --fleet-manager.");
  }
  if ((get("tlsCert") === undefined) !== (get("tlsKey") === undefined)) {
    throw new ConfigError("--tls-cert and --tls-key belong together.");
  }
  return Object.freeze<Config>({
    hypervisors,
    fleetManager,
    certDir: get("certDir") ?? join(homedir(), ".ssl"),
    ca: get("ca"),
    verify: get("verify") ?? "ca",
    serverName: get("serverName"),
    host: get("host") ?? "127.0.0.1",
    port: get("port") ?? 6970,
    open: get("open") ?? true,
    readyFile: get("readyFile"),
    tokenFile: get("tokenFile"),
    demo: get("demo") ?? none,
    dataDir: resolve(get("dataDir") ?? join(homedir(), ".local", "share", "stackdeck")),
    databaseUrl: get("databaseUrl"),
    logLevel: get("logLevel") ?? "warn",
    tlsCert: get("tlsCert"),
    tlsKey: get("tlsKey"),
    publicUrl: get("publicUrl"),
    webDir: get("webDir"),
    consoleHistory: get("consoleHistory") ?? 4 * 1024 * 1024,
    consoleRelease: get("consoleRelease") ?? 60,
    consoleViewers: get("consoleViewers") ?? 32,
    consolesPerUser: get("consolesPerUser") ?? 64,
    thumbnails: get("thumbnails") ?? "auto",
    imageUrls: get("imageUrls") ?? ["http://*", "https://*"],
  });
}
