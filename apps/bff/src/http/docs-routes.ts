import { errors } from "@stackdeck/api-types";
import { Router } from "express";
import { docsHtml } from "./docs-page.ts";
import { docsScript } from "./docs-script.ts";
import { docsCss } from "./docs-style.ts";

/** The interface's own documentation: OpenAPI document, interactive page, list of errors. */
export function docsRoutes(document: () => object): Router {
  const router = Router();
  router.get("/openapi.json", (_request, response) => {
    response.setHeader("Cache-Control", "no-store");
    response.type("application/json").send(JSON.stringify(document()));
  });
  router.get("/docs", (_request, response) => {
    response.type("html").send(docsHtml);
  });
  router.get("/docs/docs.js", (_request, response) => {
    response.type("text/javascript").send(docsScript);
  });
  router.get("/docs/docs.css", (_request, response) => {
    response.type("text/css").send(docsCss);
  });
  router.get("/docs/errors", (_request, response) => {
    response.type("html").send(errorsPage());
  });
  return router;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function errorsPage(): string {
  const entries = Object.entries(errors).map(
    ([code, { status, title }]) =>
      `<section><h2 id="${escaped(code)}"><code>${escaped(code)}</code></h2><p>${escaped(title)} <span class="dim">HTTP ${status}</span></p></section>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Stackdeck API: errors</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/api/docs/docs.css">
</head>
<body>
<header><h1><img src="/favicon.svg" width="24" height="24" alt=""> Errors</h1><nav aria-label="Documents"><a href="/api/docs">Back</a></nav></header>
<main class="errors"><p class="dim">The code of each error is stable; sentences may change.</p>${entries.join("")}</main>
</body>
</html>
`;
}
