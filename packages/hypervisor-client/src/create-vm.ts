import {
  AcknowledgeVmRequest,
  AcknowledgeVmResponse,
  type CreateVmRequest,
  type CreateVmResponse,
  StartVmRequest,
  StartVmResponse,
} from "@stackdeck/api-types";
import type { ConnectionSource } from "./connection-source.ts";
import { HypervisorError } from "./hypervisor-error.ts";
import { type CallControl, wireTypes } from "./method-shape.ts";
import { rawCall } from "./raw-call.ts";
import { requestReply } from "./request-reply.ts";
import { createVm, replaceVmUserData } from "./streaming-methods.ts";
import { uploadThenProgress } from "./upload-then-progress.ts";
import { sendUpload, type Upload } from "./uploads.ts";

const acknowledgeVm = {
  name: "AcknowledgeVm",
  request: AcknowledgeVmRequest,
  response: AcknowledgeVmResponse,
};
const startVm = { name: "StartVm", request: StartVmRequest, response: StartVmResponse };

/** What is sent along with a create request. The sizes in the request are filled from these. */
export interface CreateUploads {
  readonly image?: Upload | undefined;
  /** Small enough to be kept: it may have to be sent in a call of its own. */
  readonly userData?: Uint8Array | undefined;
  /** Content of all secondary volumes, one after the other, `Size` bytes each. */
  readonly secondaryVolumes?: Upload | undefined;
}

export interface CreateControl extends CallControl {
  readonly onProgress?: ((text: string, ip: string) => void) | undefined;
  readonly onBytes?: ((count: number) => void) | undefined;
}

export interface CreatedVm {
  readonly ip: string;
  /** It runs, but did not ask for its address in time. */
  readonly dhcpTimedOut: boolean;
  /** Said when the VM exists but its user data or its start failed: it was acknowledged and is left stopped. */
  readonly incomplete?: HypervisorError | undefined;
}

/**
 * Creates a VM and acknowledges it at once: without that the hypervisor destroys it after 15 seconds.
 *
 * User data of a VM from an image name or URL goes a way that all servers support: create it stopped, acknowledge,
 * send the user data, start. (Newest servers drop user data that comes with such a request and then wait for ever.)
 */
export async function createAndAcknowledge(
  source: ConnectionSource,
  request: CreateVmRequest,
  uploads: CreateUploads = {},
  control: CreateControl = {},
): Promise<CreatedVm> {
  const separate = uploads.userData !== undefined && uploads.image === undefined;
  const final = await runCreate(
    source,
    sized(request, uploads, separate),
    separate ? withoutUserData(uploads) : uploads,
    control,
  );
  await requestReply(source, acknowledgeVm, { IpAddress: final.IpAddress });
  const created = { ip: final.IpAddress, dhcpTimedOut: final.DhcpTimedOut };
  if (!separate || uploads.userData === undefined) return created;
  return finish(source, request, uploads.userData, { ...control, created });
}

function withoutUserData(uploads: CreateUploads): CreateUploads {
  return { ...uploads, userData: undefined };
}

function sized(request: CreateVmRequest, uploads: CreateUploads, separate: boolean): CreateVmRequest {
  return {
    ...request,
    DoNotStart: separate ? true : request.DoNotStart,
    ImageDataSize: uploads.image?.length,
    UserDataSize: separate ? undefined : uploads.userData?.length,
    SecondaryVolumesData: uploads.secondaryVolumes === undefined ? undefined : true,
  };
}

function runCreate(
  source: ConnectionSource,
  request: CreateVmRequest,
  uploads: CreateUploads,
  control: CreateControl,
): Promise<CreateVmResponse> {
  // The order in which the hypervisor reads them.
  const inOrder: Upload[] = [];
  if (uploads.image) inOrder.push(uploads.image);
  if (uploads.userData) inOrder.push({ length: uploads.userData.length, bytes: once(uploads.userData) });
  if (uploads.secondaryVolumes) inOrder.push(uploads.secondaryVolumes);
  return uploadThenProgress(source, createVm, request, inOrder, {
    signal: control.signal,
    onBytes: control.onBytes,
    onProgress: (reply) => control.onProgress?.(reply.ProgressMessage, reply.IpAddress),
  });
}

async function finish(
  source: ConnectionSource,
  request: CreateVmRequest,
  userData: Uint8Array,
  control: CreateControl & { created: CreatedVm },
): Promise<CreatedVm> {
  const { created } = control;
  try {
    control.onProgress?.("sending user data", created.ip);
    await uploadUserData(source, created.ip, { length: userData.length, bytes: once(userData) }, control);
    if (request.DoNotStart === true) return created;
    control.onProgress?.(`starting VM ${created.ip}`, created.ip);
    const started = await requestReply(
      source,
      startVm,
      { IpAddress: created.ip, AccessToken: "", DhcpTimeout: request.DhcpTimeout ?? 0 },
      { signal: control.signal, timeoutMs: startTimeoutMs(request.DhcpTimeout) },
    );
    return { ...created, dhcpTimedOut: started.DhcpTimedOut };
  } catch (error) {
    if (error instanceof HypervisorError) return { ...created, incomplete: error };
    throw error;
  }
}

/** Time for a start: what DHCP may take (nanoseconds in, milliseconds out) and two minutes for the rest. */
function startTimeoutMs(dhcpTimeout: number | undefined): number {
  return 120_000 + Math.max(0, dhcpTimeout ?? 0) / 1e6;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/**
 * Replaces a VM's user data. The bytes go out before the answer is known, so the connection is closed whatever the
 * answer: refused bytes would be run as method lines.
 * @throws Error for no bytes at all, which would block the VM's lock for ever
 */
export async function uploadUserData(
  source: ConnectionSource,
  ip: string,
  upload: Upload,
  control: CallControl & { onBytes?: ((count: number) => void) | undefined } = {},
): Promise<void> {
  if (upload.length < 1)
    throw new Error("User data must have at least one byte: discard it instead of emptying it.");
  await rawCall(
    source,
    replaceVmUserData,
    { IpAddress: ip, Size: upload.length },
    async (stream) => {
      await sendUpload(stream, upload, control);
      const status = await stream.readLine(control);
      if (status !== "")
        throw new HypervisorError("ReplaceVmUserData", status ?? "the connection was closed");
      const reply = await stream.receive<{ Error?: string }>(responseType, control);
      if (reply?.Error) throw new HypervisorError("ReplaceVmUserData", reply.Error);
    },
    control,
  );
}

const responseType = wireTypes(replaceVmUserData).response;
