import { CheckField, Field } from "../../../ui/form/field.tsx";
import { TagsInput } from "../../../ui/form/tags-input.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { SubnetSelect } from "../../networks/subnet-select.tsx";
import styles from "./create.module.css";
import type { CreateDraft } from "./create-draft.ts";
import { DraftList, DraftText, type SectionProps } from "./draft-fields.tsx";
import { numbersOf, withNumber } from "./draft-request.ts";
import { UserDataEditor } from "./user-data-editor.tsx";

/** `web-01, web-02 … web-12` */
function namesOf(draft: CreateDraft): string {
  const names = numbersOf(draft).map((number) => withNumber(draft.hostname, number));
  return names.length <= 3 ? names.join(", ") : `${names[0]}, ${names[1]} … ${names.at(-1)}`;
}

/** What it is called, or they are. */
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

/** Memory, CPUs and volumes. */
export function SizeSection(props: SectionProps) {
  const { draft, change } = props;
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
          <DraftList
            {...props}
            sizes
            name="volumes"
            label="Further volumes"
            hint="One for each size: 10G, 200G"
          />
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

/** Where it is on the network, and whose it is. */
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
          <DraftList {...props} name="ownerUsers" label="Owners besides you" />
          <DraftList {...props} name="ownerGroups" label="Owner groups" />
        </div>
        <Field label="Tags" error={errors.tags}>
          {(wiring) => (
            <TagsInput label="Tags" wiring={wiring} rows={draft.tags} onChange={(tags) => change({ tags })} />
          )}
        </Field>
      </div>
    </Panel>
  );
}

/** What its guest is told at the first start. */
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
