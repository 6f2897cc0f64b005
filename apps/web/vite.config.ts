import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Where `vite dev` sends what it does not serve itself. */
const bff = process.env["STACKDECK_BFF"] ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react()],
  build: {
    // `light-dark()` is used as it is: every browser of the last two years knows it.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    target: ["chrome123", "firefox120", "safari17.5"],
    // The content security policy allows no data: fonts or scripts.
    assetsInlineLimit: 0,
    sourcemap: false,
    reportCompressedSize: false,
  },
  server: {
    proxy: {
      "/api": { target: bff, ws: true, changeOrigin: false },
      "/socket.io": { target: bff, ws: true, changeOrigin: false },
    },
  },
});
