import { check, equal } from "../checks.ts";
import { suite } from "../suite.ts";
import { vmRules } from "../vm-rules.ts";

export const traceVmMetadata = suite("TraceVmMetadata", (test) => {
  vmRules(test, "TraceVmMetadata");

  test("ends with a sentence and an empty line when the VM is destroyed", async ({ newVm, owner, onEnd }) => {
    const { ip } = await newVm();
    const call = await owner.open("TraceVmMetadata");
    onEnd(() => call.close());
    await call.send({ IpAddress: ip });
    const { Error: error } = await call.expect();
    check(!error, `TraceVmMetadata to go well, but it answered: ${error}`);
    await owner.ok("DestroyVm", { IpAddress: ip });
    equal(await call.stream.readLine(), "VM destroyed", "the last line");
    equal(await call.stream.readLine(), "", "the line after it");
  });
});
