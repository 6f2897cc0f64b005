// Runs before the first paint, so that a chosen theme does not flash the other one. Kept in step with ui/appearance.ts.
// The page to sign in at has no frame around it.
if (location.pathname === "/login") document.documentElement.dataset.bare = "";
try {
  const chosen = JSON.parse(localStorage.getItem("stackdeck.appearance") ?? "{}");
  const root = document.documentElement;
  if (chosen.theme === "light" || chosen.theme === "dark") root.dataset.theme = chosen.theme;
  if (chosen.density === "compact") root.dataset.density = "compact";
} catch {
  // Storage may be forbidden: the system's theme is a good answer then.
}
