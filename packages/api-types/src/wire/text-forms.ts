/** Checks of the text forms that Go writes into JSON: addresses, base64, times. All are linear in their input. */

const ipv4Pattern = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const hextetPattern = /^[0-9a-fA-F]{1,4}$/;
const base64Pattern = /^[A-Za-z0-9+/]*={0,2}$/;
const macPattern = /^[0-9a-f]{2}(?::[0-9a-f]{2})*$/i;
const hashPattern = /^[0-9a-f]{128}$/i;
const timePattern = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

/** The zero of Go's time, which stands for "never". */
export const zeroTime = "0001-01-01T00:00:00Z";

function isIpv4Text(text: string): boolean {
  return text.length <= 15 && ipv4Pattern.test(text);
}

/** IPv6 in any of its usual spellings, without a zone. */
function isIpv6Text(text: string): boolean {
  if (text.length > 45 || !text.includes(":")) return false;
  const halves = text.split("::");
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  const last = groups.at(-1);
  const endsInIpv4 = last?.includes(".") ?? false;
  if (endsInIpv4 && !isIpv4Text(last as string)) return false;
  const plain = endsInIpv4 ? groups.slice(0, -1) : groups;
  const count = plain.length + (endsInIpv4 ? 2 : 0);
  return plain.every((group) => hextetPattern.test(group)) && (halves.length === 2 ? count < 8 : count === 8);
}

/** Address text as Go accepts it; "" is no address. */
export function isIpText(text: string): boolean {
  return text === "" || isIpv4Text(text) || isIpv6Text(text);
}

/** Standard base64 with padding. */
export function isBase64Text(text: string): boolean {
  return text.length % 4 === 0 && base64Pattern.test(text);
}

/** Hardware address, two hex digits each separated by colons; "" is none. */
export function isMacText(text: string): boolean {
  return text === "" || (text.length <= 59 && macPattern.test(text));
}

/** SHA-512 value as 128 hex digits. */
export function isHashText(text: string): boolean {
  return hashPattern.test(text);
}

/** RFC 3339 with up to nine digits of the second. */
export function isTimeText(text: string): boolean {
  const parts = text.length <= 40 ? timePattern.exec(text) : null;
  if (parts === null) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number);
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) return false;
  return day >= 1 && day <= daysInMonth(year, month);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
