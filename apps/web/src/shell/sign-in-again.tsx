import { useState } from "react";
import { problemOf } from "../api/http.ts";
import { signIn } from "../api/session.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/form/field.tsx";
import { TextInput } from "../ui/form/inputs.tsx";
import { Notice } from "../ui/notice.tsx";
import styles from "./sheets.module.css";

/** The session has ended: the page stays as it is underneath, nothing typed is lost. */
export function SignInAgain({ reason }: { readonly reason: string }) {
  const [token, setToken] = useState("");
  const [error, setError] = useState("");
  const submit = () =>
    signIn(token.trim()).catch((problem: unknown) => setError(problemOf(problem).detail ?? "It was refused"));
  return (
    <Dialog
      title="Sign in again"
      locked
      onClose={() => {}}
      description={reason || "Your session has ended."}
      footer={
        <>
          <Button onClick={() => location.assign("/login")}>Leave this page</Button>
          <Button kind="primary" disabled={token.trim() === ""} onClick={() => void submit()}>
            Sign in
          </Button>
        </>
      }
    >
      <Notice>
        Everything on this page is kept. Paste a new login token to go on where you were: whoever runs the
        server gets one with <code className="nowrap">kill -USR2</code> and its process id.
      </Notice>
      <form
        className={styles["again"]}
        onSubmit={(event) => {
          event.preventDefault();
          if (token.trim() !== "") void submit();
        }}
      >
        <Field label="Login token" error={error || undefined}>
          {(wiring) => (
            <TextInput
              {...wiring}
              mono
              type="password"
              value={token}
              onChange={(event) => setToken(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
