/** What a VM's page tells about it, and what it does to it beyond size and state. */
import { readFileSync } from "node:fs";
import type { Message } from "../conformance/client.ts";
import { expect, test } from "./support/fixtures.ts";
import { panel } from "./support/hypervisors.ts";
import { chooseAction, expectVm, openVm, submit } from "./support/vm-actions.ts";

test("all fields are read as the tools print them @api:GetVmInfo", async ({ page, fleet }) => {
  const vm = await fleet.createVm("all-fields");
  await openVm(page, vm, "configuration");
  await page.getByRole("button", { name: "Read", exact: true }).click();
  await expect(page.getByText('"Hostname": "all-fields"')).toBeVisible();
});

test("logs of the virtualiser are listed and shown @api:ListVmVirtualiserLogFiles @api:GetVmVirtualiserLogFile", async ({
  page,
  fleet,
}) => {
  const vm = await fleet.createVm("virtualiser-logs");
  await fleet.call(vm, "StartVm");
  await openVm(page, vm, "logs");
  const which = page.getByLabel("Which log");
  await expect(which.getByRole("option", { name: /^Virtualiser: stderr/ })).toBeAttached();
  await which.selectOption("file:stdout");
  await expect(
    page.getByRole("region", { name: "Log", exact: true }).or(page.getByText("The file is empty.")),
  ).toBeVisible();
});

test("a port is probed @api:ProbeVmPort", async ({ page, fleet }) => {
  const vm = fleet.vms().find(({ state }) => state === "running")!;
  await openVm(page, vm, "network");
  await page.getByRole("button", { name: "Probe", exact: true }).click();
  await expect(page.getByText("The port is open.")).toBeVisible();
});

test("metadata requests are seen as they come @api:TraceVmMetadata", async ({ page, fleet }) => {
  const vm = fleet.vms().find(({ state }) => state === "running")!;
  await openVm(page, vm, "network");
  const requests = panel(page, "Metadata requests");
  await requests.getByRole("button", { name: "Watch" }).click();
  await expect(requests.getByRole("button", { name: "Stop" })).toBeVisible();
  await fleet.call(vm, "RebootVm");
  await expect(requests).toContainText(/\/(latest|datasource)\S*/, { timeout: 30_000 });
});

test("the VM gets an address of another subnet @api:ChangeVmSubnet", async ({ page, fleet }) => {
  const vm = await fleet.createVm("moved-to-staging");
  await openVm(page, vm);
  await chooseAction(page, "ChangeVmSubnet");
  await submit(page, {
    fill: async (dialog) => void (await dialog.getByLabel("New subnet").selectOption("staging")),
  });
  await expect.poll(() => fleet.vm(vm.hostname).ip).not.toBe(vm.ip);
  expect(fleet.hypervisor(vm.on).state.vm(fleet.vm(vm.hostname).ip).info.SubnetId).toBe("staging");
});

test("who may become the primary owner becomes it @api:BecomePrimaryVmOwner", async ({ page, fleet }) => {
  const vm = await fleet.createVm("owned-by-others");
  fleet.hypervisor(vm.on).changeVm(vm.ip, (info) => {
    info.OwnerUsers = ["alice", "admin"];
  });
  await openVm(page, vm);
  await chooseAction(page, "BecomePrimaryVmOwner");
  await submit(page);
  await expectVm(fleet, vm, (info) => (info.OwnerUsers as string[])[0] === "admin");
});

test("certificates of the guest are replaced @api:ReplaceVmCredentials @api:ReplaceVmIdentity", async ({
  page,
  fleet,
}) => {
  const vm = await fleet.createVm("credentials-by-hand");
  const { certDir } = fleet.simulation;
  const pem = (name: string) => ({
    name,
    mimeType: "application/x-pem-file",
    buffer: readFileSync(`${certDir}/${name}`),
  });
  await openVm(page, vm, "identity");
  await page.getByRole("button", { name: "Replace credentials" }).click();
  await submit(page, {
    fill: async (dialog) => {
      await dialog.getByLabel("Certificate (PEM)").setInputFiles(pem("bob.cert"));
      await dialog.getByLabel("Private key (PEM)").setInputFiles(pem("bob.key"));
    },
  });
  const identity = (info: Message) => String(info.IdentityName ?? "");
  await expectVm(fleet, vm, (info) => identity(info) === "bob");
  await expect(page.getByRole("main")).toContainText("bob");
  await page.getByRole("button", { name: "Replace identity" }).click();
  await submit(page);
  await expectVm(fleet, vm, (info) => identity(info) === "");
});

test("the request shown gets a script an access token, a browser gets none @api:GetVmAccessToken", async ({
  page,
  fleet,
  consoleGuard,
}) => {
  consoleGuard.expect(/403/);
  const vm = await fleet.createVm("token-for-a-script");
  await page.goto("/settings");
  await page.getByRole("button", { name: "New token" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("script");
  await page.getByRole("dialog").getByLabel("May change things").check();
  await page.getByRole("dialog").getByRole("button", { name: "Make token" }).click();
  const secret = await page.getByRole("dialog").getByLabel("Token").inputValue();
  await openVm(page, vm, "identity");
  const command = (await page.getByText(/^curl -X POST/).textContent()) ?? "";
  const [, body = ""] = /-d '(.*)' /.exec(command) ?? [];
  const [url = ""] = /https?:\S+$/.exec(command) ?? [];
  const ask = (headers: Record<string, string>) =>
    fetch(url, { method: "POST", body, headers: { "Content-Type": "application/json", ...headers } });
  const answer = await ask({ Authorization: `Bearer ${secret}` });
  const { Token } = (await answer.json()) as { Token: string };
  await fleet.client(vm.on, "carol").ok("DiscardVmAccessToken", { IpAddress: vm.ip, AccessToken: Token });
  const session = `(async () => {
    const { CsrfToken } = await (await fetch("/api/v1/session")).json();
    const headers = { "Content-Type": "application/json", "X-CSRF-Token": CsrfToken };
    return (await fetch(${JSON.stringify(url)}, { method: "POST", headers, body: ${JSON.stringify(body)} })).status;
  })()`;
  expect(await page.evaluate(session)).toBe(403);
});

test("an access token is discarded, and none is ever shown @api:DiscardVmAccessToken", async ({
  page,
  fleet,
}) => {
  const vm = await fleet.createVm("token-discarded");
  const { Token } = await fleet.call(vm, "GetVmAccessToken", { Lifetime: 60_000_000_000 });
  await openVm(page, vm, "identity");
  await expect(page.getByRole("main")).not.toContainText(String(Token));
  await page.getByRole("button", { name: "Discard access token" }).click();
  await expect
    .poll(async () => {
      const request = { IpAddress: vm.ip, AccessToken: Token };
      const outcome = await fleet.client(vm.on, "carol").attempt("DiscardVmAccessToken", request);
      return outcome.error;
    })
    .not.toBe("");
});
