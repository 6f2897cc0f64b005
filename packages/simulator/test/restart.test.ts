import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SimulatedHypervisor } from "../src/index.ts";
import { FakeClock, startSimulatedHypervisor } from "../src/index.ts";
import { TestClient } from "./client.ts";

const request = {
  MilliCPUs: 250,
  MemoryInMiB: 256,
  SubnetId: "lab",
  ImageName: "base/debian-13",
  MinimumFreeBytes: 2 ** 24,
};
let directory: string;
let hypervisor: SimulatedHypervisor | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "simulator-test-"));
});

afterEach(async () => {
  await hypervisor?.close();
  hypervisor = undefined;
  rmSync(directory, { recursive: true, force: true });
});

function connect(server: SimulatedHypervisor, user = "alice"): Promise<TestClient> {
  const pki = join(directory, "pki");
  return TestClient.connect(server, { certDir: join(pki, "certs"), caFile: join(pki, "CA.pem") }, user);
}

async function start(
  more: Partial<Parameters<typeof startSimulatedHypervisor>[0]> = {},
): Promise<SimulatedHypervisor> {
  hypervisor = await startSimulatedHypervisor({ directory, ...more });
  return hypervisor;
}

describe("restart", () => {
  it("keeps VMs, their processes and their volumes; loses tokens", async () => {
    const server = await start();
    const client = await connect(server);
    const { ip } = await client.create(request);
    await client.call("GetVmAccessToken", { IpAddress: ip, Lifetime: 60e9 });
    const { port } = server;
    const process = server.state.virtualisers.get(ip);
    await server.restart();
    expect(server.port).toBe(port);
    expect(server.state.virtualisers.get(ip)).toBe(process);
    const again = await connect(server);
    expect((await again.call("GetVmInfo", { IpAddress: ip })).VmInfo.State).toBe("running");
    expect(await again.errorOf("GetVmAccessToken", { IpAddress: ip, Lifetime: 60e9 })).toBe("");
    await expect(again.call("AcknowledgeVm", { IpAddress: ip })).rejects.toMatchObject({
      code: "PEER_CLOSED",
    });
  });

  it("is found again by another process, which starts running VMs anew", async () => {
    const first = await start();
    const { ip } = await (await connect(first)).create(request);
    await first.close();
    const second = await start();
    const vm = second.state.vm(ip);
    expect(await vm.leave("starting")).toBe("running");
    expect(second.state.pool.free.some(({ IpAddress }) => IpAddress === ip)).toBe(false);
    expect((await vm.files.read("root", 510, 2)).readUInt16LE()).toBe(0xaa55);
  });
});

it("destroys a VM that nobody acknowledges after fifteen seconds", async () => {
  const clock = new FakeClock(Date.now());
  const server = await start({ clock });
  const client = await connect(server);
  const stream = await client.open("CreateVm");
  await stream.send({ ...request, DoNotStart: true });
  const receive = async () => {
    for (;;) {
      const next = stream.receive();
      await clock.advance(50);
      const message = await next;
      if (message?.Final !== false) return message;
    }
  };
  const ip = (await receive())?.IpAddress ?? "";
  stream.raw.finish();
  await clock.advance(14_000);
  expect(server.state.vms.has(ip)).toBe(true);
  await clock.advance(2_000);
  expect(server.state.vms.has(ip)).toBe(false);
  expect(server.state.pool.free.at(-1)?.IpAddress).toBe(ip);
});

describe("a server of April 2025", () => {
  it("lacks methods, the available memory, and checks host names less", async () => {
    const server = await start({ profile: "april-2025" });
    const client = await connect(server);
    const missing = client.call("ChangeVmHostname", { IpAddress: "10.60.0.10", Hostname: "x" });
    await expect(missing).rejects.toMatchObject({ code: "UNKNOWN_METHOD" });
    expect((await client.call("GetCapacity")).AvailableMemoryInMiB).toBeUndefined();
    expect((await client.create({ ...request, Hostname: "under_score" })).error).toBe("");
  });

  it("imports a VM that names no architecture, as tools for other virtualisers leave it out", async () => {
    const server = await start({ profile: "april-2025" });
    const client = await connect(server);
    const { stateDirectory } = server.state.options;
    const path = join(stateDirectory, "found.raw");
    writeFileSync(path, Buffer.alloc(2 ** 20, "disk"));
    const { Path } = await client.call("GetRootCookiePath");
    const error = await client.errorOf("ImportLocalVm", {
      Address: { IpAddress: "10.60.9.9", MacAddress: "52:54:0a:3c:09:09" },
      MemoryInMiB: 64,
      MilliCPUs: 100,
      VerificationCookie: readFileSync(Path).toString("base64"),
      VolumeFilenames: [path],
    });
    expect(error).toBe("");
    expect(server.state.vm("10.60.9.9").state).toBe("running");
  });
});

it("answers the status pages without a certificate", async () => {
  const server = await start();
  const client = await connect(server);
  const { ip } = await client.create({ ...request, Hostname: "pages" });
  const page = async (path: string) => (await fetch(`http://${server.address}${path}`)).text();
  expect(await page("/listVMs?output=text")).toBe(`${ip}\n`);
  expect(await page(`/showVmBootLog?${ip}`)).toContain("pages login: ");
  expect(JSON.parse(await page("/listAvailableAddresses"))).not.toContainEqual(
    expect.objectContaining({ IpAddress: ip }),
  );
  expect(JSON.parse(await page(`/showVM?${ip}&output=json`))).toMatchObject({ Hostname: "pages" });
  await client.call("StopVm", { IpAddress: ip });
  expect(await page(`/showVmBootLog?${ip}`), "the log of the last run").not.toContain("\r");
  expect(await page(`/showVmBootLog?${ip}`)).toContain("pages login: ");
  const unknown = await fetch(`http://${server.address}/showVM?10.9.9.9`);
  expect([unknown.status, await unknown.text()]).toEqual([404, ""]);
});
