import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { layoutOf, resizeProblem } from "./disk-format.ts";
import { VmFiles } from "./vm-files.ts";

const GIB = 2 ** 30;
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "simulator-files-"));
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function files(stored?: ConstructorParameters<typeof VmFiles>[0]["stored"]): VmFiles {
  const directories = [join(directory, "0"), join(directory, "1")];
  return new VmFiles({ directories, imageContent: (name) => Buffer.from(name), ip: "10.0.0.1", stored });
}

it("makes an image root with a partition and a labelled file-system, without filling the disk", async () => {
  const made = files();
  made.create("root", 0, 20 * GIB, { kind: "image", name: "base/x", label: "rootfs@1" });
  const layout = layoutOf(await made.read("root", 0, 2048));
  expect(layout.kind).toBe("dos");
  expect(resizeProblem(layout)).toBeUndefined();
  expect(layoutOf(await made.read("root", 2 ** 20, 2048))).toEqual({
    kind: "ext",
    label: "rootfs@1",
    isReal: false,
  });
  expect(statSync(made.path("root")).size).toBe(20 * GIB);
  expect(statSync(made.path("root")).blocks).toBeLessThan(4096);
});

it("copies holes as holes, to another backend too, and remembers where data lies", async () => {
  const made = files();
  made.create("a", 0, GIB);
  await made.write("a", 500_000_000, Buffer.from("needle"));
  await made.moveTo("a", "b", 1);
  expect(made.has("a")).toBe(false);
  const again = files(made.stored());
  expect((await again.read("b", 500_000_000, 6)).toString()).toBe("needle");
  expect(again.isHole("b", 0, 1_000_000)).toBe(true);
  expect(statSync(again.path("b")).blocks).toBeLessThan(1024);
});

it("reads zeros where a volume was cut and grown again", async () => {
  const made = files();
  made.create("v", 0, 1_000_000);
  await made.write("v", 900_000, Buffer.from("end"));
  await made.resize("v", 500_000);
  await made.resize("v", 1_000_000);
  expect((await made.read("v", 900_000, 3)).equals(Buffer.alloc(3))).toBe(true);
});
