/** Node's flags of the product's server, as the script that starts a bench tells them. */
export const serverFlags = process.env["SERVER_NODE_FLAGS"]?.split(" ") ?? [];
