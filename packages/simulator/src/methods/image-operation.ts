import type { Volume } from "@stackdeck/api-types";
import { refuse } from "../base/refusal.ts";
import type { Image } from "../images/catalogue.ts";
import { openVm } from "../state/access.ts";
import { effectiveSize, rootSize } from "../state/capacity.ts";
import { startManaging, stopForOperation } from "../state/lifecycle.ts";
import type { Vm } from "../state/vm.ts";
import type { Call } from "./define.ts";
import type { RootBytes } from "./root-volume.ts";
import {
  fetchImage,
  requireFreeBytes,
  rootOfBytes,
  unpackImage,
  uploadedRoot,
  urlRoot,
  volumeOf,
} from "./root-volume.ts";
import type { Upload } from "./upload.ts";

/** What the calls that bring a new root for an existing VM have in common in their requests. */
export interface ImageRequest {
  readonly IpAddress: string;
  readonly ImageName?: string | undefined;
  readonly ImageURL?: string | undefined;
  readonly ImageDataSize: number;
  readonly MinimumFreeBytes: number;
  readonly RoundupPower: number;
  readonly VolumeFormat?: Volume["Format"];
}

export type SendProgress = (text: string) => Promise<void>;

/** Opens a VM for an image operation and blocks its mutations; it must be stopped or running. */
export async function openForImage(call: Call, ip: string): Promise<Vm> {
  const vm = await openVm(call.hypervisor, call.caller, ip);
  if (vm.state !== "stopped" && vm.state !== "running") refuse("VM is not running or stopped");
  if (vm.state === "running" && vm.ip === "0.0.0.0") refuse("cannot stop VM with externally managed lease");
  vm.mutationsBlocked = true;
  return vm;
}

export interface NewRoot {
  readonly volume: Volume;
  /** The image, when it came from the image server. */
  readonly image?: Image | undefined;
}

export interface NewRootOptions {
  readonly call: Call;
  readonly vm: Vm;
  readonly request: ImageRequest;
  readonly upload: Upload;
  readonly progress: SendProgress;
  /** File to write, beside the root. */
  readonly file: string;
  /** Debug roots are written without looking at the room there is. */
  readonly checkSpace: boolean;
}

/** Writes a new root beside the present one, from whatever the request names. */
export async function buildNewRoot(options: NewRootOptions): Promise<NewRoot> {
  const { call, request, upload, progress } = options;
  if ((request.ImageName ?? "") !== "") {
    await progress("getting image");
    const image = await fetchImage(call.hypervisor, request.ImageName ?? "");
    const size = rootSize(image.usage, request.MinimumFreeBytes, request.RoundupPower);
    const volume = volumeOf({
      ...options.vm.info.Volumes?.[0],
      Size: size,
      VirtualSize: undefined,
      Snapshots: undefined,
    });
    reserve(options, volume);
    await progress(`unpacking image: ${image.name}`);
    requireFreeBytes(request.MinimumFreeBytes);
    await unpackImage(call.hypervisor, options.vm, options.file, image);
    return { volume: { ...volume, Format: request.VolumeFormat }, image };
  }
  if (request.ImageDataSize > 0) return writeBytes(options, uploadedRoot(upload, request.ImageDataSize));
  if ((request.ImageURL ?? "") !== "")
    return writeBytes(options, await urlRoot(call.hypervisor, request.ImageURL ?? ""));
  return refuse("no image specified");
}

async function writeBytes(options: NewRootOptions, bytes: RootBytes): Promise<NewRoot> {
  const { vm, request, call } = options;
  const present = vm.info.Volumes?.[0];
  const described = await rootOfBytes(call.hypervisor, bytes, {
    format: request.VolumeFormat,
    type: present?.Type,
  });
  const volume = { ...described, Interface: present?.Interface };
  reserve(options, volume);
  await bytes.write(vm, options.file);
  return { volume };
}

function reserve({ call, vm, file, checkSpace }: NewRootOptions, volume: Volume): void {
  const backend = vm.files.backend(vm.volumeFile(0)) ?? 0;
  if (checkSpace) call.hypervisor.storage.requireSpace(new Map([[backend, effectiveSize(volume)]]));
  vm.files.create(file, backend, volume.Size ?? 0);
}

/** Stops the VM if it runs. */
export async function stopIfRunning(call: Call, vm: Vm, progress: SendProgress): Promise<void> {
  if (vm.state === "stopped") return;
  if (vm.state !== "running") refuse("VM is not running or stopped");
  await progress("stopping VM");
  await stopForOperation(call.hypervisor, vm);
}

/** Starts the VM again and says so. */
export async function startAgain(call: Call, vm: Vm, progress: SendProgress): Promise<void> {
  call.hypervisor.setState(vm, "starting");
  await progress("starting VM");
  await startManaging(call.hypervisor, vm, { dhcpTimeout: 0 });
}
