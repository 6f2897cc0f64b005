import * as z from "zod/mini";
// Not through `z.core`: that namespace brings all of Zod into a browser bundle.
import { $constructor } from "zod/v4/core";

/**
 * A map with text keys that is safe with every key: `__proto__` and `constructor` are names like others (Zod's own
 * record drops the first). Results have no prototype.
 */
export interface ZodDictionary extends z.ZodMiniType {
  readonly _zod: z.ZodMiniType["_zod"] & { def: DictionaryDef };
}

interface DictionaryDef extends z.core.$ZodTypeDef {
  readonly isKey: (key: string) => boolean;
  readonly elem: z.ZodMiniType;
}

const initialiseType: (inst: ZodDictionary, def: DictionaryDef) => void = (inst, def) =>
  z.ZodMiniType.init(inst, def);

const ZodDictionary: z.core.$constructor<ZodDictionary, DictionaryDef> = /* @__PURE__ */ $constructor(
  "ZodDictionary",
  (inst: ZodDictionary, def: DictionaryDef) => {
    initialiseType(inst, def);
    inst._zod.parse = (payload, context) => {
      const input: unknown = payload.value;
      if (typeof input !== "object" || input === null || Array.isArray(input)) {
        payload.issues.push({ code: "invalid_type", expected: "record", input, inst });
        return payload;
      }
      const output = Object.create(null) as Record<string, unknown>;
      for (const [key, value] of Object.entries(input)) {
        const result = def.elem._zod.run({ value, issues: [] }, context);
        if (result instanceof Promise) throw new Error("asynchronous schemas are not supported in maps");
        if (!def.isKey(key))
          payload.issues.push({ code: "custom", message: "named by a number", input: key, path: [key] });
        for (const issue of result.issues)
          payload.issues.push({ ...issue, path: [key, ...(issue.path ?? [])] });
        output[key] = result.value;
      }
      payload.value = output;
      return payload;
    };
  },
);

/** Map whose keys satisfy `isKey` and whose values satisfy `elem`. */
/* @__NO_SIDE_EFFECTS__ */
export function dictionary(elem: z.ZodMiniType, isKey: (key: string) => boolean): ZodDictionary {
  return new ZodDictionary({ type: "record", isKey, elem } as DictionaryDef);
}
