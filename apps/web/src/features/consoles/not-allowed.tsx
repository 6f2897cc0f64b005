import { Notice } from "../../ui/notice.tsx";

/** A console of a VM that is not one's own: trying again would change nothing. */
export function NotAllowed({ reason }: { readonly reason: string }) {
  return (
    <Notice tone="warn" title="Not allowed">
      {reason} Its owners may use it, and may make you one of them.
    </Notice>
  );
}
