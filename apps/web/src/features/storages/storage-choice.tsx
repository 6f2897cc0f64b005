import { useId } from "react";
import { callerReason } from "../../actions/may-run.ts";
import { useMethodQuery } from "../../api/use-method.ts";
import { useSession } from "../../api/use-session.ts";
import { cx } from "../../ui/class-names.ts";
import type { FieldWiring } from "../../ui/form/field.tsx";
import { Meter } from "../../ui/meter.tsx";
import { Skeleton } from "../../ui/notice.tsx";
import styles from "./storage-choice.module.css";
import { type PlacedVolume, type StoragePlace, storagePlaces } from "./storage-places.ts";

/** Paths of a hypervisor's volume directories in the order of their numbers; none where it does not tell them. */
export function useVolumeDirectories(hypervisor: string): readonly string[] {
  const caller = useSession();
  const isTold = callerReason("ListVolumeDirectories", caller, { hypervisor }) === undefined;
  const query = useMethodQuery("ListVolumeDirectories", {}, { id: hypervisor, enabled: isTold });
  return query.data?.Directories ?? [];
}

/** Chooses the storage that a volume is moved to: how full each is, and why it can not go there. */
export function StorageChoice(props: {
  readonly wiring: FieldWiring;
  readonly label: string;
  readonly vm: { readonly ip: string; readonly hypervisor: string };
  readonly volume: PlacedVolume & { readonly index: number };
  readonly value: string;
  readonly onChange: (index: string) => void;
}) {
  const { vm, volume, wiring } = props;
  const name = useId();
  const storage = useMethodQuery("GetVmVolumeStorageConfiguration", { IpAddress: vm.ip });
  const directories = useVolumeDirectories(vm.hypervisor);
  if (storage.isError)
    return <p className="muted">The storages can not be listed: {storage.error.message}</p>;
  if (!storage.data) return <Skeleton rows={2} />;
  const current = storage.data.VolumeStorageIndices?.[volume.index];
  const places = storagePlaces(storage.data.StorageInfos ?? [], { ...volume, current }, directories);
  return (
    <div role="radiogroup" aria-label={props.label} className={styles["places"]} {...wiring}>
      {places.map((place) => (
        <Place
          key={place.index}
          place={place}
          name={name}
          chosen={props.value === String(place.index)}
          onChoose={() => props.onChange(String(place.index))}
        />
      ))}
      {places.length < 2 && <p className="muted">This hypervisor has no other storage.</p>}
    </div>
  );
}

function Place(props: {
  readonly place: StoragePlace;
  readonly name: string;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}) {
  const { place, chosen } = props;
  const isRefused = place.reason !== undefined;
  return (
    <label className={cx(styles["place"], chosen && styles["chosen"], isRefused && styles["refused"])}>
      <input
        type="radio"
        name={props.name}
        checked={chosen && !isRefused}
        disabled={isRefused}
        onChange={props.onChoose}
      />
      <span className={styles["what"]}>
        <span className={styles["name"]}>
          <strong>Storage {place.index}</strong>
          {place.reason && <small>{place.reason}</small>}
        </span>
        {place.directory && <span className={cx("mono", styles["path"])}>{place.directory}</span>}
        <Meter thin value={place.usedShare} label={`Storage ${place.index} used`} text={place.room} />
      </span>
    </label>
  );
}
