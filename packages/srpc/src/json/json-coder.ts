/** JSON as Dominator's services write and read it, driven by the same types as gob. */
export { decodeJson } from "./json-decoder.ts";
export { encodeJson } from "./json-encoder.ts";
