/** Kinds of DHCP message, by their number on the wire. */
const DHCP_TYPES = { discover: 1, request: 3, release: 7 } as const;

export interface DhcpRequest {
  readonly type: keyof typeof DHCP_TYPES;
  readonly mac: string;
  /** Transaction number. */
  readonly xid: number;
  readonly hostname: string;
  /** Address asked for, in a request. */
  readonly wanted?: string | undefined;
  /** Seconds since the client began. */
  readonly seconds: number;
}

const COOKIE = 0x63825363;
const HEADER = 236;

/** A client's packet: BOOTP header, magic cookie and options, as it lies in the UDP datagram. */
export function encodeDhcp(request: DhcpRequest): Buffer {
  const header = Buffer.alloc(HEADER + 4);
  header.set([1, 1, 6, 0], 0);
  header.writeUInt32BE(request.xid >>> 0, 4);
  header.writeUInt16BE(request.seconds, 8);
  header.writeUInt16BE(0x8000, 10);
  header.set(macBytes(request.mac), 28);
  header.writeUInt32BE(COOKIE, HEADER);
  const options = [
    option(53, Buffer.from([DHCP_TYPES[request.type]])),
    option(61, Buffer.concat([Buffer.from([1]), macBytes(request.mac)])),
    ...(request.wanted === undefined ? [] : [option(50, ipBytes(request.wanted))]),
    option(57, Buffer.from([0x05, 0xdc])),
    option(60, Buffer.from("dhcpcd-10.0.6:Linux-6.12:x86_64")),
    ...(request.hostname === "" ? [] : [option(12, Buffer.from(request.hostname).subarray(0, 255))]),
    option(55, Buffer.from([1, 3, 6, 12, 15, 26, 28, 42, 51, 54, 58, 59, 119, 121])),
    Buffer.from([255]),
  ];
  return Buffer.concat([header, ...options]);
}

function option(code: number, data: Buffer): Buffer {
  return Buffer.concat([Buffer.from([code, data.length]), data]);
}

function macBytes(mac: string): Buffer {
  return Buffer.from(mac.split(":").map((part) => Number.parseInt(part, 16) || 0));
}

function ipBytes(ip: string): Buffer {
  return Buffer.from(ip.split(".").map(Number));
}
