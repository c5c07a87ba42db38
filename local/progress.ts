/** Where a long piece of work says how far it is. */
export type Progress = { step(text: string): void; advance(done: number, total: number): void; end(): void };

type Terminal = { isTTY?: boolean; columns?: number; write(text: string): unknown };

const barWidth = 30;
const redrawMilliseconds = 100;
/** Without a terminal a line is written each time so much more is done. */
const quietShare = 0.25;

/** Progress as a bar on a terminal, and as plain lines anywhere else. */
export function progressOn(stream: Terminal, now: () => number = () => performance.now()): Progress {
  const isTerminal = stream.isTTY === true;
  let [title, drawnAt, told, isOpen] = ["", 0, 0, false];
  const close = () => {
    if (isOpen) stream.write("\n");
    isOpen = false;
  };
  return {
    step(text) {
      close();
      [title, told, drawnAt] = [text, 0, 0];
      stream.write(isTerminal ? text : `${text}\n`);
      isOpen = isTerminal;
    },
    advance(done, total) {
      const share = total === 0 ? 1 : Math.min(1, done / total);
      if (isTerminal && (share === 1 || now() - drawnAt >= redrawMilliseconds)) {
        drawnAt = now();
        const full = Math.round(share * barWidth);
        stream.write(`\r${title} [${"#".repeat(full)}${"-".repeat(barWidth - full)}] ${Math.floor(share * 100)}%`);
      } else if (!isTerminal && share >= told + quietShare) {
        told = Math.floor(share / quietShare) * quietShare;
        stream.write(`  ${Math.floor(share * 100)}%\n`);
      }
    },
    end: close,
  };
}
