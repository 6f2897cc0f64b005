import { Page } from "../../ui/page.tsx";
import { AppearancePanel } from "./appearance-panel.tsx";
import { CertificatesPanel, IdentityPanel } from "./identity-panel.tsx";
import { RegistryPanel } from "./registry-panel.tsx";
import { SavedViewsPanel } from "./saved-views-panel.tsx";
import { TokensPanel } from "./tokens-panel.tsx";

/** Who you are, how it looks, what scripts may do in your name, and what the server is connected to. */
export function SettingsPage() {
  return (
    <Page title="Settings" narrow>
      <IdentityPanel />
      <CertificatesPanel />
      <AppearancePanel />
      <TokensPanel />
      <SavedViewsPanel />
      <RegistryPanel />
    </Page>
  );
}
