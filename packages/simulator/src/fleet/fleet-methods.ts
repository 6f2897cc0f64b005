import type { Plain, Schema, StructSchema } from "@stackdeck/api-types";
import {
  AllocateRequest,
  AllocateResponse,
  CancelAllocationRequest,
  CancelAllocationResponse,
  ChangeMachineTagsRequest,
  ChangeMachineTagsResponse,
  GetHypervisorForVMRequest,
  GetHypervisorForVMResponse,
  GetHypervisorsInLocationRequest,
  GetHypervisorsInLocationResponse,
  GetIpInfoRequest,
  GetIpInfoResponse,
  GetMachineInfoRequest,
  GetMachineInfoResponse,
  ListHypervisorLocationsRequest,
  ListHypervisorLocationsResponse,
  ListHypervisorsInLocationRequest,
  ListHypervisorsInLocationResponse,
  MoveIpAddressesRequest,
  MoveIpAddressesResponse,
  PowerOnMachineRequest,
  PowerOnMachineResponse,
  wireTypeOf,
  zeroOf,
} from "@stackdeck/api-types";
import type { CallContext, MethodHandler } from "@stackdeck/srpc";
import { Refusal, refuse } from "../base/refusal.ts";
import type { Allocator } from "./allocator.ts";
import type { FleetMember, FleetModel } from "./fleet-model.ts";
import { isBelow } from "./fleet-model.ts";

/** Told about machines whose tags changed. */
export type MachineChanged = (member: FleetMember) => void;

/** The request/reply methods of a fleet manager, by name. */
export function fleetMethods(
  model: FleetModel,
  machineChanged: MachineChanged,
  allocator: Allocator,
): Record<string, MethodHandler> {
  return {
    ...lookups(model),
    ...lists(model),
    ...changes(model, machineChanged),
    Allocate: method(AllocateRequest, AllocateResponse, (request, caller) =>
      allocator.allocate(request, caller),
    ),
    CancelAllocation: method(CancelAllocationRequest, CancelAllocationResponse, ({ RequestId }, caller) => {
      allocator.cancel(RequestId, caller);
      return {};
    }),
  };
}

function lookups(model: FleetModel): Record<string, MethodHandler> {
  return {
    GetHypervisorForVM: method(GetHypervisorForVMRequest, GetHypervisorForVMResponse, ({ IpAddress }) => {
      const holder = model.holder(IpAddress) ?? refuse("VM not found");
      return { HypervisorAddress: holder.hypervisor.address };
    }),
    GetIpInfo: method(GetIpInfoRequest, GetIpInfoResponse, ({ IpAddress }) => {
      const registrar = model.members.find(({ hypervisor }) =>
        hypervisor.state.pool.registered.some((address) => address.IpAddress === IpAddress),
      );
      const holder = model.members.find(
        ({ hypervisor }) => vmUsing(hypervisor.state.infos(), IpAddress) !== undefined,
      );
      const VM = holder && vmUsing(holder.hypervisor.state.infos(), IpAddress);
      if (holder !== undefined && registrar === undefined) {
        refuse(`VM on ${holder.hypervisor.name} but IP not registered`);
      }
      if (registrar === undefined) return {};
      if (holder !== undefined && holder !== registrar) {
        refuse(`VM on ${holder.hypervisor.name} but IP registered to: ${registrar.hypervisor.name}`);
      }
      return { HypervisorAddress: registrar.hypervisor.address, VM };
    }),
    GetMachineInfo: method(GetMachineInfoRequest, GetMachineInfoResponse, ({ Hostname }) => {
      const member = model.member(Hostname) ?? refuse(`unknown machine: ${Hostname}`);
      const Subnets = member.hypervisor.state.subnets.announced();
      return { Location: member.location, Machine: model.machine(member), Subnets };
    }),
  };
}

function vmUsing<T extends { Address: { IpAddress?: string | undefined }; SecondaryAddresses?: unknown }>(
  infos: Iterable<T>,
  ip: string,
): T | undefined {
  for (const info of infos) if (info.Address.IpAddress === ip) return info;
  return undefined;
}

