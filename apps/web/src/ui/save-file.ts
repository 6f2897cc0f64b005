/** Gives the browser bytes or text to save as a file. */
export function saveFile(name: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The download holds the data by now; the address would keep it for as long as the page lives.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Gives the browser text to save as a file. */
export function saveText(name: string, text: string, type = "text/plain"): void {
  saveFile(name, text, `${type};charset=utf-8`);
}

/** Now, as it may stand in the name of a file. */
export const fileStamp = (): string => new Date().toISOString().slice(0, 19).replaceAll(":", "");
