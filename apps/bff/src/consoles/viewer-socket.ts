/** The sending side of one viewer's connection. */
export interface ViewerSocket {
  /** `taken` is called when the network has taken the bytes, or never will. */
  sendBytes(bytes: Buffer, taken: () => void): void;
  sendText(text: string): void;
  /** What was sent before still arrives, then the close code and its reason for people. */
  close(code: number, reason: string): void;
}
