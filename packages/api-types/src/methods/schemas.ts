import { hypervisorMessages } from "../messages/registry.ts";
import type { AnyStruct } from "../wire/struct.ts";
import type { MessageName } from "./method-row.ts";
import type { MethodName } from "./methods.ts";
import { methods } from "./methods.ts";

/** Schema of a method's request. */
export function requestSchema(name: MethodName): AnyStruct {
  return structNamed(methods[name].request);
}

/** Schema of a method's answer; undefined for the asynchronous variants, which answer with an operation. */
export function responseSchema(name: MethodName): AnyStruct | undefined {
  const { response } = methods[name];
  return response === null ? undefined : structNamed(response);
}

function structNamed(name: MessageName): AnyStruct {
  return hypervisorMessages[name] as unknown as AnyStruct;
}
