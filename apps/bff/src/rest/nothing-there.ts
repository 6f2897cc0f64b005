import { openApiDocument } from "@stackdeck/api-types";
import type { RequestHandler } from "express";
import { fromCode } from "./problem.ts";

const places = Object.entries(openApiDocument({ version: "" }).paths).map(([path, verbs]) => ({
  pattern: new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}/?$`, "i"),
  verbs: Object.keys(verbs).map((verb) => verb.toUpperCase()),
}));

/** Verbs that a path knows, for the header `Allow`; empty when there is no such path. */
function verbsAt(path: string): readonly string[] {
  const verbs = places.filter(({ pattern }) => pattern.test(path)).flatMap((place) => place.verbs);
  if (verbs.includes("GET")) verbs.push("HEAD");
  return [...new Set(verbs)].sort();
}

/** Tells which verbs a path knows: several routers share some paths, so none of them can tell. */
export const options: RequestHandler = (request, response, next) => {
  const verbs = request.method === "OPTIONS" ? verbsAt(request.path) : [];
  if (verbs.length === 0) return next();
  response.setHeader("Allow", verbs.join(", "));
  response.status(204).end();
};

/** The end of the line: nothing is at the path at all, or nothing with that verb. */
export const nothingThere: RequestHandler = (request, response) => {
  const { method, baseUrl, path } = request;
  const verbs = verbsAt(path).join(", ");
  if (verbs === "")
    throw fromCode("NOT_FOUND", { detail: `There is nothing at ${method} ${baseUrl}${path}.` });
  response.setHeader("Allow", verbs);
  throw fromCode("METHOD_NOT_ALLOWED", { detail: `There are ${verbs}.` });
};
