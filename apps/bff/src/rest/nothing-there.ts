import { openApiDocument } from "@stackdeck/api-types";
import type { RequestHandler } from "express";
import { fromCode } from "./problem.ts";

/** The end of the line: nothing is at the path at all, or nothing with that verb. */
export function nothingThere(): RequestHandler {
  const { paths } = openApiDocument({ version: "" });
  const known = Object.entries(paths).map(([path, verbs]) => ({
    pattern: new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}/?$`, "i"),
    verbs: Object.keys(verbs).map((verb) => verb.toUpperCase()),
  }));
  return (request, response) => {
    const { method, baseUrl, path } = request;
    const verbs = known.filter(({ pattern }) => pattern.test(path)).flatMap((one) => one.verbs);
    if (verbs.length === 0)
      throw fromCode("NOT_FOUND", { detail: `There is nothing at ${method} ${baseUrl}${path}.` });
    const allowed = [...new Set(verbs.includes("GET") ? [...verbs, "HEAD"] : verbs)].sort();
    response.setHeader("Allow", allowed.join(", "));
    throw fromCode("METHOD_NOT_ALLOWED", { detail: `There are ${allowed.join(", ")}.` });
  };
}
