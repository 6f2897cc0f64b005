import type { HypervisorRow, VmRow } from "@stackdeck/api-types";
import { Router } from "express";
import { historySteps } from "../../store/capacity-history.ts";
import { invalidInput } from "../api-error.ts";
import { bootLogRoute } from "../download-routes.ts";
import { rankCandidates } from "../placement.ts";
import { fromCode } from "../problem.ts";
import type { RestDeps } from "../rest-deps.ts";
import { sendRead } from "../sync-route.ts";
import { hypervisorTarget } from "../target.ts";
import { thumbnailRoute } from "../thumbnail-route.ts";
import { noQuery, pageOf, readListQuery, requireKnown } from "./list-query.ts";
import { selectRows } from "./select-rows.ts";

/** Lists of VMs and hypervisors from the live inventory, and what follows from it. */
export function fleetRouter(deps: RestDeps): Router {
  const router = Router();
  addLists(router, deps);
  addNumbers(router, deps);
  router.get("/hypervisors/:id", noQuery, (request, response) => {
    const detail = deps.inventory.hypervisorDetail(String(request.params.id));
    if (detail === undefined)
      throw fromCode("NOT_FOUND", { detail: `No hypervisor has the id ${request.params.id}.` });
    sendRead(request, response, detail);
  });
  router.get("/vms/:ip/boot-log", noQuery, bootLogRoute(deps));
  router.get("/vms/:ip/thumbnail", noQuery, thumbnailRoute(deps));
  return router;
}

function addLists(router: Router, deps: RestDeps): void {
  router.get("/vms", async (request, response) => {
    const query = readListQuery(request, ["filter", "sort", "fields"]);
    const work = selectRows<VmRow>(deps.inventory.vms(), query, {
      compile: deps.filters.vms,
      defaultSort: ["IpAddress"],
      keyOf: (row) => row.IpAddress,
    });
    const rows = await deps.slices.run(work);
    sendRead(
      request,
      response,
      pageOf(rows, query, (row) => row.IpAddress),
    );
  });
  router.get("/hypervisors", async (request, response) => {
    const query = readListQuery(request, ["filter", "sort", "fields"]);
    const work = selectRows<HypervisorRow>(deps.inventory.hypervisors(), query, {
      compile: deps.filters.hypervisors,
      defaultSort: ["Id"],
      keyOf: (row) => row.Id,
    });
    const rows = await deps.slices.run(work);
    sendRead(
      request,
      response,
      pageOf(rows, query, (row) => row.Id),
    );
  });
}

/** What follows from the inventory: the fleet in numbers, places for a VM, capacity over time. */
function addNumbers(router: Router, deps: RestDeps): void {
  router.get("/fleet", noQuery, (request, response) => sendRead(request, response, deps.inventory.summary()));
  router.get("/placement", (request, response) => {
    requireKnown(request, ["SubnetId", "MilliCPUs", "MemoryInMiB", "VolumeBytes"]);
    const number = (name: string) => countOf(request.query[name], name);
    const SubnetId = typeof request.query.SubnetId === "string" ? request.query.SubnetId : "";
    const wish = {
      SubnetId,
      MilliCPUs: number("MilliCPUs"),
      MemoryInMiB: number("MemoryInMiB"),
      VolumeBytes: number("VolumeBytes"),
    };
    sendRead(request, response, { Items: rankCandidates(deps.inventory.hypervisors(), wish) });
  });
  router.get("/hypervisors/:id/history", async (request, response) => {
    requireKnown(request, ["seconds"]);
    const { hypervisor: id } = hypervisorTarget(deps, String(request.params.id));
    const to = Math.floor(Date.now() / 1000);
    const seconds = Math.min(countOf(request.query.seconds ?? "86400", "seconds"), 731 * 86_400);
    const step = historySteps.find((one) => one.keepSeconds >= seconds) ?? historySteps[2];
    const points = await deps.history.read(id, { from: to - seconds, to, stepSeconds: step.stepSeconds });
    sendRead(request, response, { StepSeconds: step.stepSeconds, Points: points });
  });
}

function countOf(value: unknown, field: string): number {
  const number = value === undefined || value === "" ? 0 : Number(value);
  if (!Number.isSafeInteger(number) || number < 0)
    throw invalidInput([{ field, message: "must be a whole number, 0 or more" }]);
  return number;
}
