export {
  CertificateAuthority,
  type ClientCertificateOptions,
  type KeyPair,
  type Lifetime,
  type ServerCertificateOptions,
} from "./authority.ts";
