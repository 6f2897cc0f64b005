import { VmInfo as VmInfoSchema, zeroOf } from "@stackdeck/api-types";
import { beforeEach, describe, expect, it } from "vitest";
import { FakeClock } from "../base/fake-clock.ts";
import { INSTANT } from "../state/options.ts";
import { Guest } from "./guest.ts";

let clock: FakeClock;
let guest: Guest;
let screen: string;
const calls: string[] = [];

beforeEach(async () => {
  clock = new FakeClock();
  screen = "";
  calls.length = 0;
  const info = { ...zeroOf(VmInfoSchema), Hostname: "box", MemoryInMiB: 512, MilliCPUs: 1000 };
  guest = new Guest({
    clock,
    pace: INSTANT,
    bootedAt: clock.now(),
    info: () => info,
    metadata: (path) => (path === "/latest/user-data" ? Buffer.from("#cloud") : undefined),
    reboot: () => calls.push("reboot"),
    powerOff: () => calls.push("powerOff"),
    crash: () => calls.push("crash"),
  });
  guest.serial.attach({
    write: (data) => {
      screen += data.toString();
      return true;
    },
    ready: () => Promise.resolve(),
    end: () => {},
  });
  await type("demo\rsecret\r");
  screen = "";
});

async function type(keys: string): Promise<void> {
  guest.serial.type(Buffer.from(keys));
  await clock.advance(1);
}

describe("shell", () => {
  it.each([
    ["pwd\r", "/home/demo\r\n"],
    ["echo one two | wc\r", "1 2 8\r\n"],
    ["cd /etc; cat hostname\r", "box\r\n"],
    ["seq 3 | tail -n 1\r", "3\r\n"],
    ["nonsense\r", "sh: nonsense: command not found\r\n"],
    ["cat /no\r", "cat: /no: No such file or directory\r\n"],
    ["echo hi > /tmp/x; cat /tmp/x\r", "hi\r\n"],
    ["curl http://169.254.169.254/latest/user-data\r", "#cloud"],
    ["toString\r", "sh: toString: command not found\r\n"],
  ])("runs %j", async (line, expected) => {
    await type(line);
    expect(screen).toContain(expected);
  });

  it("takes a line of so many characters and no more, whatever is pasted", async () => {
    await type("a".repeat(5000));
    expect(screen).toBe(`${"a".repeat(4095)}${"\x07".repeat(5000 - 4095)}`);
    await type("\x15echo on\r");
    expect(screen).toContain("\r\non\r\n");
  });

  it("recalls lines with the arrow keys and edits them", async () => {
    await type("echo first\r");
    await type("echo second\r");
    await type("\x1b[A\x1b[A");
    await type("\x7f\x7fXX\r");
    expect(screen).toContain("firXX\r\n");
  });

  it("completes commands and paths", async () => {
    await type("cat /et\thostn\t\r");
    expect(screen).toContain("box\r\n");
  });

  it("draws a full-screen program on the alternate screen until q", async () => {
    await type("top\r");
    expect(screen).toContain("\x1b[?1049h");
    const before = screen.length;
    await clock.advance(2000);
    expect(screen.length).toBeGreaterThan(before);
    await type("q");
    expect(screen).toContain("\x1b[?1049l");
  });

  it("pours until Ctrl-C", async () => {
    await type("yes\r");
    expect(screen).toContain("y\r\ny\r\n");
    await type("\x03");
    const length = screen.length;
    await clock.advance(1000);
    expect(screen.length).toBe(length);
  });

  it("saves a file in its editor", async () => {
    await type("edit note\r");
    await type("hello\x13\x18");
    await type("cat note\r");
    expect(screen).toContain("hello\r\n");
  });

  it.each([
    ["reboot\r", "reboot"],
    ["poweroff\r", "powerOff"],
    ["crash\r", "crash"],
  ])("really does %j", async (line, call) => {
    await type(line);
    expect(calls).toEqual([call]);
  });
});

it("keeps what nobody reads in the boot log", () => {
  const quiet = new Guest({
    clock,
    pace: { ...INSTANT, boot: 1000 },
    bootedAt: clock.now() - 500,
    info: () => ({ ...zeroOf(VmInfoSchema), Hostname: "quiet" }),
    metadata: () => undefined,
    reboot: () => {},
    powerOff: () => {},
    crash: () => {},
  });
  expect(quiet.serial.bootLog.toString()).toContain("Set hostname to <quiet>");
  expect(quiet.serial.bootLog.toString()).not.toContain("login:");
  quiet.dispose();
});
