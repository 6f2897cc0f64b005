import { type ErrorComponentProps, Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { problemOf } from "../api/http.ts";
import { live } from "../api/live.ts";
import { EmptyState, RetryButton, Skeleton } from "../ui/notice.tsx";
import { Page } from "../ui/page.tsx";
import { useValue } from "../ui/use-value.ts";
import { isCodeMissing } from "./code-missing.ts";

/** While a screen's code is on its way; appears only after a moment. */
export function RoutePending() {
  return (
    <Page title="Loading">
      <Skeleton rows={6} />
    </Page>
  );
}

export function NotFound() {
  return (
    <Page title="Not found">
      <EmptyState icon="search" title="There is no such page" action={<Link to="/">Go to the overview</Link>}>
        The address may be mistyped, or what it named is gone.
      </EmptyState>
    </Page>
  );
}

/** Code that could not be read: because the server is away, or because it is another one by now. */
function PageCodeMissing() {
  const { kind } = useValue(live.state);
  const isAway = kind === "stale" || kind === "connecting";
  const wasAway = useRef(isAway);
  wasAway.current ||= isAway;
  useEffect(() => {
    // Nothing of this page is there that could be lost.
    if (kind === "live" && wasAway.current) location.reload();
  }, [kind]);
  return (
    <Page title={isAway ? "The server can not be reached" : "This page could not be read"}>
      <EmptyState
        icon="warning"
        title={isAway ? "This page has not been opened before" : "There may be a newer version"}
        action={<RetryButton onRetry={() => location.reload()} />}
      >
        {isAway
          ? "Its code is still on the server. It opens by itself as soon as the server answers; pages that were open before can be used meanwhile."
          : "The server does not have the code that this page asks for. Reading everything anew helps."}
      </EmptyState>
    </Page>
  );
}

/** A screen that broke: what happened, and a way on. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  if (isCodeMissing(error)) return <PageCodeMissing />;
  const problem = problemOf(error);
  return (
    <Page title="This page could not be shown">
      <EmptyState icon="error" title={problem.title} action={<RetryButton onRetry={reset} />}>
        {problem.detail}
      </EmptyState>
    </Page>
  );
}
