import type { CreateVmRequest, Volume } from "@stackdeck/api-types";
import { sleep } from "../base/clock.ts";
import { Refusal, refuse } from "../base/refusal.ts";
import { rootSize } from "../state/capacity.ts";
import type { Hypervisor } from "../state/hypervisor.ts";
import { awaitAcknowledgement, remove, startManaging } from "../state/lifecycle.ts";
import type { Vm } from "../state/vm.ts";
import { allocateVm, vmInfoOf } from "./create-checks.ts";
import { writeSecondaryVolumes } from "./create-secondary-volumes.ts";
import type { Call, MethodStream } from "./define.ts";
import { refusalText, streamMethod } from "./define.ts";
import { checkIdentity } from "./identity.ts";
import type { RootBytes } from "./root-volume.ts";
import {
  fetchImage,
  requireFreeBytes,
  rootOfBytes,
  setUpVolumes,
  unpackImage,
  uploadedRoot,
  urlRoot,
  volumeOf,
} from "./root-volume.ts";
import { Upload } from "./upload.ts";

type Stream = MethodStream<"CreateVm">;

/** Everything one creation works with. */
interface Creation {
  readonly call: Call;
  readonly request: CreateVmRequest;
  readonly stream: Stream;
  readonly upload: Upload;
  readonly vm: Vm;
}

export const createVm = streamMethod("CreateVm", async (call, stream) => {
  const request = await stream.receive();
  const upload = new Upload(stream.raw, streamedBytes(request));
  let vm: Vm;
  try {
    vm = await newVmOf(call, request);
  } catch (error) {
    const text = refusalText(error);
    await upload.drain();
    await stream.send({ Error: text });
    return;
  }
  try {
    await build({ call, request, stream, upload, vm });
  } catch (error) {
    await remove(call.hypervisor, vm);
    const text = refusalText(error);
    await upload.drain();
    await stream.send({ Error: text });
  }
});

function streamedBytes(request: CreateVmRequest): number {
  const volumes = request.SecondaryVolumesData === true ? (request.SecondaryVolumes ?? []) : [];
  const content = volumes.reduce((sum, { Size }) => sum + (Size ?? 0), 0);
  return (request.ImageDataSize ?? 0) + (request.UserDataSize ?? 0) + content;
}

async function newVmOf({ hypervisor, caller }: Call, request: CreateVmRequest): Promise<Vm> {
  if (hypervisor.disabled) refuse("Hypervisor is disabled");
  if (caller.userName === "") refuse("no authentication data");
  const { IdentityCertificate: certificate = "", IdentityKey: key = "" } = request;
  const hasIdentity = certificate !== "" && key !== "";
  const identity = hasIdentity
    ? checkIdentity({ certificate, key }, caller.userName, hypervisor.clock)
    : undefined;
  await hypervisor.lock.pass("write");
  const owners = [caller.userName, ...(request.OwnerUsers ?? [])];
  const vm = allocateVm(hypervisor, caller, vmInfoOf(request), owners);
  if (identity !== undefined) {
    vm.info.IdentityName = identity.name;
    vm.info.IdentityExpires = identity.expires;
    vm.blobs.set("identity.cert", Buffer.from(certificate, "base64"));
    vm.blobs.set("identity.key", Buffer.from(key, "base64"));
  }
  return vm;
}

async function build(creation: Creation): Promise<void> {
  const { call, request, stream, upload, vm } = creation;
  const { hypervisor } = call;
  const trial = memoryTrial(hypervisor, request.SkipMemoryCheck === true);
  await buildRoot(creation);
  const userDataSize = request.UserDataSize ?? 0;
  if (userDataSize > 0) {
    if (hypervisor.faults.createHangsOnUserData && (request.ImageDataSize ?? 0) === 0)
      await forever(call.signal);
    hypervisor.setBlob(vm, "user-data.raw", await upload.intoMemory(userDataSize));
  }
  if (request.VirtualiserImageName) await fetchImage(hypervisor, request.VirtualiserImageName);
  if ((request.SecondaryVolumes ?? []).length > 0) {
    await stream.send({ ProgressMessage: "creating secondary volumes" });
    await writeSecondaryVolumes(vm, request, upload);
  }
  if (!trial.isDone()) await stream.send({ ProgressMessage: "waiting for test memory allocation" });
  await trial.done;
  const timedOut = request.DoNotStart === true ? leaveStopped(hypervisor, vm) : await start(creation);
  await finish(creation, timedOut);
}

