/** IP addresses between bytes and text, as Go's net.IP prints and parses them. */

/** Halves of addresses met so far ("10.9." and "0.11"), by their 16 bits. */
const leftHalves: (string | undefined)[] = new Array(0x10000).fill(undefined);
const rightHalves: (string | undefined)[] = new Array(0x10000).fill(undefined);

/** Text of the IPv4 address at `at`. */
export function ipv4Text(bytes: Uint8Array, at: number): string {
  const [a, b] = [bytes[at] as number, bytes[at + 1] as number];
  const [c, d] = [bytes[at + 2] as number, bytes[at + 3] as number];
  const left = (a << 8) | b;
  const right = (c << 8) | d;
  leftHalves[left] ??= `${a}.${b}.`;
  rightHalves[right] ??= `${c}.${d}`;
  return (leftHalves[left] as string) + (rightHalves[right] as string);
}

/** Text of an address of 4 or 16 bytes, "" for none; other lengths show as "?" and hex digits, as in Go. */
export function ipText(bytes: Uint8Array, at: number, length: number): string {
  if (length === 4) return ipv4Text(bytes, at);
  if (length === 0) return "";
  if (length !== 16) return `?${Buffer.from(bytes.buffer, bytes.byteOffset + at, length).toString("hex")}`;
  return isMappedIpv4(bytes, at) ? ipv4Text(bytes, at + 12) : ipv6Text(bytes, at);
}

function isMappedIpv4(bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < 10; i++) if (bytes[at + i] !== 0) return false;
  return bytes[at + 10] === 255 && bytes[at + 11] === 255;
}

function ipv6Text(bytes: Uint8Array, at: number): string {
  const words: number[] = [];
  for (let i = 0; i < 16; i += 2)
    words.push(((bytes[at + i] as number) << 8) | (bytes[at + i + 1] as number));
  let bestStart = -1;
  let bestLength = 1;
  for (let start = 0; start < 8; start++) {
    let end = start;
    while (end < 8 && words[end] === 0) end++;
    if (end - start > bestLength) {
      bestStart = start;
      bestLength = end - start;
    }
    start = Math.max(start, end - 1);
  }
  const hex = words.map((word) => word.toString(16));
  if (bestStart < 0) return hex.join(":");
  return `${hex.slice(0, bestStart).join(":")}::${hex.slice(bestStart + bestLength).join(":")}`;
}

/** The four bytes of an IPv4 address in text, without leading zeros; undefined if it is none. */
function parseIpv4(text: string): Uint8Array | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  const bytes = Buffer.alloc(4);
  for (const [i, part] of parts.entries()) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    bytes[i] = Number(part);
  }
  return bytes;
}

/** The 4 or 16 bytes of an address in text; undefined if it is none. An IPv4 address has four bytes. */
export function parseIp(text: string): Uint8Array | undefined {
  return text.includes(":") ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv6(text: string): Uint8Array | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const head = ipv6Words(halves[0] as string);
  const tail = halves[1] === undefined ? [] : ipv6Words(halves[1]);
  if (!head || !tail) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const bytes = Buffer.alloc(16);
  for (const [i, word] of head.entries()) bytes.writeUInt16BE(word, i * 2);
  for (const [i, word] of tail.entries()) bytes.writeUInt16BE(word, 16 - (tail.length - i) * 2);
  return bytes;
}

function ipv6Words(text: string): number[] | undefined {
  if (text === "") return [];
  const words: number[] = [];
  const parts = text.split(":");
  for (const [i, part] of parts.entries()) {
    if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      words.push(Number.parseInt(part, 16));
      continue;
    }
    const v4 = i === parts.length - 1 ? parseIpv4(part) : undefined;
    if (!v4) return undefined;
    words.push(((v4[0] as number) << 8) | (v4[1] as number), ((v4[2] as number) << 8) | (v4[3] as number));
  }
  return words;
}
