/** Typed calls to a hypervisor: one driver for each kind of framing. */
export { openByteChannel } from "./byte-channel.ts";
export type { ConnectionSource } from "./connection-source.ts";
export {
  type CreateControl,
  type CreatedVm,
  type CreateUploads,
  createAndAcknowledge,
  uploadUserData,
} from "./create-vm.ts";
export { type Download, openDownload } from "./download.ts";
export { HypervisorError, OutcomeUnknownError } from "./hypervisor-error.ts";
export type { CallControl, MethodShape, ResponseOf } from "./method-shape.ts";
export {
  copyAndAcknowledge,
  isThere,
  type MigrateControl,
  type Migrated,
  type Move,
  type MoveControl,
  migrateAndCheck,
} from "./move-vm.ts";
export type { ProgressReply } from "./progress.ts";
export { requestReply } from "./request-reply.ts";
export {
  listMethods,
  type PageAddress,
  readBootLog,
} from "./status-pages.ts";
export { channels, debugVmImage, downloads, patchVmImage, replaceVmImage } from "./streaming-methods.ts";
export {
  followUpdates,
  type StreamedUpdate,
  type StreamTimers,
  type UpdatesOptions,
  UpdatesSilentError,
} from "./updates-stream.ts";
export { type TransferControl, uploadThenProgress } from "./upload-then-progress.ts";
export { type Upload, UploadLengthError } from "./uploads.ts";
export {
  downloadVolume,
  fullBlocks,
  hashesOfZeros,
  VOLUME_BLOCK_ORDER,
  type VolumeStretch,
  type VolumeWish,
} from "./volume-download.ts";
export { traceMetadata, watchDhcpPackets } from "./watch-streams.ts";
