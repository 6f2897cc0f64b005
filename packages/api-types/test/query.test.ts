import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { QueryNode, QueryValue, VmRow } from "../src/index.ts";
import {
  auditFields,
  compileQuery,
  formatQuery,
  hypervisorFields,
  markFaults,
  operationFields,
  parseQuery,
  queryOperators,
  queryParts,
  suggest,
  vmFields,
  withoutPart,
  withPart,
} from "../src/index.ts";

const now = Date.parse("2026-06-15T12:00:00Z");

function vmRow(changes: Partial<VmRow> = {}): VmRow {
  return {
    IpAddress: "10.0.0.1",
    Hostname: "web-1",
    State: "running",
    Hypervisor: "hv-12",
    HypervisorName: "hv-12",
    MemoryInMiB: 8192,
    MilliCPUs: 1500,
    VirtualCPUs: 0,
    VolumeBytes: 20 * 2 ** 30,
    NumVolumes: 2,
    NumSnapshots: 0,
    OwnerUsers: ["alice", "bob"],
    OwnerGroups: ["team-a"],
    ImageName: "debian/13",
    SubnetId: "net-1",
    Tags: { env: "prod", role: "db", Name: "Web One" },
    ConsoleType: "vnc",
    DestroyProtection: true,
    Uncommitted: false,
    ChangedStateOn: "2026-06-15T11:00:00Z",
    CreatedOn: "2026-06-10T12:00:00.123456789Z",
    IdentityExpires: "",
    Stale: false,
    MissingMethods: [],
    ...changes,
  };
}

/** Structure without places. */
function bare(node: QueryNode | null): unknown {
  if (node === null) return null;
  switch (node.kind) {
    case "word":
      return { word: [node.value.text, node.value.quoted] };
    case "term":
      return { [`${node.key}${node.operator}`]: node.values.map((value) => [value.text, value.quoted]) };
    case "not":
      return { not: bare(node.child) };
    default:
      return { [node.kind]: node.children.map(bare) };
  }
}

describe("matching VMs", () => {
  const cases: [string, boolean][] = [
    ["", true],
    ["  ", true],
    ["state:running host:hv-12 mem>=8G -tag:env=dev owner:alice created<7d (name:web* | tag:role=db)", true],
    [
      "state:running host:hv-12 mem>=8G -tag:env=prod owner:alice created<7d (name:web* | tag:role=db)",
      false,
    ],
    ["state:stopped", false],
    ["state:stopped,running", true],
    ["state!=stopped,running", false],
    ["-state:stopped", true],
    ["state:Running", true],
    ["STATE:running", true],
    ["web", true],
    ["WEB-1", true],
    ["eb-", true],
    ["web*", true],
    ["eb*", false],
    ['"web*"', false],
    ["prod", true],
    ["10.0.0", true],
    ["name:web-1", true],
    ['name:"Web One"', true],
    ["name:web", false],
    ["name:w?b-*", true],
    ["name=web*", false],
    ["ip:10.0.*", true],
    ["host:hv-1", false],
    ["hypervisor:HV-12", true],
    ["owner:bob", true],
    ["owner!=bob", false],
    ["owner:carol,bob", true],
    ["group:team-*", true],
    ["mem>8G", false],
    ["mem>=8192", true],
    ["mem:8G", true],
    ["memory<9g", true],
    ["cpu>1", true],
    ["cpu:1500m", true],
    ["disk>10G disk<1T", true],
    ["volumes:2", true],
    ["volumes!=2", false],
    ["snapshots>0", false],
    ["tag:env", true],
    ["tag:nope", false],
    ["tag:env=p*", true],
    ['tag:"Name=Web One"', true],
    ["tag:e*=prod", true],
    ["tag:toString", false],
    ["tag:__proto__", false],
    ["created<7d", true],
    ["created<4d", false],
    ["created>4d", true],
    ["created<2026-06-11", true],
    ["created>2026-06-10", false],
    ["created>=2026-06-10", true],
    ["created<=2026-06-10", true],
    ["created:2026-06-10", true],
    ["created:2026-06-11", false],
    ["created<2026-06-10T12:00:01Z", true],
    ["created>2026-06-10T14:00:01+02:00", false],
    ["identity:never", true],
    ["created:never", false],
    ["identity<30d", false],
    ["protected:yes stale:no", true],
    ["console:vnc", true],
    ["x1 | web-1 | x2", true],
    ["-(x1 | x2) web", true],
    ["-(web | b)", false],
    ["--web", true],
    ["(state:stopped | state:running) (mem>1T | cpu<2)", true],
  ];
  test.each(cases)("%j: %s", (text, expected) => {
    const query = compileQuery(text, vmFields, { now });
    expect(query.errors).toEqual([]);
    expect(query.matches(vmRow())).toBe(expected);
  });

  test("values with spaces may have hyphens", () => {
    const query = compileQuery("state:failed-to-start", vmFields);
    expect(query.matches(vmRow({ State: "failed to start" }))).toBe(true);
  });

  test("tags named like parts of objects are tags", () => {
    const tags = JSON.parse('{"__proto__": "x", "constructor": "y"}') as Record<string, string>;
    expect(compileQuery("tag:__proto__=x tag:constructor=y", vmFields).matches(vmRow({ Tags: tags }))).toBe(
      true,
    );
  });

  test("100,000 rows take no time", () => {
    const rows = Array.from({ length: 100_000 }, (_, index) =>
      vmRow({
        IpAddress: `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`,
        Hostname: `web-${index}`,
        State: index % 7 === 0 ? "stopped" : "running",
        MemoryInMiB: 512 * (1 + (index % 32)),
        Tags: { env: index % 3 === 0 ? "prod" : "dev", role: "db" },
      }),
    );
    const text =
      "state:running host:hv-12 mem>=8G -tag:env=prod owner:alice created<7d (name:web* | tag:role=db)";
    const query = compileQuery(text, vmFields, { now });
    const times = Array.from({ length: 20 }, () => {
      const started = performance.now();
      rows.filter(query.matches);
      return performance.now() - started;
    });
    // The goal is 20 ms; machines that run tests are shared.
    expect(Math.min(...times)).toBeLessThan(60);
  });
});

