/** Watching DHCP and the update stream of a hypervisor as they come. */
import { readFileSync } from "node:fs";
import { expect, test } from "./support/fixtures.ts";
import { openHypervisor, panel } from "./support/hypervisors.ts";

test("DHCP packets come live, decoded, filtered, and as a capture file @api:WatchDhcp", async ({
  page,
  fleet,
}) => {
  const hypervisor = fleet.hypervisor(0);
  await openHypervisor(page, hypervisor, "dhcp");
  const packets = panel(page, "DHCP packets");
  await packets.getByRole("button", { name: "Watch" }).click();
  await expect(packets.getByText("watching", { exact: true })).toBeVisible();
  const first = { MacAddress: "52:54:00:00:10:01", IpAddress: "10.30.0.41" };
  const second = { MacAddress: "52:54:00:00:10:02", IpAddress: "10.20.0.42" };
  // The stream is open here before the hypervisor has taken the watcher in.
  await expect(async () => {
    hypervisor.state.dhcp.guestAsks(first, "asks-first");
    await expect(packets.getByRole("row").filter({ hasText: "asks-first" }).first()).toBeVisible({
      timeout: 200,
    });
  }).toPass();
  hypervisor.state.dhcp.guestAsks(second, "asks-second");
  const asked = packets.getByRole("row").filter({ hasText: "asks-second" });
  await expect(asked).toHaveCount(2);
  await expect(asked.filter({ hasText: "discover" })).toContainText(second.MacAddress);
  await expect(asked.filter({ hasText: "request" })).toContainText(second.IpAddress);
  await expect(asked.first()).toContainText("br0.120");

  await packets.getByRole("searchbox", { name: "Show only" }).fill("ASKS-SECOND");
  await expect(packets.getByRole("row").filter({ hasText: "asks-first" })).toHaveCount(0);
  await expect(packets.getByRole("row")).toHaveCount(3);
  const saving = page.waitForEvent("download");
  await packets.getByRole("button", { name: "Save as pcap" }).click();
  const file = await saving;
  expect(file.suggestedFilename()).toMatch(/^dhcp-.*\.pcap$/);
  const bytes = readFileSync(await file.path());
  expect(bytes.readUInt32BE(0)).toBe(0xa1b2c3d4);
  expect(bytes.includes("asks-second")).toBe(true);
  expect(bytes.includes("asks-first")).toBe(false);

  await packets.getByRole("button", { name: "Stop" }).click();
  await expect(packets.getByText("not watched", { exact: true })).toBeVisible();
  await expect(asked).toHaveCount(2);
});

test("the update stream is shown message by message @api:GetUpdates", async ({ page, fleet }) => {
  const vm = fleet.vm("web-01");
  await openHypervisor(page, fleet.hypervisor(vm.on), "updates");
  const stream = panel(page, "Update stream");
  await stream.getByRole("button", { name: "Follow" }).click();
  const messages = stream.getByRole("listitem");
  await expect(messages.first()).toContainText("Complete");
  await expect(messages.first()).toContainText("VMs");
  const before = (await fleet.call(vm, "GetVmInfo")).VmInfo as { Tags: object };
  await fleet.call(vm, "ChangeVmTags", { Tags: { ...before.Tags, streamed: "raw-and-unchanged" } });
  const change = messages.filter({ hasText: vm.ip }).filter({ hasText: "1 VM" });
  await expect(change.first()).toBeVisible();
  await change.first().getByRole("button").click();
  await expect(change.first()).toContainText("raw-and-unchanged");
  await fleet.call(vm, "ChangeVmTags", { Tags: before.Tags });
});
