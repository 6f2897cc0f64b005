/** Looking at and acting on a graphical console, and comparing it with what the guest has drawn. */
import { readFileSync } from "node:fs";
import { expect, type Locator, type Page } from "@playwright/test";

/** A picture of 0xRRGGBB pixels. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly pixels: ArrayLike<number>;
}

/** Opens the screen of a VM and waits until it is there. */
export async function openScreen(page: Page, ip: string): Promise<Locator> {
  await page.goto(`/vms/${ip}/console/vnc`);
  await connected(page);
  return page.getByRole("main").locator("canvas").first();
}

export async function connected(page: Page): Promise<void> {
  await expect(page.locator('[data-phase="connected"]')).toBeVisible();
}

/** The tools of a screen. */
export function screenTools(page: Page): Locator {
  return page.getByRole("toolbar", { name: "Screen" });
}

/** The picture that the user saves. */
export async function savedPicture(page: Page): Promise<Pixels> {
  const saved = page.waitForEvent("download");
  await screenTools(page).getByRole("button", { name: "Save a picture of the screen" }).click();
  return decodePicture(page, readFileSync(await (await saved).path()));
}

const decodeInPage = `async (base64) => {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
  context.drawImage(bitmap, 0, 0);
  let rgba = "";
  for (const byte of context.getImageData(0, 0, bitmap.width, bitmap.height).data) rgba += String.fromCharCode(byte);
  return { width: bitmap.width, height: bitmap.height, rgba: btoa(rgba) };
}`;

/** Has the browser decode a picture. */
export async function decodePicture(page: Page, file: Buffer): Promise<Pixels> {
  const { width, height, rgba } = await page.evaluate<{ width: number; height: number; rgba: string }>(
    `(${decodeInPage})(${JSON.stringify(file.toString("base64"))})`,
  );
  const bytes = Buffer.from(rgba, "base64");
  const pixels = Array.from({ length: width * height }, (_, index) => bytes.readUIntBE(index * 4, 3));
  return { width, height, pixels };
}

/** What moves by itself on the guest's screen: the clock and the ball. */
const moving = [
  { x: 690, y: 0, width: 110, height: 26 },
  { x: 520, y: 480, width: 260, height: 100 },
];

/** How many pixels of two pictures differ, apart from what moves by itself. */
export function differences(a: Pixels, b: Pixels): number {
  if (a.width !== b.width || a.height !== b.height) return Number.POSITIVE_INFINITY;
  let count = 0;
  for (let index = 0; index < a.width * a.height; index += 1) {
    const [x, y] = [index % a.width, Math.floor(index / a.width)];
    const isMoving = moving.some(
      (area) => x >= area.x && x < area.x + area.width && y >= area.y && y < area.y + area.height,
    );
    if (!isMoving && a.pixels[index] !== b.pixels[index]) count += 1;
  }
  return count;
}
