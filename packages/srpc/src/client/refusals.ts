import { SrpcError } from "../errors.ts";

/** @throws SrpcError CALL_REFUSED unless the text is one word with exactly one dot. */
export function checkMethodName(method: string): void {
  if (!/^[\x21-\x2d\x2f-\x7e]*\.[\x21-\x2d\x2f-\x7e]+$/.test(method) || method.length > 1024) {
    throw new SrpcError("CALL_REFUSED", `malformed Service.Method: ${JSON.stringify(method.slice(0, 100))}`);
  }
}

/** The error for a line that stands where the acknowledgement is due. */
export function lineRefusal(method: string, line: string): SrpcError {
  const text = `${method}: ${line}`;
  if (line === "access to method denied") return new SrpcError("ACCESS_DENIED", text);
  if (/(^unknown service: )|(: unknown method: )/.test(line)) return new SrpcError("UNKNOWN_METHOD", text);
  return new SrpcError("CALL_REFUSED", text);
}

/** The error for a line that stands where the status is due. Its message is the handler's text alone. */
export function callFailed(method: string, status: string): SrpcError {
  return new SrpcError("CALL_FAILED", status, { requestSent: true, cause: method });
}
