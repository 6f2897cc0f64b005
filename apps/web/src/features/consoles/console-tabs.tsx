import { Link, useNavigate } from "@tanstack/react-router";
import { callerReason } from "../../actions/may-run.ts";
import { useSession } from "../../api/use-session.ts";
import { IconButton } from "../../ui/button.tsx";
import styles from "./console-tabs.module.css";
import { isPopOut, popOut } from "./pop-out.ts";
import { useConsoleVm } from "./use-console-vm.ts";
import { storedWorkspace, withPane } from "./workspace-search.ts";

export type ConsoleTab = "serial" | "vnc" | "manager";

const tabs = {
  serial: { to: "/vms/$ip/console/serial", label: "Serial" },
  vnc: { to: "/vms/$ip/console/vnc", label: "Screen" },
  manager: { to: "/vms/$ip/console/manager", label: "Monitor" },
} as const;

/** Way from one console of a VM to the other, to the VM, and out into a window of its own. */
export function ConsoleTabs({ ip, current }: { readonly ip: string; readonly current: ConsoleTab }) {
  const params = { ip };
  const navigate = useNavigate();
  const vm = useConsoleVm(ip);
  const caller = useSession();
  const isRefused = callerReason("ConnectToVmManager", caller, vm) !== undefined;
  const names = (Object.keys(tabs) as ConsoleTab[]).filter((name) => name !== "manager" || !isRefused);
  return (
    <nav className={styles["tabs"]} aria-label="Consoles of this VM">
      <Link to="/vms/$ip" params={params} className={styles["tab"]} activeOptions={{ exact: true }}>
        VM
      </Link>
      {names.map((name) => (
        <Link
          key={name}
          to={tabs[name].to}
          params={params}
          className={styles["tab"]}
          aria-current={current === name ? "page" : undefined}
        >
          {tabs[name].label}
        </Link>
      ))}
      {!isPopOut() && (
        <span className={styles["windows"]}>
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
            onClick={() => popOut(current, ip)}
          />
        </span>
      )}
    </nav>
  );
}
