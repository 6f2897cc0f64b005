import { check, equal, includes, matches } from "../checks.ts";
import type { Message } from "../client.ts";
import { createRequest, destroyVm, emptyRootBytes, waitForState } from "../context.ts";
import { type AddTest, suite } from "../suite.ts";

/** Requests that are refused before anything is made, with what is changed in a good one. */
const refusals: readonly (readonly [string, Message, string | RegExp])[] = [
  ["no memory", { MemoryInMiB: 0 }, "no memory specified"],
  ["no CPUs", { MilliCPUs: 0 }, "no CPUs specified"],
  ["too few virtual CPUs", { MilliCPUs: 2000, VirtualCPUs: 1 }, "VirtualCPUs must be at least 2"],
  ["no image", { MinimumFreeBytes: 0 }, "no image specified"],
  ["an unknown subnet", { SubnetId: "no-such-subnet" }, "subnet: no-such-subnet does not exist"],
  ["a host name with a space", { Hostname: "a b" }, /^hostname: a b contains invalid character:/],
  [
    "an address outside the pool",
    { Address: { IpAddress: "192.0.2.78" } },
    /address: 192\.0\.2\.78 not found in free pool/,
  ],
  ["a nameless second subnet", { SecondarySubnetIDs: [""] }, "cannot give unspecified secondary subnet ID"],
  ["an empty volume", { SecondaryVolumes: [{ Size: 0 }] }, "secondary volumes cannot be zero sized"],
  ["more memory than there is", { MemoryInMiB: 1 << 30 }, /^insufficient (?:unallocated|available) memory$/],
  ["more CPUs than there are", { MilliCPUs: 100_000_000 }, "insufficient unallocated CPU"],
  ["a negative priority", { CpuPriority: -5 }, "insufficient privilege to set CpuPriority=-5"],
  [
    "an unknown kind of URL",
    { ImageURL: "gopher://192.0.2.1/image", MinimumFreeBytes: 0 },
    "unknown scheme: gopher",
  ],
];

function addRefusals(test: AddTest): void {
  for (const [what, change, text] of refusals)
    test(`${what} is refused`, async ({ owner, target }) => {
      await owner.refused("CreateVm", createRequest(target, { request: change }), text);
    });
}

export const createVm = suite("CreateVm", (test) => {
  addRefusals(test);

  test("the same second subnet twice is refused", async ({ owner, target }) => {
    const request = createRequest(target, {
      info: { SecondarySubnetIDs: [target.subnetId, target.subnetId] },
    });
    await owner.refused("CreateVm", request, `subnet: ${target.subnetId} specified multiple times`);
  });

  test("an empty root is as long as asked for, and stays stopped", async ({ newVm, vmInfo }) => {
    const info = await vmInfo((await newVm()).ip);
    equal(info.State, "stopped", "State");
    equal((info.Volumes as { Size: number }[])[0]?.Size, emptyRootBytes, "the size of the root");
    equal(info.ChangedStateOn, "0001-01-01T00:00:00Z", "ChangedStateOn of a VM that was never started");
  });

  test("streamed bytes become the root, exactly as long", async ({ newVm, vmInfo }) => {
    const image = Buffer.alloc(123_456, 5);
    const info = await vmInfo((await newVm({ image })).ip);
    equal((info.Volumes as { Size: number }[])[0]?.Size, image.length, "the size of the root");
  });

  test("the creator comes first among the owners, once", async ({ newVm, vmInfo, owner, stranger }) => {
    const OwnerUsers = [stranger.userName, owner.userName];
    const info = await vmInfo((await newVm({ info: { OwnerUsers } })).ip);
    equal(info.OwnerUsers, [owner.userName, stranger.userName], "OwnerUsers");
  });

  test("a started VM is announced by its address and runs", async ({ owner, admin, onEnd, target }) => {
    const request = createRequest(target, { request: { DoNotStart: false } });
    const { response, progress } = await owner.succeed("CreateVm", request);
    const ip = String(response.IpAddress);
    onEnd(() => destroyVm(admin, ip));
    await owner.ok("AcknowledgeVm", { IpAddress: ip });
    includes(progress, "creating secondary volumes", "the progress");
    equal(progress.at(-1), `starting VM ${ip}`, "the last progress text");
    equal(response.Final, true, "Final");
    await waitForState(owner, ip, "running");
  });

  test("a failed creation gives its address back", async ({ owner, admin, target, newVm }) => {
    const { ip } = await newVm();
    await admin.ok("DestroyVm", { IpAddress: ip });
    await owner.refused(
      "CreateVm",
      createRequest(target, { request: { MinimumFreeBytes: 0 } }),
      "no image specified",
    );
    const again = await newVm({ info: { Address: { IpAddress: ip } } });
    equal(again.ip, ip, "the address");
  });

  test(
    "an image by name is resolved and unpacked",
    async ({ newVm, vmInfo, target }) => {
      const { ip } = await newVm({ request: { ImageName: target.image } });
      check(
        String((await vmInfo(ip)).ImageName).startsWith(target.image),
        "ImageName to be the resolved image",
      );
    },
    { needsImage: true },
  );

  test("an unknown image is refused", async ({ owner, target }) => {
    const request = createRequest(target, { request: { ImageName: "no/such/image" } });
    const { error } = await owner.attempt("CreateVm", request);
    matches(error, /.+/, "the error");
  });

  test(
    "a disabled hypervisor creates nothing",
    async ({ admin, owner, onEnd, target }) => {
      onEnd(async () => void (await admin.ok("SetDisabledState", { Disable: false })));
      await admin.ok("SetDisabledState", { Disable: true });
      await owner.refused("CreateVm", createRequest(target), "Hypervisor is disabled");
    },
    { disposable: true },
  );
});
