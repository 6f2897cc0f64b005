/** An answer that is an error: what the problem document is made of. */
export interface ApiErrorOptions {
  /** Stable code of the error catalogue. */
  readonly code: string;
  readonly status: number;
  /** Short sentence for people: the kind of error. */
  readonly title: string;
  /** What happened this time. */
  readonly detail?: string | undefined;
  readonly hypervisorError?: string | undefined;
  readonly outcomeUnknown?: boolean | undefined;
  readonly errors?: readonly { readonly field: string; readonly message: string }[] | undefined;
  readonly retryAfterSeconds?: number | undefined;
  /** Further members of the problem document, for example the state as it was read again. */
  readonly extra?: Readonly<Record<string, unknown>> | undefined;
  readonly cause?: unknown;
}

/** Thrown by handlers; the error handler writes it as problem+json. */
export class ApiError extends Error {
  readonly options: ApiErrorOptions;

  constructor(options: ApiErrorOptions) {
    super(options.detail ?? options.title, { cause: options.cause });
    this.name = "ApiError";
    this.options = options;
  }
}

/** Wrong input: one entry for each wrong field. */
export function invalidInput(errors: readonly { field: string; message: string }[]): ApiError {
  const detail = errors
    .map((error) => (error.field === "" ? error.message : `${error.field}: ${error.message}`))
    .join("; ");
  return new ApiError({
    code: "INVALID_INPUT",
    status: 400,
    title: "The input is not valid.",
    detail,
    errors,
  });
}
