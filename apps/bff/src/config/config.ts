/** Address of a server. */
export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** Everything that can be set, validated. Immutable. */
export interface Config {
  readonly hypervisors: readonly HostPort[];
  readonly fleetManager: HostPort | undefined;
  /** Folder with client certificates and keys. */
  readonly certDir: string;
  /** PEM file of the authorities that hypervisors' certificates must chain to. */
  readonly ca: string | undefined;
  readonly verify: "ca" | "any";
  /** Name that hypervisors' certificates must have, where it is not the one dialled. */
  readonly serverName: string | undefined;
  readonly host: string;
  readonly port: number;
  /** Whether to open a browser at the start. */
  readonly open: boolean;
  readonly readyFile: string | undefined;
  /** File to write an API token for scripts to. */
  readonly tokenFile: string | undefined;
  /** Runs simulated hypervisors instead of real ones. */
  readonly demo: boolean;
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly logLevel: LogLevel;
  /** Certificate and key (PEM files) to serve HTTPS with. */
  readonly tlsCert: string | undefined;
  readonly tlsKey: string | undefined;
  /** Address by which browsers reach this server when it stands behind a proxy. */
  readonly publicUrl: string | undefined;
  /** Folder of the built web app. */
  readonly webDir: string | undefined;
  /** Serial output kept for each VM, in bytes. */
  readonly consoleHistory: number;
  /** How long a serial port is held after its last viewer has left, in seconds. */
  readonly consoleRelease: number;
  /** Viewers of one VM's serial console, and of its screen, at most. */
  readonly consoleViewers: number;
  /** Consoles one user may have open, at most. */
  readonly consolesPerUser: number;
  /** Small pictures of screens; `auto`: while the fleet is not too large for that. */
  readonly thumbnails: "auto" | "on" | "off";
  /** Schemes and hosts that ImageURL may name, as patterns such as `https://*`. */
  readonly imageUrls: readonly string[];
}

export const logLevels = ["silent", "error", "warn", "info", "debug", "trace"] as const;
export type LogLevel = (typeof logLevels)[number];

/** Wrong configuration; the message is one sentence for people that names the setting. */
export class ConfigError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ConfigError";
  }
}
