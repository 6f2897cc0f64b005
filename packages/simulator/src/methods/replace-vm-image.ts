import type { ReplaceVmImageRequest } from "@stackdeck/api-types";
import { refuse } from "../base/refusal.ts";
import type { Vm } from "../state/vm.ts";
import type { Call, MethodStream } from "./define.ts";
import { refusalText, streamMethod } from "./define.ts";
import type { SendProgress } from "./image-operation.ts";
import { buildNewRoot, openForImage, startAgain, stopIfRunning } from "./image-operation.ts";
import { Upload } from "./upload.ts";

export const replaceVmImage = streamMethod("ReplaceVmImage", async (call, stream) => {
  const request = await stream.receive();
  const upload = new Upload(stream.raw, request.ImageDataSize);
  let vm: Vm | undefined;
  try {
    vm = await openForImage(call, request.IpAddress);
    const restart = await replace(call, { vm, request, upload, progress: progressTo(stream) });
    if (restart) await restartOrTell(call, vm, stream);
  } catch (error) {
    const text = refusalText(error);
    await upload.drain();
    await stream.send({ Error: text });
    return;
  } finally {
    if (vm !== undefined) vm.mutationsBlocked = false;
  }
  await stream.send({ Final: true });
});

interface Replacement {
  readonly vm: Vm;
  readonly request: ReplaceVmImageRequest;
  readonly upload: Upload;
  readonly progress: SendProgress;
}

function progressTo(stream: MethodStream<"ReplaceVmImage">): SendProgress {
  return (text) => stream.send({ ProgressMessage: text });
}

/** True if the VM ran before and is to run again. */
async function replace(call: Call, { vm, request, upload, progress }: Replacement): Promise<boolean> {
  const { hypervisor } = call;
  const restart = vm.state === "running";
  const root = vm.volumeFile(0);
  const format = vm.info.Volumes?.[0]?.Format ?? "raw";
  if ((request.VolumeFormat ?? "raw") !== format && !request.SkipBackup) {
    refuse("cannot change volume format unless you skip backup");
  }
  if (request.PreDelete) {
    if (vm.state !== "stopped") refuse("VM must be stopped to pre-delete");
    const backend = vm.files.backend(root) ?? 0;
    await vm.files.remove(root);
    vm.files.create(root, backend, 0);
  }
  const file = `${root}.new`;
  try {
    const made = await buildNewRoot({ call, vm, request, upload, progress, file, checkSpace: true });
    await stopIfRunning(call, vm, progress);
    if (!request.SkipBackup && !request.PreDelete) await vm.files.rename(root, `${root}.old`);
    await vm.files.rename(file, root);
    if (made.image !== undefined) {
      vm.info.ImageName = made.image.name;
      vm.separateBoot = request.SkipBootloader;
    }
    const snapshots = vm.info.Volumes?.[0]?.Snapshots;
    vm.info.Volumes = [{ ...made.volume, Snapshots: snapshots }, ...(vm.info.Volumes ?? []).slice(1)];
    hypervisor.announce(vm);
    return restart;
  } finally {
    await vm.files.remove(file);
  }
}

/** A failed start is told, and the call still ends with its final message. */
async function restartOrTell(call: Call, vm: Vm, stream: MethodStream<"ReplaceVmImage">): Promise<void> {
  try {
    await startAgain(call, vm, progressTo(stream));
  } catch (error) {
    await stream.send({ Error: refusalText(error) });
  }
}
