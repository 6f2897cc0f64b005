import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { live } from "./api/live.ts";
import { App } from "./app.tsx";
import { preloadScreens } from "./router.tsx";
import { applyAppearance } from "./ui/appearance.ts";
import "./ui/tokens.css";
import "./ui/base.css";

applyAppearance();
const root = document.getElementById("root");
if (!root) throw new Error("The page has no root element");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

// The first screen is there: now those that are likely to be next.
const stop = live.state.subscribe(() => {
  if (live.state.get().kind !== "live") return;
  stop();
  if ("requestIdleCallback" in window) requestIdleCallback(preloadScreens, { timeout: 10_000 });
  else setTimeout(preloadScreens, 2_000);
});
