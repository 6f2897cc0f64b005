import type { Socket } from "node:net";
import type { RequestHandler } from "express";
import type { Pressure } from "../telemetry/pressure.ts";
import { sendProblem } from "./problems.ts";
import { endWithProblem } from "./unreadable.ts";

/** Clients come back after so long. */
const retryAfterSeconds = 5;
/** Whoever is refused for want of descriptors must not hold one for long. */
const lingerMs = 100;

/** Refuses requests while there is too little left to work with. Health, which comes before it, still answers. */
export function refuseUnderPressure(pressure: Pressure): RequestHandler {
  return (request, response, next) => {
    const refusal = pressure.refusal();
    if (refusal === undefined) return next();
    response.setHeader("Retry-After", String(retryAfterSeconds));
    response.setHeader("Connection", "close");
    sendProblem(request, response, "OVERLOADED", refusal);
  };
}

/** The same for connections that are still to be opened: one without a request would hold a descriptor too. */
export function refuseConnection(pressure: Pressure, isPlain: boolean): (socket: Socket) => void {
  return (socket) => {
    const refusal = pressure.refusalOfConnection();
    if (refusal === undefined) return;
    if (isPlain) endWithProblem(socket, "OVERLOADED", refusal, lingerMs);
    else socket.destroy();
  };
}
