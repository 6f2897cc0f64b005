import { errors, type MethodRow, methodList } from "@stackdeck/api-types";
import { Router } from "express";
import { sendRead } from "../sync-route.ts";
import { noQuery } from "./list-query.ts";

/** `/methods` and `/errors`: the tables that everything here is made from. */
export function metaRouter(): Router {
  const router = Router();
  router.get("/methods", noQuery, (request, response) => {
    sendRead(request, response, { Items: methodList satisfies readonly MethodRow[] });
  });
  router.get("/errors", noQuery, (request, response) => {
    sendRead(request, response, {
      Items: Object.entries(errors).map(([Code, entry]) => ({ Code, ...entry })),
    });
  });
  return router;
}
