import {
  AcknowledgeVmRequest,
  AcknowledgeVmResponse,
  type CopyVmRequest,
  type CopyVmResponse,
  DiscardVmAccessTokenRequest,
  DiscardVmAccessTokenResponse,
  GetVmAccessTokenRequest,
  GetVmAccessTokenResponse,
  GetVmInfoRequest,
  GetVmInfoResponse,
  type MigrateVmRequest,
  type MigrateVmResponse,
  MigrateVmResponseResponse,
} from "@stackdeck/api-types";
import type { ConnectionSource } from "./connection-source.ts";
import { HypervisorError } from "./hypervisor-error.ts";
import type { CallControl } from "./method-shape.ts";
import { requestReply } from "./request-reply.ts";
import { copyVm, migrateVm } from "./streaming-methods.ts";
import { uploadThenProgress } from "./upload-then-progress.ts";

const getToken = {
  name: "GetVmAccessToken",
  request: GetVmAccessTokenRequest,
  response: GetVmAccessTokenResponse,
};
const discardToken = {
  name: "DiscardVmAccessToken",
  request: DiscardVmAccessTokenRequest,
  response: DiscardVmAccessTokenResponse,
};
const getVmInfo = { name: "GetVmInfo", request: GetVmInfoRequest, response: GetVmInfoResponse };
const acknowledge = { name: "AcknowledgeVm", request: AcknowledgeVmRequest, response: AcknowledgeVmResponse };

/** Life of the token for a copy or a migration, in nanoseconds: 24 hours, the most there is. */
const tokenLifetime = 24 * 3600 * 1e9;

/** The two hypervisors of a copy or a migration. */
export interface Move {
  readonly source: ConnectionSource;
  readonly destination: ConnectionSource;
  /** `host:port` by which the destination reaches the source. */
  readonly sourceAddress: string;
}

export interface MoveControl extends CallControl {
  readonly onProgress?: ((text: string) => void) | undefined;
}

/**
 * Takes an access token on the source, runs the work with it and discards it, whatever happens. The token can destroy
 * the VM: it stays inside this call.
 */
async function withToken<T>(move: Move, ip: string, work: (token: string) => Promise<T>): Promise<T> {
  const { Token } = await requestReply(move.source, getToken, { IpAddress: ip, Lifetime: tokenLifetime });
  if (!Token) throw new HypervisorError("GetVmAccessToken", "the hypervisor gave no access token");
  try {
    return await work(Token);
  } finally {
    // The VM may be gone from the source by now, and its token with it.
    await requestReply(move.source, discardToken, { IpAddress: ip, AccessToken: Token }).catch(() => {});
  }
}

/** Copies a VM to the destination, under a new address, and acknowledges the copy. Returns the new address. */
export function copyAndAcknowledge(
  move: Move,
  request: Omit<CopyVmRequest, "AccessToken" | "SourceHypervisor">,
  control: MoveControl = {},
): Promise<string> {
  return withToken(move, request.IpAddress, async (AccessToken) => {
    const full = { ...request, AccessToken, SourceHypervisor: move.sourceAddress };
    const final: CopyVmResponse = await uploadThenProgress(move.destination, copyVm, full, [], {
      signal: control.signal,
      onProgress: (reply) => control.onProgress?.(reply.ProgressMessage),
    });
    await requestReply(move.destination, acknowledge, { IpAddress: final.IpAddress });
    return final.IpAddress;
  });
}

export interface MigrateControl extends MoveControl {
  /** Asked once the VM runs on the destination: true keeps it there, false undoes the migration. */
  readonly onCommit: () => Promise<boolean>;
}

export interface Migrated {
  /**
   * The source still lists the VM after a commit: the same address may run twice, and a person must look. Undefined
   * when the source could not be asked.
   */
  readonly stillOnSource: boolean | undefined;
}

/** Moves a VM to the destination, keeping its address, and looks afterwards whether the source has let it go. */
export async function migrateAndCheck(
  move: Move,
  request: Omit<MigrateVmRequest, "AccessToken" | "SourceHypervisor">,
  control: MigrateControl,
): Promise<Migrated> {
  await withToken(move, request.IpAddress, (AccessToken) => {
    const full = { ...request, AccessToken, SourceHypervisor: move.sourceAddress };
    return uploadThenProgress(move.destination, migrateVm, full, [], {
      signal: control.signal,
      commitReply: MigrateVmResponseResponse,
      onCommit: control.onCommit,
      onProgress: (reply: MigrateVmResponse) => {
        if (reply.ProgressMessage !== "") control.onProgress?.(reply.ProgressMessage);
      },
    });
  });
  return { stillOnSource: await isThere(move.source, request.IpAddress) };
}

/** Whether a hypervisor has the VM; undefined when it cannot be asked. */
export async function isThere(source: ConnectionSource, ip: string): Promise<boolean | undefined> {
  try {
    await requestReply(source, getVmInfo, { IpAddress: ip }, { timeoutMs: 10_000 });
    return true;
  } catch (error) {
    const isGone = error instanceof HypervisorError && error.text.startsWith("no VM with IP address");
    return isGone ? false : undefined;
  }
}
