/**
 * Ref of a bar that stands at the foot of a page: tells its height to what floats above the page (`--bottom-bar`), which
 * would hide its buttons otherwise.
 */
export function bottomBar(element: HTMLElement | null): (() => void) | undefined {
  if (element === null) return undefined;
  const { style } = document.documentElement;
  const observer = new ResizeObserver(() => style.setProperty("--bottom-bar", `${element.offsetHeight}px`));
  observer.observe(element);
  return () => {
    observer.disconnect();
    style.removeProperty("--bottom-bar");
  };
}
