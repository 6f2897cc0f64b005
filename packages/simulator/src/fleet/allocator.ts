import type { AllocateRequest, AllocationUpdate, DeletedAllocation, Update } from "@stackdeck/api-types";
import { type Clock, type Timer, timeText, ZERO_TIME } from "../base/clock.ts";
import { refuse } from "../base/refusal.ts";
import { checkRequest, type Promised, placesFor } from "./allocation-fit.ts";
import type { FleetModel } from "./fleet-model.ts";

/** How long a client has to create the VMs it was given a place for. */
const CREATE_MS = 5 * 60_000;
/** The tag by which a VM says which request it fulfils. */
const REQUEST_TAG = "AllocationRequestId";

interface Wish {
  readonly id: string;
  readonly request: AllocateRequest;
  readonly user: string;
  /** Places that were found and are not taken yet; undefined while it waits. */
  places?: readonly Promised[];
  readonly created: Set<string>;
  timer?: Timer;
}

/** Who asks, and whether others' requests are his too. */
export interface Asker {
  readonly userName: string;
  readonly hasMethodPowers: boolean;
}

/** The queue of requests for room, and the log of what became of them. */
export class Allocator {
  /** What happened, oldest first; the index is the position. */
  readonly log: AllocationUpdate[] = [];
  readonly #model: FleetModel;
  readonly #clock: Clock;
  readonly #wishes = new Map<string, Wish>();
  readonly #listeners = new Set<() => void>();
  #count = 0;

  constructor(model: FleetModel, clock: Clock) {
    this.#model = model;
    this.#clock = clock;
  }

  /** Queues a request; its name, and where in the log its fate will be told. */
  allocate(request: AllocateRequest, { userName }: Asker): { RequestId: string; UpdatePosition: number } {
    checkRequest(request);
    const id = `127.0.0.1-${timeText(this.#clock.now()).slice(0, 19).replace("T", ":")}-${this.#count++}`;
    const wish: Wish = { id, request, user: userName, created: new Set() };
    this.#wishes.set(id, wish);
    const left = Date.parse(request.Deadline) - this.#clock.now();
    if (request.Deadline !== ZERO_TIME)
      wish.timer = this.#clock.after(Math.max(0, left), () => this.#end(wish, "expired"));
    const position = this.log.length;
    // The answer names the request before anything is told of it.
    this.#clock.after(0, () => this.#serve());
    return { RequestId: id, UpdatePosition: position };
  }

  cancel(id: string, asker: Asker): void {
    const wish = this.#wishes.get(id) ?? refuse(`cancelAllocation(): unknown request ID: ${id}`);
    if (!asker.hasMethodPowers && wish.user !== asker.userName) refuse("no access to resource");
    this.#end(wish, "cancelled");
  }

  /** Looks in what a hypervisor tells for VMs that were asked for here. */
  hear({ VMs }: Update): void {
    if (this.#wishes.size === 0) return;
    for (const [ip, info] of Object.entries(VMs ?? {})) {
      const wish = this.#wishes.get(info.Tags?.[REQUEST_TAG] ?? "");
      if (wish?.places === undefined) continue;
      wish.created.add(ip);
      if (wish.created.size >= wish.request.VMs.length) this.#end(wish, "completed");
    }
    this.#serve();
  }

  /** Told after each new line of the log; the result ends that. */
  follow(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  close(): void {
    for (const { timer } of this.#wishes.values()) timer?.cancel();
    this.#wishes.clear();
  }

  /** Gives places in the order of asking: who waits in front is not overtaken. */
  #serve(): void {
    for (const wish of [...this.#wishes.values()]) {
      if (wish.places !== undefined) continue;
      const promised = [...this.#wishes.values()].flatMap(({ places }) => places ?? []);
      const places = placesFor(this.#model, wish.request, promised);
      if (places === "later") return;
      if (places === "never") this.#end(wish, "cannot fit");
      else this.#give(wish, places);
    }
  }

  #give(wish: Wish, places: readonly Promised[]): void {
    wish.places = places;
    wish.timer?.cancel();
    wish.timer = this.#clock.after(CREATE_MS, () => this.#end(wish, "create timeout"));
    const VMs = places.map(({ member }) => ({ HypervisorAddress: member.hypervisor.address }));
    const CreateDeadline = timeText(this.#clock.now() + CREATE_MS);
    this.#tell(wish, { Available: { CreateDeadline, VMs }, Request: wish.request });
  }

  #end(wish: Wish, Reason: NonNullable<DeletedAllocation["Reason"]>): void {
    if (!this.#wishes.delete(wish.id)) return;
    wish.timer?.cancel();
    this.#tell(wish, { Deleted: { Reason }, ...(wish.places === undefined && { Request: wish.request }) });
  }

  #tell(wish: Wish, what: Pick<AllocationUpdate, "Available" | "Deleted" | "Request">): void {
    const Timestamp = timeText(this.#clock.now());
    this.log.push({ ...what, RequestId: wish.id, Timestamp, Username: wish.user, Position: this.log.length });
    for (const listener of this.#listeners) listener();
  }
}
