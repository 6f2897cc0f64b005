import { describe, expect, it } from "vitest";
import { urlOf } from "./call.ts";

describe("address of a call", () => {
  it("takes path parameters out of the request", () => {
    const { url, rest } = urlOf("ChangeVmTags", { IpAddress: "10.0.0.7", Tags: { a: "b" } });
    expect(url).toBe("/api/v1/vms/10.0.0.7/tags");
    expect(rest).toEqual({ Tags: { a: "b" } });
  });

  it("escapes what people type", () => {
    const { url } = urlOf("DiscardVmSnapshot", { IpAddress: "10.0.0.7", Name: "a/b?c#d" });
    expect(url).toBe("/api/v1/vms/10.0.0.7/snapshots/a%2Fb%3Fc%23d");
  });

  it("has a path for the snapshot without a name", () => {
    const { url } = urlOf("DiscardVmSnapshot", { IpAddress: "10.0.0.7", Name: "" });
    expect(url).toBe("/api/v1/vms/10.0.0.7/snapshots/.default");
  });

  it("names the hypervisor", () => {
    expect(urlOf("GetCapacity", {}, "hv 1:6976").url).toBe("/api/v1/hypervisors/hv%201%3A6976/capacity");
  });
});
