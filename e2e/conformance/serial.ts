/** A serial port that is always read: a hypervisor comes to a halt behind a reader that stops. */
import { check, eventually } from "./checks.ts";
import type { Client, OpenCall } from "./client.ts";

export interface OpenSerial {
  /** All output so far. */
  text(): string;
  ended(): boolean;
  write(text: string): Promise<void>;
  close(): Promise<void>;
}

/** Attaches; a VM that has just started may have no port for a moment. */
export async function openSerial(client: Client, ip: string): Promise<OpenSerial> {
  const call = await eventually("a serial port", async () => {
    const attempt = await client.open("ConnectToVmSerialPort");
    await attempt.send({ IpAddress: ip, PortNumber: 0 });
    const { Error: error } = await attempt.expect();
    if (!error) return attempt;
    await attempt.close();
    check(error === "no serial input device for VM", `the serial port, but it answered: ${error}`);
    return undefined;
  });
  return follow(call);
}

function follow(call: OpenCall): OpenSerial {
  const chunks: Buffer[] = [];
  let ended = false;
  const read = async () => {
    for (;;) {
      const chunk = await call.stream.read();
      if (chunk === undefined) break;
      chunks.push(chunk);
    }
  };
  // Closing ends the read with an error; either way there is nothing more to come.
  read()
    .catch(() => undefined)
    .finally(() => {
      ended = true;
    });
  return {
    text: () => Buffer.concat(chunks).toString(),
    ended: () => ended,
    write: (text) => call.stream.write(Buffer.from(text)),
    close: () => call.close(),
  };
}
