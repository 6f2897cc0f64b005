import { HypervisorSelect } from "../features/hypervisors/hypervisor-select.tsx";
import { SubnetSelect } from "../features/networks/subnet-select.tsx";
import type { SpecialField } from "../ui/form/spec-field.tsx";

/** Fields that choose one of our own things. */
export const specialField: SpecialField = (field, wiring, value, onChange) =>
  field.kind === "hypervisor" ? (
    <HypervisorSelect wiring={wiring} value={value} exclude={field.exclude} onChange={onChange} />
  ) : (
    <SubnetSelect wiring={wiring} value={value} onChange={onChange} />
  );
