import { type Machine, Machine as MachineSchema, zeroOf } from "@stackdeck/api-types";
import { describe, expect, it } from "vitest";
import type { Fleet, HypervisorTarget } from "../../src/fleet/fleet.ts";
import { FleetManagerFollower, targetOfMachine } from "../../src/fleet/fleet-manager.ts";
import { hypervisorId } from "../../src/fleet/hypervisor-id.ts";

class FakeFleet {
  readonly members = new Map<string, HypervisorTarget>();
  get ids(): string[] {
    return [...this.members.keys()];
  }
  add(target: HypervisorTarget): string {
    this.members.set(hypervisorId(target), target);
    return hypervisorId(target);
  }
  async remove(id: string): Promise<void> {
    this.members.delete(id);
  }
}

function setup() {
  const fleet = new FakeFleet();
  const follower = new FleetManagerFollower({
    target: { host: "fleet", port: 6977 },
    fleet: fleet as unknown as Fleet,
    connectOptions: () => {
      throw new Error("not dialled here");
    },
    clock: { now: () => 0, sleep: () => Promise.resolve() },
    log: { debug: () => {}, warn: () => {} },
  });
  return { fleet, follower };
}

const machine = (Hostname: string, more: Partial<Machine> = {}): Machine => ({
  ...zeroOf(MachineSchema),
  Hostname,
  ...more,
});

describe("fleet manager", () => {
  it("adds machines by address where there is one, else by name", () => {
    expect(targetOfMachine(machine("hv1", { HostIpAddress: "10.1.0.1", Location: "a/b" }))).toMatchObject({
      host: "10.1.0.1",
      port: 6976,
      hostname: "hv1",
      location: "a/b",
    });
    expect(targetOfMachine(machine("hv1")).host).toBe("hv1");
  });

  it("keeps the fleet equal to the topology over messages and reconnects", async () => {
    const { fleet, follower } = setup();
    await follower.apply({ ChangedMachines: [machine("hv1"), machine("hv2"), machine("hv3")] }, true);
    expect(fleet.ids).toEqual(["hv1:6976", "hv2:6976", "hv3:6976"]);
    await follower.apply({ DeletedMachines: ["hv2"] }, false);
    expect(fleet.ids).toEqual(["hv1:6976", "hv3:6976"]);
    // What was deleted while the stream was down is not named; the first message is the whole truth.
    await follower.apply({ ChangedMachines: [machine("hv1")] }, true);
    expect(fleet.ids).toEqual(["hv1:6976"]);
  });

  it("follows a machine that gets another address", async () => {
    const { fleet, follower } = setup();
    await follower.apply({ ChangedMachines: [machine("hv1", { HostIpAddress: "10.1.0.1" })] }, true);
    await follower.apply({ ChangedMachines: [machine("hv1", { HostIpAddress: "10.1.0.2" })] }, false);
    expect(fleet.ids).toEqual(["10.1.0.2:6976"]);
  });

  it("takes over owners and leaves hypervisors of the configuration alone", async () => {
    const { fleet, follower } = setup();
    fleet.add({ host: "hv1", port: 6976 });
    await follower.apply(
      { ChangedMachines: [machine("hv1", { OwnerUsers: ["alice"], OwnerGroups: ["ops"] })] },
      true,
    );
    expect(fleet.members.get("hv1:6976")?.owners).toEqual({ users: ["alice"], groups: ["ops"] });
    await follower.apply({ DeletedMachines: ["hv1"] }, false);
    expect(fleet.ids).toEqual(["hv1:6976"]);
  });
});
