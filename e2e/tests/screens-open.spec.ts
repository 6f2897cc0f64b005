/** What opens over the screens (sheets, dialogs, menus): accessible in both themes, inside the screen of a phone. */
import type { Page } from "@playwright/test";
import { violations } from "./support/axe.ts";
import { expect, test } from "./support/fixtures.ts";
import type { Fleet } from "./support/fleet.ts";

/** What opens something, by name, on a screen. */
type Openers = readonly (readonly [name: string, open: (page: Page) => Promise<unknown>])[];

const key = (name: string, keys: string) => [name, (page: Page) => page.keyboard.press(keys)] as const;
const press = (name: RegExp, where: "main" | "banner" = "main") =>
  [name.source, (page: Page) => page.getByRole(where).getByRole("button", { name }).first().click()] as const;

function openers(fleet: Fleet): readonly (readonly [path: string, opens: Openers])[] {
  const hypervisor = `/hypervisors/${fleet.hypervisor(0).address}`;
  const vm = `/vms/${fleet.vms().find(({ state }) => state === "running")?.ip}`;
  return [
    [
      "/",
      [
        key("palette", "Control+k"),
        key("help", "?"),
        press(/^Notifications/, "banner"),
        press(/^Operations/, "banner"),
        press(/appearance and more$/, "banner"),
      ],
    ],
    [hypervisor, [press(/^Disable/), press(/^Power off/)]],
    [
      `${hypervisor}/networks`,
      [
        press(/^Add subnet/),
        press(/^Change development/),
        press(/^Delete development/),
        press(/^Limit free addresses/),
        press(/^Remove addresses/),
        press(/^Add addresses/),
        press(/^Set external leases/),
        press(/^Boot a machine/),
      ],
    ],
    [`${hypervisor}/tools`, [press(/^Change owners/), press(/^Hold the main lock/)]],
    ["/settings", [press(/^New token/)]],
    [vm, [press(/^Reboot/), press(/^All actions/)]],
  ];
}

/** What is open now: a dialog, or the menu over it. */
const opened = 'dialog[open], [role="menu"]';

/** Pixels by which what is open reaches out of the window. */
async function outside(page: Page): Promise<number> {
  const box = await page.locator(opened).boundingBox();
  const window = page.viewportSize();
  if (!box || !window) throw new Error("nothing is open");
  const right = box.x + box.width - window.width;
  const bottom = box.y + box.height - window.height;
  return Math.max(0, -box.x, -box.y, right, bottom);
}

for (const { colorScheme, width } of [
  { colorScheme: "light", width: 1280 },
  { colorScheme: "dark", width: 320 },
] as const)
  test(`what opens over a screen is accessible in the ${colorScheme} theme, ${width} pixels wide`, async ({
    page,
    fleet,
  }) => {
    test.setTimeout(180_000);
    await page.setViewportSize({ width, height: 640 });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const found: string[] = [];
    for (const [path, opens] of openers(fleet)) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
      await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
      for (const [name, open] of opens) {
        await open(page);
        await expect(page.locator(opened)).toBeVisible();
        for (const text of await violations(page, opened)) found.push(`${path} ${name}: ${text}`);
        expect(await outside(page), `${path} ${name} reaches out of the window`).toBeLessThanOrEqual(0.5);
        await page.keyboard.press("Escape");
        await expect(page.locator(opened)).toHaveCount(0);
      }
    }
    expect(found).toEqual([]);
  });
