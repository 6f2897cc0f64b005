import { check, equal, eventually } from "../checks.ts";
import { type OpenSerial, openSerial } from "../serial.ts";
import { suite } from "../suite.ts";
import { unknownIp, vmRules } from "../vm-rules.ts";

async function expectText(serial: OpenSerial, text: string): Promise<void> {
  await eventually(`"${text}" on the serial port`, async () => serial.text().includes(text));
}

export const connectToVmSerialPort = suite("ConnectToVmSerialPort", (test) => {
  vmRules(test, "ConnectToVmSerialPort", { allowedOn: "running" });

  test("there is only port 0, checked before the VM", async ({ owner }) => {
    const request = { IpAddress: unknownIp, PortNumber: 1 };
    await owner.refused("ConnectToVmSerialPort", request, "only one serial port is supported");
  });

  test("one client at a time, the next when it has gone", async (context) => {
    const { ip } = await context.newVm({ start: true });
    const first = await openSerial(context.owner, ip);
    const request = { IpAddress: ip };
    await context.admin.refused("ConnectToVmSerialPort", request, "VM already has a serial port connection");
    await first.close();
    const free = async () => (await context.member.attempt("ConnectToVmSerialPort", request)).error === "";
    await eventually("the port to be free again", free);
  });

  test("the guest hears what is typed and answers", async (context) => {
    const { ip } = await context.newVm({ start: true });
    const serial = await openSerial(context.owner, ip);
    context.onEnd(() => serial.close());
    await serial.write("\r");
    await eventually("something on the serial port", async () => serial.text() !== "");
  });

  test("the port is closed with a sentence when the VM stops", async (context) => {
    const { ip } = await context.newVm({ start: true });
    const serial = await openSerial(context.owner, ip);
    await context.owner.ok("StopVm", { IpAddress: ip });
    await expectText(serial, "VM serial port closed\n");
    await eventually("the connection to be closed", async () => serial.ended());
    check(serial.text().endsWith("VM serial port closed\n"), "the sentence to come last");
    equal(serial.ended(), true, "whether it ended");
  });
});
