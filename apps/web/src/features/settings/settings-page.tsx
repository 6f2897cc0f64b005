import { Page } from "../../ui/page.tsx";
import { AppearancePanel } from "./appearance-panel.tsx";
import { IdentityPanel } from "./identity-panel.tsx";
import { SavedViewsPanel } from "./saved-views-panel.tsx";
import { TokensPanel } from "./tokens-panel.tsx";

/** Who you are, how it looks, what scripts may do in your name. */
export function SettingsPage() {
  return (
    <Page title="Settings" narrow>
      <IdentityPanel />
      <AppearancePanel />
      <TokensPanel />
      <SavedViewsPanel />
    </Page>
  );
}
