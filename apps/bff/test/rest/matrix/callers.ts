import type { MethodRow } from "@stackdeck/api-types";

/** A column of the matrix: whose certificate it is, and how the VM looks that is asked about. */
export interface MatrixCaller {
  /** The certificate; undefined: none, and no session either. */
  readonly user: "admin" | "alice" | "bob" | "carol" | undefined;
  readonly vm: { readonly owner: string; readonly groups: readonly string[] };
  readonly token: "none" | "right" | "wrong";
  /** Whether the caller owns the hypervisors by the word of ChangeOwners. */
  readonly ownsHypervisor: boolean;
  /** Rows that have this cell. */
  readonly applies: (row: MethodRow) => boolean;
}

const somebodyElse = { owner: "dave", groups: [] };
const always = () => true;
/** A token can be sent where the request has a field for it that the server does not fill in itself. */
const takesToken = (row: MethodRow) =>
  row.secrets.includes("AccessToken") && !row.rest.filledByServer.includes("AccessToken");

function caller(more: Partial<MatrixCaller>): MatrixCaller {
  const base = {
    user: "bob",
    vm: somebodyElse,
    token: "none",
    ownsHypervisor: false,
    applies: always,
  } as const;
  return { ...base, ...more };
}

/** admin has all method powers, alice is in team-a, bob in team-b, carol in no group. */
export const matrixCallers = {
  admin: caller({ user: "admin" }),
  "hypervisor owner": caller({ user: "carol", ownsHypervisor: true }),
  "VM owner": caller({ user: "alice", vm: { owner: "alice", groups: [] } }),
  "group member": caller({ user: "alice", vm: { owner: "dave", groups: ["team-c", "team-a"] } }),
  "bearer of the token": caller({ token: "right", applies: takesToken }),
  "bearer of a wrong token": caller({ token: "wrong", applies: takesToken }),
  "admin who owns the VM": caller({ user: "admin", vm: { owner: "admin", groups: [] } }),
  "other user": caller({ vm: { owner: "dave", groups: ["team-a"] } }),
  nobody: caller({ user: undefined }),
} as const satisfies Record<string, MatrixCaller>;

export type CallerName = keyof typeof matrixCallers;
