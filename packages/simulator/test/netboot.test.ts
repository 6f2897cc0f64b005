import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { SimulatedHypervisor } from "../src/index.ts";
import { FakeClock, startSimulatedHypervisor } from "../src/index.ts";
import { TestClient } from "./client.ts";

const MIB = 2 ** 20;
const SECOND_NS = 1e9;

let directory: string;
let clock: FakeClock;
let server: SimulatedHypervisor;
let admin: TestClient;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "stackdeck-netboot-"));
  clock = new FakeClock(Date.now());
  server = await startSimulatedHypervisor({ directory, clock, netbootImage: "rescue/toolbox" });
  const pki = join(directory, "pki");
  admin = await TestClient.connect(server, { certDir: join(pki, "certs"), caFile: join(pki, "CA.pem") });
});

afterEach(async () => {
  admin.close();
  await server.close();
  rmSync(directory, { recursive: true, force: true });
});

/** A VM without an image whose firmware looks for a system on the network. */
async function diskless(more: { DhcpTimeout: number; EnableNetboot?: boolean }) {
  const sizes = { MemoryInMiB: 64, MilliCPUs: 100 };
  const request = { MinimumFreeBytes: 16 * MIB, SubnetId: "lab", Hostname: "diskless", ...sizes, ...more };
  const { ip, error } = await whileTimePasses(admin.create({ EnableNetboot: true, ...request }));
  expect(error).toBe("");
  const { MacAddress } = server.state.vm(ip).info.Address;
  return { address: { IpAddress: ip, MacAddress } };
}

/** Lets the hypervisor's time go on until a call is answered. */
async function whileTimePasses<T>(call: Promise<T>): Promise<T> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  call.then(over, over);
  while (!isOver) {
    await clock.advance(500);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return call;
}

/** Boots a machine from the network, waiting half a minute at most; the error text. */
function netboot(Address: { IpAddress: string; MacAddress: string }, NumAcknowledgementsToWaitFor: number) {
  const request = { Address, NumAcknowledgementsToWaitFor, WaitTimeout: 30 * SECOND_NS };
  return whileTimePasses(admin.errorOf("NetbootMachine", request));
}

const serialText = (ip: string) => server.state.virtualisers.get(ip)?.guest.serial.bootLog.toString() ?? "";

it("a VM without a lease asks until a machine's boot is allowed, loads the system and asks again", async () => {
  const { address } = await diskless({ DhcpTimeout: -1 });
  await clock.advance(5000);
  expect(serialText(address.IpAddress)).toContain("Configuring net0 by DHCP...");
  expect(server.state.virtualisers.get(address.IpAddress)?.isBooted).toBe(false);
  expect(await netboot(address, 2)).toBe("");
  expect(serialText(address.IpAddress)).toContain("Loading the boot file... ok");
  expect(server.state.virtualisers.get(address.IpAddress)?.isBooted).toBe(true);
});

it("without an answer the disk is next", async () => {
  const { address } = await diskless({ DhcpTimeout: -1 });
  serialText(address.IpAddress);
  await clock.advance(70_000);
  expect(serialText(address.IpAddress)).toContain("Booting from Hard Disk...");
  expect(server.state.virtualisers.get(address.IpAddress)?.isBooted).toBe(true);
});

it("with a lease of its own there is nothing to load, and no boot lease for its MAC address", async () => {
  const { address } = await diskless({ DhcpTimeout: 0 });
  serialText(address.IpAddress);
  await clock.advance(3000);
  expect(serialText(address.IpAddress)).toContain("Nothing to boot");
  expect(await netboot(address, 1)).toBe(`already have lease for: ${address.MacAddress}`);
  await whileTimePasses(admin.call("DestroyVm", { IpAddress: address.IpAddress }));
  await clock.advance(10);
  expect(await netboot(address, 0)).toBe("");
});

it("the acknowledgement that a VM without a lease never gets is missed", async () => {
  const { address } = await diskless({ DhcpTimeout: -1, EnableNetboot: false });
  const reboot = { IpAddress: address.IpAddress, DhcpTimeout: 5 * SECOND_NS };
  expect(await whileTimePasses(admin.call("RebootVm", reboot))).toEqual({ DhcpTimedOut: true, Error: "" });
});

it("a boot lease that nobody takes is given up when its time is over", async () => {
  const address = { IpAddress: "10.60.1.1", MacAddress: "52:54:00:00:00:01" };
  expect(await netboot(address, 1)).toBe("timed out receiving lease acknowledgement");
  expect(await netboot(address, 1)).toBe("already have lease for: 52:54:00:00:00:01");
  await clock.advance(31_000);
  expect(await netboot(address, 0)).toBe("");
});
