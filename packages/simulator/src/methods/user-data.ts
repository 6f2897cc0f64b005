import { join } from "node:path";
import { refuse } from "../base/refusal.ts";
import { openVm } from "../state/access.ts";
import { replyMethod, streamedReplyMethod } from "./define.ts";
import { Upload } from "./upload.ts";

export const replaceVmUserData = streamedReplyMethod(
  "ReplaceVmUserData",
  async ({ hypervisor, caller, signal }, request, stream) => {
    // A refusal leaves the bytes unread, as the real server does.
    const vm = await openVm(hypervisor, caller, request.IpAddress);
    const release = await vm.lock.acquire("write");
    try {
      if (request.Size === 0 && hypervisor.faults.userDataHangsOnZero) {
        await new Promise<void>((resolve) =>
          signal.addEventListener("abort", () => resolve(), { once: true }),
        );
      }
      const data = await new Upload(stream, request.Size).intoMemory(request.Size);
      const current = vm.blobs.get("user-data.raw");
      if (current !== undefined) hypervisor.setBlob(vm, "user-data.raw.old", current);
      hypervisor.setBlob(vm, "user-data.raw", data);
    } finally {
      release();
    }
  },
);

export const restoreVmUserData = replyMethod("RestoreVmUserData", async ({ hypervisor, caller }, request) => {
  const vm = await openVm(hypervisor, caller, request.IpAddress);
  const [from, to] = ["user-data.raw.old", "user-data.raw"].map((name) =>
    join(hypervisor.vmDirectory(vm), name),
  );
  const old = vm.blobs.get("user-data.raw.old") ?? refuse(`rename ${from} ${to}: no such file or directory`);
  hypervisor.setBlob(vm, "user-data.raw", old);
  hypervisor.setBlob(vm, "user-data.raw.old", undefined);
});

export const discardVmOldUserData = replyMethod(
  "DiscardVmOldUserData",
  async ({ hypervisor, caller }, request) => {
    const vm = await openVm(hypervisor, caller, request.IpAddress);
    hypervisor.setBlob(vm, "user-data.raw.old", undefined);
  },
);
