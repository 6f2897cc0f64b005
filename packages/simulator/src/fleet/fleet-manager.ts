import type { FleetUpdate, Update } from "@stackdeck/api-types";
import {
  AllocationUpdate,
  FleetGetUpdatesRequest,
  FleetUpdate as FleetUpdateSchema,
  GetAllocationUpdatesRequest,
  ListVMsInLocationRequest,
  ListVMsInLocationResponse,
  wireTypeOf,
  zeroOf,
} from "@stackdeck/api-types";
import type { CallContext, CallStream, ServerTls } from "@stackdeck/srpc";
import { SrpcServer } from "@stackdeck/srpc";
import { systemClock } from "../base/clock.ts";
import { compareIps } from "../base/net.ts";
import { tagsMatch } from "../methods/vm-filter.ts";
import { Allocator } from "./allocator.ts";
import { fleetMethods } from "./fleet-methods.ts";
import type { FleetMember } from "./fleet-model.ts";
import { FleetModel, isBelow } from "./fleet-model.ts";
import { changeOf, FleetQueue, wholeFleet } from "./fleet-stream.ts";

export interface FleetManagerOptions {
  readonly members: readonly FleetMember[];
  readonly tls: ServerTls;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
}

/** A simulated fleet manager over simulated hypervisors. */
export class SimulatedFleetManager {
  readonly model: FleetModel;
  readonly #allocator: Allocator;
  readonly #options: FleetManagerOptions;
  readonly #server: SrpcServer;
  readonly #readers = new Set<{ readonly location: string; readonly queue: FleetQueue }>();
  readonly #stops: (() => void)[] = [];
  #port = 0;

  constructor(options: FleetManagerOptions) {
    this.#options = options;
    this.model = new FleetModel(options.members);
    this.#allocator = new Allocator(
      this.model,
      options.members[0]?.hypervisor.state.options.clock ?? systemClock,
    );
    this.#server = new SrpcServer({ tls: options.tls, requireTls: true });
    const machineChanged = (member: FleetMember) =>
      this.#publish(member, { ChangedMachines: [this.model.machine(member)] });
    for (const [name, handler] of Object.entries(fleetMethods(this.model, machineChanged, this.#allocator))) {
      if (handler.kind === "request-reply") this.#server.register("FleetManager", name, handler);
    }
    const raw = (handle: (context: CallContext, stream: CallStream) => Promise<void>) =>
      ({ kind: "raw", public: true, handle }) as const;
    this.#server.register(
      "FleetManager",
      "GetUpdates",
      raw(({ signal }, stream) => this.#getUpdates(stream, signal)),
    );
    this.#server.register(
      "FleetManager",
      "ListVMsInLocation",
      raw((_, stream) => this.#listVms(stream)),
    );
    this.#server.register(
      "FleetManager",
      "GetAllocationUpdates",
      raw(({ signal }, stream) => this.#getAllocations(stream, signal)),
    );
    for (const member of options.members) {
      this.#stops.push(member.hypervisor.observe((update) => this.#hear(member, update)));
    }
  }

  /** Opens the port. Rejects when it is taken. */
  async listen(): Promise<void> {
    this.#port = (await this.#server.listen(this.#options.port, this.#options.host)).port;
  }

  /** `host:port`. */
  get address(): string {
    return `${this.#options.host}:${this.#port}`;
  }

  async close(): Promise<void> {
    for (const stop of this.#stops) stop();
    this.#allocator.close();
    await this.#server.close();
  }

  #hear(member: FleetMember, update: Update): void {
    this.#allocator.hear(update);
    if (this.#readers.size === 0) return;
    const change = changeOf(this.model, member, update);
    if (change !== undefined) this.#publish(member, change);
  }

  #publish(member: FleetMember, update: FleetUpdate): void {
    for (const { location, queue } of this.#readers)
      if (isBelow(member.location, location)) queue.push(update);
  }

  async #getUpdates(stream: CallStream, signal: AbortSignal): Promise<void> {
    const request = await stream.receive<FleetGetUpdatesRequest>(wireTypeOf(FleetGetUpdatesRequest));
    if (request === undefined) return;
    const reader = { location: request.Location, queue: new FleetQueue() };
    reader.queue.push(wholeFleet(this.model, request.Location));
    this.#readers.add(reader);
    try {
      for (let sent = 0; request.MaxUpdates === 0 || sent < request.MaxUpdates; sent++) {
        const update = await reader.queue.next(signal);
        if (update === undefined) {
          stream.abort();
          return;
        }
        await stream.send(wireTypeOf(FleetUpdateSchema), { ...zeroOf(FleetUpdateSchema), ...update });
        await stream.flush();
      }
    } finally {
      this.#readers.delete(reader);
    }
  }

  /** The log from a position on, then what is added to it. */
  async #getAllocations(stream: CallStream, signal: AbortSignal): Promise<void> {
    const request = await stream.receive<GetAllocationUpdatesRequest>(
      wireTypeOf(GetAllocationUpdatesRequest),
    );
    if (request === undefined) return;
    const { MaxUpdates, UntilRequestId, IncludeRequests } = request;
    const { log } = this.#allocator;
    for (let at = request.Position, sent = 0; MaxUpdates === 0 || sent < MaxUpdates; at++, sent++) {
      while (at >= log.length && !signal.aborted) await this.#nextAllocation(signal);
      if (signal.aborted) return stream.abort();
      const { Request, ...entry } = log[at] ?? zeroOf(AllocationUpdate);
      const update = { ...zeroOf(AllocationUpdate), ...entry, ...(IncludeRequests && { Request }) };
      await stream.send(wireTypeOf(AllocationUpdate), update);
      await stream.flush();
      if (UntilRequestId !== "" && UntilRequestId === update.RequestId) return;
    }
  }

  #nextAllocation(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        stop();
        signal.removeEventListener("abort", end);
        resolve();
      };
      const stop = this.#allocator.follow(end);
      signal.addEventListener("abort", end, { once: true });
    });
  }

  async #listVms(stream: CallStream): Promise<void> {
    const request = await stream.receive<ListVMsInLocationRequest>(wireTypeOf(ListVMsInLocationRequest));
    if (request === undefined) return;
    const members = this.model.members.filter(
      (member) =>
        isBelow(member.location, request.Location) &&
        tagsMatch(this.model.tags(member), request.HypervisorTagsToMatch),
    );
    const infos = members.flatMap((member) => this.model.vms(member));
    const addresses = infos
      .filter((info) => tagsMatch(info.Tags ?? {}, request.VmTagsToMatch))
      .filter(
        (info) => anyOf(info.OwnerGroups, request.OwnerGroups) && anyOf(info.OwnerUsers, request.OwnerUsers),
      )
      .map((info) => info.Address.IpAddress ?? "")
      .sort(compareIps);
    const type = wireTypeOf(ListVMsInLocationResponse);
    if (addresses.length > 0) await stream.send(type, { Error: "", IpAddresses: addresses });
    await stream.send(type, { Error: "", IpAddresses: [] });
  }
}

/** An empty list of wishes is fulfilled by everybody. */
function anyOf(present: readonly string[] | undefined, wanted: readonly string[]): boolean {
  return wanted.length === 0 || (present ?? []).some((one) => wanted.includes(one));
}
