import {
  ConsoleType,
  FirmwareType,
  MachineType,
  VolumeInterface,
  WatchdogAction,
  WatchdogModel,
} from "@stackdeck/api-types";
import { Panel } from "../../../ui/panel.tsx";
import styles from "./create.module.css";
import { DraftCheck, DraftList, DraftSelect, DraftText, type SectionProps } from "./draft-fields.tsx";
import { StorageFields } from "./storage-fields.tsx";

/** What few need, folded away. */
export function AdvancedSection(props: SectionProps) {
  return (
    <Panel title="Options">
      <div className={styles["stack"]}>
        <DraftCheck {...props} name="doNotStart" label="Leave it stopped" />
        <DraftCheck
          {...props}
          name="destroyProtection"
          label="Destroy protection"
          hint="Guards only while it is running."
        />
        <details className={styles["advanced"]}>
          <summary>Advanced</summary>
          <div className={styles["stack"]}>
            <MachineFields {...props} />
            <NetworkFields {...props} />
            <VolumeFields {...props} />
            <Switches {...props} />
          </div>
        </details>
      </div>
    </Panel>
  );
}

function MachineFields(props: SectionProps) {
  return (
    <>
      <div className={styles["pair"]}>
        <DraftSelect {...props} name="consoleType" label="Console" texts={ConsoleType.texts} />
        <DraftSelect {...props} name="machineType" label="Machine" texts={MachineType.texts} />
        <DraftSelect {...props} name="firmwareType" label="Firmware" texts={FirmwareType.texts} />
      </div>
      <div className={styles["pair"]}>
        <DraftText {...props} name="cpuPriority" label="CPU priority (nice)" hint="−20 … 19" />
        <DraftText {...props} name="dhcpWait" label="Wait for its address, seconds" inputMode="numeric" />
        <DraftText {...props} name="extraKernelOptions" label="Kernel options" mono optional />
      </div>
      <div className={styles["pair"]}>
        <DraftSelect {...props} name="watchdogModel" label="Watchdog" texts={WatchdogModel.texts} />
        {props.draft.watchdogModel !== "none" && (
          <DraftSelect {...props} name="watchdogAction" label="When it fires" texts={WatchdogAction.texts} />
        )}
      </div>
    </>
  );
}

function NetworkFields(props: SectionProps) {
  return (
    <div className={styles["pair"]}>
      <DraftText {...props} name="requestIp" label="Address" hint="Empty: any free one" mono optional />
      <DraftList {...props} name="secondarySubnets" label="Further subnets" />
      <DraftText {...props} name="networkQueues" label="Network queues" inputMode="numeric" optional />
    </div>
  );
}

function VolumeFields(props: SectionProps) {
  return (
    <>
      <div className={styles["pair"]}>
        <DraftSelect
          {...props}
          name="volumeInterface"
          label="Volume interface"
          texts={VolumeInterface.texts}
        />
        <DraftText {...props} name="virtualiserImage" label="Virtualiser image" mono optional />
      </div>
      <div className={styles["pair"]}>
        <StorageFields {...props} />
      </div>
    </>
  );
}

const switches = [
  { name: "destroyOnPowerdown", label: "Destroy it when the guest powers down" },
  { name: "spreadVolumes", label: "Spread volumes over the storages" },
  { name: "enableNetboot", label: "Boot from the network at the first start" },
  {
    name: "skipBootloader",
    label: "No boot loader",
    hint: "Such VMs can not be snapshotted or moved between storages.",
  },
  {
    name: "disableVirtIo",
    label: "Emulate ordinary devices",
    hint: "For guests without VirtIO drivers; slower.",
  },
  { name: "skipMemoryCheck", label: "Do not test whether the memory can be had" },
] as const;

function Switches(props: SectionProps) {
  return switches.map((each) => <DraftCheck key={each.name} {...props} {...each} />);
}
