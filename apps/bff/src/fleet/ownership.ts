import { methodList, powerCovers } from "@stackdeck/api-types";
import type { ConnectionSource } from "@stackdeck/hypervisor-client";
import { type Identity, SrpcError } from "@stackdeck/srpc";

/** Methods that only method powers open, those first that do nothing but look. */
const privateMethods = methodList
  .filter((row) => row.access === "private" && row.implementedBy === null)
  .sort((a, b) => Number(a.mutating) - Number(b.mutating))
  .map((row) => `Hypervisor.${row.name}`);

/**
 * Whether the holder of our certificate is an owner of hypervisors, which gives all powers there. No method tells who
 * the owners are, so the hypervisor is asked with the certificate itself: a private method that the certificate does not
 * list is named, and the connection closed before any request is sent. It accepts the name from an owner and refuses it
 * to others. Powers that a server grants on its own (trusted users and groups) are learned the same way.
 */
export class Ownership {
  readonly #known = new Map<string, boolean>();
  readonly #asking = new Map<string, Promise<boolean | undefined>>();

  /** What was answered last; undefined when nobody has asked yet, or it cannot be told. */
  known(id: string): boolean | undefined {
    return this.#known.get(id);
  }

  /** Owners are kept in memory over there: what was known is not known any more once the server has gone. */
  forget(id: string): void {
    this.#known.delete(id);
  }

  /**
   * Asks the hypervisor; questions at the same time are one. Undefined when the certificate itself lists all private
   * methods: the answer would say nothing.
   * @throws SrpcError when it does not answer
   */
  ask(id: string, source: ConnectionSource, identity: Identity): Promise<boolean | undefined> {
    const underWay = this.#asking.get(id);
    if (underWay !== undefined) return underWay;
    const asking = this.#ask(id, source, identity).finally(() => this.#asking.delete(id));
    this.#asking.set(id, asking);
    return asking;
  }

  async #ask(id: string, source: ConnectionSource, identity: Identity): Promise<boolean | undefined> {
    const isListed = (name: string) => identity.methods.some((pattern) => powerCovers(pattern, name));
    const question = privateMethods.find((name) => !isListed(name));
    if (question === undefined) return undefined;
    const owns = await isAccepted(source, question);
    this.#known.set(id, owns);
    return owns;
  }
}

/** Whether the name of a method is accepted. No request follows it, so nothing is done. */
function isAccepted(source: ConnectionSource, method: string): Promise<boolean> {
  return source.use(async (connection) => {
    try {
      await connection.open(method);
    } catch (error) {
      if (error instanceof SrpcError && error.code === "ACCESS_DENIED") return false;
      throw error;
    }
    connection.close();
    return true;
  });
}
