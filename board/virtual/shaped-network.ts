/** A network whose links can be slow or silent and can be listened in on. It wraps another network. */
import { realClock, type Clock } from "./clock.ts";
import { Lane } from "./lane.ts";
import { Inbox, type Connection, type Datagram, type DatagramPort, type Network, type Refusal } from "./network.ts";

/** From the board, or to it. */
export type Direction = "up" | "down";

/**
 * Hears bytes as the board hands them to its socket ("up"), and as they arrive at its socket ("down").
 * @param connection counts the connections
 */
export type Tap = (bytes: string, direction: Direction, connection: number) => void;

/** Bytes that the chip's TCP keeps for a slow link before `send` accepts no more. */
const sendBuffer = 5744;

export class ShapedNetwork implements Network {
  tap: Tap | undefined;
  private readonly _connections = new Set<ShapedConnection>();
  private _rate: number | undefined;
  private _isSilent = false;
  private _count = 0;

  constructor(
    private readonly _inner: Network,
    private readonly _clock: Clock = realClock,
  ) {}

  /** @param rate bytes a second in each direction; undefined: as fast as it goes. */
  set bytesPerSecond(rate: number | undefined) {
    this._rate = rate;
    this._shapeAll();
  }

  /**
   * While silent, nothing arrives and nothing closes, and a new connection gets no answer. Afterwards both sides get what
   * was held back, as TCP sends it again; a connection that one side has closed meanwhile is then closed for the other.
   */
  set silent(isSilent: boolean) {
    this._isSilent = isSilent;
    this._shapeAll();
  }

  /** The board at this end has lost its power: what it holds back is lost, and it cannot even close. */
  losePower(): void {
    for (const connection of [...this._connections]) if (connection.holdsBack) connection.cut();
  }

  connect(host: string, port: number, tls: boolean, wake: () => void): Connection | Refusal {
    if (this._isSilent) return "no answer";
    let onInner = (): void => undefined;
    const inner = this._inner.connect(host, port, tls, () => onInner());
    if (typeof inner === "string") return inner;
    const id = ++this._count;
    const connection: ShapedConnection = new ShapedConnection(inner, this._clock, {
      wake,
      tap: (bytes, direction) => this.tap?.(bytes, direction, id),
      over: () => this._connections.delete(connection),
    });
    onInner = () => connection.onInner();
    this._connections.add(connection);
    connection.shape(this._rate, this._isSilent);
    connection.onInner();
    return connection;
  }

  /** Datagrams are lost while the network is silent, and never slow. */
  openDatagramPort(receive: (datagram: Datagram) => void): DatagramPort {
    const inner = this._inner.openDatagramPort((datagram) => {
      if (!this._isSilent) receive(datagram);
    });
    return {
      send: (bytes, host, port) => {
        if (!this._isSilent) inner.send(bytes, host, port);
      },
      close: () => inner.close(),
    };
  }

  private _shapeAll(): void {
    for (const connection of [...this._connections]) connection.shape(this._rate, this._isSilent);
  }
}

interface ConnectionHost {
  wake: () => void;
  tap: (bytes: string, direction: Direction) => void;
  /** Nothing more goes over the connection. */
  over: () => unknown;
}

class ShapedConnection implements Connection {
  private readonly _inbox = new Inbox();
  private readonly _up: Lane;
  private readonly _down: Lane;
  private _isCut = false;
  private _isSilent = false;
  /** The other side has closed, though the board may not know it yet. */
  private _isInnerClosed = false;

  constructor(
    private readonly _inner: Connection,
    clock: Clock,
    private readonly _host: ConnectionHost,
  ) {
    this._up = new Lane(
      clock,
      (bytes) => _inner.send(bytes),
      () => this._closeInner(),
    );
    this._down = new Lane(
      clock,
      (bytes) => this._arrive(bytes),
      () => {
        this._inbox.close();
        _host.wake();
      },
    );
  }

  /** Whether something has not left the board yet. */
  get holdsBack(): boolean {
    return this._isSilent || this._up.waiting > 0;
  }

  shape(rate: number | undefined, isSilent: boolean): void {
    this._isSilent = isSilent;
    this._up.shape(rate, isSilent);
    this._down.shape(rate, isSilent);
    this._host.wake();
  }

  /** The connection inside has data, has room again, or is closed. */
  onInner(): void {
    if (this._isCut) return;
    for (let data = this._inner.receive(Infinity); data !== ""; data = this._inner.receive(Infinity)) {
      if (data === undefined) {
        this._isInnerClosed = true;
        this._down.end();
        break;
      }
      this._down.push(data);
    }
    this._up.step();
    this._host.wake();
  }

  send(bytes: string): number {
    if (this._isCut) return bytes.length;
    if (this._inbox.closed) return 0;
    const accepted = bytes.slice(0, sendBuffer - this._up.waiting);
    if (accepted === "") return 0;
    this._host.tap(accepted, "up");
    this._up.push(accepted);
    return accepted.length;
  }

  receive(maxBytes: number): string | undefined {
    return this._inbox.take(maxBytes);
  }

  close(): void {
    this._down.drop();
    if (this._isCut) return;
    // Nobody would receive what is waiting.
    if (this._isInnerClosed) this._up.drop();
    if (this._isInnerClosed) this._closeInner();
    else this._up.end();
  }

  cut(): void {
    this._isCut = true;
    this._up.drop();
    this._down.drop();
    this._inbox.clear();
    this._inner.cut();
    this._host.over();
  }

  private _closeInner(): void {
    this._inner.close();
    this._host.over();
  }

  private _arrive(bytes: string): number {
    this._host.tap(bytes, "down");
    this._inbox.add(Buffer.from(bytes, "latin1"));
    this._host.wake();
    return bytes.length;
  }
}
