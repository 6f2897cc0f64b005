import { expect, test } from "./support/fixtures.ts";
import { dialog, openVmList } from "./support/pages.ts";
import { search } from "./support/vm-list.ts";

test("keys, then operators, then values with their counts are offered", async ({ page, fleet }) => {
  await openVmList(page);
  await search(page).click();
  await page.keyboard.type("own");
  const options = page.getByRole("listbox", { name: "Suggestions" }).getByRole("option");
  await expect(options.first()).toContainText("owner");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(options.first()).toContainText("owner:");
  await page.keyboard.press("Enter");
  await expect(search(page)).toHaveValue("owner:");
  const alices = fleet.hypervisor(0).state.vms.size > 0 ? options.filter({ hasText: "alice" }) : options;
  await expect(alices).toContainText(/\d+/);
  const count = Number(/\d+/.exec((await alices.textContent()) ?? "")?.[0]);
  await page.keyboard.press("Enter");
  await expect(search(page)).toHaveValue(/^owner:\w+ $/);
  await search(page).fill("owner:alice");
  await expect(page.getByText(new RegExp(`^${count} of \\d+ VMs$`))).toBeVisible();
});

test("a part of the search that is only begun leaves no row out", async ({ page, fleet }) => {
  const all = fleet.vms().length;
  await openVmList(page);
  await search(page).click();
  const counted = (text: string | RegExp) => page.getByText(text, { exact: true });
  await expect(counted(`${all} VMs`)).toBeVisible();
  await page.keyboard.type("state:");
  await expect(counted(`${all} VMs`)).toBeVisible();
  await page.keyboard.type("crashed owner:");
  const crashed = fleet.vms().filter((vm) => vm.state === "crashed").length;
  await expect(counted(`${crashed} of ${all} VMs`)).toBeVisible();
  await expect(search(page)).toHaveValue("state:crashed owner:");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(search(page)).toHaveValue("state:crashed owner:");
  await expect(search(page)).toHaveAttribute("aria-invalid", "true");
});

test("no key is lost however quickly one types", async ({ page }) => {
  await openVmList(page);
  await search(page).click();
  const text = "name:web* state:running -tag:env=staging mem>=1G owner:alice";
  await page.keyboard.type(text, { delay: 15 });
  await expect(search(page)).toHaveValue(text);
  await expect(page).toHaveURL(/owner(%3A|:)alice/);
  await expect(search(page)).toHaveValue(text);
});

test("chips are the parts of the text, in its order, and a wrong part is marked in its place", async ({
  page,
}) => {
  await openVmList(page, "web state:running -tag:env=staging");
  const chips = page.getByRole("list", { name: "Parts of the search" }).getByRole("listitem");
  await expect(chips).toHaveText(["web", "state:running", "-tag:env=staging"]);
  await page.getByRole("button", { name: "Remove state:running" }).click();
  await expect(search(page)).toHaveValue("web -tag:env=staging");
  await expect(chips).toHaveText(["web", "-tag:env=staging"]);
  await chips.getByRole("button", { name: "web", exact: true }).click();
  await expect(search(page)).toBeFocused();
  await page.keyboard.type("db");
  await expect(chips).toHaveText(["db", "-tag:env=staging"]);
  await search(page).fill("web mem>=lots state:running");
  await expect(page.getByText("This must be a size such as 8G")).toBeVisible();
  await expect(search(page)).toHaveAttribute("aria-invalid", "true");
  // What is not understood is not asked for: the rows stay.
  await expect(chips).toHaveText(["db", "-tag:env=staging"]);
});

test("a view is kept on the server and can be the one the list opens with", async ({ page }) => {
  await openVmList(page, "state:stopped");
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: "Save this view…" }).click();
  await dialog(page).getByLabel("Name").fill("Resting");
  await dialog(page).getByLabel("Open the list with this view").check();
  await dialog(page).getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("button", { name: "Resting" })).toBeVisible();
  await page.goto("/vms");
  await expect(search(page)).toHaveValue("state:stopped");
  await page.getByRole("button", { name: "Resting" }).click();
  await page.getByRole("menuitem", { name: "All VMs" }).click();
  await expect(search(page)).toHaveValue("");
  await page.reload();
  await expect(search(page)).toHaveValue("");
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: /^Resting/ }).click();
  await page.getByRole("button", { name: "Resting" }).click();
  await page.getByRole("menuitem", { name: "Remove “Resting”" }).click();
  await expect(page.getByRole("button", { name: "Views" })).toBeVisible();
});
