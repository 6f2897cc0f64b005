/** Shapes of what belongs to whoever is signed in. */

/** A client certificate of the server, without its key. */
export interface CertificateInfo {
  /** Name of its files without the extension. */
  readonly Name: string;
  readonly UserName: string;
  readonly Groups: readonly string[];
  readonly MethodPowers: readonly string[];
  /** RFC 3339. */
  readonly ExpiresOn: string;
  /** True for the one that calls are made with first. */
  readonly InUse: boolean;
}

/** Who is logged in and what this server is. `GET /api/v1/session`. */
export interface SessionInfo {
  readonly UserName: string;
  readonly Groups: readonly string[];
  /** Method power patterns of the certificate used for the caller, e.g. `*.*`. */
  readonly MethodPowers: readonly string[];
  /** Identifiers of the hypervisors that the caller is known to own: there every method is theirs. */
  readonly HypervisorOwnerOf: readonly string[];
  readonly Demo: boolean;
  /** Whether there are small pictures of screens. `GET /api/v1/vms/{ip}/thumbnail`. */
  readonly Thumbnails: boolean;
  readonly Version: string;
  /** To be sent as `X-CSRF-Token` on every mutating request. */
  readonly CsrfToken: string;
  /** RFC 3339; when the client certificate in use ends. */
  readonly CertificateExpires: string;
  /** All certificates that were found, best first. */
  readonly Certificates: readonly CertificateInfo[];
}

/** An API token as its owner sees it: everything but the secret. `GET /api/v1/tokens`. */
export interface ApiToken {
  readonly Id: string;
  readonly Name: string;
  readonly User: string;
  /** RFC 3339, as the other times. */
  readonly CreatedOn: string;
  readonly ExpiresOn: string;
  /** "" when it was never used. */
  readonly LastUsedOn: string;
  /** False for one that only reads. */
  readonly MayChange: boolean;
}

/** A list's state that a user keeps under a name. `GET /api/v1/views`. */
export interface SavedView {
  readonly Id: string;
  /** The list it is a view of, such as "vms". */
  readonly Noun: string;
  readonly Name: string;
  /** The query string of the list's address. */
  readonly Query: string;
  /** What the list opens with. */
  readonly Default: boolean;
}
