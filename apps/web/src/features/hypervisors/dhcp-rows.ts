/** A packet as the server sends it: raw (base64) and decoded. */
export interface DhcpRow {
  readonly On: string;
  readonly Interface?: string;
  readonly Packet?: string;
  readonly Decoded: {
    readonly MessageType: string;
    readonly ClientMac: string;
    readonly ClientIp: string;
    readonly RequestedIp: string;
    readonly Hostname: string;
    readonly VendorClass: string;
  } | null;
}

/** Whether a packet has the text anywhere that people look for it. */
export function dhcpMatches(row: DhcpRow, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return true;
  const {
    MessageType = "",
    ClientMac = "",
    ClientIp = "",
    RequestedIp = "",
    Hostname = "",
    VendorClass = "",
  } = row.Decoded ?? {};
  const all = [row.Interface ?? "", MessageType, ClientMac, ClientIp, RequestedIp, Hostname, VendorClass];
  return all.some((value) => value.toLowerCase().includes(wanted));
}

const linkTypeRaw = 101;

/** The packets as a capture file (libpcap): each UDP payload in a made-up IPv4 packet from port 68 to 67. */
export function pcapOf(rows: readonly DhcpRow[]): Uint8Array<ArrayBuffer> {
  const packets = rows.map((row) => ({ at: Date.parse(row.On), bytes: ipPacket(bytesOf(row.Packet ?? "")) }));
  const size = 24 + packets.reduce((sum, packet) => sum + 16 + packet.bytes.length, 0);
  const file = new Uint8Array(size);
  const view = new DataView(file.buffer);
  view.setUint32(0, 0xa1b2c3d4);
  view.setUint16(4, 2);
  view.setUint16(6, 4);
  view.setUint32(16, 65_535);
  view.setUint32(20, linkTypeRaw);
  let at = 24;
  for (const packet of packets) {
    view.setUint32(at, Math.floor(packet.at / 1000));
    view.setUint32(at + 4, (packet.at % 1000) * 1000);
    view.setUint32(at + 8, packet.bytes.length);
    view.setUint32(at + 12, packet.bytes.length);
    file.set(packet.bytes, at + 16);
    at += 16 + packet.bytes.length;
  }
  return file;
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function ipPacket(payload: Uint8Array): Uint8Array {
  const packet = new Uint8Array(28 + payload.length);
  const view = new DataView(packet.buffer);
  view.setUint8(0, 0x45);
  view.setUint16(2, packet.length);
  view.setUint8(8, 64);
  view.setUint8(9, 17);
  view.setUint32(16, 0xffffffff);
  view.setUint16(10, headerChecksum(view));
  view.setUint16(20, 68);
  view.setUint16(22, 67);
  view.setUint16(24, 8 + payload.length);
  packet.set(payload, 28);
  return packet;
}

function headerChecksum(view: DataView): number {
  let sum = 0;
  for (let at = 0; at < 20; at += 2) sum += view.getUint16(at);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
  return ~sum & 0xffff;
}