async function buildRoot(creation: Creation): Promise<void> {
  const { call, request, upload, vm } = creation;
  if ((request.ImageName ?? "") !== "") return imageRoot(creation);
  if ((request.ImageDataSize ?? 0) > 0)
    return byteRoot(creation, uploadedRoot(upload, request.ImageDataSize ?? 0));
  if ((request.ImageURL ?? "") !== "")
    return byteRoot(creation, await urlRoot(call.hypervisor, request.ImageURL ?? ""));
  const size = request.MinimumFreeBytes ?? 0;
  if (size === 0) refuse("no image specified");
  // Only a root from an image gets the interface that was asked for.
  reserve(creation, volumeOf({ Type: rootWishes(request).Type, Size: size }));
  vm.info.ImageName = undefined;
}

async function imageRoot(creation: Creation): Promise<void> {
  const { call, request, stream, vm } = creation;
  await stream.send({ ProgressMessage: "getting image" });
  const image = await fetchImage(call.hypervisor, request.ImageName ?? "");
  vm.info.ImageName = image.name;
  const size = rootSize(image.usage, request.MinimumFreeBytes ?? 0, request.RoundupPower ?? 0);
  reserve(creation, volumeOf({ ...rootWishes(request), Size: size }));
  await stream.send({ ProgressMessage: `unpacking image: ${image.name}` });
  requireFreeBytes(request.MinimumFreeBytes);
  vm.separateBoot = request.SkipBootloader === true;
  await unpackImage(call.hypervisor, vm, "root", image);
}

async function byteRoot(creation: Creation, bytes: RootBytes): Promise<void> {
  const { call, request, vm } = creation;
  const wishes = rootWishes(request);
  reserve(
    creation,
    await rootOfBytes(call.hypervisor, bytes, { format: request.Volumes?.[0]?.Format, type: wishes.Type }),
  );
  await bytes.write(vm, "root");
}

function rootWishes(request: CreateVmRequest): Pick<Volume, "Interface" | "Type"> {
  const wanted = request.Volumes?.[0];
  return { Interface: wanted?.Interface, Type: wanted?.Type };
}

function reserve({ call, request, vm }: Creation, root: Volume): void {
  setUpVolumes(call.hypervisor, vm, {
    root,
    secondary: request.SecondaryVolumes ?? [],
    spread: request.SpreadVolumes === true,
    storageIndices: (request.ImageName ?? "") === "" ? undefined : request.StorageIndices,
  });
}

async function start({ call, request, stream, vm }: Creation): Promise<boolean> {
  const { hypervisor, signal } = call;
  hypervisor.setState(vm, "starting");
  await stream.send({ ProgressMessage: `starting VM ${vm.ip}`, IpAddress: vm.ip });
  const { DhcpTimeout: dhcpTimeout = 0, EnableNetboot: netboot } = request;
  return startManaging(hypervisor, vm, { dhcpTimeout, netboot, signal });
}

function leaveStopped(hypervisor: Hypervisor, vm: Vm): boolean {
  // Only a change of state is dated: such a VM keeps the zero time.
  hypervisor.setState(vm, "stopped");
  return false;
}

async function finish({ call, request, stream, vm }: Creation, timedOut: boolean): Promise<void> {
  const { IdentityKey: _secret, ...kept } = request;
  vm.createRequest = kept;
  vm.mutationsBlocked = false;
  awaitAcknowledgement(call.hypervisor, vm);
  call.hypervisor.saveVm(vm);
  for (const name of ["identity.cert", "identity.key"] as const) {
    if (vm.blobs.has(name)) call.hypervisor.setBlob(vm, name, vm.blobs.get(name));
  }
  await stream.send({ Final: true, IpAddress: vm.ip, DhcpTimedOut: timedOut }).catch((error: unknown) => {
    // Nobody hears of the VM, nobody will acknowledge it: the timer takes it away.
    if (error instanceof Refusal) throw error;
  });
}

function memoryTrial(
  hypervisor: Hypervisor,
  skip: boolean,
): { readonly done: Promise<void>; isDone(): boolean } {
  let over = skip || hypervisor.pace.memoryTrial === 0;
  const done = over
    ? Promise.resolve()
    : sleep(hypervisor.clock, hypervisor.pace.memoryTrial).then(() => {
        over = true;
      });
  return { done, isDone: () => over };
}

async function forever(signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
