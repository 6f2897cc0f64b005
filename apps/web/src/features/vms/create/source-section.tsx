import { Field, Segments } from "../../../ui/form/field.tsx";
import { TextInput } from "../../../ui/form/inputs.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { useSearchValues } from "../../lists/use-search-values.ts";
import styles from "./create.module.css";
import type { ImageSource } from "./create-draft.ts";
import { DraftText, type SectionProps } from "./draft-fields.tsx";

const sources: readonly (readonly [ImageSource, string])[] = [
  ["name", "Image name"],
  ["url", "URL"],
  ["file", "Upload"],
  ["empty", "Empty disk"],
];

/** The image, with those that VMs of the fleet were made of as proposals. */
function ImageField(props: SectionProps) {
  const { draft, errors, change } = props;
  const known = useSearchValues("vms", { key: "image", typed: draft.imageName }, 20);
  return (
    <Field
      label="Image"
      error={errors.imageName}
      hint="On the image server; a directory stands for its newest image. Images of present VMs are proposed."
    >
      {(wiring) => (
        <>
          <TextInput
            {...wiring}
            mono
            list={`${wiring.id}-known`}
            placeholder="debian/13/base"
            value={draft.imageName}
            onChange={(event) => change({ imageName: event.target.value })}
          />
          <datalist id={`${wiring.id}-known`}>
            {known
              .filter(({ value }) => !value.includes("://"))
              .map(({ value, count }) => (
                <option key={value} value={value} label={`${count} VMs`} />
              ))}
          </datalist>
        </>
      )}
    </Field>
  );
}

/** What the root volume is made of. */
export function SourceSection(
  props: SectionProps & {
    readonly file: File | undefined;
    readonly onFile: (file: File | undefined) => void;
  },
) {
  const { draft, errors, change } = props;
  return (
    <Panel title="Source">
      <div className={styles["stack"]}>
        <Segments
          label="Where the root volume comes from"
          value={draft.source}
          options={sources}
          onChange={(source) => change({ source })}
        />
        {draft.source === "name" && <ImageField {...props} />}
        {draft.source === "url" && (
          <DraftText
            {...props}
            mono
            name="imageUrl"
            label="Address of a raw image"
            placeholder="https://images.example.com/disk.raw"
            hint="The hypervisor reads it."
          />
        )}
        {draft.source === "file" && (
          <Field
            label="Raw image file"
            error={errors.file}
            hint="Sent when you press Create; keep this page open until it has arrived."
          >
            {(wiring) => (
              <input {...wiring} type="file" onChange={(event) => props.onFile(event.target.files?.[0])} />
            )}
          </Field>
        )}
      </div>
    </Panel>
  );
}
