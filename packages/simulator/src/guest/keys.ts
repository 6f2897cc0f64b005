const KEY = /^(?:\x1b\[[0-9;]*[A-Za-z~]|\x1bO[A-Za-z]|\x1b|[^\x1b])/u;

/** Cuts typed bytes into keys: characters, control codes, escape sequences. */
export function splitKeys(data: string): string[] {
  const keys: string[] = [];
  for (let rest = data; rest !== ""; ) {
    const key = KEY.exec(rest)?.[0] ?? rest;
    keys.push(key.startsWith("\x1bO") ? `\x1b[${key.slice(2)}` : key);
    rest = rest.slice(key.length);
  }
  return keys;
}
