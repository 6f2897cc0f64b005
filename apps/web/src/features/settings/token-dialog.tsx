import type { Problem } from "@stackdeck/api-types";
import { useState } from "react";
import { problemOf } from "../../api/http.ts";
import { copyText } from "../../shell/clipboard.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { CheckField, Field } from "../../ui/form/field.tsx";
import { Select, TextInput } from "../../ui/form/inputs.tsx";
import { Notice } from "../../ui/notice.tsx";
import styles from "./settings.module.css";

const lifetimes = [
  ["7", "a week"],
  ["30", "30 days"],
  ["90", "90 days"],
  ["366", "a year"],
] as const;

/** Makes a token and shows its secret, which nobody can show again. */
export function TokenDialog(props: {
  readonly create: (wish: { Name: string; Days: number; MayChange: boolean }) => Promise<string>;
  readonly onClose: () => void;
}) {
  const [name, setName] = useState("");
  const [days, setDays] = useState("30");
  const [mayChange, setMayChange] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [secret, setSecret] = useState("");
  const submit = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      setSecret(await props.create({ Name: name, Days: Number(days), MayChange: mayChange }));
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  if (secret !== "") return <SecretDialog secret={secret} onClose={props.onClose} />;
  return (
    <Dialog
      title="New API token"
      onClose={props.onClose}
      locked={busy}
      footer={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button
            kind="primary"
            busy={busy}
            reason={name.trim() === "" ? "Give it a name" : undefined}
            onClick={() => void submit()}
          >
            Make token
          </Button>
        </>
      }
    >
      <div className={styles["form"]}>
        <Field label="Name" error={problem?.errors?.find((error) => error.field === "Name")?.message}>
          {(wiring) => (
            <TextInput
              {...wiring}
              value={name}
              maxLength={100}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label="Valid for">
          {(wiring) => (
            <Select
              {...wiring}
              value={days}
              options={lifetimes}
              onChange={(event) => setDays(event.target.value)}
            />
          )}
        </Field>
        <CheckField
          label="May change things"
          hint="Without this it can only read."
          checked={mayChange}
          onChange={setMayChange}
        />
        {problem && !problem.errors && (
          <Notice tone="bad" title={problem.title}>
            {problem.detail}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}

function SecretDialog({ secret, onClose }: { readonly secret: string; readonly onClose: () => void }) {
  return (
    <Dialog
      title="Copy the token now"
      onClose={onClose}
      footer={
        <>
          <Button icon="copy" onClick={() => void copyText(secret)}>
            Copy
          </Button>
          <Button kind="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <div className={styles["form"]}>
        <p>It is kept only as a hash here: when this is closed, nobody can show it again.</p>
        <Field label="Token">{(wiring) => <TextInput {...wiring} mono readOnly value={secret} />}</Field>
      </div>
    </Dialog>
  );
}
