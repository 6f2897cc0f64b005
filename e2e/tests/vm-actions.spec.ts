/** Each action of a VM's page once: the way a person takes, and what the hypervisor says afterwards. */
import type { MethodName } from "@stackdeck/api-types";
import type { Message } from "../conformance/client.ts";
import { expect, type Locator, test } from "./support/fixtures.ts";
import type { Fleet, FleetVm } from "./support/fleet.ts";
import { dialog as openDialog } from "./support/pages.ts";
import { chooseAction, expectVm, openVm, submit } from "./support/vm-actions.ts";

interface ActionCase {
  readonly method: MethodName;
  readonly create?: Message;
  readonly prepare?: (fleet: Fleet, vm: FleetVm) => Promise<unknown>;
  readonly fill?: (dialog: Locator) => Promise<void>;
  readonly typed?: boolean;
  readonly expected: (info: Message) => unknown;
}

const volumes = (info: Message) =>
  (info.Volumes ?? []) as { Size: number; Snapshots?: object; Interface?: string }[];
const addList = async (field: Locator, value: string) => {
  await field.fill(value);
  await field.press("Enter");
};

const cases: readonly ActionCase[] = [
  {
    method: "ChangeVmSize",
    fill: async (dialog) => {
      await dialog.getByLabel("Memory", { exact: true }).fill("512M");
      await dialog.getByLabel("CPU share, thousandths").fill("500");
    },
    expected: (info) => info.MemoryInMiB === 512 && info.MilliCPUs === 500,
  },
  {
    method: "ChangeVmHostname",
    fill: (dialog) => dialog.getByLabel("Host name", { exact: true }).fill("renamed-by-hand"),
    expected: (info) => info.Hostname === "renamed-by-hand",
  },
  {
    method: "ChangeVmTags",
    fill: async (dialog) => {
      await dialog.getByRole("button", { name: "Add tag" }).click();
      await dialog.getByLabel("Key 1").fill("__proto__");
      await dialog.getByLabel("Value 1").fill("only a name");
    },
    expected: (info) => Object.keys(info.Tags as object).includes("__proto__"),
  },
  {
    method: "ChangeVmOwnerUsers",
    fill: (dialog) => addList(dialog.getByRole("textbox", { name: /^Owners/ }), "bob"),
    expected: (info) => (info.OwnerUsers as string[]).includes("bob"),
  },
  {
    method: "ChangeVmOwnerGroups",
    fill: (dialog) => addList(dialog.getByRole("textbox", { name: /^Owner groups/ }), "team-b"),
    expected: (info) => (info.OwnerGroups as string[]).includes("team-b"),
  },
  {
    method: "ChangeVmDestroyProtection",
    fill: (dialog) => dialog.getByLabel("Refuse to destroy it").check(),
    expected: (info) => info.DestroyProtection === true,
  },
  {
    method: "ChangeVmCpuPriority",
    fill: (dialog) => dialog.getByLabel("Nice value").fill("7"),
    expected: (info) => info.CpuPriority === 7,
  },
  {
    method: "ChangeVmConsoleType",
    fill: async (dialog) => void (await dialog.getByLabel("Console", { exact: true }).selectOption("vnc")),
    expected: (info) => info.ConsoleType === "vnc",
  },
  {
    method: "ChangeVmMachineType",
    fill: async (dialog) => void (await dialog.getByLabel("Machine", { exact: true }).selectOption("q35")),
    expected: (info) => info.MachineType === "q35",
  },
  {
    method: "ChangeVmNumNetworkQueues",
    fill: (dialog) => dialog.getByLabel("Queues per interface").fill("4"),
    expected: (info) => (info.NetworkEntries as { NumQueues: number }[])[0]?.NumQueues === 4,
  },
  {
    method: "AddVmVolumes",
    fill: (dialog) => addList(dialog.getByRole("textbox", { name: "Sizes" }), "16M"),
    expected: (info) => volumes(info).length >= 2,
  },
  {
    method: "ChangeVmVolumeInterfaces",
    fill: async (dialog) =>
      void (await dialog.getByLabel("Root volume", { exact: true }).selectOption("nvme")),
    expected: (info) => volumes(info)[0]?.Interface === "nvme",
  },
  {
    method: "SnapshotVm",
    fill: (dialog) => dialog.getByRole("textbox", { name: /^Name/ }).fill("by-hand"),
    expected: (info) => Object.keys(volumes(info)[0]?.Snapshots ?? {}).includes("by-hand"),
  },
  {
    method: "StartVm",
    expected: (info) => info.State === "running",
  },
  {
    method: "StopVm",
    prepare: (fleet, vm) => fleet.call(vm, "StartVm"),
    expected: (info) => info.State === "stopped",
  },
  {
    method: "RebootVm",
    prepare: (fleet, vm) => fleet.call(vm, "StartVm"),
    expected: (info) => info.State === "running",
  },
];

