import type { ErrorEntry, HypervisorErrorCode } from "./catalogue.ts";
import { errors } from "./catalogue.ts";

/** A hypervisor's error, understood as far as possible. `raw` is its own words. */
export interface ClassifiedError extends ErrorEntry {
  readonly code: HypervisorErrorCode;
  readonly raw: string;
}

const longestText = 4096;

/** The beginning of each known text, most specific first. */
const knownTexts: readonly (readonly [HypervisorErrorCode, RegExp])[] = [
  ["VM_NOT_FOUND", /^no VM with IP address: \S* found/],
  ["ACCESS_DENIED", /^no access to resource|^access to method denied|^custom virtualiser not permitted/],
  ["ACCESS_DENIED", /^insufficient privilege to set|^no authentication (?:data|information)/],
  ["SUBNET_ACCESS_DENIED", /^no access to subnet: |^no subnets permitted/],
  ["LOCAL_ONLY", /^local connection required|^bad verification cookie: /],
  ["VM_BUSY", /^mutations blocked/],
  ["VM_PROTECTED", /^cannot destroy running VM when protected/],
  ["VM_COMMITMENT", /^VM is uncommitted|^\S+ is already committed/],
  ["CONSOLE_BUSY", /^VM already has a serial port connection/],
  [
    "VM_STATE",
    /^VM is (?:already |not )?(?:starting|running|stopp|destroying|migrating|exporting|debugging)/,
  ],
  ["VM_STATE", /^VM (?:failed to start|has crashed|state: |must be stopped)|^unknown state: /],
  ["VM_STATE", /^cannot stop VM with externally managed lease/],
  ["ALREADY_PRIMARY_OWNER", /^you already are the primary owner/],
  ["HYPERVISOR_DISABLED", /^Hypervisor is disabled/],
  ["TOKEN_TAKEN", /^someone else has the access token/],
  ["INSUFFICIENT_CPU", /^insufficient unallocated CPU/],
  ["INSUFFICIENT_MEMORY", /^insufficient (?:unallocated|available) memory|^unable to allocate memory/],
  ["INSUFFICIENT_STORAGE", /^not enough free space|^storage\[\d+\] does not have /],
  ["NO_FREE_ADDRESS", /^no free address/],
  ["ADDRESS_UNAVAILABLE", /^address: \S* not found in free pool|^duplicate (?:IP |MAC )?address: /],
  [
    "ADDRESS_UNAVAILABLE",
    /^\S+ (?:already exists|is in address pool|not registered)$|^inconsistent IP address: /,
  ],
  [
    "ADDRESS_UNAVAILABLE",
    /^(?:IPs|MACs): map\[[^\]]*\] not |^cannot remove \S+ from (?:free|registered) list/,
  ],
  ["ADDRESS_UNAVAILABLE", /^VM (?:\S+ has different MAC address: |for MAC address: )/],
  ["SUBNET_CHOICE", /^multiple available subnets: |^no subnet specified|^same subnet specified/],
  [
    "SUBNET_UNKNOWN",
    /^no subnet found for |^no matching subnet for: |^no subnet matching: |^no subnets exist/,
  ],
  ["SUBNET_UNKNOWN", /^hypervisor subnet does not exist|^subnet: .* (?:does not exist|not found)$/s],
  ["SUBNET_CONFLICT", /^cannot (?:add|change|delete) hypervisor subnet|^subnet: .* already exists$/s],
  [
    "CREDENTIALS_INVALID",
    /^tls: |^cert (?:will not be valid|expired)|^cannot give VM your own identity|^x509: /,
  ],
  ["CREDENTIALS_CONFLICT", /^cannot replace credentials while|^no Identity Provider/],
  ["IMAGE_MISSING", /^no image specified|^no images in directory: |^timeout getting image|^error getting: /],
  ["IMAGE_MISSING", /^local image support not configured|^unknown scheme: |^ContentLength from: /],
  ["IMAGE_MISSING", /^\S+ is not (?:a clean path|beneath: )/],
  ["IMAGE_UNSUITABLE", /contains no filter$|^QEMU magic value missing|^failed building update: /],
  ["IMAGE_UNSUITABLE", /^no kernel image found|^cannot change volume format unless/],
  [
    "PEER_UNREACHABLE",
    /^error connecting to image server: |^connection refused|^no route to host|^dial tcp /,
  ],
  ["VOLUME_SIZE_MISMATCH", /^volume\[\d+\] size expected: /],
  [
    "VOLUME_UNSUITABLE",
    /^cannot (?:get|move|reorder|snapshot) (?:root )?volume with |^cannot delete root volume/,
  ],
  [
    "VOLUME_UNSUITABLE",
    /^cannot (?:resize|patch) non-RAW volumes|^open \S*: file exists|^file larger than volume/,
  ],
  [
    "VOLUME_UNSUITABLE",
    /^no volume directory for: |^received unsupported extra file: |^debugging volume missing/,
  ],
  ["FILE_SYSTEM", /^no DOS partition table found|^unsupported partition sizes: |^size greater than existing/],
  [
    "FILE_SYSTEM",
    /^no ext2 file-system found|^size: \S+ too small|^error running (?:parted|resize2fs|e2fsck) /,
  ],
  ["FILE_SYSTEM", /^timed out waiting for partition|^error mounting: /],
  ["NOTHING_SAVED", /^(?:stat|open|rename) .*: no such file or directory|^\S+: open \S+: no such file/],
  ["CONSOLE_UNAVAILABLE", /^VNC console is not enabled|^only one serial port is supported|^no commandInput/],
  ["CONSOLE_UNAVAILABLE", /^no serial input device for VM|^dial unix /],
  ["MIGRATION_IMPOSSIBLE", /^cannot migrate to the same hypervisor|^subnet ID changing from: /],
  ["MIGRATION_ABANDONED", /^VM migration abandoned/],
  ["DHCP_TIMEOUT", /^DHCP timed out|^timed out (?:on external lease|receiving lease acknowledgement)/],
  ["NETBOOT_UNAVAILABLE", /^no Network Boot Image name configured|^already have lease for: /],
  ["START_FAILED", /^error (?:starting QEMU: |creating tap device: |stating )|^no usable bridge/],
  ["START_FAILED", /^unable to read virtualiser PID/],
  ["RECEIVER_TOO_SLOW", /^receiver not keeping up/],
  ["VMS_RUNNING", /^\S+ is not shut down/],
  [
    "INVALID_ARGUMENT",
    /^lifetime is (?:less|greater) than|^timeout: \S+ exceeds|^UNKNOWN |^unsupported architecture/,
  ],
  [
    "INVALID_ARGUMENT",
    /^hostname: .* contains invalid character|^no (?:memory|CPUs) specified|^no IP address/,
  ],
  [
    "INVALID_ARGUMENT",
    /^VirtualCPUs must be at least|^cannot give unspecified secondary subnet|^subnet: \S* specified/,
  ],
  [
    "INVALID_ARGUMENT",
    /^secondary volumes cannot be zero|^root (?:volume not supported on|file-system too large)|^cannot (?:copy data into|initialise) DFM/,
  ],
  ["INVALID_ARGUMENT", /^invalid (?:DFM profile|volume index|storage index|filename)|^DFM NVRAM must be/],
  [
    "INVALID_ARGUMENT",
    /^(?:volume )?index(?:: \d+)? too large|^duplicate volume index|^number of volume indices/,
  ],
  [
    "INVALID_ARGUMENT",
    /^more volume interfaces specified|^prohibited characters in snapshot name|^bad block order/,
  ],
  [
    "INVALID_ARGUMENT",
    /^address \S*: invalid MAC address|^\S+ is not (?:an IPv4 address|a directory|a regular file)/,
  ],
  ["INVALID_ARGUMENT", /^unable to find mount entry for: |^short read/],
];

/**
 * Finds the code of a hypervisor's error text. Errors of a hypervisor's own calls to others carry the cause behind a
 * colon; it is looked for there too.
 */
export function classifyHypervisorError(raw: string): ClassifiedError {
  const words = raw.slice(0, longestText).trim();
  let rest = words;
  for (let depth = 0; depth < 8; depth++) {
    const known = knownTexts.find(([, pattern]) => pattern.test(rest));
    if (known !== undefined) return { ...errors[known[0]], code: known[0], raw };
    const colon = rest.indexOf(": ");
    if (colon < 0) break;
    rest = rest.slice(colon + 2);
  }
  return { ...errors.HYPERVISOR_ERROR, code: "HYPERVISOR_ERROR", raw };
}
