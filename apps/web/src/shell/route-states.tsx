import { type ErrorComponentProps, Link } from "@tanstack/react-router";
import { problemOf } from "../api/http.ts";
import { EmptyState, RetryButton, Skeleton } from "../ui/notice.tsx";
import { Page } from "../ui/page.tsx";

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

/** A screen that broke: what happened, and a way on. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const problem = problemOf(error);
  return (
    <Page title="This page could not be shown">
      <EmptyState icon="error" title={problem.title} action={<RetryButton onRetry={reset} />}>
        {problem.detail}
      </EmptyState>
    </Page>
  );
}
