import { Link } from "@tanstack/react-router";
import { useLiveRow } from "../api/use-live.ts";
import { formatNumber } from "../ui/format.ts";
import { Icon, type IconName } from "../ui/icon.tsx";
import styles from "./navigation.module.css";

interface Place {
  readonly to: "/" | "/vms" | "/hypervisors" | "/networks" | "/operations" | "/activity" | "/settings";
  readonly label: string;
  readonly icon: IconName;
}

const places: readonly Place[] = [
  { to: "/", label: "Overview", icon: "overview" },
  { to: "/vms", label: "VMs", icon: "vms" },
  { to: "/hypervisors", label: "Hypervisors", icon: "hypervisors" },
  { to: "/networks", label: "Networks", icon: "networks" },
  { to: "/operations", label: "Operations", icon: "operations" },
  { to: "/activity", label: "Activity", icon: "activity" },
  { to: "/settings", label: "Settings", icon: "settings" },
];

/** The places of the product; at the bottom of narrow screens. */
export function Navigation() {
  const { row } = useLiveRow("fleet", {});
  const counts: Partial<Record<Place["to"], number>> = row
    ? { "/vms": row.NumVMs, "/hypervisors": row.NumHypervisors }
    : {};
  return (
    <nav className={styles["nav"]} aria-label="Main">
      <Link to="/" className={styles["brand"]} aria-label="Stackdeck, overview">
        <img src="/favicon.svg" width="24" height="24" alt="" />
        <span>Stackdeck</span>
      </Link>
      <ul className={styles["list"]}>
        {places.map((place) => (
          <li key={place.to}>
            <Link
              to={place.to}
              className={styles["link"]}
              activeProps={{ "aria-current": "page" }}
              activeOptions={{ exact: place.to === "/", includeSearch: false }}
            >
              <Icon name={place.icon} />
              <span className={styles["label"]}>{place.label}</span>
              {counts[place.to] !== undefined && (
                <span className={styles["count"]}>{formatNumber(counts[place.to] ?? 0)}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
