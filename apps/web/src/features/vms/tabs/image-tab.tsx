import { infoOf } from "../../../actions/vm-subject.ts";
import { Facts, Panel } from "../../../ui/panel.tsx";
import type { VmTabProps } from "../vm-page.tsx";
import { ActionButton } from "./action-button.tsx";
import { ImageUploadPanel } from "./image-upload-panel.tsx";
import { ScanPanel } from "./scan-panel.tsx";

/** The image of the root volume: replace, patch, go back, debug, and look inside. */
export function ImageTab({ vm, detail }: VmTabProps) {
  const info = infoOf(detail);
  return (
    <>
      <Panel
        title="Image"
        actions={
          <>
            <ActionButton method="ReplaceVmImage" vm={vm} />
            <ActionButton method="PatchVmImage" vm={vm} />
          </>
        }
      >
        <Facts
          items={[
            [
              "Image",
              info.ImageName ? (
                <span key="n" className="mono">
                  {info.ImageName}
                </span>
              ) : (
                ""
              ),
              "wide",
            ],
            info.ImageURL ? ["URL", info.ImageURL, "wide"] : null,
            info.RootFileSystemLabel ? ["File system label", info.RootFileSystemLabel] : null,
          ]}
        />
      </Panel>
      <Panel
        title="Undo the last replacement or patch"
        hint="One old root volume is kept, unless that was turned off."
        actions={
          <>
            <ActionButton method="RestoreVmImage" vm={vm} label="Undo: restore old image" />
            <ActionButton method="DiscardVmOldImage" vm={vm} />
          </>
        }
      >
        <p className="muted">
          The hypervisor does not tell whether one is kept: it says so when you try. Take a snapshot first if
          you are not sure.
        </p>
      </Panel>
      <ImageUploadPanel vm={vm} />
      <Panel
        title="Debug image"
        hint="Starts the VM from a temporary root, with the real one as second disc."
        actions={<ActionButton method="DebugVmImage" vm={vm} />}
      >
        <p className="muted">Stopping or starting the VM ends it and deletes the debug volume.</p>
      </Panel>
      <ScanPanel vm={vm} />
    </>
  );
}
