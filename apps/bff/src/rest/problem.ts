import { classifyHypervisorError, type ErrorCode, errors, type Problem } from "@stackdeck/api-types";
import { HypervisorError, OutcomeUnknownError, UploadLengthError } from "@stackdeck/hypervisor-client";
import { SrpcError } from "@stackdeck/srpc";
import { ApiError, type ApiErrorOptions } from "./api-error.ts";

/** Codes of the catalogue for failures on the way to a hypervisor. */
const transportCodes: Readonly<Record<SrpcError["code"], ErrorCode>> = {
  REFUSED: "HYPERVISOR_UNREACHABLE",
  UNREACHABLE: "HYPERVISOR_UNREACHABLE",
  TIMEOUT: "HYPERVISOR_TIMEOUT",
  NO_ENDPOINT: "HYPERVISOR_PROTOCOL",
  MISSING_CERTIFICATE: "HYPERVISOR_CERTIFICATE",
  BAD_CERTIFICATE: "HYPERVISOR_CERTIFICATE",
  UNTRUSTED_SERVER: "HYPERVISOR_CERTIFICATE",
  ACCESS_DENIED: "ACCESS_DENIED",
  UNKNOWN_METHOD: "METHOD_UNSUPPORTED",
  CALL_REFUSED: "HYPERVISOR_PROTOCOL",
  CALL_FAILED: "HYPERVISOR_PROTOCOL",
  PEER_CLOSED: "HYPERVISOR_UNREACHABLE",
  PROTOCOL: "HYPERVISOR_PROTOCOL",
  ABORTED: "CANCELLED",
  LIMIT: "OVERLOADED",
};

/** Turns whatever a handler threw into an error of the interface. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof HypervisorError) return fromHypervisor(error);
  if (error instanceof OutcomeUnknownError) {
    return fromCode("OUTCOME_UNKNOWN", { detail: error.message, outcomeUnknown: true, cause: error });
  }
  if (error instanceof UploadLengthError)
    return fromCode("INVALID_INPUT", { detail: error.message, cause: error });
  if (error instanceof SrpcError)
    return fromCode(transportCodes[error.code], { detail: error.message, cause: error });
  if (isRequestError(error)) return fromRequest(error);
  if (error instanceof Error && error.message === "cancelled") return fromCode("CANCELLED", { cause: error });
  return fromCode("INTERNAL", { cause: error });
}

/** Longest detail, and longest words of a hypervisor, in characters: both may be whatever a peer liked to say. */
const longestText = 2000;

/** An error of the catalogue, with what happened this time. */
export function fromCode(code: ErrorCode, options: Partial<ApiErrorOptions> = {}): ApiError {
  const { status, title } = errors[code];
  return new ApiError({
    status,
    title,
    ...options,
    code,
    detail: options.detail?.slice(0, longestText),
    hypervisorError: options.hypervisorError?.slice(0, longestText),
  });
}

function fromHypervisor(error: HypervisorError): ApiError {
  const { code } = classifyHypervisorError(error.text);
  return fromCode(code, {
    detail: `The hypervisor refused: ${error.text.trim().slice(0, 1000)}`,
    hypervisorError: error.text,
    cause: error,
  });
}

/** Errors of Express's own readers of paths and bodies, which are the caller's fault. */
interface RequestError extends Error {
  readonly status: number;
  readonly type?: string;
}

function isRequestError(error: unknown): error is RequestError {
  const { status } = (error ?? {}) as Partial<RequestError>;
  return error instanceof Error && typeof status === "number" && status >= 400 && status < 500;
}

function fromRequest(error: RequestError): ApiError {
  if (error.status === errors.TOO_LARGE.status) return fromCode("TOO_LARGE");
  const detail = error.message.slice(0, 200);
  if (error.type === "entity.parse.failed")
    return fromCode("INVALID_INPUT", { detail: `The body is not valid JSON: ${detail}` });
  if (error.status === errors.UNSUPPORTED_MEDIA_TYPE.status)
    return fromCode("UNSUPPORTED_MEDIA_TYPE", { detail });
  return fromCode("INVALID_INPUT", { detail });
}

/** The problem document of an error (RFC 9457). */
export function problemOf(error: ApiError, requestId: string): Problem & Record<string, unknown> {
  const { options } = error;
  return {
    ...options.extra,
    type: `/api/docs/errors#${options.code}`,
    title: options.title,
    status: options.status,
    detail: options.detail ?? options.title,
    code: options.code,
    requestId,
    ...(options.hypervisorError === undefined ? {} : { hypervisorError: options.hypervisorError }),
    ...(options.outcomeUnknown === undefined ? {} : { outcomeUnknown: options.outcomeUnknown }),
    ...(options.errors === undefined ? {} : { errors: options.errors }),
  };
}
