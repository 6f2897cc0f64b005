/** The methods that stream, with their messages. Request/reply methods are called through the method table. */

import type { Schema } from "@stackdeck/api-types";
import {
  ConnectToVmConsoleRequest,
  ConnectToVmConsoleResponse,
  ConnectToVmManagerRequest,
  ConnectToVmManagerResponse,
  ConnectToVmSerialPortRequest,
  ConnectToVmSerialPortResponse,
  CopyVmRequest,
  CopyVmResponse,
  CreateVmRequest,
  CreateVmResponse,
  DebugVmImageRequest,
  DebugVmImageResponse,
  GetVmLastPatchLogRequest,
  GetVmLastPatchLogResponse,
  GetVmUserDataRequest,
  GetVmUserDataResponse,
  GetVmVirtualiserLogFileRequest,
  GetVmVirtualiserLogFileResponse,
  GetVmVolumeRequest,
  GetVmVolumeResponse,
  MigrateVmRequest,
  MigrateVmResponse,
  PatchVmImageRequest,
  PatchVmImageResponse,
  ReplaceVmImageRequest,
  ReplaceVmImageResponse,
  ReplaceVmUserDataRequest,
  ReplaceVmUserDataResponse,
  TraceVmMetadataRequest,
  TraceVmMetadataResponse,
  WatchDhcpRequest,
  WatchDhcpResponse,
} from "@stackdeck/api-types";
import type { MethodShape } from "./method-shape.ts";

function shape<Request extends Schema, Response extends Schema>(
  name: string,
  request: Request,
  response: Response,
): MethodShape<Request, Response> {
  return { name, request, response };
}

export const copyVm = shape("CopyVm", CopyVmRequest, CopyVmResponse);
export const createVm = shape("CreateVm", CreateVmRequest, CreateVmResponse);
export const debugVmImage = shape("DebugVmImage", DebugVmImageRequest, DebugVmImageResponse);
export const migrateVm = shape("MigrateVm", MigrateVmRequest, MigrateVmResponse);
export const patchVmImage = shape("PatchVmImage", PatchVmImageRequest, PatchVmImageResponse);
export const replaceVmImage = shape("ReplaceVmImage", ReplaceVmImageRequest, ReplaceVmImageResponse);
export const replaceVmUserData = shape(
  "ReplaceVmUserData",
  ReplaceVmUserDataRequest,
  ReplaceVmUserDataResponse,
);
export const getVmVolume = shape("GetVmVolume", GetVmVolumeRequest, GetVmVolumeResponse);
export const traceVmMetadata = shape("TraceVmMetadata", TraceVmMetadataRequest, TraceVmMetadataResponse);
export const watchDhcp = shape("WatchDhcp", WatchDhcpRequest, WatchDhcpResponse);

/** Methods that answer with a length and so many raw bytes. */
export const downloads = {
  GetVmLastPatchLog: shape("GetVmLastPatchLog", GetVmLastPatchLogRequest, GetVmLastPatchLogResponse),
  GetVmUserData: shape("GetVmUserData", GetVmUserDataRequest, GetVmUserDataResponse),
  GetVmVirtualiserLogFile: shape(
    "GetVmVirtualiserLogFile",
    GetVmVirtualiserLogFileRequest,
    GetVmVirtualiserLogFileResponse,
  ),
} as const;

/** Methods after whose answer the connection is a raw byte channel. */
export const channels = {
  serial: shape("ConnectToVmSerialPort", ConnectToVmSerialPortRequest, ConnectToVmSerialPortResponse),
  vnc: shape("ConnectToVmConsole", ConnectToVmConsoleRequest, ConnectToVmConsoleResponse),
  manager: shape("ConnectToVmManager", ConnectToVmManagerRequest, ConnectToVmManagerResponse),
} as const;
