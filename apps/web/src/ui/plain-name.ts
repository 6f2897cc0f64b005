/** Characters that nobody sees, or that turn the order of those around them: one VM's name could pass for another's. */
const deceptive =
  /[\p{Cc}\p{Bidi_Control}\u00ad\u115f\u1160\u200b-\u200d\u2060-\u2064\u3164\ufeff\uffa0\u{e0000}-\u{e007f}]/gu;

/** A name that somebody else chose, as it may be shown to who decides by it: what is hidden in it is spelled out. */
export function plainName(name: string): string {
  return name.replace(deceptive, (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`);
}
