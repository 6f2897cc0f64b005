import { Link, useNavigate } from "@tanstack/react-router";
import { IconButton } from "../../ui/button.tsx";
import styles from "./console-tabs.module.css";
import { storedWorkspace, withPane } from "./workspace-search.ts";

export type ConsoleTab = "serial" | "vnc" | "manager";

/** Way from one console of a VM to the other, to the VM, and out into a window of its own. */
export function ConsoleTabs({ ip, current }: { readonly ip: string; readonly current: ConsoleTab }) {
  const params = { ip };
  const navigate = useNavigate();
  return (
    <nav className={styles["tabs"]} aria-label="Consoles of this VM">
      <Link to="/vms/$ip" params={params} className={styles["tab"]} activeOptions={{ exact: true }}>
        VM
      </Link>
      <Link
        to="/vms/$ip/console/serial"
        params={params}
        className={styles["tab"]}
        aria-current={current === "serial" ? "page" : undefined}
      >
        Serial
      </Link>
      <Link
        to="/vms/$ip/console/vnc"
        params={params}
        className={styles["tab"]}
        aria-current={current === "vnc" ? "page" : undefined}
      >
        Screen
      </Link>
      {current !== "manager" && (
        <IconButton
          small
          icon="columns"
          label="Add to the workspace"
          onClick={() =>
            void navigate({ to: "/consoles", search: withPane(storedWorkspace(), { kind: current, ip }) })
          }
        />
      )}
      <IconButton
        small
        icon="external"
        label="Open in a window of its own"
        onClick={() =>
          window.open(location.pathname, `console-${current}-${ip}`, "popup,width=960,height=640")
        }
      />
    </nav>
  );
}
