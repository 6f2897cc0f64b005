/**
 * Puts the keyboard at the first field that is marked as wrong, once the marks are drawn: in the dialog that is open, else
 * on the page. What is folded away is unfolded.
 */
export function focusFirstFault(): void {
  requestAnimationFrame(() => {
    const place = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;
    const field = place.querySelector<HTMLElement>('form [aria-invalid="true"]');
    for (let fold = field?.closest("details"); fold; fold = fold.parentElement?.closest("details"))
      fold.open = true;
    field?.focus();
  });
}
