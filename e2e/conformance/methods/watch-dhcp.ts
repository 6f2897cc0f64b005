import { check, equal } from "../checks.ts";
import { suite } from "../suite.ts";

export const watchDhcp = suite("WatchDhcp", (test) => {
  test("is denied without method powers", async ({ owner }) => {
    await owner.denied("WatchDhcp");
  });

  test("begins without an answer until a packet comes", async ({ admin, onEnd }) => {
    const call = await admin.open("WatchDhcp");
    onEnd(() => call.close());
    await call.send({ Interface: "no-such-interface", MaxPackets: 1 });
    const first = await call.receive(300).catch(() => "nothing yet");
    equal(first, "nothing yet", "the stream of an interface that does not exist");
  });

  test(
    "shows the packets a guest sends when it starts",
    async ({ admin, newVm, owner, onEnd, target }) => {
      const call = await admin.open("WatchDhcp");
      onEnd(() => call.close());
      await call.send({});
      // A guest that has to come up needs more memory than those that only exist.
      const { ip } = await newVm({ request: { ImageName: target.image, MemoryInMiB: 512 } });
      await owner.ok("StartVm", { IpAddress: ip });
      const packet = await call.expect();
      check(!packet.Error && String(packet.Interface) !== "", "the interface of a packet");
      const bytes = Buffer.from(String(packet.Packet), "base64");
      equal([bytes[0], bytes.length >= 240], [1, true], "a BOOTP request of full length");
    },
    { disposable: true, needsImage: true },
  );
});
