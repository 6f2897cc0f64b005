import type {
  FleetEvent,
  HypervisorRow,
  ListParams,
  LiveTopic,
  Operation,
  VmRow,
} from "@stackdeck/api-types";
import { vmFields } from "@stackdeck/api-types";
import type { Inventory } from "../fleet/inventory.ts";
import type { InventoryChange } from "../fleet/inventory-link.ts";
import { type FilterCompiler, ListTopic, type RowSource } from "./list-topic.ts";
import type { ListView } from "./list-view.ts";
import { hypervisorSource, vmSource } from "./row-sources.ts";
import { SearchIndex } from "./search-index.ts";
import { Slices } from "./slices.ts";
import type { AnyRow } from "./sort-order.ts";
import type { RowChange } from "./sorted-table.ts";
import { RowSubscription, type Subscription, WindowSubscription } from "./subscription.ts";

/** Rows that tell themselves when they change. */
export interface ChangingRows<Row> extends RowSource<Row> {
  onChange(listener: (change: RowChange<Row>) => void): () => void;
}

/** Where operations come from; implemented by the operations part. */
export type OperationSource = ChangingRows<Operation>;

/** A subscription with what makes it due for a delta. */
interface Following {
  readonly subscription: Subscription;
  readonly isTouched: (tick: Tick) => boolean;
}

/** Everything that changed since the tick before. */
interface Tick {
  readonly views: ReadonlySet<unknown>;
  readonly vms: ReadonlyMap<string, VmRow | undefined>;
  readonly hypervisors: ReadonlySet<string>;
}

/**
 * All that can be followed live, without any transport: collects changes and, once per tick, brings the shared lists up
 * to date and tells which subscriptions have something new.
 */
export class LiveHub {
  readonly #inventory: Inventory;
  readonly #vms: ListTopic<VmRow>;
  readonly #hypervisors: ListTopic<HypervisorRow>;
  readonly #operations: ListTopic<Operation>;
  readonly #operationSource: OperationSource;
  readonly #events: ListTopic<FleetEvent>;
  readonly #eventSource: ChangingRows<FleetEvent>;
  readonly #following = new Map<Subscription, Following>();
  readonly #cleanUp: (() => void)[] = [];
  #onDirty: () => void = () => {};
  #dirtyVms = new Map<string, VmRow | undefined>();
  #dirtyHypervisors = new Set<string>();
  #dirtyOperations = new Map<string, Operation | undefined>();
  #dirtyEvents = new Map<string, FleetEvent | undefined>();

