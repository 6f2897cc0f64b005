import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { callerReason } from "../../actions/may-run.ts";
import type { VmSubject } from "../../actions/vm-subject.ts";
import { apiRoot } from "../../api/call.ts";
import { problemOf, send } from "../../api/http.ts";
import { useSession } from "../../api/use-session.ts";
import { Age } from "../../ui/time.tsx";
import styles from "./screen-thumbnail.module.css";

/** How often a picture that is looked at is taken anew, in milliseconds. */
const refreshMs = 30_000;

interface Taken {
  readonly picture: Blob;
  /** RFC 3339. */
  readonly on: string;
}

/** Whether there may be a small picture of this VM's screen for who is signed in. */
export function useHasThumbnail(vm: VmSubject): boolean {
  const caller = useSession();
  return (
    caller.Thumbnails &&
    vm.consoleType === "vnc" &&
    callerReason("ConnectToVmConsole", caller, vm) === undefined
  );
}

/** A small picture of a VM's screen with its age, kept current; it takes the same room whatever there is to see. */
export function ScreenThumbnail(props: {
  readonly vm: VmSubject;
  /** When the VM's state changed last: a picture of an earlier run is not shown. */
  readonly since: string | undefined;
  /** Leads to the screen itself. */
  readonly opens?: boolean;
}) {
  const { vm, opens } = props;
  const runs = vm.state === "running";
  const { data, error } = useQuery({
    queryKey: ["thumbnail", vm.ip, props.since],
    queryFn: ({ signal }) => readThumbnail(vm.ip, signal),
    enabled: runs,
    refetchInterval: refreshMs,
    retry: false,
  });
  const taken = runs ? data : undefined;
  const url = useObjectUrl(taken?.picture);
  const why = runs ? error && problemOf(error).detail : `No picture: the VM is ${vm.state}.`;
  const image = url && <img src={url} alt={`Screen of ${vm.name}`} className={styles["picture"]} />;
  return (
    <figure className={styles["figure"]}>
      {opens ? (
        <Link
          to="/vms/$ip/console/vnc"
          params={{ ip: vm.ip }}
          className={styles["frame"]}
          aria-label={`Open the screen of ${vm.name}`}
        >
          {image}
        </Link>
      ) : (
        <div className={styles["frame"]}>{image}</div>
      )}
      <figcaption className={styles["caption"]}>
        {taken !== undefined && <Age time={taken.on} suffix=" ago" />}
        {taken !== undefined && why && " · "}
        {why}
      </figcaption>
    </figure>
  );
}

async function readThumbnail(ip: string, signal: AbortSignal): Promise<Taken> {
  const path = `${apiRoot}/vms/${encodeURIComponent(ip)}/thumbnail`;
  const answer = await send(path, { signal, headers: { Accept: "image/png" } });
  const on = new Date(answer.headers.get("Last-Modified") ?? Date.now()).toISOString();
  return { picture: await answer.blob(), on };
}

/** An address for what is held in memory, for as long as it is shown. */
function useObjectUrl(blob: Blob | undefined): string | undefined {
  const [url, setUrl] = useState<string | undefined>(undefined);
  useEffect(() => {
    if (blob === undefined) {
      setUrl(undefined);
      return;
    }
    const mine = URL.createObjectURL(blob);
    setUrl(mine);
    return () => URL.revokeObjectURL(mine);
  }, [blob]);
  return url;
}
