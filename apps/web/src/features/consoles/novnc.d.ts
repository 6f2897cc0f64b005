/** The part of noVNC that is used. */
declare module "@novnc/novnc" {
  class RFB extends EventTarget {
    constructor(
      target: HTMLElement,
      channel: WebSocket | RTCDataChannel | object,
      options?: { readonly shared?: boolean },
    );
    viewOnly: boolean;
    scaleViewport: boolean;
    clipViewport: boolean;
    dragViewport: boolean;
    resizeSession: boolean;
    showDotCursor: boolean;
    focusOnClick: boolean;
    background: string;
    readonly capabilities: { readonly power: boolean };
    disconnect(): void;
    focus(): void;
    blur(): void;
    sendKey(keysym: number, code: string | null, down?: boolean): void;
    sendCtrlAltDel(): void;
    clipboardPasteFrom(text: string): void;
    toDataURL(type?: string, quality?: number): string;
    toBlob(callback: (blob: Blob | null) => void, type?: string): void;
    getImageData(): ImageData;
  }

  // biome-ignore lint/style/noDefaultExport: that is how noVNC exports it
  export { RFB as default };
}
