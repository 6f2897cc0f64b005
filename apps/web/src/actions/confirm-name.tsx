import { Field } from "../ui/form/field.tsx";
import { TextInput } from "../ui/form/inputs.tsx";

/** Asks to type what is about to be lost. */
export function ConfirmName(props: {
  readonly expected: string;
  readonly typed: string;
  readonly onTyped: (text: string) => void;
}) {
  return (
    <Field
      label={
        <>
          Type <strong className="mono">{props.expected}</strong> to go on
        </>
      }
    >
      {(wiring) => (
        <TextInput
          {...wiring}
          mono
          value={props.typed}
          onChange={(event) => props.onTyped(event.target.value)}
        />
      )}
    </Field>
  );
}
