import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
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
