import type { VmActionSpec } from "./action-spec.ts";

/** User data, credentials and access tokens. */
export const dataActions: readonly VmActionSpec[] = [
  { method: "RestoreVmUserData", icon: "undo", group: "data" },
  { method: "DiscardVmOldUserData", icon: "trash", group: "data" },
  {
    method: "ReplaceVmCredentials",
    icon: "key",
    group: "identity",
    fields: () => [
      { kind: "file", name: "IdentityCertificate", label: "Certificate (PEM)", accept: ".pem,.crt,.cert" },
      { kind: "file", name: "IdentityKey", label: "Private key (PEM)", accept: ".pem,.key" },
    ],
  },
  {
    method: "ReplaceVmIdentity",
    icon: "key",
    group: "identity",
    fields: () => [
      {
        kind: "file",
        name: "IdentityRequestorCertificate",
        label: "Requestor certificate (PEM)",
        hint: "From the identity provider. Without a file the identity is taken away.",
        optional: true,
        accept: ".pem,.crt,.cert",
      },
    ],
  },
  { method: "DiscardVmAccessToken", icon: "trash", group: "identity" },
];
