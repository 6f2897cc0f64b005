/** What a DHCP packet says, decoded from the UDP payload. Everything in it comes from the network: bounded and checked. */
export interface DhcpPacket {
  readonly Operation: "request" | "reply" | "unknown";
  readonly MessageType: string;
  readonly TransactionId: string;
  readonly ClientMac: string;
  readonly ClientIp: string;
  readonly YourIp: string;
  readonly ServerIp: string;
  readonly RelayIp: string;
  readonly Hostname: string;
  readonly RequestedIp: string;
  readonly VendorClass: string;
  readonly Options: readonly {
    readonly Code: number;
    readonly Name: string;
    readonly Hex: string;
    readonly Text: string;
  }[];
}

const messageTypes = ["", "discover", "offer", "request", "decline", "ack", "nak", "release", "inform"];
const optionNames: Readonly<Record<number, string>> = {
  1: "subnet mask",
  3: "router",
  6: "domain name servers",
  12: "host name",
  15: "domain name",
  26: "interface MTU",
  28: "broadcast address",
  50: "requested address",
  51: "lease time",
  53: "message type",
  54: "server identifier",
  55: "parameter list",
  57: "maximum message size",
  58: "renewal time",
  59: "rebinding time",
  60: "vendor class",
  61: "client identifier",
  66: "boot server",
  67: "boot file",
  77: "user class",
  82: "relay agent",
  93: "client architecture",
  97: "client UUID",
  121: "classless routes",
};
const addressOptions = new Set([1, 3, 6, 28, 50, 54]);
const textOptions = new Set([12, 15, 60, 66, 67, 77]);
const secondsOptions = new Set([51, 58, 59]);

/** Fixed part before the options: BOOTP header and magic cookie. */
const HEADER_BYTES = 240;
const MAGIC_COOKIE = 0x63825363;

/** Decodes a packet; undefined when it is no DHCP packet. */
export function decodeDhcp(packet: Buffer): DhcpPacket | undefined {
  if (packet.length < HEADER_BYTES || packet.readUInt32BE(236) !== MAGIC_COOKIE) return undefined;
  const options = readOptions(packet.subarray(HEADER_BYTES));
  const find = (code: number) => options.find((option) => option.Code === code);
  const type = Number.parseInt(find(53)?.Hex ?? "", 16);
  const hardwareLength = Math.min(packet[2] ?? 0, 16);
  return {
    Operation: packet[0] === 1 ? "request" : packet[0] === 2 ? "reply" : "unknown",
    MessageType: messageTypes[type] ?? "unknown",
    TransactionId: packet.subarray(4, 8).toString("hex"),
    ClientMac: (
      packet
        .subarray(28, 28 + hardwareLength)
        .toString("hex")
        .match(/../g) ?? []
    ).join(":"),
    ClientIp: address(packet, 12),
    YourIp: address(packet, 16),
    ServerIp: address(packet, 20),
    RelayIp: address(packet, 24),
    Hostname: find(12)?.Text ?? "",
    RequestedIp: find(50)?.Text ?? "",
    VendorClass: find(60)?.Text ?? "",
    Options: options,
  };
}

function address(packet: Buffer, offset: number): string {
  const bytes = packet.subarray(offset, offset + 4);
  return bytes.every((byte) => byte === 0) ? "" : bytes.join(".");
}

function readOptions(bytes: Buffer): DhcpPacket["Options"] {
  const options: DhcpPacket["Options"][number][] = [];
  let offset = 0;
  while (offset < bytes.length && options.length < 100) {
    const code = bytes[offset] ?? 255;
    if (code === 255) break;
    if (code === 0) {
      offset += 1;
      continue;
    }
    const length = bytes[offset + 1] ?? 0;
    const value = bytes.subarray(offset + 2, offset + 2 + length);
    options.push({
      Code: code,
      Name: optionNames[code] ?? "",
      Hex: value.toString("hex"),
      Text: optionText(code, value),
    });
    offset += 2 + length;
  }
  return options;
}

function optionText(code: number, value: Buffer): string {
  if (code === 53) return messageTypes[value[0] ?? 0] ?? "unknown";
  if (secondsOptions.has(code) && value.length === 4) return `${value.readUInt32BE(0)} s`;
  if (addressOptions.has(code) && value.length % 4 === 0) {
    const addresses: string[] = [];
    for (let at = 0; at < value.length; at += 4) addresses.push(value.subarray(at, at + 4).join("."));
    return addresses.join(", ");
  }
  // Only what prints: names in packets are chosen by whoever is on the wire.
  return textOptions.has(code) ? value.toString("latin1").replace(/[^\x20-\x7e]/g, "?") : "";
}
