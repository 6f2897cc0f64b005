import { announce } from "../ui/toasts.ts";

/** Copies text and says so; browsers refuse without a secure context, which is then said instead. */
export async function copyText(text: string, what = "Copied"): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    announce({ tone: "good", title: what });
  } catch {
    announce({ tone: "info", title: "The browser does not allow copying here", detail: text });
  }
}

/** Gives the browser text to save as a file. */
export function saveText(name: string, text: string, type = "text/plain"): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
