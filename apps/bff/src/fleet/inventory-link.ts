import type { StreamedUpdate } from "@stackdeck/hypervisor-client";
import type { LinkState } from "./hypervisor-record.ts";
import type { VmChange } from "./visible-vms.ts";

/** What one step changed. Rows are immutable: another object means another content. */
export interface InventoryChange {
  readonly revision: number;
  readonly vms: readonly VmChange[];
  readonly hypervisors: readonly string[];
}

/**
 * One uninterrupted update stream. After `Inventory.openLink` for the same hypervisor the former link is dead: what
 * still arrives through it is dropped, so that late messages of an old connection cannot undo newer ones.
 */
export interface InventoryLink {
  /** Applies a message. The first one of a link is the whole truth: what it does not name is gone. */
  apply(update: StreamedUpdate, at: number): void;
  /** The same in steps of a millisecond or so, between which others may have their turn. Stops when the link is dead. */
  steps(update: StreamedUpdate, at: number): Generator<void, void>;
  /** Something was heard that changes nothing (the answer to a ping). */
  heard(at: number): void;
  state(link: LinkState): void;
}
