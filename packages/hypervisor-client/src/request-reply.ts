import type { ConnectionSource } from "./connection-source.ts";
import { checkReply, outcomeOf } from "./hypervisor-error.ts";
import {
  type CallControl,
  type MethodShape,
  methodLine,
  type ResponseOf,
  wireTypes,
} from "./method-shape.ts";

/**
 * One request, one reply.
 * @throws HypervisorError when the reply holds an error, OutcomeUnknownError when the answer was lost
 */
export async function requestReply<M extends MethodShape>(
  source: ConnectionSource,
  method: M,
  request: unknown,
  control: CallControl = {},
): Promise<ResponseOf<M>> {
  const types = wireTypes(method);
  const reply = await source.use(async (connection) => {
    try {
      return await connection.call<ResponseOf<M>>(methodLine(method), {
        request,
        requestType: types.request,
        responseType: types.response,
        signal: control.signal,
        ...(control.timeoutMs === undefined ? {} : { timeoutMs: control.timeoutMs }),
      });
    } catch (error) {
      throw outcomeOf(method.name, error);
    }
  }, control);
  return checkReply(method.name, reply);
}
