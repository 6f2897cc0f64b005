import { describe, expect, it } from "vitest";
import { fitted } from "../../src/thumbnails/picture-scaler.ts";
import { encodePng } from "../../src/thumbnails/png.ts";
import { readScreen } from "../../src/thumbnails/screen-reader.ts";
import { areaOf, decodePng, FakeScreen, type FakeScreenOptions, startOf, updateOf } from "./fake-screen.ts";

const into = { width: 480, height: 360 };
const small = { width: 4, height: 4 };
/** Four fields in pure colours. */
const quarters = (x: number, y: number): number =>
  y < 360 ? (x < 480 ? 0xff0000 : 0x00ff00) : x < 480 ? 0x0000ff : 0xffffff;
const screen: FakeScreenOptions = { width: 960, height: 720, pixel: quarters };

async function picture(options: FakeScreenOptions) {
  const { rgb, width, height } = await readScreen(new FakeScreen(options), into);
  return { width, height, at: (x: number, y: number) => rgb.readUIntBE((y * width + x) * 3, 3) };
}

describe("a picture of a screen", () => {
  it.each(["RFB 003.003\n", "RFB 003.007\n", "RFB 003.008\n"])("is taken from %j", async (version) => {
    const taken = await picture({ ...screen, version });
    expect([taken.width, taken.height]).toEqual([480, 360]);
    const corners = [taken.at(0, 0), taken.at(479, 0), taken.at(0, 359), taken.at(479, 359)];
    expect(corners).toEqual([0xff0000, 0x00ff00, 0x0000ff, 0xffffff]);
  });

  it.each([1, 3, 7, 1000])("comes in pieces of %i bytes", async (pieces) => {
    const taken = await picture({ width: 5, height: 3, pieces, pixel: (x, y) => (x === y ? 0xffffff : 0) });
    const cells = [0, 1, 2].map((y) =>
      [0, 1, 2, 3, 4].map((x) => (taken.at(x, y) === 0 ? "." : "#")).join(""),
    );
    expect(cells).toEqual(["#....", ".#...", "..#.."]);
  });

  it("has the mean of the pixels that one stands for", async () => {
    const stripes = (x: number): number => (x % 2 === 0 ? 0xffffff : 0);
    const taken = await picture({ width: 960, height: 2, pixel: stripes });
    expect(taken.at(100, 0)).toBe(0x808080);
  });

  it("is put together from several updates, with other messages between", async () => {
    const options = { width: 4, height: 4, pixel: () => 0xff0000 };
    const top = updateOf([areaOf(options, { x: 0, y: 0, width: 4, height: 2 })]);
    const bottom = updateOf([areaOf(options, { x: 0, y: 2, width: 4, height: 2 })]);
    const bell = Buffer.of(2);
    const clipboard = Buffer.concat([Buffer.from([3, 0, 0, 0, 0, 0, 0, 5]), Buffer.from("hello")]);
    const palette = Buffer.concat([Buffer.from([1, 0, 0, 0, 0, 1]), Buffer.alloc(6)]);
    const taken = await picture({
      ...options,
      updates: [Buffer.concat([bell, top]), Buffer.concat([clipboard, palette, bottom])],
    });
    expect(taken.at(3, 3)).toBe(0xff0000);
  });

  it("leaves the screen to those who look at it: shares, and sends no key, pointer or clipboard", async () => {
    const server = new FakeScreen(screen);
    await readScreen(server, into);
    const [version, security, share, ...messages] = server.told;
    expect(version?.toString()).toBe("RFB 003.008\n");
    expect([...security!, ...share!]).toEqual([1, 1]);
    expect(messages.map((message) => message[0])).toEqual([0, 2, 3]);
  });
});

describe("a hostile screen", () => {
  const noPassword = [1, 1, 0, 0, 0, 0];
  const greeting = (bytes: readonly number[], ...rest: Buffer[]) =>
    Buffer.concat([Buffer.from(bytes), ...rest]);
  const started = (width: number, height: number, nameLength = 0) =>
    greeting(noPassword, startOf(width, height, "", nameLength));
  const area = { x: 0, y: 0, ...small, pixels: Buffer.alloc(32) };
  const cases: [string, Partial<FakeScreenOptions>][] = [
    ["another protocol", { version: "SSH-2.0-Open" }],
    ["a password", { after: greeting([1, 2]) }],
    ["no kind of security at all", { after: greeting([0]) }],
    ["an old one with a password", { version: "RFB 003.003\n", after: greeting([0, 0, 0, 2]) }],
    ["a refusal", { after: greeting([1, 1, 0, 0, 0, 1]) }],
    ["no pixels", { after: started(0, 600) }],
    ["too many pixels", { after: started(65535, 65535) }],
    ["an endless name", { after: started(4, 4, 0xffffffff) }],
    ["pixels in another form", { updates: [updateOf([{ ...area, encoding: 16 }])] }],
    ["an area beyond the edge", { updates: [updateOf([{ ...area, x: 1 }])] }],
    ["more areas than anybody needs", { updates: [updateOf([], 60_000)] }],
    ["an endless clipboard", { updates: [Buffer.from([3, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff])] }],
    ["an unknown message", { updates: [Buffer.of(200)] }],
    ["updates without end and without pixels", { updates: Array.from({ length: 100 }, () => updateOf([])) }],
  ];
  it.each(cases)("with %s is refused", async (_told, options) => {
    const reading = readScreen(new FakeScreen({ ...small, ...options }), into);
    await expect(reading).rejects.toMatchObject({ name: "ThumbnailError", failure: "protocol" });
  });

  it("that ends in the middle is refused", async () => {
    const server = new FakeScreen({ ...small, updates: [updateOf([area]).subarray(0, 20)] });
    const reading = readScreen(server, into);
    server.push(null);
    await expect(reading).rejects.toMatchObject({ failure: "protocol" });
  });
});

it.each([
  [
    { width: 1920, height: 1080 },
    { width: 480, height: 270 },
  ],
  [
    { width: 720, height: 400 },
    { width: 480, height: 267 },
  ],
  [
    { width: 100, height: 50 },
    { width: 100, height: 50 },
  ],
  [
    { width: 20_000, height: 10 },
    { width: 480, height: 1 },
  ],
])("a screen of %o becomes %o", (from, to) => {
  expect(fitted(from, into)).toEqual(to);
});

it("a PNG brings back the picture, byte for byte", async () => {
  const rgb = Buffer.from(Array.from({ length: 7 * 5 * 3 }, (_, index) => (index * 37) % 256));
  expect(decodePng(await encodePng({ width: 7, height: 5, rgb }))).toEqual({ width: 7, height: 5, rgb });
});
