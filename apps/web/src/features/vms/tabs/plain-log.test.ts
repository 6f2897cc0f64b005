import { expect, it } from "vitest";
import { plainLog } from "./plain-log.ts";

const esc = "\u001b";

it.each([
  ["colours", `[  ${esc}[0;32mOK${esc}[0m  ] Started`, "[  OK  ] Started"],
  ["a title", `${esc}]0;root@vm\u0007login:`, "login:"],
  ["a title that never ends", `a${esc}]0;root`, "a"],
  ["cursor keys and resets", `${esc}c${esc}(Bready${esc}[2J`, "ready"],
  ["line ends", "one\r\ntwo\n\tthree", "one\ntwo\n\tthree"],
  ["other controls", "a\u0000b\u0008c\u007f", "abc"],
  ["an escape at the end", `a${esc}`, "a"],
])("leaves out %s", (_what, text, plain) => expect(plainLog(text)).toBe(plain));
