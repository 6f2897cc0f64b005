import {
  ConsoleType,
  FirmwareType,
  MachineType,
  VolumeInterface,
  WatchdogAction,
  WatchdogModel,
} from "@stackdeck/api-types";
import type { ReactNode } from "react";
import { CheckField, Field, Segments } from "../../../ui/form/field.tsx";
import { Select, TextInput } from "../../../ui/form/inputs.tsx";
import { ListInput } from "../../../ui/form/list-input.tsx";
import { TagsInput } from "../../../ui/form/tags-input.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { useSearchValues } from "../../lists/use-search-values.ts";
import { SubnetSelect } from "../../networks/subnet-select.tsx";
import styles from "./create.module.css";
import type { CreateDraft, ImageSource } from "./create-draft.ts";
import type { DraftErrors } from "./draft-errors.ts";
import { numbersOf, withNumber } from "./draft-request.ts";
import { UserDataEditor } from "./user-data-editor.tsx";

export interface SectionProps {
  readonly draft: CreateDraft;
  readonly errors: DraftErrors;
  readonly change: (part: Partial<CreateDraft>) => void;
}

const sources: readonly (readonly [ImageSource, string])[] = [
  ["name", "Image name"],
  ["url", "URL"],
  ["file", "Upload"],
  ["empty", "Empty disk"],
];

type TextKey = { [K in keyof CreateDraft]: CreateDraft[K] extends string ? K : never }[keyof CreateDraft];

