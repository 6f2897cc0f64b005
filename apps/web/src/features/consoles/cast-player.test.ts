import { describe, expect, it } from "vitest";
import type { Cast } from "./asciicast.ts";
import { CastPlayer } from "./cast-player.ts";
import { SerialRecorder } from "./serial-recorder.ts";

const cast: Cast = {
  title: "",
  cols: 80,
  rows: 24,
  startedAt: undefined,
  events: [
    { at: 0, kind: "output", data: "a" },
    { at: 1, kind: "output", data: "b" },
    { at: 2, kind: "resize", data: "100x30" },
    { at: 3, kind: "output", data: "c" },
  ],
};

function setUp() {
  let now = 0;
  let timer: { at: number; run: () => void } | undefined;
  let shown = "";
  let size = "";
  const player = new CastPlayer(
    cast,
    {
      write: (text, drawn) => {
        shown += text;
        drawn();
      },
      reset: () => {
        shown = "";
      },
      resize: (cols, rows) => {
        size = `${cols}x${rows}`;
      },
    },
    {
      now: () => now,
      after: (milliseconds, run) => {
        timer = { at: now + milliseconds, run };
        return () => {
          timer = undefined;
        };
      },
    },
  );
  const pass = (milliseconds: number): void => {
    const end = now + milliseconds;
    while (timer !== undefined && timer.at <= end) {
      now = timer.at;
      const { run } = timer;
      timer = undefined;
      run();
    }
    now = end;
  };
  return { player, pass, shown: () => shown, size: () => size };
}

describe("CastPlayer", () => {
  it("shows events at their time, and ends", () => {
    const { player, pass, shown, size } = setUp();
    expect(shown()).toBe("a");
    player.play();
    pass(1100);
    expect(shown()).toBe("ab");
    pass(1000);
    expect(size()).toBe("100x30");
    pass(1000);
    expect(shown()).toBe("abc");
    expect(player.state.get()).toMatchObject({ playing: false, position: 3 });
  });

  it("pauses, jumps both ways, and plays faster", () => {
    const { player, pass, shown, size } = setUp();
    player.seek(2.5);
    expect([shown(), size()]).toEqual(["ab", "100x30"]);
    player.seek(0.5);
    expect([shown(), size()]).toEqual(["a", "80x24"]);
    player.setSpeed(4);
    player.play();
    pass(250);
    player.pause();
    pass(5000);
    expect(shown()).toBe("ab");
  });
});

describe("SerialRecorder", () => {
  it("records output with its time, letters cut in two included, and nothing after the end", () => {
    let now = 5_000;
    const recorder = new SerialRecorder(() => now);
    recorder.start({ cols: 80, rows: 24 }, "screen");
    now += 500;
    recorder.output(Uint8Array.of(0xc3));
    recorder.output(Uint8Array.of(0xa9, 0xff));
    now += 500;
    recorder.resized({ cols: 90, rows: 20 });
    const made = recorder.stop("vm");
    recorder.output("late");
    expect(made).toEqual({
      title: "vm",
      cols: 80,
      rows: 24,
      startedAt: 5,
      events: [
        { at: 0, kind: "output", data: "screen" },
        { at: 0.5, kind: "output", data: "é\ufffd" },
        { at: 1, kind: "resize", data: "90x20" },
      ],
    });
  });

  it("ends by itself when it has become too long", () => {
    const recorder = new SerialRecorder(() => 0);
    recorder.start({ cols: 80, rows: 24 }, "");
    for (let count = 0; count < 40; count += 1) recorder.output("x".repeat(512 * 1024));
    expect(recorder.state.get()).toMatchObject({ recording: false, full: true });
    expect(recorder.stop("").events[0]?.data.length).toBeLessThanOrEqual(16 * 1024 * 1024);
  });
});
