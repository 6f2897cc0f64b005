import { FaultyLink } from "@stackdeck/simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RestServer, startRestServer } from "../rest/rest-server.ts";

let rest: RestServer;
const links: FaultyLink[] = [];
beforeAll(async () => {
  rest = await startRestServer({
    hypervisors: 2,
    via: async ({ hypervisors }) => {
      for (const hypervisor of hypervisors) links.push(await FaultyLink.open(hypervisor));
      return links.map(({ host, port }) => `${host}:${port}`);
    },
  });
});
afterAll(async () => {
  for (const link of links) await link.close();
  await rest.close();
});

const live = () => rest.until(() => rest.inventory.hypervisor(rest.id())?.Freshness === "live");
const key = (name: string) => ({ "Idempotency-Key": name });

/** How often a method has begun on the first hypervisor, by the audit log. */
const begun = async (ip: string) =>
  (await rest.audit(ip)).filter(({ Outcome }) => Outcome === "started").map(({ Method }) => Method);

/** Sends StopVm to a guest that does not react, and cuts the line when the hypervisor is at it. */
async function stopAndCut(ip: string, headers: Record<string, string>) {
  const { state, faults } = rest.simulated();
  faults.ignoresPowerButton = true;
  const answer = rest.post(`/vms/${ip}/stop`, {}, headers);
  await rest.until(() => rest.inventory.vm(ip)?.State === "stopping");
  expect(state.vm(ip).state).toBe("stopping");
  links[0]!.reset();
  const answered = await answer;
  faults.ignoresPowerButton = false;
  state.virtualisers.get(ip)?.kill();
  await live();
  return answered;
}

describe("an answer that is lost after the request was sent", () => {
  it("is an unknown outcome, with what is there now read again, and is not sent again", async () => {
    const ip = await rest.addVm();
    const answer = await stopAndCut(ip, {});
    expect([answer.status, answer.json.code, answer.json.outcomeUnknown]).toEqual([
      502,
      "OUTCOME_UNKNOWN",
      true,
    ]);
    expect(answer.json.Current).toMatchObject({ VmInfo: { State: "stopping" } });
    expect(await begun(ip)).toEqual(["StopVm"]);
    expect((await rest.audit(ip)).map(({ Outcome }) => Outcome)).toEqual(["started", "unknown"]);
  });

  it("leaves its key taken: a second click gets the same answer and does nothing", async () => {
    const ip = await rest.addVm();
    const first = await stopAndCut(ip, key("lost"));
    await rest.until(() => rest.inventory.vm(ip)?.State === "stopped");
    expect((await rest.post(`/vms/${ip}/start`)).status).toBe(200);
    const second = await rest.post(`/vms/${ip}/stop`, {}, key("lost"));
    expect([second.status, second.json.code]).toEqual([first.status, "OUTCOME_UNKNOWN"]);
    expect(second.headers.get("idempotency-replayed")).toBe("true");
    expect(rest.simulated().state.vm(ip).state).toBe("running");
    expect(await begun(ip)).toEqual(["StopVm", "StartVm"]);
  });

  it("of work in the background ends it as unknown", async () => {
    const ip = await rest.addVm();
    const answer = await stopAndCut(ip, { Prefer: "respond-async" });
    expect(await rest.follow(answer)).toMatchObject({ State: "unknown", Error: { outcomeUnknown: true } });
  });

  it("of a VM that is gone meanwhile says so", async () => {
    const ip = await rest.addVm();
    const { faults, state } = rest.simulated();
    faults.ignoresPowerButton = true;
    const answer = rest.post(`/vms/${ip}/stop`);
    await rest.until(() => rest.inventory.vm(ip)?.State === "stopping");
    const gone = rest.until(() => rest.inventory.vm(ip) === undefined);
    // Cut first: what the hypervisor says about the end of the VM must not come as the answer.
    links[0]!.reset();
    await rest.simulated().removeVm(ip);
    faults.ignoresPowerButton = false;
    expect((await answer).json.Current).toEqual({ VmInfo: null });
    await gone;
    expect(state.vms.has(ip)).toBe(false);
  });
});

describe("a migration whose end is not seen", () => {
  it("is unknown, and both hypervisors are asked where the VM is", async () => {
    const ip = await rest.addVm();
    const body = { Hypervisor: rest.id(1) };
    const started = await rest.post(`/vms/${ip}/migrate`, body);
    await rest.follow(started, ({ State }) => State === "waiting-for-commit");
    links[1]!.reset();
    const ended = await rest.follow(started);
    expect(ended.State).toBe("unknown");
    expect(ended.Error?.detail).toMatch(/now the source (has|does not have) the VM, and the destination/);
  });
});

describe("two who do the same", () => {
  it("a VM that two people destroy is destroyed once, and the second is told that it is gone", async () => {
    const ip = await rest.addVm({ state: "stopped" });
    const both = await Promise.all([rest.send("DELETE", `/vms/${ip}`), rest.send("DELETE", `/vms/${ip}`)]);
    const statuses = both.map(({ status }) => status).sort();
    expect(statuses[0]).toBe(200);
    expect([404, 409]).toContain(statuses[1]);
    expect(rest.simulated().state.vms.has(ip)).toBe(false);
  });

  it("a create that is submitted twice makes exactly one VM", async () => {
    const before = rest.simulated().state.vms.size;
    const body = { MemoryInMiB: 128, MilliCPUs: 100, SubnetId: "staging", MinimumFreeBytes: 2 ** 24 };
    const click = () => rest.post("/vms", { ...body, Hypervisor: rest.id() }, key("create"));
    const answers = await Promise.all([click(), click(), click()]);
    const accepted = answers.filter(({ status }) => status === 202);
    expect(new Set(accepted.map(({ json }) => json.Id)).size).toBe(1);
    expect(answers.every(({ status }) => status === 202 || status === 409)).toBe(true);
    const ended = await rest.follow(accepted[0]!);
    expect(ended.State).toBe("succeeded");
    expect((await click()).json.Id).toBe(ended.Id);
    expect(rest.simulated().state.vms.size).toBe(before + 1);
  });
});
