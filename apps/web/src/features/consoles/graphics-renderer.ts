import { WebglAddon } from "@xterm/addon-webgl";
import type { Terminal } from "@xterm/xterm";

/**
 * Has an opened terminal drawn by the graphics processor, where there is one.
 * @returns false when it draws with elements, as before
 */
export function drawWithGraphics(terminal: Terminal): boolean {
  if (!hasFastGraphics()) return false;
  try {
    const webgl = new WebglAddon();
    // Without a graphics context the terminal draws with elements, as before.
    webgl.onContextLoss(() => webgl.dispose());
    terminal.loadAddon(webgl);
    return true;
  } catch {
    return false;
  }
}

/** Renderers that imitate a graphics processor. */
const softwareRenderers = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** Graphics that the processor has to imitate are many times slower than drawing with elements. */
function hasFastGraphics(): boolean {
  const context = document
    .createElement("canvas")
    .getContext("webgl2", { failIfMajorPerformanceCaveat: true });
  const info = context?.getExtension("WEBGL_debug_renderer_info");
  const name = info ? String(context?.getParameter(info.UNMASKED_RENDERER_WEBGL)) : "";
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return context !== null && !softwareRenderers.test(name);
}
