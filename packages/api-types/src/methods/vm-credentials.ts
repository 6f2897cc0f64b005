import type { MethodSpecs } from "./method-row.ts";
import { anyState } from "./states.ts";

export const vmCredentialsMethods = {
  DiscardVmAccessToken: {
    label: "Discard access token",
    summary: "Invalidate the access token of the VM. A copy or migration that uses it fails.",
    request: "DiscardVmAccessTokenRequest",
    response: "DiscardVmAccessTokenResponse",
    authorization: "vm-owner-or-access-token",
    states: anyState,
    refusedWhileMutationsBlocked: true,
    idempotent: true,
    rest: { verb: "DELETE", path: "/vms/{ip}/access-token" },
    secrets: ["AccessToken"],
    cli: "vm-control discard-vm-access-token",
  },
  ReplaceVmCredentials: {
    label: "Replace credentials",
    summary:
      "Give the VM another identity certificate and key. The hypervisor can renew an identity by itself: prefer that.",
    request: "ReplaceVmCredentialsRequest",
    response: "ReplaceVmCredentialsResponse",
    authorization: "vm-owner",
    states: anyState,
    refusedWhileMutationsBlocked: true,
    confirm: {
      level: "confirm",
      text: "The guest uses the new certificate and key from now on; the present ones are overwritten.",
    },
    idempotent: true,
    announced: true,
    rest: { verb: "PUT", path: "/vms/{ip}/credentials" },
    secrets: ["IdentityKey"],
    cli: "vm-control replace-vm-credentials",
  },
  ReplaceVmIdentity: {
    label: "Replace identity",
    summary:
      "Have the identity of the VM issued and renewed by the identity provider. An empty certificate removes it.",
    request: "ReplaceVmIdentityRequest",
    response: "ReplaceVmIdentityResponse",
    authorization: "vm-owner",
    states: anyState,
    refusedWhileMutationsBlocked: true,
    destructiveWhen: "the certificate is empty (all credentials of the VM are deleted)",
    confirm: {
      level: "confirm",
      text: "The present identity of the VM ends. Without a certificate all credentials of the VM are deleted.",
    },
    idempotent: true,
    announced: true,
    rest: { verb: "PUT", path: "/vms/{ip}/identity" },
    cli: "vm-control replace-vm-identity -identityName",
  },
} as const satisfies MethodSpecs;
