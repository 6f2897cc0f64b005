import { Link } from "@tanstack/react-router";
import type { Upload } from "../../api/upload.ts";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { TransferMeter } from "../../ui/transfer-meter.tsx";
import { useValue } from "../../ui/use-value.ts";

/** How far an upload is; done only when the server said so. */
export function UploadProgress({ upload }: { readonly upload: Upload }) {
  const state = useValue(upload.state);
  const link = (
    <Link to="/operations/$id" params={{ id: upload.operation }}>
      its operation
    </Link>
  );
  switch (state.kind) {
    case "sending":
      return (
        <>
          <TransferMeter
            label={`Upload of ${upload.file.name}`}
            done={state.sent}
            total={state.total}
            of={upload.file.name}
          />
          <div>
            <Button small onClick={() => upload.cancel()}>
              Cancel upload
            </Button>
          </div>
        </>
      );
    case "finishing":
      return <Notice>Everything is sent; waiting for the hypervisor to have it. See {link}.</Notice>;
    case "done":
      return <Notice tone="good">The file has arrived. See {link}.</Notice>;
    case "cancelled":
      return <Notice tone="warn">The upload was cancelled; nothing was changed.</Notice>;
    case "failed":
      return (
        <Notice tone="bad" title="The upload failed">
          {state.problem.detail || state.problem.title}
        </Notice>
      );
  }
}
