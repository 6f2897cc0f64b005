/** Makes elements; what would be a style element is one that works under the policy. */
function createElement(name: string, options?: ElementCreationOptions): HTMLElement {
  return name === "style" ? adoptedStyle() : Document.prototype.createElement.call(document, name, options);
}

/** As everywhere, but that a style is set in the way that the policy allows to scripts. */
function setAttribute(this: HTMLElement, name: string, value: string): void {
  if (name === "style") this.style.cssText = value;
  else Element.prototype.setAttribute.call(this, name, value);
}

/**
 * Runs work whose style elements shall work under a content security policy without inline styles. The terminal's
 * scroll bar takes the page's own document whatever it was given, and makes its style element while it is opened.
 */
export function withAdoptedStyles(work: () => void): void {
  Object.defineProperty(document, "createElement", { value: createElement, configurable: true });
  try {
    work();
  } finally {
    Reflect.deleteProperty(document, "createElement");
  }
}

/**
 * A document for the terminal whose style elements work under a content security policy without inline styles: what is
 * written into one goes into a constructed style sheet of the page instead. Pieces of lines get the guest's colours by
 * an attribute, in elements of the page's own document: for those, too, it is set otherwise.
 */
export function documentWithAdoptedStyles(): Document {
  HTMLSpanElement.prototype.setAttribute = setAttribute;
  return new Proxy(document, {
    get(target, key) {
      if (key === "createElement") return createElement;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** Not a style element: the policy counts an empty one, too. The terminal sets its text, appends and removes it. */
function adoptedStyle(): HTMLElement {
  const element = Document.prototype.createElement.call(document, "span");
  element.hidden = true;
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets.push(sheet);
  Object.defineProperty(element, "textContent", {
    get: () => [...sheet.cssRules].map((rule) => rule.cssText).join("\n"),
    set: (css: string) => sheet.replaceSync(css),
  });
  element.remove = () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
    Element.prototype.remove.call(element);
  };
  return element;
}