/** Actions that ask nothing run at once. */
const asksNothing = new Set<MethodName>(["StartVm"]);

for (const { method, create, prepare, fill, typed, expected } of cases)
  test(`${method} from the VM's page @api:${method}`, async ({ page, fleet }) => {
    const vm = await fleet.createVm(`act-${method.toLowerCase()}`, create);
    await prepare?.(fleet, vm);
    await openVm(page, vm);
    await chooseAction(page, method);
    if (!asksNothing.has(method)) await submit(page, { fill, typed: typed ? vm.hostname : undefined });
    await expectVm(fleet, vm, expected);
  });

test("destroying asks for the name and says what is lost @api:DestroyVm", async ({ page, fleet }) => {
  const vm = await fleet.createVm("destroyed-by-hand");
  await openVm(page, vm);
  await chooseAction(page, "DestroyVm");
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("This deletes 1 volume");
  await expect(dialog.getByRole("button", { name: "Destroy" })).toBeDisabled();
  await submit(page, { typed: vm.hostname });
  await expect.poll(() => fleet.vms().some((other) => other.ip === vm.ip)).toBe(false);
  await expect(page.getByRole("heading", { name: `There is no VM at ${vm.ip}` })).toBeVisible();
});

test("a guest that does not shut down: the page counts the seconds until it is switched off", async ({
  page,
  fleet,
}) => {
  const vm = await fleet.createVm("does-not-listen");
  const hypervisor = fleet.hypervisor(vm.on);
  await fleet.call(vm, "StartVm");
  await openVm(page, vm);
  hypervisor.faults.ignoresPowerButton = true;
  try {
    await page.getByRole("button", { name: "Stop" }).click();
    await openDialog(page).getByRole("button", { name: "Stop", exact: true }).click();
    const state = page.getByText(/^stopping… \(killed in \d+ s\)$/);
    await expect(state).toBeVisible();
    const seconds = async () => Number(/\d+/.exec((await state.textContent()) ?? "")?.[0]);
    const first = await seconds();
    expect(first).toBeLessThanOrEqual(15);
    await expect.poll(seconds).toBeLessThan(first);
  } finally {
    hypervisor.faults.ignoresPowerButton = false;
  }
  // Others see it too, in the list.
  await page.goto(`/vms?q=${vm.hostname}`);
  await expect(page.getByRole("grid").getByText(/^stopping… \d+ s$/)).toBeVisible();
});

test("a refusal of the hypervisor is shown word by word and the form is kept", async ({
  page,
  fleet,
  consoleGuard,
}) => {
  consoleGuard.expect(/status of 409/);
  const vm = await fleet.createVm("refused-by-the-hypervisor");
  await openVm(page, vm);
  await chooseAction(page, "ChangeVmSize");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Memory", { exact: true }).fill("900000G");
  await dialog.getByLabel("CPU share, thousandths").press("Enter");
  await dialog.locator("footer").getByRole("button").last().click();
  await expect(dialog.getByRole("alert")).toContainText(/insufficient (unallocated|available) memory/);
  await expect(dialog.getByLabel("Memory", { exact: true })).toHaveValue("900000G");
});