describe("faults", () => {
  const cases: [string, [number, number, RegExp][]][] = [
    ["stat:running", [[0, 4, /nothing called/]]],
    ["state:asleep web", [[6, 12, /is one of: starting/]]],
    ["mem>=lots", [[5, 9, /size such as/]]],
    ["state>running", [[0, 13, /no order/]]],
    ["created:7d", [[8, 10, /needs < or >/]]],
    ["created<soon", [[8, 12, /age such as/]]],
    ["created<2026-02-30", [[8, 18, /age such as/]]],
    ["protected:maybe", [[10, 15, /yes or no/]]],
    ["state:", [[6, 6, /missing/]]],
    ["state:running,", [[14, 14, /missing/]]],
    ["(web", [[0, 1, /not closed/]]],
    ["web)", [[3, 4, /no opening/]]],
    ["()", [[0, 2, /nothing between/]]],
    ["web |", [[4, 5, /alternative is missing/]]],
    ["| web", [[0, 1, /alternative is missing/]]],
    ["- web", [[0, 1, /follow the minus/]]],
    ['name:"web', [[5, 9, /not closed/]]],
    ["tag:=x", [[4, 6, /name of the tag/]]],
    ["volumes:2k", [[8, 10, /a number/]]],
  ];
  test.each(cases)("%j", (text, expected) => {
    const query = compileQuery(text, vmFields, { now });
    expect(query.errors.map(({ from, to }) => [from, to])).toEqual(expected.map(([from, to]) => [from, to]));
    for (const [index, [, , words]] of expected.entries())
      expect(query.errors[index]?.message).toMatch(words);
    expect(query.matches(vmRow())).toBe(false);
  });

  test("too long, too many, too deep", () => {
    expect(parseQuery("a".repeat(5000)).errors).toHaveLength(1);
    expect(parseQuery("a ".repeat(300)).errors).toHaveLength(1);
    expect(parseQuery("(".repeat(1000)).errors.length).toBeGreaterThan(0);
    expect(parseQuery(`${"-".repeat(100)}a`).errors.length).toBeGreaterThan(0);
  });

  test("hostile patterns cost little", () => {
    const query = compileQuery(`name:${"a*".repeat(100)}b`, vmFields);
    const row = vmRow({ Hostname: "a".repeat(100_000), Tags: {} });
    const started = performance.now();
    expect(query.matches(row)).toBe(false);
    expect(performance.now() - started).toBeLessThan(100);
  });
});

