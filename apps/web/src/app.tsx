import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { queryClient } from "./api/query-client.ts";
import { router } from "./router.tsx";
import { Toasts } from "./shell/toast-stack.tsx";
import { TooltipProvider } from "./ui/tooltip.tsx";

/** The whole app: cache, tooltips, routes, announcements. */
export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <TooltipProvider>
        <RouterProvider router={router} />
        <Toasts />
      </TooltipProvider>
    </QueryClientProvider>
  );
}
