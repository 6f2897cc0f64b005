/** The script of the documentation page. It runs in the browser as it stands here, so it is plain JavaScript. */
export const docsScript = `
const list = document.getElementById("list");
const groupLinks = document.getElementById("groups");
const found = document.getElementById("found");
const find = document.getElementById("find");
const make = (tag, props = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
};
const resolve = (document_, schema) => {
  let found = schema;
  for (let hops = 0; found && found.$ref && hops < 20; hops++) {
    found = found.$ref.slice(2).split("/").reduce((at, part) => at && at[part.replaceAll("~1", "/").replaceAll("~0", "~")], document_);
  }
  return found ?? {};
};
const sample = (document_, given, depth = 0) => {
  const schema = resolve(document_, given);
  if (schema.example !== undefined) return schema.example;
  if (schema.examples) return schema.examples[0];
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  if (depth > 4) return null;
  if (schema.type === "object" && schema.properties) {
    const wanted = schema.required ?? [];
    const names = wanted.length > 0 ? wanted : Object.keys(schema.properties);
    return Object.fromEntries(names.map((name) => [name, sample(document_, schema.properties[name], depth + 1)]));
  }
  return { object: {}, array: [], string: "", boolean: false, integer: 0, number: 0 }[schema.type] ?? null;
};
let session;
const csrf = async () => (session ??= await (await fetch("/api/v1/session")).json()).CsrfToken;

let count = 0;
const labelled = (input, ...words) => {
  input.id = "field-" + ++count;
  return make("label", { htmlFor: input.id }, ...words);
};

/* What is filled in, as an address and headers. */
const requestOf = (document_, path, fields, body_) => {
  let url = (document_.servers?.[0]?.url ?? "") + path;
  const query = new URLSearchParams();
  const headers = {};
  for (const { parameter, input } of fields) {
    if (parameter.in === "path") url = url.replace("{" + parameter.name + "}", encodeURIComponent(input.value));
    else if (input.value === "") continue;
    else if (parameter.in === "query") query.set(parameter.name, input.value);
    else if (parameter.in === "header") headers[parameter.name] = input.value;
  }
  if (body_) headers["Content-Type"] = body_.type === "file" ? "application/octet-stream" : "application/json";
  const text = query.toString();
  return { url: url + (text ? "?" + text : ""), headers };
};

const quoted = (text) => "'" + text.replaceAll("'", "'\\\\''") + "'";
/* The same call for a shell; the token is the reader's own. */
const curlOf = (verb, { url, headers }, body_) => {
  const parts = ["curl", ...(verb === "get" ? [] : ["-X " + verb.toUpperCase()]), '-H "Authorization: Bearer $TOKEN"'];
  for (const [name, value] of Object.entries(headers)) parts.push("-H " + quoted(name + ": " + value));
  if (body_) parts.push(body_.type === "file" ? "--data-binary @FILE" : "-d " + quoted(body_.value.replace(/\\n\\s*/g, " ")));
  return [...parts, quoted(location.origin + url)].join(" ");
};

const run = async (verb, { url, headers }, body_, output) => {
  headers.Accept = "application/json, application/problem+json;q=0.9, */*;q=0.5";
  if (verb !== "get") headers["X-CSRF-Token"] = await csrf();
  const file = body_?.files?.[0];
  output.textContent = "…";
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 30000);
  try {
    const answer = await fetch(url, { method: verb.toUpperCase(), headers, body: body_ ? file ?? body_.value : undefined, signal: stop.signal });
    const reader = answer.body?.getReader();
    const decoder = new TextDecoder();
    let body = "";
    while (reader && body.length < 200000) {
      const { value, done } = await reader.read();
      if (done) break;
      body += decoder.decode(value, { stream: true });
      output.textContent = answer.status + " " + answer.statusText + "\\n\\n" + body;
    }
    await reader?.cancel();
    try { body = JSON.stringify(JSON.parse(body), null, 2); } catch { /* not JSON: as it is */ }
    output.textContent = answer.status + " " + answer.statusText + "\\n\\n" + body;
  } catch (error) {
    output.textContent += "\\n" + error.message;
  }
};

/* The call as a line for a shell, following what is filled in. */
const forShell = (verb, asked, body_, inner) => {
  const line = make("code", { className: "curl" });
  const copy = make("button", { type: "button", textContent: "Copy" });
  const write = () => { line.textContent = curlOf(verb, asked(), body_); };
  inner.addEventListener("input", write);
  write();
  copy.addEventListener("click", () => {
    void navigator.clipboard.writeText(line.textContent).then(() => { copy.textContent = "Copied"; }, () => { copy.textContent = "Not allowed: select it"; });
  });
  return [make("h3", { textContent: "In a shell" }), line, make("div", { className: "row" }, copy)];
};

const answersOf = (document_, operation) => {
  const rows = Object.entries(operation.responses ?? {}).flatMap(([status, given]) => [
    make("dt", {}, make("code", { textContent: status })),
    make("dd", { textContent: resolve(document_, given).description ?? "" }),
  ]);
  return [make("h3", { textContent: "Answers" }), make("dl", { className: "answers" }, ...rows)];
};

const operationView = (document_, path, verb, operation) => {
  const fields = (operation.parameters ?? []).map((given) => {
    const parameter = resolve(document_, given);
    const value = parameter.in === "path" ? parameter.example ?? "" : "";
    return { parameter, input: make("input", { value, placeholder: parameter.schema?.type ?? "" }) };
  });
  const bodySchema = resolve(document_, operation.requestBody)?.content?.["application/json"];
  const bodyBox = bodySchema
    ? make("textarea", { value: JSON.stringify(bodySchema.example ?? sample(document_, bodySchema.schema), null, 2), spellcheck: false })
    : operation.requestBody ? make("input", { type: "file" }) : undefined;
  const output = make("pre", { hidden: true });
  const button = make("button", { type: "button", className: "send", textContent: "Send" });
  const asked = () => requestOf(document_, path, fields, bodyBox);
  // What is filled in exists: a click too many must not change it.
  const asks = operation["x-confirm"] && operation["x-confirm"] !== "none";
  button.addEventListener("click", () => {
    if (asks && button.dataset.asked !== "yes") {
      button.dataset.asked = "yes";
      button.textContent = "This is not a rehearsal: send it";
      return;
    }
    delete button.dataset.asked;
    button.textContent = "Send";
    output.hidden = false;
    void run(verb, asked(), bodyBox, output);
  });
  const grid = make("div", { className: "fields" });
  for (const { parameter, input } of fields) {
    const told = parameter.description ?? parameter.schema?.description ?? parameter.in;
    const name = labelled(input, make("code", { textContent: parameter.name }), " ", make("span", { className: "dim", textContent: told }));
    grid.append(name, input);
  }
  const inner = make("div", {}, make("p", { className: "words", textContent: operation.description ?? operation.summary ?? "" }), grid);
  if (bodyBox) inner.append(make("p", {}, labelled(bodyBox, "Body")), bodyBox);
  inner.append(make("div", { className: "row" }, button), output, ...forShell(verb, asked, bodyBox, inner), ...answersOf(document_, operation));
  return make("details", { id: operation.operationId ?? "" },
    make("summary", {}, make("span", { className: "verb " + verb, textContent: verb.toUpperCase() }), make("span", { className: "path", textContent: path }), make("span", { className: "dim", textContent: operation.summary ?? operation.operationId ?? "" })),
    inner);
};

const draw = (document_) => {
  const wanted = find.value.toLowerCase().split(/\\s+/).filter(Boolean);
  const groups = new Map();
  for (const [path, item] of Object.entries(document_.paths ?? {})) {
    for (const [verb, operation] of Object.entries(item)) {
      if (!["get", "post", "put", "patch", "delete"].includes(verb)) continue;
      const text = [verb, path, operation.operationId, operation.summary, ...(operation.tags ?? [])].join(" ").toLowerCase();
      if (!wanted.every((word) => text.includes(word))) continue;
      const tag = operation.tags?.[0] ?? "Other";
      if (!groups.has(tag)) groups.set(tag, []);
      groups.get(tag).push(operationView(document_, path, verb, operation));
    }
  }
  const slug = (tag) => "group-" + tag.toLowerCase().replace(/[^a-z]+/g, "-");
  list.replaceChildren(...[...groups].flatMap(([tag, views]) => [make("h2", { id: slug(tag), textContent: tag.replace(/ APIs$/, "") }), ...views]));
  groupLinks.replaceChildren(...[...groups].map(([tag, views]) => make("a", { href: "#" + slug(tag) }, tag.replace(/ APIs$/, ""), make("span", { textContent: String(views.length) }))));
  const calls = [...groups.values()].flat().length;
  found.textContent = calls === 0 ? "Nothing fits these words." : calls + (calls === 1 ? " call" : " calls");
};

/* A call that the address names is open and in sight. */
const openNamed = () => {
  const named = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!named) return;
  if (named.tagName === "DETAILS") named.open = true;
  named.scrollIntoView();
};
list.addEventListener("toggle", (event) => {
  if (event.target.open && event.target.id) history.replaceState(null, "", "#" + event.target.id);
}, true);

const document_ = await (await fetch("/api/openapi.json")).json();
find.addEventListener("input", () => draw(document_));
draw(document_);
openNamed();
`;
