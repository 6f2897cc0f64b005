import type { FleetEvent } from "@stackdeck/api-types";
import { Link } from "@tanstack/react-router";
import { plainName } from "../../ui/plain-name.ts";
import { StateBadge } from "../../ui/state-badge.tsx";
import { Age } from "../../ui/time.tsx";
import styles from "./activity.module.css";

const stateOf = { good: "healthy", warn: "stale", bad: "failed" } as const;

/** What an event is about, as a link to it. */
export function EventTarget({ event }: { readonly event: FleetEvent }) {
  if (event.Target === "") return <Link to="/settings">This server</Link>;
  const name = plainName(event.TargetName || event.Target);
  if (event.Target === event.Hypervisor)
    return (
      <Link to="/hypervisors/$id" params={{ id: event.Target }}>
        {name}
      </Link>
    );
  return (
    <Link to="/vms/$ip" params={{ ip: event.Target }}>
      {name}
    </Link>
  );
}

/** The shape of an event's severity. */
export function EventMark({ event }: { readonly event: FleetEvent }) {
  const words = { good: "well again", warn: "warning", bad: "trouble" } as const;
  return (
    <>
      <StateBadge plain state={stateOf[event.Severity]} label="" />
      <span className="visually-hidden">{words[event.Severity]}: </span>
    </>
  );
}

/** The sentence of an event as it goes on after the name of what it is about. */
export function wordsAfterName(text: string): string {
  return text.startsWith("It ") ? text.slice(3) : `— ${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

/** An event in a line. */
export function EventLine({ event }: { readonly event: FleetEvent }) {
  return (
    <li className={styles["event"]}>
      <EventMark event={event} />
      <span className={styles["eventText"]}>
        <EventTarget event={event} /> <span className="muted">{wordsAfterName(event.Text)}</span>
      </span>
      <span className="muted">
        <Age time={event.On} suffix=" ago" />
      </span>
    </li>
  );
}
