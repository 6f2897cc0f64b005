import { schemaRef } from "./json-schema.ts";
import type { OwnRoute } from "./own-route.ts";
import { count, itemsOf, listQuery, pageOf, text } from "./own-route.ts";

/** Lists and state of the fleet. */
export const fleetRoutes: readonly OwnRoute[] = [
  {
    verb: "GET",
    path: "/vms",
    id: "listVmRows",
    tag: "Fleet",
    summary: "VMs of all hypervisors, from the live inventory.",
    query: listQuery,
    answer: { status: 200, schema: pageOf("VmRow") },
  },
  {
    verb: "GET",
    path: "/hypervisors",
    id: "listHypervisorRows",
    tag: "Fleet",
    summary: "All hypervisors, from the live inventory.",
    query: listQuery,
    answer: { status: 200, schema: pageOf("HypervisorRow") },
  },
  {
    verb: "GET",
    path: "/hypervisors/{id}",
    id: "getHypervisor",
    tag: "Fleet",
    summary: "Everything known of one hypervisor.",
    answer: { status: 200, schema: schemaRef("HypervisorDetail") },
  },
  {
    verb: "GET",
    path: "/hypervisors/{id}/history",
    id: "getHypervisorHistory",
    tag: "Fleet",
    summary: "How full the hypervisor has been.",
    query: { seconds: { ...count, description: "how far back; a day when absent" } },
    answer: { status: 200, schema: schemaRef("CapacityHistory") },
  },
  {
    verb: "GET",
    path: "/fleet",
    id: "getFleetSummary",
    tag: "Fleet",
    summary: "The whole fleet in numbers.",
    answer: { status: 200, schema: schemaRef("FleetSummary") },
  },
  {
    verb: "GET",
    path: "/search-values",
    id: "listSearchValues",
    tag: "Fleet",
    summary: "Values that occur for a key of the search language, the most frequent first, with how often.",
    query: {
      noun: { type: "string", enum: ["vms", "hypervisors", "operations"] },
      key: { type: "string", description: "key of the search language, for example `owner`" },
      typed: { type: "string", description: "only values that contain this" },
      limit: { type: "integer", minimum: 1, maximum: 200 },
    },
    answer: { status: 200, schema: itemsOf("SearchValue") },
  },
  {
    verb: "GET",
    path: "/placement",
    id: "rankHypervisors",
    tag: "Fleet",
    summary: "All hypervisors as places for a VM, the best first, with reasons.",
    query: { SubnetId: text, MilliCPUs: count, MemoryInMiB: count, VolumeBytes: count },
    answer: { status: 200, schema: itemsOf("Placement") },
  },
  {
    verb: "GET",
    path: "/vms/{ip}/boot-log",
    id: "getVmBootLog",
    tag: "VM Console & Serial Port APIs",
    summary: "Serial output of the VM while nobody was attached.",
    answer: { status: 200, schema: "text" },
  },
  {
    verb: "GET",
    path: "/vms/{ip}/thumbnail",
    id: "getVmThumbnail",
    tag: "VM Console & Serial Port APIs",
    summary:
      "A small picture of the VM's VNC screen, a few seconds old at most; Last-Modified says when it was taken.",
    answer: { status: 200, schema: "picture" },
  },
];
