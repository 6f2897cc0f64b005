import { DEBUG_ROOT } from "../state/lifecycle.ts";
import type { Vm } from "../state/vm.ts";
import type { MethodStream } from "./define.ts";
import { refusalText, streamMethod } from "./define.ts";
import { buildNewRoot, openForImage, startAgain, stopIfRunning } from "./image-operation.ts";
import { Upload } from "./upload.ts";

export const debugVmImage = streamMethod("DebugVmImage", async (call, stream) => {
  const request = await stream.receive();
  const upload = new Upload(stream.raw, request.ImageDataSize);
  const progress = (text: string) => stream.send({ ProgressMessage: text });
  let vm: Vm | undefined;
  try {
    vm = await openForImage(call, request.IpAddress);
    await buildNewRoot({ call, vm, request, upload, progress, file: DEBUG_ROOT, checkSpace: false });
    await stopIfRunning(call, vm, progress);
  } catch (error) {
    const text = refusalText(error);
    if (vm !== undefined) await abandon(vm);
    await upload.drain();
    await stream.send({ Error: text });
    return;
  }
  await start(() => startAgain(call, vm, progress), vm, stream);
});

async function start(
  begin: () => Promise<void>,
  vm: Vm,
  stream: MethodStream<"DebugVmImage">,
): Promise<void> {
  try {
    await begin();
  } catch (error) {
    await stream.send({ Error: refusalText(error) });
    await vm.files.remove(DEBUG_ROOT);
  } finally {
    vm.mutationsBlocked = false;
  }
  await stream.send({ Final: true });
}

async function abandon(vm: Vm): Promise<void> {
  vm.mutationsBlocked = false;
  await vm.files.remove(DEBUG_ROOT);
}
