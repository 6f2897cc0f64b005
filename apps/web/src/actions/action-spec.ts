import type { MethodName, VmInfo } from "@stackdeck/api-types";
import type { ReactNode } from "react";
import type { FieldSpec, FormValues } from "../ui/form/field-spec.ts";
import type { IconName } from "../ui/icon.tsx";
import type { VmSubject } from "./vm-subject.ts";

/** Where an action is found in menus. */
export type ActionGroup =
  | "power"
  | "configure"
  | "volumes"
  | "image"
  | "snapshots"
  | "data"
  | "identity"
  | "move"
  | "look";

/** The VM an action is about, with everything known of it. */
export interface ActionContext {
  readonly vm: VmSubject;
  readonly info: VmInfo;
  /** What the caller of the dialog fixed beforehand: which volume, which snapshot. */
  readonly preset: FormValues;
}

/** How an action is asked about once for several VMs, where that differs from asking about one. */
export interface BulkForm {
  /** What it does to several, where that differs from what the table says of one. */
  readonly summary?: string;
  readonly fields?: readonly FieldSpec[];
  readonly initial?: () => FormValues;
  /** The request for one of them; the fields' own when left out. */
  readonly request?: (values: FormValues, vm: VmSubject) => Readonly<Record<string, unknown>>;
}

/** A call on the same VM, before or after the action itself. */
export interface PlannedCall {
  readonly method: MethodName;
  readonly request: Readonly<Record<string, unknown>>;
}

/**
 * What the screen adds to a row of the method table: an icon, the questions, and how the answers become a request.
 * Words, confirmation and rules come from the table.
 */
export interface VmActionSpec {
  readonly method: MethodName;
  readonly icon: IconName;
  readonly group: ActionGroup;
  /** Offered for several VMs at once: with the same questions, or with its own. */
  readonly bulk?: true | BulkForm;
  /** In the menus of a VM; otherwise only where a tab offers it. */
  readonly inMenu?: boolean;
  /** The questions; a later one may depend on the answer to an earlier one. */
  readonly fields?: (context: ActionContext, values: FormValues) => readonly FieldSpec[];
  readonly initial?: (context: ActionContext) => FormValues;
  /** Fields of the request besides the address; the form's own when left out. */
  readonly request?: (values: FormValues, context: ActionContext) => Readonly<Record<string, unknown>>;
  /** What is lost, in numbers, or what to know before. */
  readonly note?: (values: FormValues, context: ActionContext) => ReactNode;
  /** A call that is made before, and that must succeed first: a way back. */
  readonly first?: (values: FormValues, context: ActionContext) => PlannedCall | undefined;
  /** The call that takes it back. */
  readonly undo?: (context: ActionContext) => PlannedCall;
  /** What to say when it is done; the table's label otherwise. */
  readonly done?: (context: ActionContext, answer: unknown) => string;
  /** The button's word. */
  readonly verb?: string;
}
