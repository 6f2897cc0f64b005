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
<header><h1>Stackdeck API</h1>
<p>Everything the web app does, for scripts. <a href="/api/openapi.json">OpenAPI document</a> ·
<a href="/api/docs/errors">Errors</a> · <a href="/">Web app</a></p>
<label>Find <input id="find" type="search" placeholder="start, snapshots, PATCH …" autocomplete="off"></label>
</header>
<main id="list" aria-live="polite"><p>Reading the document …</p></main>
</body>
</html>
`;

export const docsCss = `:root { color-scheme: light dark; --line: light-dark(#d5d9e0, #3a404b); --soft: light-dark(#f5f6f8, #1c2027); --accent: light-dark(#2457c5, #8ab4ff); }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 0 auto; padding: 1.5rem; background: light-dark(#fff, #14171c); color: light-dark(#1b1f27, #e6e9ef); }
a { color: var(--accent); } h1 { margin: 0; font-size: 1.5rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
code, pre, textarea, .path { font: 13px/1.5 ui-monospace, monospace; }
input, textarea, button { font: inherit; padding: .35rem .6rem; border: 1px solid var(--line); border-radius: 6px; background: light-dark(#fff, #0f1216); color: inherit; }
textarea { width: 100%; box-sizing: border-box; min-height: 8rem; font: 13px/1.5 ui-monospace, monospace; }
button { background: var(--accent); color: light-dark(#fff, #101318); border: 0; cursor: pointer; }
details { border: 1px solid var(--line); border-radius: 8px; margin: .4rem 0; } details > div { padding: .5rem 1rem 1rem; }
summary { display: flex; gap: .75rem; align-items: baseline; padding: .5rem 1rem; cursor: pointer; background: var(--soft); border-radius: 8px; flex-wrap: wrap; }
.words { white-space: pre-line; }
.verb { font-weight: 700; min-width: 4.2rem; } .dim { opacity: .75; } .fields { display: grid; grid-template-columns: max-content 1fr; gap: .4rem 1rem; align-items: center; margin: .6rem 0; }
pre { background: var(--soft); border: 1px solid var(--line); border-radius: 6px; padding: .75rem; overflow: auto; max-height: 30rem; white-space: pre-wrap; overflow-wrap: anywhere; }
`;
