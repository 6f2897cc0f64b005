import type { ReactNode } from "react";
import { useLive } from "../../../api/use-live.ts";
import { useMethodQuery } from "../../../api/use-method.ts";
import { Field } from "../../../ui/form/field.tsx";
import { Select } from "../../../ui/form/inputs.tsx";
import { parseSize } from "../../../ui/format.ts";
import { useVolumeDirectories } from "../../storages/storage-choice.tsx";
import { type StoragePlace, storagePlaces, withStorage } from "../../storages/storage-places.ts";
import styles from "./create.module.css";
import { storagesOf } from "./create-draft.ts";
import { DraftText, type SectionProps } from "./draft-fields.tsx";

/** In which storage of the chosen hypervisor each volume is made. */
export function StorageFields(props: SectionProps) {
  const { draft } = props;
  if (draft.source !== "name")
    return <Told>Hypervisors let their storages be chosen only for images given by name.</Told>;
  if (draft.hypervisor === "")
    return draft.storageIndices === "" ? (
      <Told>
        The hypervisor decides. To choose, choose a hypervisor under “Will it fit?” first: each numbers its
        storages itself.
      </Told>
    ) : (
      <StorageNumbers {...props} />
    );
  return <OnHypervisor {...props} />;
}

function Told({ children }: { readonly children: ReactNode }) {
  return (
    <p className={styles["told"]}>
      <strong>Storage of each volume</strong>
      {children}
    </p>
  );
}

/** Typed, where nobody can say which storages there are. */
function StorageNumbers(props: SectionProps) {
  return (
    <DraftText
      {...props}
      name="storageIndices"
      label="Storage of each volume"
      hint="Numbers of the hypervisor's storages, root first: 0,1"
      optional
    />
  );
}

/** A hypervisor tells of its storages when it is asked about one of its VMs. */
function useStorages(hypervisor: string): readonly StoragePlace[] | undefined {
  // Ids are host:port; quotes keep the colon out of the search language.
  const filter = `host:"${hypervisor}"`;
  const { window } = useLive("vms", { filter, sort: [], offset: 0, limit: 1 });
  const ip = window?.keys[0];
  const storage = useMethodQuery(
    "GetVmVolumeStorageConfiguration",
    { IpAddress: ip },
    { enabled: ip !== undefined },
  );
  const directories = useVolumeDirectories(hypervisor);
  const infos = storage.data?.StorageInfos;
  return infos && storagePlaces(infos, { bytes: 0 }, directories);
}

function OnHypervisor(props: SectionProps) {
  const { draft, change } = props;
  const places = useStorages(draft.hypervisor);
  if (places === undefined) return <StorageNumbers {...props} />;
  const chosen = storagesOf(draft.storageIndices);
  const options = [
    ["", "As the hypervisor decides"],
    ...places.map(
      ({ index, room, directory }) =>
        [String(index), `Storage ${index}: ${room}${directory ? `, ${directory}` : ""}`] as const,
    ),
  ] as const;
  return ["Root volume", ...draft.volumes.map((size, index) => `Volume ${index + 1} of ${size}`)].map(
    (name, volume) => (
      <Field
        // biome-ignore lint/suspicious/noArrayIndexKey: a volume is known by its place
        key={volume}
        label={`Storage: ${name}`}
        error={tooLarge(draft.volumes[volume - 1], places[chosen[volume] ?? -1])}
      >
        {(wiring) => (
          <Select
            {...wiring}
            value={chosen[volume] === undefined ? "" : String(chosen[volume])}
            options={options}
            onChange={({ target: { value } }) =>
              change({
                storageIndices: withStorage(chosen, volume, value === "" ? undefined : Number(value)).join(
                  ",",
                ),
              })
            }
          />
        )}
      </Field>
    ),
  );
}

function tooLarge(size: string | undefined, place: StoragePlace | undefined): string | undefined {
  const bytes = parseSize(size ?? "", "G");
  if (bytes === undefined || place === undefined || bytes < place.usableBytes) return undefined;
  return `Storage ${place.index} has too little room: ${place.room}`;
}
