import { signOut } from "../api/session.ts";
import { useLive } from "../api/use-live.ts";
import { useSession } from "../api/use-session.ts";
import { appearance, changeAppearance, type Theme } from "../ui/appearance.ts";
import { IconButton } from "../ui/button.tsx";
import { plural } from "../ui/format.ts";
import { Icon, type IconName } from "../ui/icon.tsx";
import { Menu } from "../ui/menu.tsx";
import { announcements, unseenFailures } from "../ui/toasts.ts";
import { useValue } from "../ui/use-value.ts";
import { FreshnessMark } from "./freshness-mark.tsx";
import { openSheet } from "./sheets.ts";
import styles from "./top-bar.module.css";

const themes: readonly (readonly [Theme, string, IconName])[] = [
  ["system", "Like the system", "system"],
  ["light", "Light", "sun"],
  ["dark", "Dark", "moon"],
];

/** Search, freshness, running work, notifications and the user, on every screen. */
export function TopBar() {
  return (
    <header className={styles["bar"]}>
      <button
        type="button"
        className={styles["search"]}
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => openSheet("palette")}
      >
        <Icon name="search" />
        <span>Search or do anything</span>
        <kbd>Ctrl K</kbd>
      </button>
      <FreshnessMark />
      <div className={styles["tools"]}>
        <RunningOperations />
        <Notifications />
        <UserMenu />
      </div>
    </header>
  );
}

function RunningOperations() {
  const state = useLive("operations", { filter: "state:running", sort: ["-StartedOn"], offset: 0, limit: 1 });
  const running = state.window?.total ?? 0;
  return (
    <span className={styles["counted"]}>
      <IconButton
        icon="operations"
        label={running > 0 ? `Operations, ${running} running` : "Operations"}
        onClick={() => openSheet("operations")}
      />
      {running > 0 && <span className={styles["dot"]}>{running}</span>}
    </span>
  );
}

function Notifications() {
  const failures = unseenFailures(useValue(announcements));
  return (
    <span className={styles["counted"]}>
      <IconButton
        icon="bell"
        label={failures > 0 ? `Notifications, ${plural(failures, "failure")}` : "Notifications"}
        onClick={() => openSheet("notifications")}
      />
      {failures > 0 && <span className={styles["dotBad"]}>{failures}</span>}
    </span>
  );
}

function UserMenu() {
  const { theme } = useValue(appearance);
  const { UserName, MethodPowers, Version } = useSession();
  const powers = MethodPowers.length > 0 ? ", with powers over every VM" : "";
  return (
    <Menu
      trigger={
        <button type="button" className={styles["user"]} aria-label={`${UserName}, appearance and more`}>
          {(UserName[0] ?? "?").toUpperCase()}
        </button>
      }
      entries={[
        { kind: "heading", label: `${UserName} · Stackdeck ${Version}` },
        { kind: "heading", label: `Everybody here acts as ${UserName}${powers}` },
        ...themes.map(([value, label, icon]) => ({
          label,
          icon,
          checked: theme === value,
          onSelect: () => changeAppearance({ theme: value }),
        })),
        { kind: "separator" },
        { label: "Keyboard shortcuts", icon: "help", shortcut: "?", onSelect: () => openSheet("help") },
        { label: "Sign out", icon: "logout", onSelect: () => void signOut() },
      ]}
    />
  );
}
