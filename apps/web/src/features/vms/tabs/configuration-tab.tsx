import type { VmInfo } from "@stackdeck/api-types";
import { infoOf } from "../../../actions/vm-subject.ts";
import { formatMiB, formatMilliCpus } from "../../../ui/format.ts";
import { Facts, Panel } from "../../../ui/panel.tsx";
import { TagList } from "../tag-list.tsx";
import type { VmTabProps } from "../vm-page.tsx";
import { ActionButton } from "./action-button.tsx";
import { CreateRequestPanel } from "./create-request-panel.tsx";
import styles from "./tabs.module.css";
import { VmInfoPanel } from "./vm-info-panel.tsx";

/** What watches the guest, and what it does when that hangs. */
function watchdogText({ WatchdogModel, WatchdogAction }: VmInfo): string {
  if (!WatchdogModel || WatchdogModel === "none") return "none";
  return `${WatchdogModel}, ${WatchdogAction && WatchdogAction !== "none" ? `then ${WatchdogAction}` : "does nothing"}`;
}

const yesNo = (value: boolean | undefined) => (value ? "yes" : "no");

interface PanelProps {
  readonly vm: VmTabProps["vm"];
  readonly info: VmInfo;
}

/** Everything that can be set, in the groups people look for it. */
export function ConfigurationTab({ vm, detail }: VmTabProps) {
  const info = infoOf(detail);
  return (
    <div className={styles["grid"]}>
      <Size vm={vm} info={info} />
      <Machine vm={vm} info={info} />
      <Owners vm={vm} info={info} />
      <Protection vm={vm} info={info} />
      <NameAndTags vm={vm} info={info} />
      <CreateRequestPanel vm={vm} />
      <VmInfoPanel vm={vm} />
    </div>
  );
}

function Size({ vm, info }: PanelProps) {
  return (
    <Panel
      title="Size"
      actions={
        <>
          <ActionButton method="ChangeVmSize" vm={vm} label="Change" />
          <ActionButton method="ChangeVmCpuPriority" vm={vm} label="Priority" />
        </>
      }
    >
      <Facts
        items={[
          ["Memory", formatMiB(info.MemoryInMiB)],
          ["CPU share", formatMilliCpus(info.MilliCPUs)],
          ["Virtual CPUs", info.VirtualCPUs || "as the share needs"],
          ["Nice value", String(info.CpuPriority ?? 0)],
        ]}
      />
    </Panel>
  );
}

function Machine({ vm, info }: PanelProps) {
  return (
    <Panel
      title="Machine"
      actions={
        <>
          <ActionButton method="ChangeVmMachineType" vm={vm} label="Machine" />
          <ActionButton method="ChangeVmConsoleType" vm={vm} label="Console" />
        </>
      }
    >
      <Facts
        items={[
          ["Machine", info.MachineType ?? "auto"],
          ["Console", info.ConsoleType ?? "none"],
          ["Firmware", info.FirmwareType ?? "default"],
          ["Architecture", info.ArchitectureType ?? "auto"],
          ["Watchdog", watchdogText(info)],
          ["VirtIO", info.DisableVirtIO ? "disabled" : "enabled"],
          info.ExtraKernelOptions
            ? [
                "Kernel options",
                <span key="k" className="mono">
                  {info.ExtraKernelOptions}
                </span>,
                "wide",
              ]
            : ["Kernel options", ""],
        ]}
      />
    </Panel>
  );
}

function Owners({ vm, info }: PanelProps) {
  return (
    <Panel
      title="Owners"
      actions={
        <>
          <ActionButton method="ChangeVmOwnerUsers" vm={vm} label="Users" />
          <ActionButton method="ChangeVmOwnerGroups" vm={vm} label="Groups" />
          <ActionButton method="BecomePrimaryVmOwner" vm={vm} />
        </>
      }
    >
      <Facts
        items={[
          ["Primary owner", info.OwnerUsers?.[0]],
          ["Further owners", (info.OwnerUsers ?? []).slice(1).join(", ")],
          ["Owner groups", (info.OwnerGroups ?? []).join(", ")],
        ]}
      />
    </Panel>
  );
}

function Protection({ vm, info }: PanelProps) {
  return (
    <Panel
      title="Protection"
      actions={<ActionButton method="ChangeVmDestroyProtection" vm={vm} label="Change" />}
    >
      <Facts
        items={[
          ["Destroy protection", info.DestroyProtection ? "on, while it runs" : "off"],
          ["When it powers down", info.DestroyOnPowerdown ? "destroyed" : "kept"],
          ["Spread over storages", yesNo(info.SpreadVolumes)],
        ]}
      />
    </Panel>
  );
}

function NameAndTags({ vm, info }: PanelProps) {
  return (
    <Panel
      title="Name and tags"
      className={styles["wide"]}
      actions={
        <>
          <ActionButton method="ChangeVmHostname" vm={vm} label="Host name" />
          <ActionButton method="ChangeVmTags" vm={vm} label="Tags" />
        </>
      }
    >
      <Facts
        items={[
          ["Host name", info.Hostname],
          Object.keys(info.Tags ?? {}).length === 0
            ? ["Tags", ""]
            : ["Tags", <TagList key="t" tags={info.Tags ?? {}} />, "wide"],
        ]}
      />
    </Panel>
  );
}
