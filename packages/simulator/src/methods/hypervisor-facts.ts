import { isLoopback } from "../base/net.ts";
import { refuse } from "../base/refusal.ts";
import { publicKeyPem, rootCookiePath } from "../state/secrets.ts";
import { replyMethod } from "./define.ts";

export const getCapacity = replyMethod("GetCapacity", async ({ hypervisor, caller }) => {
  // The owner check of ordinary callers takes the manager's lock; that of powerful ones does not.
  if (!caller.hasMethodPowers) await hypervisor.lock.pass("read");
  return {
    MemoryInMiB: hypervisor.options.memoryInMiB,
    NumCPUs: hypervisor.options.numCPUs,
    TotalVolumeBytes: hypervisor.storage.totalBytes,
    ...(!hypervisor.isOld && { AvailableMemoryInMiB: hypervisor.availableMemory() }),
  };
});

export const getIdentityProvider = replyMethod("GetIdentityProvider", ({ hypervisor }) => ({
  BaseUrl: hypervisor.options.identityProvider ?? "",
}));

export const getPublicKey = replyMethod("GetPublicKey", async ({ hypervisor }) => ({
  KeyPEM: Buffer.from(await publicKeyPem(hypervisor.options.stateDirectory)).toString("base64"),
}));

export const getRootCookiePath = replyMethod("GetRootCookiePath", ({ hypervisor }) => ({
  Path: rootCookiePath(hypervisor.options.stateDirectory),
}));

export const listVolumeDirectories = replyMethod("ListVolumeDirectories", ({ hypervisor, caller }) => {
  if (!isLoopback(caller.remoteAddress)) refuse("local connection required");
  return { Directories: hypervisor.options.backends.map(({ directory }) => directory) };
});
