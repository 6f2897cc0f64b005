/** Consoles. */

import type { Plain } from "../wire/schema.ts";
import { ip, uint64 } from "../wire/schema.ts";
import { errorReply, field, struct } from "../wire/struct.ts";

export const ConnectToVmConsoleRequest = struct(
  "ConnectToVmConsoleRequest",
  "Attach to the VNC server of the VM.",
  {
    IpAddress: field(ip, "address (and name) of the VM"),
  },
);
export type ConnectToVmConsoleRequest = Plain<typeof ConnectToVmConsoleRequest>;

export const ConnectToVmConsoleResponse = errorReply("ConnectToVmConsoleResponse");
export type ConnectToVmConsoleResponse = Plain<typeof ConnectToVmConsoleResponse>;

export const ConnectToVmManagerRequest = struct(
  "ConnectToVmManagerRequest",
  "Attach to the monitor (QMP) of the virtualiser; needs method permission.",
  {
    IpAddress: field(ip, "address (and name) of the VM"),
  },
);
export type ConnectToVmManagerRequest = Plain<typeof ConnectToVmManagerRequest>;

export const ConnectToVmManagerResponse = errorReply("ConnectToVmManagerResponse");
export type ConnectToVmManagerResponse = Plain<typeof ConnectToVmManagerResponse>;

export const ConnectToVmSerialPortRequest = struct(
  "ConnectToVmSerialPortRequest",
  "Attach to the serial port; one client at a time, port 0 only.",
  {
    IpAddress: field(ip, "address (and name) of the VM"),
    PortNumber: field(uint64, "port number"),
  },
);
export type ConnectToVmSerialPortRequest = Plain<typeof ConnectToVmSerialPortRequest>;

export const ConnectToVmSerialPortResponse = errorReply("ConnectToVmSerialPortResponse");
export type ConnectToVmSerialPortResponse = Plain<typeof ConnectToVmSerialPortResponse>;
