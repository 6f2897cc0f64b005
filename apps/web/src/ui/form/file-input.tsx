import { useState } from "react";
import { base64Of } from "../base64.ts";
import { formatBytes } from "../format.ts";
import type { FieldWiring } from "./field.tsx";
import styles from "./file-input.module.css";

/** Files that travel inside a JSON request; larger ones are uploaded as they are. */
const maximumBytes = 8 * 1024 * 1024;

/** Picks a small file and gives its content as base64 text. */
export function FileInput(props: {
  readonly wiring: FieldWiring;
  readonly accept?: string | undefined;
  readonly onBase64: (text: string | undefined) => void;
}) {
  const [note, setNote] = useState("");
  const read = async (file: File | undefined) => {
    if (!file) {
      props.onBase64(undefined);
      setNote("");
    } else if (file.size > maximumBytes) {
      props.onBase64(undefined);
      setNote(
        `${file.name} has ${formatBytes(file.size)}: more than the ${formatBytes(maximumBytes)} allowed here.`,
      );
    } else {
      props.onBase64(base64Of(new Uint8Array(await file.arrayBuffer())));
      setNote(`${file.name}, ${formatBytes(file.size)}`);
    }
  };
  return (
    <div className={styles["file"]}>
      <input
        {...props.wiring}
        type="file"
        accept={props.accept}
        onChange={(event) => void read(event.target.files?.[0])}
      />
      {note && <span className={styles["note"]}>{note}</span>}
    </div>
  );
}
