/** Starting, stopping and destroying VMs, and the tokens for it. */

import type { Plain } from "../wire/schema.ts";
import { bool, bytes, duration, ip } from "../wire/schema.ts";
import { errorField, errorReply, field, struct } from "../wire/struct.ts";

export const DestroyVmRequest = struct("DestroyVmRequest", "Destroy a VM and its volumes.", {
  AccessToken: field(bytes, "secret from GetVmAccessToken, instead of ownership; may be empty"),
  IpAddress: field(ip, "address (and name) of the VM"),
});
export type DestroyVmRequest = Plain<typeof DestroyVmRequest>;

export const DestroyVmResponse = errorReply("DestroyVmResponse");
export type DestroyVmResponse = Plain<typeof DestroyVmResponse>;

export const RebootVmRequest = struct("RebootVmRequest", "Reset a running VM.", {
  DhcpTimeout: field(
    duration,
    "how long to wait for the VM to take its DHCP lease (ns); 0 does not wait, negative sets no lease up",
  ),
  IpAddress: field(ip, "address (and name) of the VM"),
});
export type RebootVmRequest = Plain<typeof RebootVmRequest>;

export const RebootVmResponse = struct("RebootVmResponse", "Answer of RebootVm.", {
  DhcpTimedOut: field(bool, "the VM runs but did not ask for its address in time"),
  Error: errorField,
});
export type RebootVmResponse = Plain<typeof RebootVmResponse>;

export const StartVmRequest = struct("StartVmRequest", "Start a stopped VM.", {
  AccessToken: field(bytes, "secret from GetVmAccessToken, instead of ownership; may be empty"),
  DhcpTimeout: field(
    duration,
    "how long to wait for the VM to take its DHCP lease (ns); 0 does not wait, negative sets no lease up",
  ),
  IpAddress: field(ip, "address (and name) of the VM"),
});
export type StartVmRequest = Plain<typeof StartVmRequest>;

export const StartVmResponse = struct("StartVmResponse", "Answer of StartVm.", {
  DhcpTimedOut: field(bool, "the VM runs but did not ask for its address in time"),
  Error: errorField,
});
export type StartVmResponse = Plain<typeof StartVmResponse>;

export const StopVmRequest = struct(
  "StopVmRequest",
  "Shut a running VM down and wait; forced off after a while.",
  {
    AccessToken: field(bytes, "secret from GetVmAccessToken, instead of ownership; may be empty"),
    IpAddress: field(ip, "address (and name) of the VM"),
  },
);
export type StopVmRequest = Plain<typeof StopVmRequest>;

export const StopVmResponse = errorReply("StopVmResponse");
export type StopVmResponse = Plain<typeof StopVmResponse>;