/** A one-line field bound to a text of the draft. */
function DraftText(
  props: SectionProps & {
    readonly name: TextKey;
    readonly label: string;
    readonly hint?: ReactNode;
    readonly mono?: boolean;
    readonly placeholder?: string;
    readonly optional?: boolean;
    readonly inputMode?: "numeric";
  },
) {
  const { draft, errors, change, name, label, hint, optional, ...input } = props;
  return (
    <Field label={label} hint={hint} error={errors[name]} optional={optional}>
      {(wiring) => (
        <TextInput
          {...wiring}
          {...(input.mono ? { mono: true } : {})}
          inputMode={input.inputMode}
          placeholder={input.placeholder}
          value={draft[name]}
          onChange={(event) => change({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
}

/** `web-01, web-02 … web-12` */
function namesOf(draft: CreateDraft): string {
  const names = numbersOf(draft).map((number) => withNumber(draft.hostname, number));
  return names.length <= 3 ? names.join(", ") : `${names[0]}, ${names[1]} … ${names.at(-1)}`;
}

export function NameSection(props: SectionProps) {
  const { draft } = props;
  const several = Number(draft.count) > 1;
  return (
    <Panel title="Name">
      <div className={styles["pair"]}>
        <DraftText
          {...props}
          name="hostname"
          label="Host name"
          placeholder={several ? "web-%%" : "web-01"}
          hint={
            several
              ? `% is the number, %% has two digits; in the values of tags too. ${draft.hostname.includes("%") ? namesOf(draft) : ""}`
              : "Becomes the Name tag too."
          }
        />
        <DraftText {...props} name="count" label="How many" inputMode="numeric" />
        {several && <DraftText {...props} name="firstNumber" label="Numbers from" inputMode="numeric" />}
      </div>
    </Panel>
  );
}

/** The image, with those that VMs of the fleet were made of as proposals. */
function ImageField(props: SectionProps) {
  const { draft, errors, change } = props;
  const known = useSearchValues("vms", { key: "image", typed: draft.imageName }, 20);
  return (
    <Field
      label="Image"
      error={errors.imageName}
      hint="On the image server; a directory stands for its newest image. Images of present VMs are proposed."
    >
      {(wiring) => (
        <>
          <TextInput
            {...wiring}
            mono
            list={`${wiring.id}-known`}
            placeholder="debian/13/base"
            value={draft.imageName}
            onChange={(event) => change({ imageName: event.target.value })}
          />
          <datalist id={`${wiring.id}-known`}>
            {known
              .filter(({ value }) => !value.includes("://"))
              .map(({ value, count }) => (
                <option key={value} value={value} label={`${count} VMs`} />
              ))}
          </datalist>
        </>
      )}
    </Field>
  );
}

export function SourceSection(
  props: SectionProps & {
    readonly file: File | undefined;
    readonly onFile: (file: File | undefined) => void;
  },
) {
  const { draft, errors, change } = props;
  return (
    <Panel title="Source">
      <div className={styles["stack"]}>
        <Segments
          label="Where the root volume comes from"
          value={draft.source}
          options={sources}
          onChange={(source) => change({ source })}
        />
        {draft.source === "name" && <ImageField {...props} />}
        {draft.source === "url" && (
          <DraftText
            {...props}
            mono
            name="imageUrl"
            label="Address of a raw image"
            placeholder="https://images.example.com/disk.raw"
            hint="The hypervisor reads it."
          />
        )}
        {draft.source === "file" && (
          <Field
            label="Raw image file"
            error={errors.file}
            hint="Sent when you press Create; keep this page open until it has arrived."
          >
            {(wiring) => (
              <input {...wiring} type="file" onChange={(event) => props.onFile(event.target.files?.[0])} />
            )}
          </Field>
        )}
      </div>
    </Panel>
  );
}

export function SizeSection(props: SectionProps) {
  const { draft, errors, change } = props;
  const root = draft.source === "empty" ? "Size of the root volume" : "Free space on the root";
  return (
    <Panel title="Size">
      <div className={styles["stack"]}>
        <div className={styles["pair"]}>
          <DraftText {...props} name="memory" label="Memory" hint="512M, 4G" />
          <DraftText
            {...props}
            name="milliCpus"
            label="CPU share, thousandths"
            hint="1000 is one whole CPU"
            inputMode="numeric"
          />
          <DraftText
            {...props}
            name="virtualCpus"
            label="Virtual CPUs"
            hint="Empty: as the share needs"
            inputMode="numeric"
            optional
          />
        </div>
        <div className={styles["pair"]}>
          {(draft.source === "name" || draft.source === "empty") && (
            <DraftText {...props} name="freeSpace" label={root} />
          )}
          <Field label="Further volumes" optional error={errors.volumes} hint="One for each size: 10G, 200G">
            {(wiring) => (
              <ListInput
                wiring={wiring}
                label="further volumes"
                values={draft.volumes}
                onChange={(volumes) => change({ volumes })}
              />
            )}
          </Field>
        </div>
        {draft.volumes.length > 0 && (
          <CheckField
            label="Make a file system on each further volume"
            hint="ext4, mounted at /data/0, /data/1 …"
            checked={draft.initialiseVolumes}
            onChange={(initialiseVolumes) => change({ initialiseVolumes })}
          />
        )}
      </div>
    </Panel>
  );
}

export function NetworkSection(props: SectionProps) {
  const { draft, errors, change } = props;
  return (
    <Panel title="Network and owners">
      <div className={styles["stack"]}>
        <Field label="Subnet" error={errors.subnet}>
          {(wiring) => (
            <SubnetSelect wiring={wiring} value={draft.subnet} onChange={(subnet) => change({ subnet })} />
          )}
        </Field>
        <div className={styles["pair"]}>
          <Field label="Owners besides you" optional>
            {(wiring) => (
              <ListInput
                wiring={wiring}
                label="owners"
                values={draft.ownerUsers}
                onChange={(ownerUsers) => change({ ownerUsers })}
              />
            )}
          </Field>
          <Field label="Owner groups" optional>
            {(wiring) => (
              <ListInput
                wiring={wiring}
                label="owner groups"
                values={draft.ownerGroups}
                onChange={(ownerGroups) => change({ ownerGroups })}
              />
            )}
          </Field>
        </div>
        <div>
          <h3>Tags</h3>
          <TagsInput label="Tags" rows={draft.tags} onChange={(tags) => change({ tags })} />
        </div>
      </div>
    </Panel>
  );
}

export function UserDataSection({ draft, errors, change }: SectionProps) {
  return (
    <Panel title="User data" hint="Read by cloud-init at the first start.">
      <Field label="User data" optional error={errors.userData}>
        {(wiring) => (
          <UserDataEditor
            wiring={wiring}
            value={draft.userData}
            onChange={(userData) => change({ userData })}
          />
        )}
      </Field>
    </Panel>
  );
}

const choices = (texts: readonly string[]) => texts.map((text) => [text, text] as const);

export function AdvancedSection(props: SectionProps) {
  const { draft, change } = props;
  const check = (name: keyof CreateDraft, label: string, hint?: string) => (
    <CheckField
      label={label}
      hint={hint}
      checked={Boolean(draft[name])}
      onChange={(value) => change({ [name]: value })}
    />
  );
  const select = (
    name:
      | "consoleType"
      | "machineType"
      | "firmwareType"
      | "volumeInterface"
      | "watchdogModel"
      | "watchdogAction",
    label: string,
    texts: readonly string[],
  ) => (
    <Field label={label}>
      {(wiring) => (
        <Select
          {...wiring}
          value={draft[name]}
          options={choices(texts)}
          onChange={(event) => change({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <Panel title="Options">
      <div className={styles["stack"]}>
        {check("doNotStart", "Leave it stopped")}
        {check("destroyProtection", "Destroy protection", "Guards only while it is running.")}
        <details className={styles["advanced"]}>
          <summary>Advanced</summary>
          <div className={styles["stack"]}>
            <div className={styles["pair"]}>
              {select("consoleType", "Console", ConsoleType.texts)}
              {select("machineType", "Machine", MachineType.texts)}
              {select("firmwareType", "Firmware", FirmwareType.texts)}
            </div>
            <div className={styles["pair"]}>
              <DraftText {...props} name="cpuPriority" label="CPU priority (nice)" hint="−20 … 19" />
              <DraftText
                {...props}
                name="dhcpWait"
                label="Wait for its address, seconds"
                inputMode="numeric"
              />
              <DraftText {...props} name="extraKernelOptions" label="Kernel options" mono optional />
            </div>
            <div className={styles["pair"]}>
              <DraftText
                {...props}
                name="requestIp"
                label="Address"
                hint="Empty: any free one"
                mono
                optional
              />
              <Field label="Further subnets" optional>
                {(wiring) => (
                  <ListInput
                    wiring={wiring}
                    label="further subnets"
                    values={draft.secondarySubnets}
                    onChange={(secondarySubnets) => change({ secondarySubnets })}
                  />
                )}
              </Field>
              <DraftText
                {...props}
                name="networkQueues"
                label="Network queues"
                inputMode="numeric"
                optional
              />
            </div>
            <div className={styles["pair"]}>
              {select("volumeInterface", "Volume interface", VolumeInterface.texts)}
              <DraftText
                {...props}
                name="storageIndices"
                label="Storage of each volume"
                hint="Root first: 0,1"
                optional
              />
              <DraftText {...props} name="virtualiserImage" label="Virtualiser image" mono optional />
            </div>
            <div className={styles["pair"]}>
              {select("watchdogModel", "Watchdog", WatchdogModel.texts)}
              {draft.watchdogModel !== "none" &&
                select("watchdogAction", "When it fires", WatchdogAction.texts)}
            </div>
            {check("destroyOnPowerdown", "Destroy it when the guest powers down")}
            {check("spreadVolumes", "Spread volumes over the storages")}
            {check("enableNetboot", "Boot from the network at the first start")}
            {check(
              "skipBootloader",
              "No boot loader",
              "Such VMs can not be snapshotted or moved between storages.",
            )}
            {check("disableVirtIo", "Emulate ordinary devices", "For guests without VirtIO drivers; slower.")}
            {check("skipMemoryCheck", "Do not test whether the memory can be had")}
          </div>
        </details>
      </div>
    </Panel>
  );
}
