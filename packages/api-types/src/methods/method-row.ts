import type { hypervisorMessages } from "../messages/registry.ts";
import type { StateRule } from "./states.ts";

/** Name of a message of the hypervisor, as in `hypervisorMessages`. */
export type MessageName = keyof typeof hypervisorMessages;

/** How bytes flow during a call; each kind has one driver. */
export type Framing =
  | "request-reply"
  | "progress"
  | "progress-with-commit"
  | "event-stream"
  | "line-stream"
  | "download"
  | "upload"
  | "upload-then-progress"
  | "block-sync"
  | "byte-channel";

/** Who may call a method. Powers of the caller for the method satisfy all but the `local` kinds. */
export type AuthorizationKind =
  | "any-authenticated"
  | "vm-owner"
  | "vm-owner-or-access-token"
  | "vm-owner-plus-subnet"
  | "any-authenticated-plus-subnet"
  | "any-authenticated-with-source-token"
  | "method-powers-only"
  | "method-powers-and-vm-owner-or-token"
  | "any-authenticated-local"
  | "local-root"
  | "local-root-and-vm-owner";

/** How much is asked of a person before the call: nothing, one dialog, or typing the name of what is lost. */
export type ConfirmLevel = "none" | "confirm" | "type-the-name";

export interface Confirmation {
  readonly level: ConfirmLevel;
  /** What to know before saying yes. */
  readonly text?: string;
  /** A condition under which more is asked. */
  readonly raised?: { readonly when: string; readonly level: ConfirmLevel; readonly text: string };
}

/** `operation` answers 202 with an operation; `stream` goes on until it is closed. */
export type Mode = "sync" | "async" | "stream" | "operation";

export type HttpVerb = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface RestSpec {
  readonly verb: HttpVerb;
  /** Below `/api/v1`. `{ip}`, `{index}`, `{name}`, `{filename}` go into the request, `{id}` names the hypervisor. */
  readonly path: string;
  readonly body?: "raw";
  readonly hypervisorFrom?: "body";
  readonly filledByServer?: readonly string[];
  readonly prefer?: "respond-async";
}

/** What is written down for a method; everything left out has the default of `MethodRow`. */
export interface MethodSpec {
  readonly label: string;
  readonly summary: string;
  readonly access?: "private";
  readonly framing?: Framing;
  readonly request: MessageName;
  readonly response: MessageName | null;
  readonly clientReply?: MessageName;
  readonly streamTypes?: readonly string[];
  readonly implementedBy?: string;
  readonly extra?: true;
  readonly authorization: AuthorizationKind;
  readonly states?: StateRule;
  readonly refusedWhileMutationsBlocked?: true;
  readonly mutating?: false;
  readonly destructive?: true;
  readonly destructiveWhen?: string;
  readonly confirm?: Confirmation;
  readonly idempotent?: true;
  readonly longRunning?: true;
  readonly announced?: true;
  readonly sinceApril2025?: true;
  readonly mayBeUnauthenticated?: true;
  readonly rest: RestSpec;
  readonly secrets?: readonly string[];
  readonly cli?: string;
}

export type MethodSpecs = Readonly<Record<string, MethodSpec>>;

/** A part of the path and the field of the request it fills. */
export interface PathParameter {
  readonly name: string;
  /** null for the hypervisor's id, which is not part of the request. */
  readonly field: string | null;
  /** Path text that stands for an empty value, which a path cannot hold. */
  readonly emptyAs?: string;
}

export interface RestRoute {
  readonly verb: HttpVerb;
  /** Below `/api/v1`, parameters in braces. */
  readonly path: string;
  readonly params: readonly PathParameter[];
  /** Where the rest of the request comes from: query, JSON body, raw bytes (their number fills the size field). */
  readonly input: "query" | "json" | "raw";
  /**
   * Which hypervisor is asked: the one that holds the VM of the path, the one the path names, or the one the field
   * `Hypervisor` of the body names (creation: the server picks one when it is absent).
   */
  readonly hypervisorFrom: "vm" | "path" | "body";
  /** Fields of the request that the server fills in and nobody else may give. */
  readonly filledByServer: readonly string[];
  /** Header `Prefer` that selects this variant of a path shared with the method it is implemented by. */
  readonly prefer: "respond-async" | null;
}

/** One API of the product. All but the asynchronous variants are methods of the hypervisor. */
export interface MethodRow {
  readonly name: string;
  readonly service: "Hypervisor";
  readonly category: string;
  /** Words for buttons and menus. */
  readonly label: string;
  readonly summary: string;
  /** Private methods need method powers. */
  readonly access: "public" | "private";
  readonly framing: Framing;
  readonly mode: Mode;
  readonly request: MessageName;
  /** null: answered with an operation of ours. */
  readonly response: MessageName | null;
  /** What the client answers in between (the commit question). */
  readonly clientReply: MessageName | null;
  /** Messages of other packages that follow, as `package.Name`. */
  readonly streamTypes: readonly string[];
  /** The method that an asynchronous variant calls; null for methods of the hypervisor. */
  readonly implementedBy: string | null;
  /** Not in the founding checklist. */
  readonly extra: boolean;
  readonly authorization: AuthorizationKind;
  /** null: not about a VM that exists. */
  readonly states: StateRule | null;
  /** Refused with "mutations blocked" while another operation runs on the VM: try again later. */
  readonly refusedWhileMutationsBlocked: boolean;
  readonly mutating: boolean;
  readonly destructive: boolean;
  /** A condition under which it destroys something although it usually does not. */
  readonly destructiveWhen: string | null;
  readonly confirm: Confirmation;
  /** Calling twice has the effect of calling once. */
  readonly idempotent: boolean;
  readonly longRunning: boolean;
  /** The effect shows in the update stream; otherwise it must be read again. */
  readonly announced: boolean;
  /** Missing in servers of April 2025 and before. */
  readonly sinceApril2025: boolean;
  readonly mayBeUnauthenticated: boolean;
  readonly rest: RestRoute;
  /** Fields of request or response that must never be logged, stored or shown. */
  readonly secrets: readonly string[];
  /** Equivalent subcommand of the command-line tools. */
  readonly cli: string | null;
}
