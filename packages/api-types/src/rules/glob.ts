/**
 * Whether a method power such as `Hypervisor.*` covers a method. The patterns are Go's path patterns: `*` and `?` (not
 * matching `/`), `[a-c]`, `[^a-c]`, and `\` before a character that means itself. A malformed pattern covers nothing.
 */
export function powerCovers(pattern: string, method: string): boolean {
  const tokens = parsePattern(pattern);
  return tokens !== undefined && matchTokens(tokens, method);
}

type Token = "star" | ((character: string) => boolean);

function parsePattern(pattern: string): Token[] | undefined {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] as string;
    if (character === "*") tokens.push("star");
    else if (character === "?") tokens.push((given) => given !== "/");
    else if (character === "[") {
      const set = parseSet(pattern, at);
      if (set === undefined) return undefined;
      tokens.push(set.token);
      at = set.end;
    } else if (character === "\\") {
      const literal = pattern[++at];
      if (literal === undefined) return undefined;
      tokens.push((given) => given === literal);
    } else tokens.push((given) => given === character);
  }
  return tokens;
}

function parseSet(pattern: string, start: number): { token: Token; end: number } | undefined {
  let at = start + 1;
  const negated = pattern[at] === "^";
  if (negated) at++;
  const ranges: [string, string][] = [];
  const next = () => (pattern[at] === "\\" ? pattern.slice(++at, ++at) : pattern.slice(at, ++at));
  while (at < pattern.length && (pattern[at] !== "]" || ranges.length === 0)) {
    if (pattern[at] === "-" || pattern[at] === "]") return undefined;
    const low = next();
    let high = low;
    if (pattern[at] === "-") {
      at++;
      if (pattern[at] === "-" || pattern[at] === "]") return undefined;
      high = next();
    }
    if (low === "" || high === "") return undefined;
    ranges.push([low, high]);
  }
  if (pattern[at] !== "]") return undefined;
  const token = (given: string) => ranges.some(([low, high]) => low <= given && given <= high) !== negated;
  return { token, end: at };
}

/** Linear but for going back to the last star, so hostile patterns cost at most length × length. */
function matchTokens(tokens: readonly Token[], text: string): boolean {
  let token = 0;
  let at = 0;
  let star = -1;
  let starAt = 0;
  while (at < text.length) {
    const current = tokens[token];
    if (current === "star") {
      star = token++;
      starAt = at;
    } else if (current?.(text[at] as string)) {
      token++;
      at++;
    } else if (star >= 0 && text[starAt] !== "/") {
      token = star + 1;
      at = ++starAt;
    } else return false;
  }
  while (tokens[token] === "star") token++;
  return token === tokens.length;
}
