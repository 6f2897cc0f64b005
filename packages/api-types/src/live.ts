/**
 * Live data over socket.io. A browser subscribes to topics; each subscription gets a snapshot at a revision, then deltas
 * that name the revision they apply to. After a cut it subscribes again with the revision it has: the server answers
 * with what changed since, or with a new snapshot when it can not tell.
 *
 * A list topic is a window over a filtered, sorted list: the server never sends more rows than the window holds.
 */
import type { FleetEvent, FleetSummary, HypervisorRow, Operation, VmRow } from "./rest-shapes.ts";

/** What can be subscribed to, with its parameters and the type of its rows. */
export interface LiveTopics {
  /** Windowed list of VMs. Key of a row: IpAddress. */
  vms: { params: ListParams; row: VmRow };
  /** One VM: a single row that is the whole VmInfo and where it runs. Key: IpAddress. */
  vm: { params: { IpAddress: string }; row: VmDetail };
  /** Windowed list of hypervisors. Key: Id. */
  hypervisors: { params: ListParams; row: HypervisorRow };
  /** One hypervisor. Key: Id. */
  hypervisor: { params: { Id: string }; row: HypervisorDetail };
  /** The fleet in numbers: one row, key "fleet". */
  fleet: { params: Record<string, never>; row: FleetSummary };
  /** Operations, newest first. Key: Id. */
  operations: { params: ListParams; row: Operation };
  /** What happened in the fleet, the latest thousand, newest first. Key: Id. */
  events: { params: ListParams; row: FleetEvent };
}
export type LiveTopic = keyof LiveTopics;

/** Filter text in the search language, sort keys (`-` first: descending), window into the sorted list. */
export interface ListParams {
  readonly filter: string;
  readonly sort: readonly string[];
  readonly offset: number;
  /** At most 500. */
  readonly limit: number;
  /** Group the list by this field: then sorting is by group first and `groups` comes with the snapshot. */
  readonly groupBy?: string | undefined;
}

/** A VM with everything known of it. `VmInfo` is the hypervisor's own message in Dominator's JSON form. */
export interface VmDetail {
  readonly IpAddress: string;
  readonly Hypervisor: string;
  readonly HypervisorName: string;
  readonly Stale: boolean;
  /** Unix milliseconds when it was last known to be so. */
  readonly LastContact: number;
  /** Methods that its hypervisor is too old for; empty for nearly all. */
  readonly MissingMethods: readonly string[];
  readonly VmInfo: Readonly<Record<string, unknown>>;
}

/** A hypervisor with everything its update stream told. */
export interface HypervisorDetail extends HypervisorRow {
  readonly AddressPool: readonly { readonly IpAddress: string; readonly MacAddress: string }[];
  readonly SubnetDetails: readonly Readonly<Record<string, unknown>>[];
}

/** Rows next to each other in a grouped list: what they have in common, how many they are, where they begin. */
export interface LiveGroup {
  readonly value: string;
  readonly count: number;
  readonly offset: number;
}

/** One list in full: keys of the window in order, their rows, and the numbers of the whole list. */
export interface LiveSnapshot<Row> {
  readonly revision: number;
  /** Changes when the server restarts: revisions of another epoch mean nothing. */
  readonly epoch: string;
  /** Rows of the whole list after filtering. */
  readonly total: number;
  /** Rows before filtering. */
  readonly unfiltered: number;
  readonly offset: number;
  readonly keys: readonly string[];
  readonly rows: readonly Row[];
  readonly groups?: readonly LiveGroup[];
  /** Comes with `groups`, which is empty then: why the list has none. */
  readonly groupsError?: string;
  /** Set when the filter could not be understood: `keys` is empty then. */
  readonly filterError?: string;
}

/** Change of a window. `keys` comes only when membership or order changed; `rows` holds the new and changed rows. */
export interface LiveDelta<Row> {
  readonly id: number;
  /** The revision this applies to. */
  readonly base: number;
  readonly revision: number;
  readonly total?: number;
  readonly unfiltered?: number;
  readonly keys?: readonly string[];
  readonly rows: readonly Row[];
  readonly groups?: readonly LiveGroup[];
  /** Comes with `groups`, which is empty then: why the list has none. */
  readonly groupsError?: string;
}

/** What the server answers to a subscription that resumes. */
export type LiveResume<Row> =
  | { readonly kind: "snapshot"; readonly snapshot: LiveSnapshot<Row> }
  | { readonly kind: "unchanged"; readonly revision: number }
  | { readonly kind: "error"; readonly code: string; readonly message: string };

/** From the browser. `id` is chosen by the browser, unique per connection; a known id changes that subscription. */
export interface LiveClientEvents {
  subscribe: (
    request: {
      readonly id: number;
      readonly topic: LiveTopic;
      readonly params: unknown;
      readonly resume?: { readonly epoch: string; readonly revision: number };
    },
    acknowledge: (answer: LiveResume<unknown>) => void,
  ) => void;
  unsubscribe: (id: number) => void;
  /** Measures the round trip and keeps proxies awake. */
  echo: (acknowledge: (serverTime: number) => void) => void;
}

/** To the browser. */
export interface LiveServerEvents {
  delta: (delta: LiveDelta<unknown>) => void;
  /** The server could not keep this subscription in step (slow reader): a new snapshot replaces it. */
  snapshot: (id: number, snapshot: LiveSnapshot<unknown>) => void;
  /** The session has ended: freeze what is shown and ask to sign in again. */
  "session-ended": (reason: string) => void;
}
