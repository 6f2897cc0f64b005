/** What the body of a CreateVm brings besides what its schema says. */
import type { CreateVmRequest } from "@stackdeck/api-types";

/** Largest user data that comes inside the JSON body, in bytes. */
const maxUserData = 1024 * 1024;

type FieldErrors = readonly { readonly field: string; readonly message: string }[];

/** What the schema of the request cannot say. With an empty SubnetId servers answer in ways that help nobody. */
export function createErrors(wish: CreateVmRequest, own: Readonly<Record<string, unknown>>): FieldErrors {
  const errors = [];
  if (!wish.SubnetId)
    errors.push({ field: "SubnetId", message: "is required: name one of the hypervisor's subnets" });
  if (own.Hypervisor !== undefined && (typeof own.Hypervisor !== "string" || own.Hypervisor === ""))
    errors.push({ field: "Hypervisor", message: "must be the id of a hypervisor" });
  return errors;
}

/** The user data of a body, decoded. */
export function userDataOf(value: unknown): { bytes: Uint8Array | undefined; errors: FieldErrors } {
  if (value === undefined || value === "") return { bytes: undefined, errors: [] };
  const wrong = (message: string) => ({ bytes: undefined, errors: [{ field: "UserData", message }] });
  // Decoding passes over what is no base64: the VM would be given something else.
  const packed = typeof value === "string" ? value.replace(/\s/g, "") : "";
  const bytes = Buffer.from(/^[\w+/-]+={0,2}$/.test(packed) ? packed : "", "base64");
  if (bytes.length === 0) return wrong("must be base64 text");
  if (bytes.length > maxUserData) return wrong("must have at most 1 MiB; send more with PUT …/user-data");
  return { bytes, errors: [] };
}
