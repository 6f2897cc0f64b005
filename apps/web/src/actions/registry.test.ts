import { methods, type VmInfo, VmInfo as VmInfoSchema, zeroOf } from "@stackdeck/api-types";
import { describe, expect, it } from "vitest";
import { errorsOf, requestOf } from "../ui/form/field-spec.ts";
import type { ActionContext } from "./action-spec.ts";
import { vmActions } from "./registry.ts";

const info = {
  ...(zeroOf(VmInfoSchema) as VmInfo),
  Hostname: "web-1",
  ImageName: "base",
  MemoryInMiB: 1024,
  MilliCPUs: 500,
  State: "stopped",
  OwnerUsers: ["alice", "bob"],
  Tags: { Name: "web-1" },
  Volumes: [{ Size: 1024 ** 3, Snapshots: { before: 1024 ** 3 } }, { Size: 2 * 1024 ** 3 }],
} as unknown as VmInfo;
const context: ActionContext = {
  info,
  preset: {},
  vm: {
    ip: "10.0.0.7",
    name: "web-1",
    state: "stopped",
    hypervisor: "hv-1",
    hypervisorName: "hv-1",
    ownerUsers: ["alice"],
    ownerGroups: [],
    destroyProtection: false,
    uncommitted: false,
    consoleType: "none",
    stale: false,
  },
};

/** Fields that only a person can fill: files and the choice of another machine, network or storage. */
const asked = new Set(["file", "hypervisor", "subnet", "storage"]);

describe("action registry", () => {
  it("has every action once", () => {
    const names = vmActions.map((action) => action.method);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(vmActions.map((action) => [action.method, action] as const))(
    "%s opens with a form that can be sent as it is",
    (method, action) => {
      expect(methods[method].label).not.toBe("");
      const values = action.initial?.(context) ?? {};
      const fields = action.fields?.(context, values) ?? [];
      const errors = errorsOf(
        fields.filter((field) => !asked.has(field.kind)),
        values,
      );
      expect(method === "HoldVmLock" ? {} : errors).toEqual({});
      expect(() => action.request?.(values, context) ?? requestOf(fields, values)).not.toThrow();
    },
  );

  it("keeps the primary owner at the front", () => {
    const action = vmActions.find((it) => it.method === "ChangeVmOwnerUsers");
    expect(action?.request?.({ OwnerUsers: ["carol"] }, context)).toEqual({ OwnerUsers: ["alice", "carol"] });
  });
});
