import { describe, expect, it } from "vitest";
import type { ApiError } from "../../src/rest/api-error.ts";
import { requireAllowedImageUrl } from "../../src/rest/image-url.ts";

const anywhere = ["http://*", "https://*"];
const names: Readonly<Record<string, readonly string[]>> = {
  "images.example.com": ["203.0.113.7", "2001:db8::7"],
  "inside.example.com": ["10.0.0.7", "fd00::7"],
  "169.254.169.254.rebind.example": ["169.254.169.254"],
  "six.rebind.example": ["203.0.113.7", "fe80::1"],
};
const lookUp = async (host: string) => names[host] ?? [];

/** Why an address is refused; undefined when it is allowed. */
const refusalOf = (url: string, patterns: readonly string[] = anywhere) =>
  requireAllowedImageUrl(patterns, url, lookUp).then(
    () => undefined,
    (error: ApiError) => error.options.errors?.[0]?.message,
  );

describe("an image address", () => {
  it.each([
    "http://images.example.com/debian.raw",
    "https://inside.example.com:8443/x?y=z#part",
    "http://nobody-knows-it.example/",
    "http://10.1.2.3/image",
    "http://[fd12::1]/image",
    "https://metadata.example.com/",
  ])("%s is allowed", async (url) => {
    expect(await refusalOf(url)).toBeUndefined();
  });

  it.each([
    ["itself", "http://127.0.0.1/", "http://127.1/", "http://0/", "http://[::1]/", "http://[::]/"],
    ["its names", "http://localhost/", "http://LOCALHOST./", "http://a.localhost", "http://ip6-localhost/"],
    [
      "other spellings",
      "http://2130706433/",
      "http://0x7f000001/",
      "http://0177.0.0.1/",
      "http://%31%32%37.1/",
    ],
    ["metadata", "http://169.254.169.254/", "http://169.254.169.254./", "http://①⑥⑨.254.169.254/"],
    [
      "of other clouds",
      "http://100.100.100.200/",
      "http://[fd00:ec2::254]/",
      "http://metadata.google.internal.",
    ],
    ["the link", "http://[fe80::1]/", "http://[febf::1]/"],
    ["mapped", "http://[::ffff:169.254.169.254]/", "http://[::ffff:10.0.0.1]/", "http://[::a9fe:a9fe]/"],
    ["translated", "http://[64:ff9b::a9fe:a9fe]/", "http://[2002:a9fe:a9fe::1]/", "http://[2002:7f00:1::]/"],
    ["nobody alone", "http://224.0.0.1/", "http://255.255.255.255/", "http://[ff02::1]/"],
  ])("is refused that means %s", async (_what, ...urls) => {
    for (const url of urls) expect(await refusalOf(url), url).toContain("names a host");
  });

  it.each(["http://169.254.169.254.rebind.example/", "http://six.rebind.example/x"])(
    "%s is refused for the address behind its name",
    async (url) => {
      expect(await refusalOf(url)).toContain("whose address");
    },
  );

  it.each([
    "http://images.example.com\\@169.254.169.254/",
    " http://169.254.169.254/",
    "http://images.example.com/\r\nHost: x",
    "http://images.example.com/\u0000",
  ])("%j is refused, since readers differ about it", async (url) => {
    expect(await refusalOf(url)).toContain("backslashes");
  });

  it.each([
    ["http://user@images.example.com/", "user name"],
    ["http://:pw@images.example.com/", "user name"],
    ["file:///etc/passwd", "allowed are"],
    ["gopher://images.example.com/", "allowed are"],
    ["images.example.com/x", "not a URL"],
  ])("%s is refused", async (url, why) => {
    expect(await refusalOf(url)).toContain(why);
  });

  it.each([
    ["https://*.example.com", "https://images.example.com/x", true],
    ["https://*.example.com", "http://images.example.com/x", false],
    ["https://*.example.com", "https://example.org/.example.com", false],
    ["https://*.example.com", "https://images.example.com:99/", false],
    ["https://images.example.com/*", "https://images.example.com/debian/13.raw", true],
    ["https://images.example.com/debian/*", "https://images.example.com/debian/13.raw?v=1", true],
    ["https://images.example.com/debian/*", "https://images.example.com/debian/../secret", false],
    ["images.example.com", "https://images.example.com/", false],
  ])("under the policy %s: %s", async (pattern, url, isAllowed) => {
    const refusal = await refusalOf(url, [pattern]);
    if (isAllowed) expect(refusal).toBeUndefined();
    else expect(refusal).toBe(`is not allowed; allowed are: ${pattern}`);
  });
});
