import type { Volume, VolumeType } from "@stackdeck/api-types";
import { VolumeInterface } from "@stackdeck/api-types";
import { sleep } from "../base/clock.ts";
import { DroppedConnection, refuse } from "../base/refusal.ts";
import { volumeFileName } from "../disk/storage.ts";
import { rootLabel } from "../guest/boot-log.ts";
import type { Image } from "../images/catalogue.ts";
import { openImageUrl } from "../images/image-source.ts";
import type { Hypervisor } from "../state/hypervisor.ts";
import type { Vm } from "../state/vm.ts";
import { requireKnown } from "./enums.ts";
import type { Upload } from "./upload.ts";

const QCOW2_MAGIC = 0x514649fb;
const QCOW2_HEADER = 32;

/** A volume with nothing set. */
export function volumeOf(parts: Partial<Volume>): Volume {
  return { DFM: {}, ...parts };
}

export interface NewVolumes {
  readonly root: Volume;
  readonly secondary: readonly Volume[];
  readonly spread: boolean;
  readonly storageIndices?: readonly number[] | undefined;
}

/** Reserves the files of a new VM and tells everybody about it for the first time. */
export function setUpVolumes(hypervisor: Hypervisor, vm: Vm, volumes: NewVolumes): void {
  const { root, secondary } = volumes;
  if (root.Interface === "dfm") refuse("root volume not supported on interface: dfm");
  for (const volume of secondary) {
    requireKnown(VolumeInterface, volume.Interface);
    if ((volume.Size ?? 0) === 0) refuse("secondary volumes cannot be zero sized");
  }
  const all = [root, ...secondary];
  const backends = hypervisor.storage.place(all, volumes.spread, volumes.storageIndices);
  if (backends === undefined) throw new DroppedConnection("storage index out of range");
  for (const [index, volume] of all.entries()) {
    const name = volumeFileName(index);
    vm.files.create(name, backends[index] ?? 0, volume.Size ?? 0);
    vm.volumeFiles.push(name);
  }
  vm.info.Volumes = all.map((volume) => ({ ...volume }));
  hypervisor.announce(vm);
}

/** Looks an image up on the image server; takes a while. */
export async function fetchImage(hypervisor: Hypervisor, name: string): Promise<Image> {
  await sleep(hypervisor.clock, hypervisor.pace.image);
  return hypervisor.options.images.find(name);
}

/** A root made from the files of an image needs room besides them: without any the server finds it too small. */
export function requireFreeBytes(minimum: number | undefined): void {
  if ((minimum ?? 0) < 1) refuse("root file-system too large");
}

/** Writes an image into a root file that has been reserved. */
export async function unpackImage(hypervisor: Hypervisor, vm: Vm, file: string, image: Image): Promise<void> {
  const [backend, size] = [vm.files.backend(file) ?? 0, vm.files.size(file) ?? 0];
  vm.files.create(file, backend, size, { kind: "image", name: image.name, label: rootLabel(vm.info) });
  await sleep(hypervisor.clock, hypervisor.pace.image);
}

/** Where the bytes of a root come from when it is no image-server image. */
export interface RootBytes {
  readonly size: number;
  /** The first bytes, for the header of a QCOW2 file. */
  head(): Promise<Buffer>;
  write(vm: Vm, file: string): Promise<void>;
}

/** Bytes streamed after the request. */
export function uploadedRoot(upload: Upload, size: number): RootBytes {
  let first: Buffer | undefined;
  return {
    size,
    head: async () => {
      first = await upload.intoMemory(Math.min(size, QCOW2_HEADER));
      return first;
    },
    write: async (vm, file) => {
      const done = first?.length ?? 0;
      await upload.intoFile(vm.files, file, size - done, done);
      if (first !== undefined) await vm.files.write(file, 0, first);
    },
  };
}

/** Bytes behind a URL. */
export async function urlRoot(hypervisor: Hypervisor, url: string): Promise<RootBytes> {
  const image = await openImageUrl(url, hypervisor.options.localImageDirectory);
  const chunks = image.chunks[Symbol.asyncIterator]();
  let first = Buffer.alloc(0);
  return {
    size: image.size,
    head: async () => {
      first = Buffer.from((await chunks.next()).value ?? []);
      return first;
    },
    write: async (vm, file) => {
      let offset = first.length;
      await vm.files.write(file, 0, first.subarray(0, image.size));
      for (
        let next = await chunks.next();
        next.done !== true && offset < image.size;
        next = await chunks.next()
      ) {
        await vm.files.write(file, offset, Buffer.from(next.value).subarray(0, image.size - offset));
        offset += next.value.length;
      }
    },
  };
}

const OLD_UNIT = 2 ** 24;

/** Description of a root of given bytes; reads the virtual size of a QCOW2 file. Old servers round the size up. */
export async function rootOfBytes(
  hypervisor: Hypervisor,
  bytes: RootBytes,
  wanted: { readonly format: Volume["Format"]; readonly type: VolumeType | undefined },
): Promise<Volume> {
  const size = hypervisor.isOld ? Math.ceil(bytes.size / OLD_UNIT) * OLD_UNIT : bytes.size;
  const volume = volumeOf({ Size: size, Type: wanted.type, Format: wanted.format });
  if (wanted.format !== "qcow2") return volume;
  const head = await bytes.head();
  if (head.length < QCOW2_HEADER || head.readUInt32BE(0) !== QCOW2_MAGIC) refuse("QEMU magic value missing");
  return { ...volume, VirtualSize: Number(head.readBigUInt64BE(24)) };
}