function lists(model: FleetModel): Record<string, MethodHandler> {
  return {
    ListHypervisorLocations: method(
      ListHypervisorLocationsRequest,
      ListHypervisorLocationsResponse,
      ({ TopLocation }) => {
        if (TopLocation !== "" && !model.members.some(({ location }) => isBelow(location, TopLocation))) {
          refuse(`directory: ${TopLocation} not found`);
        }
        const healthy = model.select({ Location: TopLocation, HypervisorTagsToMatch: {} });
        return { Locations: [...new Set(healthy.map(({ location }) => location))].sort() };
      },
    ),
    ListHypervisorsInLocation: method(
      ListHypervisorsInLocationRequest,
      ListHypervisorsInLocationResponse,
      (request) => {
        const members = model.select(request);
        const wanted = (tags: Record<string, string>) =>
          Object.fromEntries(Object.entries(tags).filter(([key]) => request.TagsToInclude.includes(key)));
        return {
          HypervisorAddresses: members.map(({ hypervisor }) => hypervisor.address),
          ...(request.TagsToInclude.length > 0 && {
            TagsForHypervisors: members.map((member) => wanted(model.tags(member))),
          }),
        };
      },
    ),
    GetHypervisorsInLocation: method(
      GetHypervisorsInLocationRequest,
      GetHypervisorsInLocationResponse,
      (request) => ({
        Hypervisors: model.select(request).map((member) => ({
          ...model.data(member),
          ...model.machine(member),
          ...(request.IncludeVMs && { VMs: model.vms(member) }),
        })),
      }),
    ),
  };
}

function changes(model: FleetModel, machineChanged: MachineChanged): Record<string, MethodHandler> {
  return {
    ChangeMachineTags: method(ChangeMachineTagsRequest, ChangeMachineTagsResponse, (request, context) => {
      const member = ownedMember(model, request.Hostname, context);
      model.setLocalTags(member, request.Tags);
      machineChanged(member);
      return {};
    }),
    PowerOnMachine: method(PowerOnMachineRequest, PowerOnMachineResponse, async ({ Hostname }, context) => {
      const { hypervisor } = ownedMember(model, Hostname, context);
      if (hypervisor.isListening) return {};
      model.asksForAddress(hypervisor);
      await hypervisor.restart();
      return {};
    }),
    MoveIpAddresses: {
      ...method(MoveIpAddressesRequest, MoveIpAddressesResponse, ({ HypervisorHostname, IpAddresses }) => {
        const target = model.member(HypervisorHostname) ?? refuse("Hypervisor not found");
        for (const ip of IpAddresses) moveAddress(model, ip, target);
        return {};
      }),
      public: false,
    },
  };
}

function moveAddress(model: FleetModel, ip: string, target: FleetMember): void {
  for (const { hypervisor } of model.members) {
    const found = hypervisor.state.pool.registered.find((address) => address.IpAddress === ip);
    if (found === undefined) continue;
    if (hypervisor === target.hypervisor) return;
    try {
      hypervisor.state.pool.remove([found], { reportUsed: true });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refuse(`error unregistering ${ip} from ${hypervisor.host}: ${error.message}`);
    }
    target.hypervisor.state.pool.add([found]);
    return;
  }
  refuse(`${ip} not registered`);
}

function ownedMember(model: FleetModel, hostname: string, context: CallContext): FleetMember {
  const member = model.member(hostname) ?? refuse("Hypervisor not found");
  const mayChange =
    context.hasMethodPowers ||
    member.ownerUsers.includes(context.userName) ||
    context.groups.some((group) => member.ownerGroups.includes(group));
  return mayChange ? member : refuse("no access to resource");
}

/** A public request/reply method whose refusals become the `Error` of the answer. */
function method<Q extends Schema, R extends StructSchema>(
  request: Q,
  response: R,
  handle: (request: Plain<Q>, context: CallContext) => Partial<Plain<R>> | Promise<Partial<Plain<R>>>,
): MethodHandler {
  return {
    kind: "request-reply",
    public: true,
    requestType: wireTypeOf(request),
    responseType: wireTypeOf(response),
    handle: async (context, value) => {
      const zero = zeroOf(response) as object;
      try {
        return { ...zero, ...(await handle(value as Plain<Q>, context)) };
      } catch (error) {
        if (error instanceof Refusal) return { ...zero, Error: error.message };
        throw error;
      }
    },
  };
}
