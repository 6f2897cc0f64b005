import { join } from "node:path";
import { timeText, ZERO_TIME } from "../base/clock.ts";
import { refuse } from "../base/refusal.ts";
import { openVm, readVm } from "../state/access.ts";
import type { Call, MethodStream } from "./define.ts";
import { refusalText, replyMethod, streamMethod } from "./define.ts";
import { virtualiserLogs } from "./virtualiser-logs.ts";

type Download = "GetVmUserData" | "GetVmLastPatchLog" | "GetVmVirtualiserLogFile";

/** Answers with the length, then the bytes; nothing of the kind is length 0, not an error. */
async function sendBytes<N extends Download>(
  stream: MethodStream<N>,
  find: () => Promise<{ readonly data: Buffer | undefined; readonly more?: object }>,
): Promise<void> {
  let found: Awaited<ReturnType<typeof find>>;
  try {
    found = await find();
  } catch (error) {
    await stream.send({ Error: refusalText(error) } as Parameters<typeof stream.send>[0]);
    return;
  }
  const { data, more } = found;
  await stream.send({ Length: data?.length ?? 0, ...more } as Parameters<typeof stream.send>[0]);
  if (data !== undefined) await stream.raw.write(data);
}

export const getVmUserData = streamMethod("GetVmUserData", async ({ hypervisor, caller }: Call, stream) => {
  const request = await stream.receive();
  await sendBytes(stream, async () => {
    const options = { token: request.AccessToken, mode: "read" } as const;
    const vm = await openVm(hypervisor, caller, request.IpAddress, options);
    return { data: vm.blobs.get("user-data.raw") };
  });
});

export const getVmLastPatchLog = streamMethod("GetVmLastPatchLog", async ({ hypervisor }: Call, stream) => {
  const request = await stream.receive();
  await sendBytes(stream, async () => {
    const vm = await readVm(hypervisor, request.IpAddress);
    const PatchTime = vm.patchedAt === undefined ? ZERO_TIME : timeText(vm.patchedAt);
    return { data: vm.blobs.get("lastPatchLog"), more: { PatchTime } };
  });
});

export const getVmVirtualiserLogFile = streamMethod(
  "GetVmVirtualiserLogFile",
  async ({ hypervisor, caller }: Call, stream) => {
    const request = await stream.receive();
    await sendBytes(stream, async () => {
      const { Filename: name } = request;
      if (name === "" || name === "." || name === ".." || name.includes("/")) refuse("invalid filename");
      const vm = await openVm(hypervisor, caller, request.IpAddress, { mode: "read" });
      const path = join(hypervisor.vmDirectory(vm), "logs", name);
      const data =
        virtualiserLogs(hypervisor, vm)?.get(name) ?? refuse(`open ${path}: no such file or directory`);
      return { data };
    });
  },
);

export const listVmVirtualiserLogFiles = replyMethod(
  "ListVmVirtualiserLogFiles",
  async ({ hypervisor }, request) => {
    const vm = await readVm(hypervisor, request.IpAddress);
    const directory = join(hypervisor.vmDirectory(vm), "logs");
    const logs = virtualiserLogs(hypervisor, vm) ?? refuse(`open ${directory}: no such file or directory`);
    return { Filenames: [...logs.keys()], Lengths: [...logs.values()].map(({ length }) => length) };
  },
);
