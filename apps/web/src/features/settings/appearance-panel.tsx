import type { ReactNode } from "react";
import { appearance, changeAppearance } from "../../ui/appearance.ts";
import { Segments } from "../../ui/form/field.tsx";
import { formatBytes, formatTime } from "../../ui/format.ts";
import { Panel } from "../../ui/panel.tsx";
import { useNow } from "../../ui/use-now.ts";
import { useValue } from "../../ui/use-value.ts";
import styles from "./settings.module.css";

/** A choice with what it does. */
function Row(props: { readonly title: string; readonly text: string; readonly children: ReactNode }) {
  return (
    <li>
      <div>
        <h3>{props.title}</h3>
        <p className="muted">{props.text}</p>
      </div>
      {props.children}
    </li>
  );
}

/** An example of each setting, made by the settings themselves. */
const exampleBytes = 268_435_456_000;

/** Theme, density, time zone and units, kept in this browser. */
export function AppearancePanel() {
  const { theme, density, timeZone, units } = useValue(appearance);
  const now = useNow(60_000);
  return (
    <Panel title="Appearance" hint="Kept in this browser." flush>
      <ul className={styles["rows"]}>
        <Row title="Theme" text="Light or dark, or as the system has it at the time of day.">
          <Segments
            label="Theme"
            value={theme}
            options={[
              ["system", "System"],
              ["light", "Light"],
              ["dark", "Dark"],
            ]}
            onChange={(value) => changeAppearance({ theme: value })}
          />
        </Row>
        <Row title="Density" text="Compact shows more rows of lists at once.">
          <Segments
            label="Density"
            value={density}
            options={[
              ["comfortable", "Comfortable"],
              ["compact", "Compact"],
            ]}
            onChange={(value) => changeAppearance({ density: value })}
          />
        </Row>
        <Row title="Times" text={`For example ${formatTime(now, timeZone)}.`}>
          <Segments
            label="Time zone"
            value={timeZone}
            options={[
              ["local", "Local"],
              ["utc", "UTC"],
            ]}
            onChange={(value) => changeAppearance({ timeZone: value })}
          />
        </Row>
        <Row
          title="Units of sizes"
          text={`For example ${formatBytes(exampleBytes)}. What is typed is binary in any case: 16G is 16 GiB.`}
        >
          <Segments
            label="Units"
            value={units}
            options={[
              ["binary", "GiB"],
              ["decimal", "GB"],
            ]}
            onChange={(value) => changeAppearance({ units: value })}
          />
        </Row>
      </ul>
    </Panel>
  );
}
