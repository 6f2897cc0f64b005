import { logLevels } from "./config.ts";
import {
  byteCount,
  choice,
  hostPort,
  httpUrl,
  listOf,
  portNumber,
  text,
  urlPattern,
  wholeNumber,
  yesNo,
} from "./value-parsers.ts";

/** One setting: where it may come from and what it may be. All settings are described here and nowhere else. */
export interface Option {
  /** Key in the configuration file. */
  readonly key: string;
  readonly flag: string;
  readonly env: string;
  /** What stands after the flag; undefined for a switch. */
  readonly value: string | undefined;
  readonly help: string;
  readonly repeatable?: boolean;
  /** The value a switch stands for. */
  readonly switchesTo?: boolean;
  /** Turns text (flag, environment) or JSON (file) into the value. @throws ConfigError */
  readonly parse: (raw: unknown, name: string) => unknown;
}

export const options: readonly Option[] = [
  {
    key: "hypervisors",
    flag: "--hypervisor",
    env: "STACKDECK_HYPERVISORS",
    value: "HOST[:PORT]",
    repeatable: true,
    help: "a hypervisor to connect to (port 6976 unless given); repeat for more",
    parse: listOf(hostPort(6976)),
  },
  {
    key: "fleetManager",
    flag: "--fleet-manager",
    env: "STACKDECK_FLEET_MANAGER",
    value: "HOST[:PORT]",
    help: "fleet manager that knows the hypervisors (port 6977 unless given)",
    parse: hostPort(6977),
  },
  {
    key: "certDir",
    flag: "--cert-dir",
    env: "STACKDECK_CERT_DIR",
    value: "DIR",
    help: "folder with the client certificates and keys (default: .ssl in the home folder)",
    parse: text,
  },
  {
    key: "ca",
    flag: "--ca",
    env: "STACKDECK_CA",
    value: "FILE",
    help: "authorities (PEM) that certificates of hypervisors must chain to",
    parse: text,
  },
  {
    key: "verify",
    flag: "--verify",
    env: "STACKDECK_VERIFY",
    value: "ca|any",
    help: "ca: check the certificates of hypervisors (default); any: accept all of them",
    parse: choice(["ca", "any"]),
  },
  {
    key: "serverName",
    flag: "--server-name",
    env: "STACKDECK_SERVER_NAME",
    value: "NAME",
    help: "name in the certificates of hypervisors, where it is not the one dialled",
    parse: text,
  },
  {
    key: "port",
    flag: "--port",
    env: "STACKDECK_PORT",
    value: "N",
    help: "port to serve on (default 6970; 0: any free one)",
    parse: (raw, name) => portNumber(raw, name, 0),
  },
  {
    key: "host",
    flag: "--host",
    env: "STACKDECK_HOST",
    value: "ADDRESS",
    help: "address to serve on (default 127.0.0.1)",
    parse: text,
  },
  {
    key: "open",
    flag: "--no-open",
    env: "STACKDECK_OPEN",
    value: undefined,
    switchesTo: false,
    help: "do not open a browser",
    parse: yesNo,
  },
  {
    key: "readyFile",
    flag: "--ready-file",
    env: "STACKDECK_READY_FILE",
    value: "FILE",
    help: "file to write a JSON line to when everything answers",
    parse: text,
  },
  {
    key: "tokenFile",
    flag: "--token-file",
    env: "STACKDECK_TOKEN_FILE",
    value: "FILE",
    help: "file to write an API token for scripts to (valid for 30 days)",
    parse: text,
  },
  {
    key: "demo",
    flag: "--demo",
    env: "STACKDECK_DEMO",
    value: undefined,
    switchesTo: true,
    help: "run simulated hypervisors (the default when none is given)",
    parse: yesNo,
  },
  {
    key: "dataDir",
    flag: "--data-dir",
    env: "STACKDECK_DATA_DIR",
    value: "DIR",
    help: "folder for the store (default: .local/share/stackdeck in the home folder)",
    parse: text,
  },
  {
    key: "databaseUrl",
    flag: "--database-url",
    env: "DATABASE_URL",
    value: "URL",
    help: "PostgreSQL database to use instead of the embedded one",
    parse: text,
  },
  {
    key: "logLevel",
    flag: "--log-level",
    env: "STACKDECK_LOG_LEVEL",
    value: "LEVEL",
    help: `one of ${logLevels.join(", ")} (default warn)`,
    parse: choice(logLevels),
  },
  {
    key: "tlsCert",
    flag: "--tls-cert",
    env: "STACKDECK_TLS_CERT",
    value: "FILE",
    help: "certificate (PEM) to serve HTTPS with",
    parse: text,
  },
  {
    key: "tlsKey",
    flag: "--tls-key",
    env: "STACKDECK_TLS_KEY",
    value: "FILE",
    help: "its key (PEM)",
    parse: text,
  },
  {
    key: "publicUrl",
    flag: "--public-url",
    env: "STACKDECK_PUBLIC_URL",
    value: "URL",
    help: "address by which browsers reach this server through a proxy",
    parse: httpUrl,
  },
  {
    key: "webDir",
    flag: "--web-dir",
    env: "STACKDECK_WEB_DIR",
    value: "DIR",
    help: "folder of the built web app",
    parse: text,
  },
  {
    key: "consoleHistory",
    flag: "--console-history",
    env: "STACKDECK_CONSOLE_HISTORY",
    value: "BYTES",
    help: "serial output kept for each VM (64K to 256M; default 4M)",
    parse: (raw, name) => byteCount(raw, name, { least: 64 * 1024, most: 256 * 1024 * 1024 }),
  },
  {
    key: "consoleRelease",
    flag: "--console-release",
    env: "STACKDECK_CONSOLE_RELEASE",
    value: "SECONDS",
    help: "how long a serial port is held after its last viewer has left (default 60)",
    parse: (raw, name) => wholeNumber(raw, name, { least: 0, most: 7 * 24 * 3600 }),
  },
  {
    key: "consoleViewers",
    flag: "--console-viewers",
    env: "STACKDECK_CONSOLE_VIEWERS",
    value: "N",
    help: "viewers of one VM's serial console, and of its screen, at a time (default 32)",
    parse: (raw, name) => wholeNumber(raw, name, { least: 1, most: 10_000 }),
  },
  {
    key: "consolesPerUser",
    flag: "--consoles-per-user",
    env: "STACKDECK_CONSOLES_PER_USER",
    value: "N",
    help: "consoles one user may have open at a time (default 64)",
    parse: (raw, name) => wholeNumber(raw, name, { least: 1, most: 100_000 }),
  },
  {
    key: "thumbnails",
    flag: "--thumbnails",
    env: "STACKDECK_THUMBNAILS",
    value: "auto|on|off",
    help: "small pictures of the VMs' screens; auto (default): in fleets of up to 1000 VMs",
    parse: choice(["auto", "on", "off"]),
  },
  {
    key: "imageUrls",
    flag: "--image-urls",
    env: "STACKDECK_IMAGE_URLS",
    value: "PATTERN",
    repeatable: true,
    help: "addresses that an image URL may have, such as https://images.example.com/* (default: http and https)",
    parse: listOf(urlPattern),
  },
];
