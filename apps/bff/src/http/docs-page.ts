/** The page of the interface's documentation. Scripts and styles are files of their own: the policy allows no inline code. */
export const docsHtml = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Stackdeck API</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/api/docs/docs.css">
<script src="/api/docs/docs.js" type="module"></script>
</head>
<body>
<header>
<h1><img src="/favicon.svg" width="24" height="24" alt=""> Stackdeck API</h1>
<label for="find" class="unseen">Find</label>
<input id="find" type="search" placeholder="Find: start, snapshots, PATCH …" autocomplete="off" spellcheck="false">
<nav aria-label="Documents"><a href="/api/openapi.json">OpenAPI document</a>
<a href="/api/docs/errors">Errors</a> <a href="/">Web app</a></nav>
</header>
<div class="columns">
<nav id="groups" aria-label="Groups of calls"></nav>
<main>
<p class="dim">Everything the web app does, for scripts. JSON is Dominator's own: the same names and units. Make a token under
<a href="/settings">Settings</a> and send it as <code>Authorization: Bearer …</code>; here your session is used.</p>
<p id="found" class="dim" role="status"></p>
<div id="list"><p>Reading the document …</p></div>
</main>
</div>
</body>
</html>
`;
