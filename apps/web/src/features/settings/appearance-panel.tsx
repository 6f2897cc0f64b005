import { appearance, changeAppearance } from "../../ui/appearance.ts";
import { Segments } from "../../ui/form/field.tsx";
import { Facts, Panel } from "../../ui/panel.tsx";
import { useValue } from "../../ui/use-value.ts";

/** Theme, density and time zone, kept in this browser. */
export function AppearancePanel() {
  const { theme, density, timeZone } = useValue(appearance);
  return (
    <Panel title="Appearance" hint="Kept in this browser.">
      <Facts
        items={[
          [
            "Theme",
            <Segments
              key="theme"
              label="Theme"
              value={theme}
              options={[
                ["system", "System"],
                ["light", "Light"],
                ["dark", "Dark"],
              ]}
              onChange={(value) => changeAppearance({ theme: value })}
            />,
          ],
          [
            "Density",
            <Segments
              key="density"
              label="Density"
              value={density}
              options={[
                ["comfortable", "Comfortable"],
                ["compact", "Compact"],
              ]}
              onChange={(value) => changeAppearance({ density: value })}
            />,
          ],
          [
            "Times",
            <Segments
              key="zone"
              label="Time zone"
              value={timeZone}
              options={[
                ["local", "Local"],
                ["utc", "UTC"],
              ]}
              onChange={(value) => changeAppearance({ timeZone: value })}
            />,
          ],
        ]}
      />
    </Panel>
  );
}
