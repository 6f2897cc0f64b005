/**
 * True when the whole text matches the pattern: `*` any run of characters but `/`, `?` one character but `/`,
 * `[a-z]` and `[^a-z]` classes, `\` takes the next character as it is. A malformed pattern matches nothing.
 * Time is bounded by pattern length × text length. The contract has a reading of its own, for browsers; a test of the
 * simulator, which knows both, holds them together.
 */
export function globMatches(pattern: string, text: string): boolean {
  const tokens = parseGlob(pattern);
  return tokens !== undefined && matchTokens(tokens, [...text]);
}

type GlobToken = "star" | ((character: string) => boolean);

function matchTokens(tokens: readonly GlobToken[], text: readonly string[]): boolean {
  let t = 0;
  let i = 0;
  let star = -1;
  let starAt = 0;
  while (i < text.length) {
    const token = tokens[t];
    if (token === "star") {
      star = t++;
      starAt = i;
    } else if (token?.(text[i] as string)) {
      t++;
      i++;
    } else if (star >= 0 && text[starAt] !== "/") {
      // Only the last star needs to be tried again: an earlier one could gain nothing by taking more.
      t = star + 1;
      i = ++starAt;
    } else {
      return false;
    }
  }
  while (tokens[t] === "star") t++;
  return t === tokens.length;
}

/** Undefined when the pattern is malformed. */
function parseGlob(pattern: string): GlobToken[] | undefined {
  const characters = [...pattern];
  const tokens: GlobToken[] = [];
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i] as string;
    if (character === "*") tokens.push("star");
    else if (character === "?") tokens.push((c) => c !== "/");
    else if (character === "[") {
      const parsed = parseClass(characters, i + 1);
      if (parsed === undefined) return undefined;
      tokens.push(parsed.token);
      i = parsed.last;
    } else {
      const literal = character === "\\" ? characters[++i] : character;
      if (literal === undefined) return undefined;
      tokens.push((c) => c === literal);
    }
  }
  return tokens;
}

/** A class whose first character is at `from`; `last` is the index of its closing bracket. */
function parseClass(
  characters: readonly string[],
  from: number,
): { token: GlobToken; last: number } | undefined {
  let i = from;
  const negated = characters[i] === "^";
  if (negated) i++;
  const ranges: [number, number][] = [];
  const readOne = (): number | undefined => {
    let character = characters[i++];
    if (character === undefined || character === "-" || character === "]") return undefined;
    if (character === "\\") character = characters[i++];
    return character?.codePointAt(0);
  };
  while (characters[i] !== "]" || ranges.length === 0) {
    const low = readOne();
    if (low === undefined) return undefined;
    let high: number | undefined = low;
    if (characters[i] === "-") {
      i++;
      high = readOne();
      if (high === undefined) return undefined;
    }
    ranges.push([low, high]);
  }
  const token: GlobToken = (c) => {
    const code = c.codePointAt(0) as number;
    return ranges.some(([low, high]) => low <= code && code <= high) !== negated;
  };
  return { token, last: i };
}
