import type { Problem } from "@stackdeck/api-types";
import { useState } from "react";
import { whyNot } from "../../../actions/may-run.ts";
import { ProblemNotice } from "../../../actions/problem-notice.tsx";
import type { VmSubject } from "../../../actions/vm-subject.ts";
import { startOperation } from "../../../api/call.ts";
import { problemOf } from "../../../api/http.ts";
import { startUpload, type Upload } from "../../../api/upload.ts";
import { useSession } from "../../../api/use-session.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { formatBytes } from "../../../ui/format.ts";
import { Notice } from "../../../ui/notice.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { UploadProgress } from "../upload-progress.tsx";
import styles from "./tabs.module.css";

/** Replaces the root volume by an image file from this computer. */
export function ImageUploadPanel({ vm }: { readonly vm: VmSubject }) {
  const caller = useSession();
  const [file, setFile] = useState<File | undefined>();
  const [asking, setAsking] = useState(false);
  const [upload, setUpload] = useState<Upload | undefined>();
  const [problem, setProblem] = useState<Problem | undefined>();
  const begin = async () => {
    setAsking(false);
    if (!file) return;
    setProblem(undefined);
    try {
      const request = { IpAddress: vm.ip, ImageDataSize: file.size };
      const operation = await startOperation("ReplaceVmImage", request);
      setUpload(startUpload(operation.Id, "image", file));
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <Panel title="Replace by a file" hint="A raw image from this computer becomes the new root volume.">
      <div className={styles["stack"]}>
        <div className={styles["row"]}>
          <input type="file" aria-label="Image file" onChange={(event) => setFile(event.target.files?.[0])} />
          <Button
            icon="upload"
            disabled={!file}
            reason={whyNot("ReplaceVmImage", vm, caller)}
            onClick={() => setAsking(true)}
          >
            Upload and replace…
          </Button>
        </div>
        {upload && <UploadProgress upload={upload} />}
        {problem && <ProblemNotice problem={problem} />}
      </div>
      {asking && file && (
        <Dialog
          title={`Replace the image of ${vm.name}`}
          onClose={() => setAsking(false)}
          footer={
            <>
              <Button data-autofocus onClick={() => setAsking(false)}>
                Cancel
              </Button>
              <Button kind="danger" onClick={() => void begin()}>
                Upload and replace
              </Button>
            </>
          }
        >
          <Notice tone="warn">
            {file.name} ({formatBytes(file.size)}) becomes the root volume. A running VM is stopped and
            started again. The present root is kept, so that you can undo this once.
          </Notice>
        </Dialog>
      )}
    </Panel>
  );
}
