import { useRouter } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { problemOf } from "../../api/http.ts";
import { signIn } from "../../api/session.ts";
import { takeReturnPath } from "../../shell/return-path.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/form/field.tsx";
import { TextInput } from "../../ui/form/inputs.tsx";
import { Notice } from "../../ui/notice.tsx";
import { usePageTitle } from "../../ui/page.tsx";
import styles from "./login-page.module.css";
import { tokenOfFragment } from "./login-token.ts";

/** Signing in with the one-time token that the server prints when it starts. */
export function LoginPage() {
  usePageTitle("Sign in");
  const router = useRouter();
  const [token, setToken] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const tried = useRef("");

  const submit = async (secret: string) => {
    setBusy(true);
    setError("");
    try {
      await signIn(secret);
      router.history.replace(takeReturnPath());
    } catch (problem) {
      const { detail, title } = problemOf(problem);
      setError(detail || title);
      setBusy(false);
    }
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: a link's token is used once
  useEffect(() => {
    const followLink = () => {
      const fromLink = tokenOfFragment(location.hash);
      if (!fromLink || tried.current === fromLink) return;
      tried.current = fromLink;
      // The token leaves the address bar and the history before anything else happens.
      history.replaceState(null, "", "/login");
      void submit(fromLink);
    };
    followLink();
    // A link that is pasted while this page is open changes the fragment only.
    addEventListener("hashchange", followLink);
    return () => removeEventListener("hashchange", followLink);
  }, []);

  return (
    <main className={styles["page"]}>
      <form
        className={styles["card"]}
        onSubmit={(event) => {
          event.preventDefault();
          if (token.trim() !== "") void submit(token.trim());
        }}
      >
        <div className={styles["brand"]}>
          <img src="/favicon.svg" width="32" height="32" alt="" />
          <h1 id="page-title" tabIndex={-1}>
            Stackdeck
          </h1>
        </div>
        <p className={styles["lead"]}>
          Open the link that the server printed when it started, or paste its login token here.
        </p>
        <Field label="Login token">
          {(wiring) => (
            <TextInput
              {...wiring}
              mono
              type="password"
              autoFocus
              value={token}
              onChange={(event) => setToken(event.target.value)}
            />
          )}
        </Field>
        {error && (
          <Notice tone="bad" title="You were not signed in">
            {error}
          </Notice>
        )}
        <p className={styles["hint"]}>
          A link works once. Whoever runs the server gets another with{" "}
          <code className="nowrap">kill -USR2</code> and its process id.
        </p>
        <Button type="submit" kind="primary" busy={busy} disabled={token.trim() === ""}>
          {busy ? "Signing in…" : "Sign in"}
        </Button>
      </form>
    </main>
  );
}
