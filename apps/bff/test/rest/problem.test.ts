import { HypervisorError } from "@stackdeck/hypervisor-client";
import { SrpcError } from "@stackdeck/srpc";
import { expect, it } from "vitest";
import { fromCode, problemOf, toApiError } from "../../src/rest/problem.ts";

const endless = "x".repeat(1_000_000);

it.each([
  ["a refusal", new HypervisorError("StartVm", endless)],
  ["a line that is lost", new SrpcError("CALL_REFUSED", endless)],
  ["a start that failed", fromCode("START_FAILED", { detail: endless, hypervisorError: endless })],
])("an answer tells some of what a hypervisor said, however long that was: %s", (_, error) => {
  const document = problemOf(toApiError(error), "1");
  expect(document.detail).toMatch(/x{900}$/);
  expect(JSON.stringify(document).length).toBeLessThan(5000);
});
