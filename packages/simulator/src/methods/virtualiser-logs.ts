import { machineOf, programOf } from "../guest/machine.ts";
import { virtualCpus } from "../state/capacity.ts";
import type { Hypervisor } from "../state/hypervisor.ts";
import type { Vm } from "../state/vm.ts";

/**
 * Files of a VM's virtualiser log directory, such as a wrapper around the virtualiser leaves them there (the bare
 * program writes none); undefined when it was never started.
 */
export function virtualiserLogs(hypervisor: Hypervisor, vm: Vm): ReadonlyMap<string, Buffer> | undefined {
  const { info } = vm;
  if (info.ChangedStateOn.startsWith("0001-")) return undefined;
  const { architecture } = hypervisor.options;
  const cpus = virtualCpus(info.MilliCPUs, info.VirtualCPUs ?? 0);
  const command = [
    programOf(info, architecture).name,
    `-machine ${machineOf(info, architecture)},accel=kvm`,
    `-m ${info.MemoryInMiB}M`,
    `-smp cpus=${cpus}`,
    `-name ${info.Hostname ?? vm.ip}`,
    ...(info.Volumes ?? []).map(
      (_, index) => `-drive file=${vm.files.path(vm.volumeFile(index))},format=raw`,
    ),
  ].join(" \\\n  ");
  const crashed = info.State === "crashed" ? `${info.ChangedStateOn} terminating on signal 6\n` : "";
  return new Map([
    ["command", Buffer.from(`${command}\n`)],
    ["stderr", Buffer.from(crashed)],
    ["stdout", Buffer.alloc(0)],
  ]);
}
