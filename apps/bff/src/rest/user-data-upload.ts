import { createHash } from "node:crypto";
import type { MethodRow } from "@stackdeck/api-types";
import { uploadUserData } from "@stackdeck/hypervisor-client";
import type { RequestHandler } from "express";
import { invalidInput } from "./api-error.ts";
import { calledMethod } from "./call-method.ts";
import { callerOf } from "./caller.ts";
import { runMutation, sendJson } from "./mutation.ts";
import { requirePermission } from "./permission.ts";
import { fromCode } from "./problem.ts";
import type { RestDeps } from "./rest-deps.ts";
import { targetOf } from "./target.ts";

/** Largest user data, in bytes: the hypervisor holds the VM's lock while they arrive. */
const maxBytes = 16 * 1024 * 1024;

/** ReplaceVmUserData: the body is the new user data, raw. */
export function userDataUploadRoute(deps: RestDeps, row: MethodRow): RequestHandler {
  return async (request, response) => {
    // A body that is refused is not read: the connection ends with the answer.
    response.setHeader("Connection", "close");
    const target = targetOf(deps, row, request);
    const length = Number(request.get("Content-Length") ?? Number.NaN);
    if (!Number.isInteger(length)) throw fromCode("LENGTH_REQUIRED");
    if (length > maxBytes)
      throw fromCode("TOO_LARGE", { detail: `User data may have ${maxBytes} bytes at most.` });
    if (length === 0) {
      throw invalidInput([
        { field: "body", message: "must have at least one byte; empty user data would block the VM" },
      ]);
    }
    const input = { IpAddress: target.ip ?? "", Size: length };
    await requirePermission(deps, calledMethod(row), { caller: callerOf(response), target, request: input });
    // Read whole first: a slow caller must not hold the VM's lock.
    const bytes = await readWhole(request, length);
    const record = { method: row.name, target: input.IpAddress, hypervisor: target.hypervisor };
    const fingerprint = createHash("sha256").update(bytes).digest("hex");
    const answer = await runMutation(deps, { request, response, record, input: fingerprint }, async () => {
      await uploadUserData(target.connections, input.IpAddress, { length, bytes: once(bytes) });
      return { status: 200, body: { Size: length } };
    });
    sendJson(response, answer);
  };
}

async function readWhole(body: AsyncIterable<Buffer>, length: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  if (bytes.length !== length) {
    throw invalidInput([
      { field: "body", message: `has ${bytes.length} bytes where ${length} were announced` },
    ]);
  }
  return bytes;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
