import type { PatchVmImageRequest } from "@stackdeck/api-types";
import { sleep, timeText } from "../base/clock.ts";
import { refuse } from "../base/refusal.ts";
import { goDurationText } from "../base/texts.ts";
import { rootLabel } from "../guest/boot-log.ts";
import type { Image } from "../images/catalogue.ts";
import type { Vm } from "../state/vm.ts";
import type { Call } from "./define.ts";
import { refusalText, streamMethod } from "./define.ts";
import type { SendProgress } from "./image-operation.ts";
import { openForImage, startAgain, stopIfRunning } from "./image-operation.ts";
import { fetchImage } from "./root-volume.ts";

const NS_PER_MS = 1_000_000;

export const patchVmImage = streamMethod("PatchVmImage", async (call, stream) => {
  const request = await stream.receive();
  const progress = (text: string) => stream.send({ ProgressMessage: text });
  let vm: Vm | undefined;
  try {
    // The image is looked at before the caller is.
    const image = await fetchImage(call.hypervisor, request.ImageName);
    if (!image.hasFilter) refuse(`${image.name} contains no filter`);
    vm = await openForImage(call, request.IpAddress);
    await patch(call, vm, image, { request, progress });
  } catch (error) {
    await stream.send({ Error: refusalText(error), Final: true });
    return;
  } finally {
    if (vm !== undefined) vm.mutationsBlocked = false;
  }
  await stream.send({ Final: true });
});

interface Patching {
  readonly request: PatchVmImageRequest;
  readonly progress: SendProgress;
}

async function patch(call: Call, vm: Vm, image: Image, { request, progress }: Patching): Promise<void> {
  const { hypervisor } = call;
  if ((vm.info.Volumes?.[0]?.Format ?? "raw") !== "raw") refuse("cannot patch non-RAW volumes");
  const restart = vm.state === "running";
  if (restart) await step(call, progress, "prefetching");
  await stopIfRunning(call, vm, progress);
  const root = vm.volumeFile(0);
  const size = vm.files.size(root) ?? 0;
  const backend = vm.files.backend(root) ?? 0;
  if (!request.SkipBackup) {
    hypervisor.storage.requireSpace(new Map([[backend, size]]));
    await step(call, progress, "copying root");
    await vm.files.copy(root, `${root}.old`);
  }
  await update(call, vm, image, { request, progress });
  const label = rootLabel(vm.info);
  vm.files.create(root, backend, size, { kind: "image", name: image.name, label });
  vm.info.ImageName = image.name;
  hypervisor.announce(vm);
  if (restart) await startAgain(call, vm, progress);
}

/** The steps of the update itself, and its log. */
async function update(call: Call, vm: Vm, image: Image, { request, progress }: Patching): Promise<void> {
  const { hypervisor } = call;
  const { clock } = hypervisor;
  const objects = 3 + (image.name.length % 40);
  await step(call, progress, "scanning root");
  await step(call, progress, "pre-deleting unneeded files");
  const fetching = clock.now();
  await step(call, progress, `fetching(${image.name}) ${objects} objects`);
  await progress(`fetched(${image.name}) ${objects} objects in ${since(fetching, clock.now())}`);
  const updating = clock.now();
  await step(call, progress, "starting update");
  await progress(`updated(${image.name}) in ${since(updating, clock.now())}`);
  const overlays = Object.keys(request.OverlayFiles).length;
  const lines = [
    `update(${image.name}) starting`,
    ...Array.from(
      { length: objects },
      (_, index) => `Made inode: /usr/lib/part-${index} from: object ${index}`,
    ),
    ...(overlays > 0 ? [`writing ${overlays} overlay files`] : []),
    `update(${image.name}) completed`,
  ];
  vm.patchedAt = clock.now();
  const log = lines.map((line) => `${timeText(vm.patchedAt ?? 0)} ${line}\n`).join("");
  hypervisor.setBlob(vm, "lastPatchLog", Buffer.from(log));
}

async function step(call: Call, progress: SendProgress, text: string): Promise<void> {
  await progress(text);
  await sleep(call.hypervisor.clock, call.hypervisor.pace.patch);
}

function since(start: number, now: number): string {
  return goDurationText(Math.max(1, now - start) * NS_PER_MS);
}
