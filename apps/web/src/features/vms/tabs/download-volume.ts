import { announceEnd, showOperations } from "../../../actions/announce-end.ts";
import type { VmSubject } from "../../../actions/vm-subject.ts";
import { urlOf } from "../../../api/call.ts";
import { problemOf, send } from "../../../api/http.ts";
import { live } from "../../../api/live.ts";
import { formatBytes } from "../../../ui/format.ts";
import { announce, announceProblem } from "../../../ui/toasts.ts";
import { downloadOf, downloadsOf } from "./volume-downloads.ts";

/** A browser that has not begun by then waits for somebody to choose a folder, or was told not to. */
const beginsWithinMs = 5 * 60_000;

/**
 * Has the browser download a volume: it writes it to the disk as it comes, and goes on where it was when the connection
 * breaks. How far it is the server says, as an operation. A refusal is said here first, since the browser would only
 * say that it failed.
 */
export async function downloadVolume(vm: VmSubject, index: number, bytes: number): Promise<void> {
  const { url } = urlOf("GetVmVolume", { IpAddress: vm.ip, VolumeIndex: index });
  const title = `Volume ${index} of ${vm.name}`;
  try {
    await send(url, { method: "HEAD" });
  } catch (error) {
    announceProblem(`${title} can not be downloaded`, problemOf(error));
    return;
  }
  announceNextEnd(vm, index, `Download of volume ${index} of ${vm.name}`);
  const link = document.createElement("a");
  link.href = url;
  link.download = "";
  link.click();
  announce({
    tone: "info",
    title: `${title}: ${formatBytes(bytes)} are being downloaded`,
    detail: "Until the hypervisor has sent it, the VM can not be changed.",
    action: showOperations,
  });
}

/** Announces the end of the download that begins next. */
function announceNextEnd(vm: VmSubject, index: number, title: string): void {
  const subscription = live.subscribe("operations", downloadsOf(vm.ip));
  let before: ReadonlySet<string> | undefined;
  const stop = () => {
    clearTimeout(timer);
    unwatch();
    subscription.dispose();
  };
  const timer = setTimeout(stop, beginsWithinMs);
  const unwatch = subscription.state.subscribe(() => {
    const { window } = subscription.state.get();
    if (window === undefined) return;
    before ??= new Set(window.keys);
    const begun = downloadOf(window, index, before);
    if (begun === undefined) return;
    stop();
    void announceEnd(begun, title);
  });
}
