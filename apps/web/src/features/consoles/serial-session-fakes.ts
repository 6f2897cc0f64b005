import { FakeClock, FakeServer, FakeSink } from "./console-fakes.ts";
import { SerialSession } from "./serial-session.ts";

/** A session with everything around it faked. */
export function serialWorld() {
  const clock = new FakeClock();
  const server = new FakeServer();
  const sink = new FakeSink();
  const session = new SerialSession({ ip: "10.0.0.7", sink, transport: server.transport, clock });
  const attach = (offset = 0, resumed = false): void => {
    server.link.say({ type: "attached", epoch: "e", offset, resumed, viewerId: "me" });
    server.link.say({ type: "state", state: "live", text: "", hypervisorError: "", vmState: "running" });
    const me = { id: "me", userName: "alice", writer: true, you: true, mayWrite: true };
    server.link.say({ type: "viewers", viewers: [me] });
  };
  return { clock, server, sink, session, attach };
}
