import { Outlet, useLocation } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { ActionHost } from "../actions/action-host.tsx";
import { readSession, session } from "../api/session.ts";
import { isPopOut } from "../features/consoles/pop-out.ts";
import { EmptyState, RetryButton } from "../ui/notice.tsx";
import { useValue } from "../ui/use-value.ts";
import { BootFrame } from "./boot-frame.tsx";
import { Navigation } from "./navigation.tsx";
import { keepReturnPath } from "./return-path.ts";
import { RouteAnnouncer } from "./route-announcer.tsx";
import { openedSheet } from "./sheets.ts";
import styles from "./shell.module.css";
import { ShortcutListener } from "./shortcut-listener.tsx";
import { TopBar } from "./top-bar.tsx";

const Sheets = lazy(() => import("./sheet-host.tsx").then((it) => ({ default: it.SheetHost })));
const SignInAgain = lazy(() => import("./sign-in-again.tsx").then((it) => ({ default: it.SignInAgain })));

/** The frame around every screen. Signed out, only the login page is shown. */
export function Shell() {
  const state = useValue(session);
  const sheet = useValue(openedSheet);
  const { pathname } = useLocation();
  const [failed, setFailed] = useState(false);
  const atLogin = pathname === "/login";
  const ask = () => {
    setFailed(false);
    void readSession().catch(() => setFailed(true));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once, when the app starts
  useEffect(() => {
    if (!atLogin && session.get().kind === "unknown") ask();
  }, [atLogin]);
  useEffect(() => {
    if (state.kind !== "signed-out" || state.frozen || location.pathname === "/login") return;
    keepReturnPath(`${location.pathname}${location.search}`);
    location.assign("/login");
  }, [state]);
  if (atLogin) return <Outlet />;
  if (failed)
    return (
      <EmptyState
        icon="error"
        title="The Stackdeck server can not be reached"
        action={<RetryButton onRetry={ask} />}
      >
        Check that it is running and that your network reaches it.
      </EmptyState>
    );
  if (state.kind === "unknown" || (state.kind === "signed-out" && !state.frozen)) return <BootFrame />;
  return (
    <div className={styles["shell"]}>
      <a href="#main" className={styles["skip"]}>
        Skip to content
      </a>
      {!isPopOut() && <Navigation />}
      <div className={styles["column"]}>
        {!isPopOut() && <TopBar />}
        <main id="main" className={styles["main"]} tabIndex={-1} data-scroll-restoration-id="main">
          <Outlet />
        </main>
      </div>
      <RouteAnnouncer />
      <ShortcutListener />
      <ActionHost />
      <Suspense fallback={null}>
        {sheet && <Sheets />}
        {state.kind === "signed-out" && <SignInAgain reason={state.reason} />}
      </Suspense>
    </div>
  );
}
