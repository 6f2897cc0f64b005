/** What an error code stands for. The code is stable; the sentence is for people and may change. */
export interface ErrorEntry {
  /** HTTP status. */
  readonly status: number;
  readonly title: string;
  /** The same call may succeed later without changing anything. */
  readonly retryable?: true;
}

/** Errors of this product's own making. */
const ownErrors = {
  INVALID_INPUT: { status: 400, title: "The input is not valid." },
  INVALID_QUERY: { status: 400, title: "The search could not be understood." },
  UNAUTHENTICATED: { status: 401, title: "You are not signed in." },
  FORBIDDEN: { status: 403, title: "You may not do this." },
  CSRF: { status: 403, title: "The request does not come from this application." },
  NOT_FOUND: { status: 404, title: "There is no such thing." },
  METHOD_NOT_ALLOWED: { status: 405, title: "This path does not know that verb." },
  NOT_ACCEPTABLE: { status: 406, title: "The answer does not exist in the form asked for." },
  CONFLICT: { status: 409, title: "This is in conflict with what is there." },
  IDEMPOTENCY_CONFLICT: { status: 409, title: "The idempotency key was used for another request." },
  PRECONDITION_FAILED: { status: 412, title: "It has changed since it was read." },
  NO_PLACEMENT: { status: 409, title: "No hypervisor has room for this." },
  UPLOAD_MISSING: { status: 408, title: "The announced upload did not come." },
  REQUEST_TIMEOUT: { status: 408, title: "The request did not come whole in time." },
  HEADERS_TOO_LARGE: { status: 431, title: "The address or the headers are too long." },
  LENGTH_REQUIRED: { status: 411, title: "The length of the data must be announced." },
  TOO_LARGE: { status: 413, title: "The data are larger than allowed." },
  RANGE_NOT_SATISFIABLE: { status: 416, title: "The range lies outside the data." },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: "The data are of a type that is not understood here." },
  UPGRADE_REQUIRED: { status: 426, title: "This is a WebSocket." },
  CONFIRMATION_REQUIRED: { status: 428, title: "This must be confirmed." },
  TOO_MANY: { status: 429, title: "Too many at once: try again a little later.", retryable: true },
  CANCELLED: { status: 409, title: "It was cancelled." },
  INTERNAL: { status: 500, title: "Something went wrong in the server." },
  OVERLOADED: { status: 503, title: "The server is busy: try again a little later.", retryable: true },
  AUDIT_UNAVAILABLE: { status: 503, title: "What cannot be recorded is refused.", retryable: true },
  SHUTTING_DOWN: { status: 503, title: "The server is about to stop.", retryable: true },
} as const satisfies Record<string, ErrorEntry>;

/** Errors on the way to a hypervisor. */
const connectionErrors = {
  HYPERVISOR_UNREACHABLE: { status: 503, title: "The hypervisor cannot be reached.", retryable: true },
  HYPERVISOR_TIMEOUT: { status: 504, title: "The hypervisor did not answer in time.", retryable: true },
  OUTCOME_UNKNOWN: {
    status: 502,
    title: "The connection was lost after the request was sent: it may have been done or not.",
  },
  METHOD_UNSUPPORTED: { status: 501, title: "The hypervisor is too old for this." },
  HYPERVISOR_CERTIFICATE: { status: 502, title: "The identities of hypervisor and server do not fit." },
  HYPERVISOR_PROTOCOL: { status: 502, title: "The hypervisor answered something that makes no sense." },
} as const satisfies Record<string, ErrorEntry>;

/** What hypervisors answer. */
const hypervisorErrors = {
  HYPERVISOR_ERROR: { status: 502, title: "The hypervisor reports an error." },
  VM_NOT_FOUND: { status: 404, title: "There is no such VM." },
  ACCESS_DENIED: { status: 403, title: "The hypervisor refuses: no access." },
  SUBNET_ACCESS_DENIED: { status: 403, title: "You may not use this subnet." },
  LOCAL_ONLY: { status: 403, title: "This works only on the hypervisor's own machine." },
  VM_BUSY: { status: 409, title: "Another operation is running on this VM.", retryable: true },
  VM_STATE: { status: 409, title: "The state of the VM does not allow this." },
  VM_PROTECTED: { status: 409, title: "The VM runs and is protected from destruction." },
  VM_COMMITMENT: { status: 409, title: "This depends on whether the VM has been committed." },
  ALREADY_PRIMARY_OWNER: { status: 409, title: "You are the primary owner already." },
  HYPERVISOR_DISABLED: { status: 409, title: "The hypervisor is disabled: no VM can be created or started." },
  TOKEN_TAKEN: { status: 409, title: "A copy or migration of this VM is in progress or was interrupted." },
  INSUFFICIENT_CPU: { status: 409, title: "The hypervisor has not enough CPUs left." },
  INSUFFICIENT_MEMORY: { status: 409, title: "The hypervisor has not enough memory left." },
  INSUFFICIENT_STORAGE: { status: 409, title: "The hypervisor has not enough storage left." },
  NO_FREE_ADDRESS: { status: 409, title: "There is no free address." },
  ADDRESS_UNAVAILABLE: { status: 409, title: "The address cannot be used or is in use." },
  SUBNET_UNKNOWN: { status: 409, title: "The hypervisor does not know this subnet." },
  SUBNET_CHOICE: { status: 422, title: "A subnet must be chosen." },
  SUBNET_CONFLICT: { status: 409, title: "The subnet cannot be changed like that." },
  INVALID_ARGUMENT: { status: 422, title: "The hypervisor does not accept a value." },
  IMAGE_MISSING: { status: 422, title: "There is no usable image." },
  IMAGE_UNSUITABLE: { status: 422, title: "The image is not suitable for this." },
  VOLUME_UNSUITABLE: { status: 409, title: "The volume does not allow this." },
  VOLUME_SIZE_MISMATCH: { status: 409, title: "A volume has not the size it should have." },
  FILE_SYSTEM: { status: 409, title: "The file-system in the volume could not be handled." },
  NOTHING_SAVED: { status: 404, title: "There is nothing kept that could be used for this." },
  CREDENTIALS_INVALID: { status: 422, title: "The certificate or key is not valid." },
  CREDENTIALS_CONFLICT: { status: 409, title: "The identity of this VM is managed otherwise." },
  CONSOLE_BUSY: { status: 409, title: "Somebody else is attached to the console.", retryable: true },
  CONSOLE_UNAVAILABLE: { status: 409, title: "The VM has no such console." },
  MIGRATION_IMPOSSIBLE: { status: 409, title: "The VM cannot be migrated like that." },
  MIGRATION_ABANDONED: { status: 409, title: "The migration was abandoned." },
  DHCP_TIMEOUT: { status: 504, title: "The machine did not ask for its address in time." },
  NETBOOT_UNAVAILABLE: { status: 409, title: "The machine cannot be booted from the network." },
  START_FAILED: { status: 502, title: "The VM could not be started." },
  PEER_UNREACHABLE: { status: 502, title: "A server that the hypervisor needs cannot be reached." },
  RECEIVER_TOO_SLOW: { status: 503, title: "The packets came faster than they were read." },
  VMS_RUNNING: { status: 409, title: "Not all VMs are stopped." },
} as const satisfies Record<string, ErrorEntry>;

/** The error catalogue: every code that an answer or an operation may carry. */
export const errors = { ...ownErrors, ...connectionErrors, ...hypervisorErrors };

export type ErrorCode = keyof typeof errors;

/** Codes of the errors that hypervisors answer. */
export type HypervisorErrorCode = keyof typeof hypervisorErrors;
