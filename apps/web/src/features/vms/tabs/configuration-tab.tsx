import { infoOf } from "../../../actions/vm-subject.ts";
import { formatMiB } from "../../../ui/format.ts";
import { Facts, Panel } from "../../../ui/panel.tsx";
import { TagList } from "../tag-list.tsx";
import type { VmTabProps } from "../vm-page.tsx";
import { ActionButton } from "./action-button.tsx";
import { CreateRequestPanel } from "./create-request-panel.tsx";
import styles from "./tabs.module.css";
import { VmInfoPanel } from "./vm-info-panel.tsx";

const yesNo = (value: boolean | undefined) => (value ? "yes" : "no");

/** Everything that can be set, in the groups people look for it. */
export function ConfigurationTab({ vm, detail }: VmTabProps) {
  const info = infoOf(detail);
  return (
    <div className={styles["grid"]}>
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
            ["CPU share", `${info.MilliCPUs} thousandths`],
            ["Virtual CPUs", info.VirtualCPUs || "as many as the share needs"],
            ["Nice value", String(info.CpuPriority ?? 0)],
          ]}
        />
      </Panel>
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
            ["Watchdog", `${info.WatchdogModel ?? "none"}, ${info.WatchdogAction ?? "none"}`],
            ["VirtIO", info.DisableVirtIO ? "disabled" : "enabled"],
            [
              "Kernel options",
              <span key="k" className="mono">
                {info.ExtraKernelOptions}
              </span>,
            ],
          ]}
        />
      </Panel>
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
      <Panel
        title="Protection"
        actions={<ActionButton method="ChangeVmDestroyProtection" vm={vm} label="Change" />}
      >
        <Facts
          items={[
            ["Destroy protection", info.DestroyProtection ? "on (guards only while it runs)" : "off"],
            ["Destroyed when it powers down", yesNo(info.DestroyOnPowerdown)],
            ["Spread over storages", yesNo(info.SpreadVolumes)],
          ]}
        />
      </Panel>
      <Panel
        title="Name and tags"
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
            ["Tags", <TagList key="t" tags={info.Tags ?? {}} />],
          ]}
        />
      </Panel>
      <CreateRequestPanel vm={vm} />
      <VmInfoPanel vm={vm} />
    </div>
  );
}
