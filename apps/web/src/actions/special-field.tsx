import { HypervisorSelect } from "../features/hypervisors/hypervisor-select.tsx";
import { SubnetSelect } from "../features/networks/subnet-select.tsx";
import { StorageChoice } from "../features/storages/storage-choice.tsx";
import type { SpecialField } from "../ui/form/spec-field.tsx";

/** Fields that choose one of our own things. */
export const specialField: SpecialField = (field, wiring, value, onChange) => {
  switch (field.kind) {
    case "hypervisor":
      return <HypervisorSelect wiring={wiring} value={value} exclude={field.exclude} onChange={onChange} />;
    case "storage":
      return <StorageChoice {...field} wiring={wiring} value={value} onChange={onChange} />;
    default:
      return <SubnetSelect wiring={wiring} value={value} onChange={onChange} />;
  }
};
