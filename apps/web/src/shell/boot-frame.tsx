/** The empty frame of the app, as index.html has it, until it is known who is signed in: nothing flashes. */
export function BootFrame() {
  return (
    <div className="boot" aria-hidden="true">
      <div>
        <img src="/favicon.svg" width="24" height="24" alt="" />
        Stackdeck
      </div>
      <i />
    </div>
  );
}
