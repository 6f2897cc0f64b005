import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodePng } from "../thumbnails/fake-screen.ts";
import { type RestServer, startRestServer } from "./rest-server.ts";

let rest: RestServer;
beforeAll(async () => {
  rest = await startRestServer();
});
afterAll(() => rest.close());

const console_ = { console: "vnc" } as const;

describe("the thumbnail of a screen", () => {
  it("is a small picture that is not sent twice, and leaves one line in the audit log", async () => {
    const ip = await rest.addVm({ ...console_, name: "seen" });
    const first = await rest.get(`/vms/${ip}/thumbnail`);
    expect([first.status, first.headers.get("content-type")]).toEqual([200, "image/png"]);
    expect(Date.parse(first.headers.get("last-modified") ?? "")).toBeGreaterThan(Date.now() - 60_000);
    const { width, height, rgb } = decodePng(first.bytes);
    expect([width, height]).toEqual([480, 360]);
    expect(new Set(rgb).size).toBeGreaterThan(10);
    const again = await rest.get(`/vms/${ip}/thumbnail`, {
      "If-None-Match": first.headers.get("etag") ?? "",
    });
    expect([again.status, again.bytes.length]).toEqual([304, 0]);
    const lines = await rest.audit(ip);
    expect(lines).toEqual([
      expect.objectContaining({
        Method: "ConnectToVmConsole",
        Outcome: "started",
        Detail: "small picture of the screen",
      }),
    ]);
  });

  it.each([
    ["stopped", { ...console_, state: "stopped" }, 409, "VM_STATE"],
    ["without a screen", {}, 409, "CONSOLE_UNAVAILABLE"],
  ] as const)("of a VM that is %s does not exist", async (name, spec, status, code) => {
    const ip = await rest.addVm({ ...spec, name: name.replaceAll(" ", "-") });
    const answer = await rest.get(`/vms/${ip}/thumbnail`);
    expect([answer.status, answer.json.code]).toEqual([status, code]);
    expect(await rest.audit(ip)).toEqual([]);
  });

  it("of no VM does not exist", async () => {
    const answer = await rest.get("/vms/10.99.99.99/thumbnail");
    expect([answer.status, answer.json.code]).toEqual([404, "VM_NOT_FOUND"]);
  });

  it("is for those who may open the console", async () => {
    const ip = await rest.addVm({ ...console_, name: "alices", owner: "alice" });
    const other = await startRestServer({ user: "bob", simulation: rest.simulation });
    try {
      await other.until(() => other.inventory.vm(ip) !== undefined);
      const answer = await other.get(`/vms/${ip}/thumbnail`);
      expect([answer.status, answer.json.code]).toEqual([403, "FORBIDDEN"]);
    } finally {
      await other.close();
    }
  });

  it("can be switched off", async () => {
    const ip = await rest.addVm({ ...console_, name: "unseen" });
    const off = await startRestServer({ simulation: rest.simulation, args: ["--thumbnails", "off"] });
    try {
      await off.until(() => off.inventory.vm(ip) !== undefined);
      expect((await off.get(`/vms/${ip}/thumbnail`)).status).toBe(404);
      expect((await off.get("/session")).json.Thumbnails).toBe(false);
      expect((await rest.get("/session")).json.Thumbnails).toBe(true);
    } finally {
      await off.close();
    }
  });
});
