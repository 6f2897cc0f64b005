import type { VmSubject } from "../../../actions/vm-subject.ts";
import { urlOf } from "../../../api/call.ts";
import { problemOf, send } from "../../../api/http.ts";
import { formatBytes } from "../../../ui/format.ts";
import { announce, announceProblem } from "../../../ui/toasts.ts";

/**
 * Has the browser download a volume: it shows how far it is, and goes on where it was when the connection breaks. A
 * refusal is said here first, since the browser would only say that it failed.
 */
export async function downloadVolume(vm: VmSubject, index: number, bytes: number): Promise<void> {
  const { url } = urlOf("GetVmVolume", { IpAddress: vm.ip, VolumeIndex: index });
  try {
    await send(url, { method: "HEAD" });
  } catch (error) {
    announceProblem(`Volume ${index} of ${vm.name} can not be downloaded`, problemOf(error));
    return;
  }
  const link = document.createElement("a");
  link.href = url;
  link.download = "";
  link.click();
  announce({
    tone: "info",
    title: `Volume ${index} of ${vm.name}: ${formatBytes(bytes)} are being downloaded`,
    detail: "The browser shows how far it is. Until the hypervisor has sent it, the VM can not be changed.",
  });
}
