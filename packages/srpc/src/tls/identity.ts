/** A client certificate with its key and what the certificate says about its holder. */
export interface Identity {
  /** File name without extension, or whatever names it for people. */
  readonly name: string;
  readonly certPem: string;
  /** Secret: never logged, never sent anywhere. */
  readonly keyPem: string;
  /** Common Name of the certificate. */
  readonly userName: string;
  readonly groups: readonly string[];
  /** Patterns of the methods its holder may call beyond what ownership gives. */
  readonly methods: readonly string[];
  readonly notBefore: Date;
  readonly notAfter: Date;
}
