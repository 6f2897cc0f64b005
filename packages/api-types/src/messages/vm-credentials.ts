/** Credentials and identity of VMs. */

import type { Plain } from "../wire/schema.ts";
import { bytes, ip } from "../wire/schema.ts";
import { errorReply, field, struct } from "../wire/struct.ts";

export const DiscardVmAccessTokenRequest = struct(
  "DiscardVmAccessTokenRequest",
  "Invalidate an access token.",
  {
    AccessToken: field(bytes, "secret from GetVmAccessToken, instead of ownership; may be empty"),
    IpAddress: field(ip, "address (and name) of the VM"),
  },
);
export type DiscardVmAccessTokenRequest = Plain<typeof DiscardVmAccessTokenRequest>;

export const DiscardVmAccessTokenResponse = errorReply("DiscardVmAccessTokenResponse");
export type DiscardVmAccessTokenResponse = Plain<typeof DiscardVmAccessTokenResponse>;

export const ReplaceVmCredentialsRequest = struct(
  "ReplaceVmCredentialsRequest",
  "Give the VM another identity certificate and key.",
  {
    IdentityCertificate: field(bytes, "PEM certificate"),
    IdentityKey: field(bytes, "PEM key"),
    IpAddress: field(ip, "address (and name) of the VM"),
  },
);
export type ReplaceVmCredentialsRequest = Plain<typeof ReplaceVmCredentialsRequest>;

export const ReplaceVmCredentialsResponse = errorReply("ReplaceVmCredentialsResponse");
export type ReplaceVmCredentialsResponse = Plain<typeof ReplaceVmCredentialsResponse>;

export const ReplaceVmIdentityRequest = struct(
  "ReplaceVmIdentityRequest",
  "Have the identity of the VM issued anew.",
  {
    IdentityRequestorCertificate: field(bytes, "PEM certificate of the user who asks"),
    IpAddress: field(ip, "address (and name) of the VM"),
  },
);
export type ReplaceVmIdentityRequest = Plain<typeof ReplaceVmIdentityRequest>;

export const ReplaceVmIdentityResponse = errorReply("ReplaceVmIdentityResponse");
export type ReplaceVmIdentityResponse = Plain<typeof ReplaceVmIdentityResponse>;
