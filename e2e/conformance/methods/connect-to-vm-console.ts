import { check, equal } from "../checks.ts";
import type { OpenCall } from "../client.ts";
import { readBytes } from "../client.ts";
import type { TestContext } from "../context.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

async function openConsole(context: TestContext, ip: string): Promise<OpenCall> {
  const call = await context.owner.open("ConnectToVmConsole");
  context.onEnd(() => call.close());
  await call.send({ IpAddress: ip });
  const { Error: error } = await call.expect();
  check(!error, `ConnectToVmConsole to go well, but it answered: ${error}`);
  return call;
}

export const connectToVmConsole = suite("ConnectToVmConsole", (test) => {
  vmRules(test, "ConnectToVmConsole", { allowedOn: "running", mayFail: true });

  test("a VM without a graphical console says so", async ({ newVm, owner }) => {
    const { ip } = await newVm({ start: true });
    await owner.refused("ConnectToVmConsole", { IpAddress: ip }, "VNC console is not enabled");
  });

  test("speaks RFB 3.8 to several clients at once", async (context) => {
    const { ip } = await context.newVm({ start: true, info: { ConsoleType: "vnc" } });
    const consoles = [await openConsole(context, ip), await openConsole(context, ip)];
    for (const call of consoles)
      equal((await readBytes(call, 12)).toString("latin1"), "RFB 003.008\n", "the greeting");
    for (const call of consoles) {
      await call.stream.write(Buffer.from("RFB 003.008\n"));
      const [count = 0] = await readBytes(call, 1);
      check((await readBytes(call, count)).includes(1), "a way in without a password");
    }
  });
});
