/** The looks of the documentation: the web app's colours, without its files, whose names change with every build. */
export const docsCss = `:root {
  color-scheme: light dark;
  --bg: light-dark(#f5f6f8, #0d1015); --surface: light-dark(#fff, #14181f); --soft: light-dark(#eef0f4, #212733);
  --line: light-dark(#e3e6eb, #262d38); --field: light-dark(#848c9a, #6d7787);
  --text: light-dark(#171b22, #e7eaf0); --dim: light-dark(#5a6372, #98a2b3);
  --accent: light-dark(#2a5bd7, #7ea2ff); --solid: light-dark(#2a5bd7, #3f6be0); --accent-soft: light-dark(#e9effd, #1b2642);
  --good: light-dark(#18794a, #4cc38a); --warn: light-dark(#8f5500, #f0b354); --bad: light-dark(#c0262d, #ff8185); --busy: light-dark(#6a3fc0, #b79bff);
}
* { box-sizing: border-box; }
html { scroll-padding-top: 72px; }
body { margin: 0; background: var(--bg); color: var(--text); font: 14px/1.5 "Inter Variable", Inter, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
a { color: var(--accent); text-decoration: none; } a:hover { text-decoration: underline; } p a { text-decoration: underline; }
h1 { display: flex; align-items: center; gap: 10px; margin: 0; font-size: 16px; font-weight: 640; white-space: nowrap; }
h2 { margin: 28px 0 8px; font-size: 15px; font-weight: 620; } h2:first-child { margin-top: 4px; }
h3 { margin: 16px 0 6px; font-size: 12.5px; font-weight: 550; color: var(--dim); }
p { margin: 0 0 8px; max-width: 78ch; }
code, pre, textarea, .path, .curl { font: 12.5px/1.55 "JetBrains Mono Variable", ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
input, textarea, button { padding: 0 10px; border: 1px solid var(--field); border-radius: 6px; background: var(--surface); color: inherit; font: inherit; font-size: 13px; }
input, button { height: 32px; }
textarea { display: block; width: 100%; min-height: 120px; padding: 8px 10px; font: 12.5px/1.55 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
button { padding: 0 14px; font-weight: 540; cursor: pointer; } button.send { border-color: transparent; background: var(--solid); color: #fff; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
header { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; align-items: center; gap: 8px 20px; padding: 9px 24px; border-bottom: 1px solid var(--line); background: var(--surface); }
header input { flex: 0 1 360px; min-width: 0; } header nav { display: flex; gap: 16px; margin-left: auto; font-size: 13px; }
.columns { display: grid; grid-template-columns: 240px minmax(0, 1fr); gap: 32px; max-width: 1280px; margin: 0 auto; padding: 20px 24px 64px; align-items: start; }
main { min-width: 0; }
#groups { position: sticky; top: 72px; max-height: calc(100vh - 92px); overflow: auto; display: flex; flex-direction: column; font-size: 13px; }
#groups a { display: flex; justify-content: space-between; gap: 12px; padding: 5px 10px; border-radius: 6px; color: var(--text); }
#groups a:hover { background: var(--soft); text-decoration: none; } #groups span { color: var(--dim); font-variant-numeric: tabular-nums; }
details { border: 1px solid var(--line); border-radius: 8px; background: var(--surface); margin: 6px 0; }
details[open] { margin: 12px 0; }
details > div { padding: 4px 16px 16px; border-top: 1px solid var(--line); }
summary { display: flex; flex-wrap: wrap; align-items: baseline; gap: 2px 12px; padding: 8px 16px; cursor: pointer; border-radius: 8px; list-style: none; }
summary::-webkit-details-marker { display: none; } summary:hover { background: light-dark(#f8f9fb, #191e27); }
.verb { min-width: 54px; font: 600 11.5px/1 ui-monospace, "SF Mono", Menlo, Consolas, monospace; letter-spacing: .02em; }
.get { color: var(--accent); } .post { color: var(--good); } .put, .patch { color: var(--warn); } .delete { color: var(--bad); }
.path { overflow-wrap: anywhere; font-weight: 550; } .words { white-space: pre-line; margin-top: 12px; }
.dim { color: var(--dim); } summary .dim { font-size: 13px; }
.fields { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 6px 16px; align-items: center; margin: 12px 0; font-size: 13px; }
pre, .curl { margin: 6px 0; padding: 10px 12px; border-radius: 6px; background: var(--soft); overflow: auto; max-height: 480px; white-space: pre-wrap; overflow-wrap: anywhere; }
.curl { display: block; } .row { display: flex; flex-wrap: wrap; gap: 8px; margin: 12px 0; }
.answers { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 2px 12px; margin: 0; font-size: 13px; } .answers dd { margin: 0; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.errors { max-width: 880px; margin: 0 auto; padding: 20px 24px 64px; } .errors section { padding: 10px 0; border-bottom: 1px solid var(--line); }
.errors h2 { margin: 0 0 2px; font-size: 13px; } .errors :target { background: var(--accent-soft); }
@media (max-width: 860px) { .columns { grid-template-columns: minmax(0, 1fr); padding: 16px; } #groups { display: none; } header { padding: 9px 16px; } header input { flex-basis: 100%; order: 1; } }
@media (max-width: 520px) { .fields { grid-template-columns: minmax(0, 1fr); } .fields input { margin-bottom: 6px; width: 100%; } header nav { margin-left: 0; } }
`;