const valueArbitrary: fc.Arbitrary<QueryValue> = fc
  .record({ text: fc.string({ maxLength: 12, unit: "grapheme" }), quoted: fc.boolean() })
  .map(({ text, quoted }) => ({ text, quoted: quoted || !/^[a-z0-9*?.]+$/.test(text), from: 0, to: 0 }));
const place = { from: 0, to: 0 };
const leafArbitrary: fc.Arbitrary<QueryNode> = fc.oneof(
  valueArbitrary.map((value) => ({ kind: "word" as const, value, ...place })),
  fc
    .record({
      key: fc.constantFrom("state", "mem", "free-mem", "x_1"),
      operator: fc.constantFrom(...queryOperators),
      values: fc.array(valueArbitrary, { minLength: 1, maxLength: 3 }),
    })
    .map((term) => ({ kind: "term" as const, ...term, ...place })),
);
const { node: nodeArbitrary } = fc.letrec<{ node: QueryNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    leafArbitrary,
    tie("node").map((child) => ({ kind: "not" as const, child, ...place })),
    fc
      .tuple(
        fc.constantFrom("and" as const, "or" as const),
        fc.array(tie("node"), { minLength: 2, maxLength: 4 }),
      )
      .map(([kind, parts]) => ({
        kind,
        children: parts.flatMap((part) => (part.kind === kind ? part.children : [part])),
        ...place,
      })),
  ),
}));

