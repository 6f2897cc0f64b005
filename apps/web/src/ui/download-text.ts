/** Saves bytes or text as a file of the person's. */
export function downloadFile(filename: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = filename;
  link.click();
  // The download holds the data by now; the address would keep it for as long as the page lives.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Saves a text as a file of the person's. */
export function downloadText(filename: string, text: string, type: string): void {
  downloadFile(filename, text, `${type};charset=utf-8`);
}
