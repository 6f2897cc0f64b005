import { copyFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "node:tls";
import { FaultyLink } from "@stackdeck/simulator";
import { CertificateAuthority } from "@stackdeck/srpc/pki";
import pino from "pino";
import { describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config/load-config.ts";
import { connectFleet } from "../../src/connect-fleet.ts";
import { openHttpDoor } from "../../src/http/http-server.ts";
import { Pressure } from "../../src/telemetry/pressure.ts";
import { useSimulation } from "../simulated.ts";

/* What is replaced on disk is used for new connections within five seconds, without a restart. */

const simulation = useSimulation("certificates", 3);
const { directory } = simulation;

/** Beside and renamed, as tools that rotate certificates do. */
function put(path: string, content: string): void {
  writeFileSync(`${path}.new`, content, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

const silent = pino({ level: "silent" });
const withinMs = 5000;

describe("towards hypervisors", () => {
  it("authorities and client certificates are taken up, and a line is there again within seconds", async () => {
    const certDir = join(directory, "certs");
    mkdirSync(certDir, { mode: 0o700 });
    const use = (user: string) => {
      for (const end of ["cert", "key"])
        put(join(certDir, `me.${end}`), readFileSync(join(simulation.certDir, `${user}.${end}`), "utf8"));
    };
    use("alice");
    const stranger = await CertificateAuthority.create("another authority");
    const ca = join(directory, "CA.pem");
    copyFileSync(simulation.caFile, ca);
    const link = await FaultyLink.open(simulation.hypervisors[0]!);
    const address = `${link.host}:${link.port}`;
    const args = ["--hypervisor", address, "--cert-dir", certDir, "--ca", ca];
    const { inventory, identities, close } = connectFleet(loadConfig(args, {}), silent);
    const row = () => inventory.hypervisor(address);
    try {
      await until(() => row()?.Freshness === "live");

      put(ca, stranger.certPem);
      const rotated = performance.now();
      // Connections that are open stay; new ones are checked by the new authority, which knows no hypervisor.
      await until(() => {
        if (row()?.Freshness === "live") link.reset();
        return /certificate/i.test(row()?.Problem ?? "");
      });
      expect(performance.now() - rotated).toBeLessThan(withinMs);

      put(ca, `${stranger.certPem}\n${readFileSync(simulation.caFile, "utf8")}`);
      use("bob");
      const replaced = performance.now();
      await until(() => identities.principal.userName === "bob");
      expect(performance.now() - replaced).toBeLessThan(withinMs);
      await until(() => row()?.Freshness === "live");
      expect(performance.now() - replaced).toBeLessThan(2 * withinMs);
    } finally {
      await close();
      await link.close();
    }
  }, 60_000);
});

describe("towards browsers", () => {
  /** The name in the certificate that is served. */
  const served = (port: number) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect({ port, host: "127.0.0.1", rejectUnauthorized: false }, () => {
        resolve(String(socket.getPeerCertificate().subject.CN));
        socket.destroy();
      });
      socket.on("error", reject);
    });

  it("a replaced pair for HTTPS is served, and one that does not fit leaves the old in place", async () => {
    const authority = await CertificateAuthority.create("test authority");
    const [cert, key] = [join(directory, "https.cert"), join(directory, "https.key")];
    const use = async (name: string) => {
      const pair = await authority.issueServer({ name, hosts: ["127.0.0.1"] });
      put(key, pair.keyPem);
      put(cert, pair.certPem);
    };
    await use("first");
    const config = loadConfig(["--port", "0", "--tls-cert", cert, "--tls-key", key], {});
    const door = await openHttpDoor({ config, log: silent, pressure: new Pressure() });
    try {
      expect(await served(door.port)).toBe("first");
      put(cert, "nonsense");
      await use("second");
      const replaced = performance.now();
      await until(async () => (await served(door.port)) === "second");
      expect(performance.now() - replaced).toBeLessThan(withinMs);
    } finally {
      await door.close();
    }
  }, 60_000);

  it("a key that others may read is refused, with the remedy", async () => {
    const authority = await CertificateAuthority.create("test authority");
    const [cert, key] = [join(directory, "open.cert"), join(directory, "open.key")];
    const pair = await authority.issueServer({ name: "open", hosts: ["127.0.0.1"] });
    writeFileSync(cert, pair.certPem);
    writeFileSync(key, pair.keyPem, { mode: 0o644 });
    const open = (...args: string[]) =>
      openHttpDoor({
        config: loadConfig(["--port", "0", ...args], {}),
        log: silent,
        pressure: new Pressure(),
      });
    await expect(open("--tls-cert", cert, "--tls-key", key)).rejects.toThrow(`run: chmod 600 ${key}`);
    await expect(open("--tls-cert", `${cert}.no`, "--tls-key", key)).rejects.toThrow(
      "Cannot read the certificate",
    );
    await expect(open("--tls-cert", key, "--tls-key", key)).rejects.toThrow(/chmod|cannot be used/);
  });
});
