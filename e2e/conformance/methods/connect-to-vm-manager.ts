import { check, eventually } from "../checks.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const connectToVmManager = suite("ConnectToVmManager", (test) => {
  vmRules(test, "ConnectToVmManager");

  test("answers commands of the virtualiser's monitor", async ({ newVm, admin, onEnd }) => {
    const { ip } = await newVm({ start: true });
    const call = await admin.open("ConnectToVmManager");
    onEnd(() => call.close());
    await call.send({ IpAddress: ip });
    const { Error: error } = await call.expect();
    check(!error, `ConnectToVmManager to go well, but it answered: ${error}`);
    await call.stream.write(Buffer.from('{"execute":"query-status"}\r'));
    let output = "";
    await eventually("an answer of the monitor", async () => {
      output += (await call.stream.read())?.toString() ?? "";
      return output.includes('"running"') || /"status":\s*"running"/.test(output);
    });
  });
});
