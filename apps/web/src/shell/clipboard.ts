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