describe("text and structure", () => {
  test("structure → text → structure", () => {
    fc.assert(
      fc.property(nodeArbitrary, (node) => {
        const parsed = parseQuery(formatQuery(node));
        fc.pre(parsed.errors.every((error) => !/at most/.test(error.message)));
        expect(parsed.errors).toEqual([]);
        expect(bare(parsed.root)).toEqual(bare(node));
      }),
      { numRuns: 1000 },
    );
  });

  test("text → structure → text keeps the meaning, whatever the text", () => {
    const piece = fc.constantFrom(
      "state:",
      "a",
      " ",
      "(",
      ")",
      "|",
      "-",
      '"',
      "\\",
      ",",
      ">=",
      "=",
      "*",
      "é",
      "\n",
      "x:y",
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 25 }).map((parts) => parts.join("")),
        (text) => {
          const parsed = parseQuery(text);
          for (const error of parsed.errors) {
            expect(0 <= error.from && error.from <= error.to && error.to <= text.length).toBe(true);
          }
          if (parsed.errors.length > 0) return;
          const again = parseQuery(formatQuery(parsed.root));
          expect(again.errors).toEqual([]);
          expect(bare(again.root)).toEqual(bare(parsed.root));
          expect(formatQuery(again.root)).toBe(formatQuery(parsed.root));
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("order is kept and text is tidy", () => {
    const text = '  owner:alice   (name:web*|tag:"a b=c")  -state:stopped,"failed to start" ';
    expect(formatQuery(parseQuery(text).root)).toBe(
      'owner:alice (name:web* | tag:"a b=c") -state:stopped,"failed to start"',
    );
  });
});

describe("suggestions", () => {
  const valuesOf = (key: string) =>
    key === "owner"
      ? [
          { value: "alice", count: 7 },
          { value: "bob smith", count: 2 },
        ]
      : [];
  const at = (text: string) => {
    const cursor = text.indexOf("^");
    const { from, to, items } = suggest(text.replace("^", ""), cursor, { fields: vmFields, valuesOf });
    return {
      from,
      to,
      labels: items.map((item) => item.label),
      inserts: items.map((item) => item.insert),
      items,
    };
  };

  test("keys first", () => {
    expect(at("^").labels).toContain("state");
    expect(at("web st^").labels).toEqual(["state", "stale", "changed"]);
    expect(at("memo^")).toMatchObject({ from: 0, to: 4, inserts: ["mem"] });
  });

  test("then operators", () => {
    expect(at("state^")).toMatchObject({ from: 5, to: 5, inserts: [":", "!="] });
    expect(at("mem^").inserts).toEqual([">=", "<=", ">", "<", ":"]);
  });

  test("then values with counts", () => {
    expect(at("state:st^")).toMatchObject({
      from: 6,
      to: 8,
      labels: ["starting", "stopping", "stopped", "failed to start", "destroying"],
    });
    expect(at("owner:^").items[0]).toEqual({ kind: "value", insert: "alice", label: "alice", detail: "7" });
    expect(at("owner:alice,b^")).toMatchObject({ from: 12, to: 13, inserts: ['"bob smith"'] });
    expect(at("protected:^").labels).toEqual(["yes", "no"]);
    expect(at("nonsense:^").labels).toEqual([]);
  });
});

test("every kind of list has its fields", () => {
  for (const set of [vmFields, hypervisorFields, operationFields, auditFields]) {
    const keys = set.fields.flatMap((field) => [field.key, ...(field.aliases ?? [])]);
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of keys) expect(parseQuery(`${key}:x`).root?.kind).toBe("term");
  }
});

describe("parts of a query", () => {
  /** Trees as texts, so that the parts have places. */
  const queryText = nodeArbitrary
    .map(formatQuery)
    .filter((text) => parseQuery(text).errors.length === 0 && queryParts(text).length > 0);

  test("joined again they are the same query, in the same order", () => {
    fc.assert(
      fc.property(queryText, (text) => {
        const joined = queryParts(text).map((part) => part.text);
        expect(bare(parseQuery(joined.join(" ")).root)).toEqual(bare(parseQuery(text).root));
      }),
    );
  });

  test("one can be taken away or added, and the others stay what they are", () => {
    fc.assert(
      fc.property(queryText, fc.nat(), (text, choice) => {
        const { root } = parseQuery(text);
        const children = root?.kind === "and" ? root.children : root === null ? [] : [root];
        const index = choice % children.length;
        const rest = children.filter((_child, at) => at !== index).map(bare);
        const left = parseQuery(withoutPart(text, index));
        expect(left.errors).toEqual([]);
        // What is left alone may be alternatives or a conjunction in parentheses: compare with it as a whole.
        if (rest.length === 1) expect(bare(left.root)).toEqual(rest[0]);
        else expect(left.root?.kind === "and" ? left.root.children.map(bare) : []).toEqual(rest);
        const more = parseQuery(withPart(text, "state:running"));
        const last = more.root?.kind === "and" ? more.root.children.at(-1) : null;
        expect(bare(last ?? null)).toEqual({ "state:": [["running", false]] });
      }),
    );
  });

  test("alternatives get parentheses beside others", () => {
    expect(withPart("a | b", "c")).toBe("(a | b) c");
    expect(withPart("(a b) | c", "d")).toBe("((a b) | c) d");
    expect(withPart("(a | b)", "c")).toBe("(a | b) c");
    expect(withoutPart("(a | b) c", 1)).toBe("(a | b)");
    expect(withoutPart("state:running web", 0)).toBe("web");
    expect(withoutPart("web", 0)).toBe("");
  });
});

describe("faults in place", () => {
  test("are marked where they stand, and nothing is lost", () => {
    const { errors } = compileQuery("web mem>=lots state:running", vmFields);
    expect(
      markFaults("web mem>=lots state:running", errors).map((it) => [it.text, it.fault !== undefined]),
    ).toEqual([
      ["web mem>=", false],
      ["lots", true],
      [" state:running", false],
    ]);
    const missing = compileQuery("web state:", vmFields);
    expect(markFaults("web state:", missing.errors).map((it) => [it.text, it.fault !== undefined])).toEqual([
      ["web ", false],
      ["state:", true],
    ]);
  });

  test("any text comes back whole", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        const stretches = markFaults(text, compileQuery(text, vmFields).errors);
        expect(stretches.map((it) => it.text).join("")).toBe(text);
      }),
    );
  });
});
