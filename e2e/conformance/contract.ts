/** What the conformance tests take from the contract: types on the wire and the rules of the method table. */
import {
  Block,
  type MethodName as ContractMethodName,
  GetBlocksRequest,
  MigrateVmResponseResponse,
  methods,
  requestSchema,
  responseSchema,
  wireTypeOf,
} from "@stackdeck/api-types";
import type { WireType } from "@stackdeck/srpc";

export type MethodName = ContractMethodName;

export const blockType: WireType = wireTypeOf(Block);
export const getBlocksRequestType: WireType = wireTypeOf(GetBlocksRequest);
export const migrateCommitType: WireType = wireTypeOf(MigrateVmResponseResponse);

export function requestTypeOf(method: MethodName): WireType {
  return wireTypeOf(requestSchema(method));
}

/** Type of the answer; throws for the asynchronous variants, which are no methods of the protocol. */
export function responseTypeOf(method: MethodName): WireType {
  const schema = responseSchema(method);
  if (schema === undefined) throw new TypeError(`${method} is no method of the protocol`);
  return wireTypeOf(schema);
}

export function driverOf(method: MethodName): string {
  return methods[method].framing;
}

export function authorizationOf(method: MethodName): string {
  return methods[method].authorization;
}

/** For each state in which the method is refused, what the hypervisor says. */
export function refusalsOf(method: MethodName): Readonly<Record<string, string | undefined>> {
  return methods[method].states?.refused ?? {};
}

export function refusedWhileBlocked(method: MethodName): boolean {
  return methods[method].refusedWhileMutationsBlocked;
}

/** Every API of the method table. */
export const everyMethod = Object.keys(methods) as readonly MethodName[];
