import type { MethodHandler } from "./handlers.ts";

export type MethodLookup =
  | { readonly handler: MethodHandler; readonly name: string }
  | { readonly handler: undefined; readonly refusal: string };

/** The methods of a server by service and name. */
export class MethodRegistry {
  readonly #services = new Map<string, Map<string, MethodHandler>>();

  /** @throws Error when the name is taken or malformed. */
  add(service: string, method: string, handler: MethodHandler): void {
    if (/[.\s]/.test(service + method) || method === "")
      throw new Error(`malformed method name ${service}.${method}`);
    const methods = this.#services.get(service) ?? new Map<string, MethodHandler>();
    if (methods.has(method)) throw new Error(`the method ${service}.${method} is registered twice`);
    methods.set(method, handler);
    this.#services.set(service, methods);
  }

  /** Finds the method of a line, or the exact text with which the line is refused. */
  find(line: string): MethodLookup {
    const parts = line.split(".");
    const [service, method] = parts;
    if (parts.length !== 2 || service === undefined || method === undefined) {
      return { handler: undefined, refusal: `malformed Service.Method: ${line}` };
    }
    const methods = this.#services.get(service);
    if (methods === undefined) return { handler: undefined, refusal: `unknown service: ${service}` };
    const handler = methods.get(method);
    if (handler === undefined)
      return { handler: undefined, refusal: `${service}: unknown method: ${method}` };
    return { handler, name: line };
  }

  /** All names "Service.Method", sorted; only public ones if asked. */
  names(options: { publicOnly: boolean }): string[] {
    const names: string[] = [];
    for (const [service, methods] of this.#services) {
      for (const [method, handler] of methods) {
        if (handler.public || !options.publicOnly) names.push(`${service}.${method}`);
      }
    }
    return names.sort();
  }

  get hasUnauthenticated(): boolean {
    for (const methods of this.#services.values()) {
      for (const handler of methods.values()) if (handler.unauthenticated === true) return true;
    }
    return false;
  }
}
