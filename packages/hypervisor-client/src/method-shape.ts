import { type Plain, type Schema, wireTypeOf } from "@stackdeck/api-types";
import type { WireType } from "@stackdeck/srpc";

/** What a driver needs to know of a method; rows of the method table have this shape. */
export interface MethodShape<Request extends Schema = Schema, Response extends Schema = Schema> {
  readonly name: string;
  readonly request: Request;
  readonly response: Response;
}

/** What is answered, in the plain form. */
export type ResponseOf<M extends MethodShape> = Plain<M["response"]>;

/** The method line: `Hypervisor.StopVm`. */
export function methodLine(method: MethodShape): string {
  return `Hypervisor.${method.name}`;
}

/** The wire types of a method's two messages. */
export function wireTypes(method: MethodShape): { readonly request: WireType; readonly response: WireType } {
  return { request: wireTypeOf(method.request), response: wireTypeOf(method.response) };
}

export interface CallControl {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds without an answer after which the call is given up. */
  readonly timeoutMs?: number | undefined;
}