  constructor(o: {
    inventory: Inventory;
    operations: OperationSource;
    events: ChangingRows<FleetEvent>;
    filters: {
      vms: FilterCompiler<VmRow>;
      hypervisors: FilterCompiler<HypervisorRow>;
      operations: FilterCompiler<Operation>;
      events: FilterCompiler<FleetEvent>;
    };
    now: () => number;
    /** Does what takes long. */
    slices?: Slices;
    /** Rows that are kept in all orders together at the most. */
    mostEntries?: number;
  }) {
    const { inventory, now, slices = new Slices() } = o;
    this.#inventory = inventory;
    this.#operationSource = o.operations;
    this.#eventSource = o.events;
    this.#events = new ListTopic({
      source: o.events,
      compile: o.filters.events,
      defaultSort: ["-Id"],
      now,
    });
    this.#vms = new ListTopic({
      source: vmSource(inventory),
      compile: o.filters.vms,
      defaultSort: ["Hostname"],
      now,
      makeIndex: () => new SearchIndex({ fields: vmFields, later: setImmediate }),
      large: { slices, size: () => inventory.size, mostEntries: o.mostEntries },
    });
    this.#hypervisors = new ListTopic({
      source: hypervisorSource(inventory),
      compile: o.filters.hypervisors,
      defaultSort: ["Hostname"],
      now,
    });
    this.#operations = new ListTopic({
      source: o.operations,
      compile: o.filters.operations,
      defaultSort: ["-StartedOn"],
      now,
    });
    this.#cleanUp.push(
      inventory.onChange((change) => this.#note(change)),
      o.operations.onChange(({ id, after }) => {
        this.#dirtyOperations.set(id, after);
        this.#onDirty();
      }),
      o.events.onChange(({ id, after }) => {
        this.#dirtyEvents.set(id, after);
        this.#onDirty();
      }),
    );
  }

  /** Whether `prepare` has to come before `follow`, lest this holds up everything else. */
  takesLong(topic: LiveTopic, params: unknown): boolean {
    return topic === "vms" && this.#vms.takesLong(params as ListParams);
  }

  /**
   * Makes what takes long to make before it is followed, as long as it is wanted; undefined when there is nothing to
   * wait for, false when it would be more than the server keeps. The parameters must have been checked.
   */
  prepare(
    topic: LiveTopic,
    params: unknown,
    isWanted: () => boolean = () => true,
  ): Promise<void> | false | undefined {
    if (topic !== "vms") return undefined;
    const wish = params as ListParams;
    return this.#vms.isTooMuch(wish) ? false : this.#vms.prepare(wish, isWanted);
  }

  /** Starts to follow something. The parameters must have been checked. */
  follow(topic: LiveTopic, params: unknown): Subscription {
    const following = this.#make(topic, params);
    this.#following.set(following.subscription, following);
    return following.subscription;
  }

  unfollow(subscription: Subscription): void {
    if (this.#following.delete(subscription)) subscription.release();
  }

  /** Calls back with every change that a tick will work off. */
  onDirty(callback: () => void): void {
    this.#onDirty = callback;
  }

  /** Works off what was collected; returns the subscriptions that may have something new. */
  tick(): ReadonlySet<Subscription> {
    const due = new Set<Subscription>();
    const vms = this.#dirtyVms;
    const hypervisors = this.#dirtyHypervisors;
    const operations = this.#dirtyOperations;
    const events = this.#dirtyEvents;
    if (vms.size === 0 && hypervisors.size === 0 && operations.size === 0 && events.size === 0) return due;
    this.#dirtyVms = new Map();
    this.#dirtyHypervisors = new Set();
    this.#dirtyOperations = new Map();
    this.#dirtyEvents = new Map();
    const rowsOf = [...hypervisors].map((id) => ({ id, after: this.#inventory.hypervisor(id) }));
    const views = new Set<ListView<AnyRow> | unknown>([
      ...this.#vms.apply(toChanges(vms)),
      ...this.#hypervisors.apply(rowsOf),
      ...this.#operations.apply(toChanges(operations)),
      ...this.#events.apply(toChanges(events)),
    ]);
    const tick = { views, vms, hypervisors };
    for (const { subscription, isTouched } of this.#following.values()) {
      if (isTouched(tick)) due.add(subscription);
    }
    return due;
  }

  /** Lets go of lists nobody follows. Call every few seconds. */
  sweep(): void {
    for (const topic of [this.#vms, this.#hypervisors, this.#operations, this.#events]) topic.sweep();
  }

  close(): void {
    for (const undo of this.#cleanUp) undo();
  }

  #note(change: InventoryChange): void {
    for (const { ip, after } of change.vms) this.#dirtyVms.set(ip, after);
    for (const id of change.hypervisors) this.#dirtyHypervisors.add(id);
    this.#onDirty();
  }

  #make(topic: LiveTopic, params: unknown): Following {
    const inventory = this.#inventory;
    const sourceRevision = () => inventory.revision;
    switch (topic) {
      case "vms":
        return this.#window(this.#vms, params as ListParams, sourceRevision);
      case "hypervisors":
        return this.#window(this.#hypervisors, params as ListParams, sourceRevision);
      case "operations":
        return this.#window(this.#operations, params as ListParams, () => this.#operationSource.revision);
      case "events":
        return this.#window(this.#events, params as ListParams, () => this.#eventSource.revision);
      case "vm": {
        const key = (params as { IpAddress: string }).IpAddress;
        const read = () => inventory.vmDetail(key);
        return {
          subscription: new RowSubscription({ key, read, sourceRevision }),
          isTouched: (tick) => tick.vms.has(key),
        };
      }
      case "hypervisor": {
        const key = (params as { Id: string }).Id;
        const read = () => inventory.hypervisorDetail(key);
        return {
          subscription: new RowSubscription({ key, read, sourceRevision }),
          isTouched: (tick) => tick.hypervisors.has(key),
        };
      }
      case "fleet":
        return {
          subscription: new RowSubscription({
            key: "fleet",
            read: () => inventory.summary(),
            sourceRevision,
          }),
          isTouched: (tick) => tick.vms.size > 0 || tick.hypervisors.size > 0,
        };
    }
  }

  #window<Row extends AnyRow>(
    topic: ListTopic<Row>,
    params: ListParams,
    sourceRevision: () => number,
  ): Following {
    const subscription = new WindowSubscription(topic.open(params), params, sourceRevision);
    return { subscription, isTouched: (tick) => tick.views.has(subscription.view) };
  }
}

function toChanges<Row>(dirty: ReadonlyMap<string, Row | undefined>): RowChange<Row>[] {
  return [...dirty].map(([id, after]) => ({ id, after }));
}
