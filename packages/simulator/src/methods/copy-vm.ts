import type { CopyVmRequest, VmInfo } from "@stackdeck/api-types";
import { Refusal, refuse } from "../base/refusal.ts";
import { rootLabel } from "../guest/boot-log.ts";
import { PeerCalls } from "../server/peer-calls.ts";
import { awaitAcknowledgement, remove } from "../state/lifecycle.ts";
import type { Vm } from "../state/vm.ts";
import { allocateVm } from "./create-checks.ts";
import type { Call, MethodStream } from "./define.ts";
import { streamMethod } from "./define.ts";
import { pullVolumes, sourceOf } from "./pull-volumes.ts";
import { setUpVolumes, volumeOf } from "./root-volume.ts";

export const copyVm = streamMethod("CopyVm", async (call, stream) => {
  const request = await stream.receive();
  let peer: PeerCalls | undefined;
  let restart = false;
  try {
    peer = new PeerCalls(await call.hypervisor.options.dialPeer(request.SourceHypervisor));
    const source = sourceOf(request);
    const { VmInfo: original } = await peer
      .call("GetVmInfo", { IpAddress: request.IpAddress })
      .catch(emptyInfo);
    if (original.State !== "stopped" && original.State !== "running") refuse("VM is not stopped or running");
    const vm = await copy(call, request, { peer, original, stream, willRestart: () => (restart = true) });
    awaitAcknowledgement(call.hypervisor, vm);
    vm.mutationsBlocked = false;
    await stream.send({ Final: true, IpAddress: vm.ip });
    if (restart) await peer.call("StartVm", source).catch(() => {});
  } catch (error) {
    if (restart) await peer?.call("StartVm", sourceOf(request)).catch(() => {});
    await stream.send({ Error: textOf(error) });
  } finally {
    await peer?.call("DiscardVmAccessToken", sourceOf(request)).catch(() => {});
    peer?.close();
  }
});

interface Copying {
  readonly peer: PeerCalls;
  readonly original: VmInfo;
  readonly stream: MethodStream<"CopyVm">;
  willRestart(): void;
}

async function copy(call: Call, request: CopyVmRequest, copying: Copying): Promise<Vm> {
  const { hypervisor, caller } = call;
  const { peer, original, stream } = copying;
  if (caller.userName === "") refuse("no authentication data");
  const vm = allocateVm(hypervisor, caller, copiedInfo(request, original), [
    caller.userName,
    ...(request.OwnerUsers ?? []),
  ]);
  try {
    const [root, ...secondary] = (original.Volumes ?? []).map((volume, index) =>
      index === 0 ? { ...volume, Snapshots: undefined } : volume,
    );
    setUpVolumes(hypervisor, vm, {
      root: root ?? volumeOf({}),
      secondary,
      spread: request.SpreadVolumes === true,
    });
    const source = sourceOf(request);
    await stream.send({ ProgressMessage: "initial volume(s) copy" });
    await pullVolumes(peer, source, vm, true);
    if (original.State === "running") {
      await stream.send({ ProgressMessage: "stopping VM" });
      await peer.call("StopVm", source);
      copying.willRestart();
      await stream.send({ ProgressMessage: "update volume(s)" });
      await pullVolumes(peer, source, vm, false);
    }
    const oldLabel = rootLabel(original);
    vm.info.RootFileSystemLabel = oldLabel === rootLabel(vm.info) ? undefined : oldLabel;
    const userData = await peer.userData(source);
    if (userData.length > 0) hypervisor.setBlob(vm, "user-data.raw", userData);
    hypervisor.setState(vm, "stopped");
    return vm;
  } catch (error) {
    await remove(hypervisor, vm);
    throw error;
  }
}

/** Everything but the volumes comes from the request. */
function copiedInfo(request: CopyVmRequest, original: VmInfo): VmInfo {
  const {
    AccessToken: _token,
    IpAddress: _ip,
    SkipMemoryCheck: _skip,
    SourceHypervisor: _source,
    ...info
  } = request;
  return { ...info, Volumes: original.Volumes };
}

/** A source that does not know the VM answers with the zero value, whose state is `starting`. */
function emptyInfo(error: unknown): { VmInfo: VmInfo } {
  if (error instanceof Refusal) refuse("VM is not stopped or running");
  throw error;
}

/** Text of any failure: peers fail in more ways than by refusing. */
export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
