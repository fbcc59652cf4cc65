/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- tests replace the time of the process */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { ClientRequest, type IncomingMessage, type ServerResponse } from 'node:http';

/**
 * Time that passes only while everything waits for it: then it jumps to the next timer. The node and
 * the local Adobe of a test share it, so a pause of 30 seconds costs nothing, and what comes first does
 * not depend on how busy the machine is. Covers `Date`, `setTimeout`, `setInterval`, and the timeouts of
 * requests and signals, within one process.
 */

/** Turns of the event loop in which nothing has to move before time passes. */
const QUIET_TURNS = 8;
/** Without any timer the test waits for something real, such as another process. Milliseconds. */
const REAL_PAUSE = 2;
const UNTOUCHED = [
	'nextTick',
	'setImmediate',
	'clearImmediate',
	'queueMicrotask',
	'hrtime',
	'performance',
] as const;
/** Work of the operating system that is under way: files, names, connections. */
const SYSTEM_WORK = /Req|ConnectWrap|ShutdownWrap|WriteWrap/;

interface Exchange {
	request: IncomingMessage;
	response: ServerResponse;
}

const realSetTimeout = setTimeout;
const realSetImmediate = setImmediate;

/** Requests of this process, from the first byte to the last of the answer. */
class Traffic {
	private readonly sent = new Set<ClientRequest>();

	private readonly arrived = new Set<Exchange>();

	private readonly onSocket = ClientRequest.prototype.onSocket;

	private readonly setRequestTimeout = ClientRequest.prototype.setTimeout;

	private readonly signalAfter = AbortSignal.timeout;

	watch(): void {
		const { sent, onSocket } = this;
		ClientRequest.prototype.onSocket = function (...args) {
			sent.add(this);
			this.once('close', () => sent.delete(this));
			onSocket.apply(this, args);
		};
		ClientRequest.prototype.setTimeout = setVirtualTimeout;
		AbortSignal.timeout = virtualSignalAfter;
		subscribe('http.server.request.start', this.onArrival);
	}

	leave(): void {
		ClientRequest.prototype.onSocket = this.onSocket;
		ClientRequest.prototype.setTimeout = this.setRequestTimeout;
		AbortSignal.timeout = this.signalAfter;
		unsubscribe('http.server.request.start', this.onArrival);
	}

	/** Whether bytes are on their way, rather than all held back by a server of this process. */
	get isMoving(): boolean {
		let held = 0;
		for (const { request } of this.arrived) if (request.complete) held++;
		return this.sent.size > held;
	}

	private readonly onArrival = (message: unknown) => {
		const exchange = message as Exchange;
		this.arrived.add(exchange);
		exchange.response.once('close', () => this.arrived.delete(exchange));
	};
}

function setVirtualTimeout(this: ClientRequest, ms: number, callback?: () => void): ClientRequest {
	if (callback) this.once('timeout', callback);
	if (ms > 0) {
		const timer = setTimeout(() => this.emit('timeout'), ms);
		this.once('close', () => clearTimeout(timer));
	}
	return this;
}

function virtualSignalAfter(ms: number): AbortSignal {
	const abort = new AbortController();
	setTimeout(() => abort.abort(new DOMException('Too late', 'TimeoutError')), ms);
	return abort.signal;
}

/** As Node.js rounds. Without this, a wait for the next millisecond would never reach it. */
function atLeastOneMillisecond(fake: typeof setTimeout): typeof setTimeout {
	const rounded = (work: () => void, ms = 1, ...args: []) =>
		fake(work, Math.max(1, Math.ceil(ms)), ...args);
	return rounded as typeof setTimeout;
}

/**
 * Replaces the time of the process.
 * @returns what brings real time back
 */
function startVirtualTime(): () => void {
	const traffic = new Traffic();
	let isOver = false;
	let quiet = 0;
	const turn = () => {
		if (isOver) return;
		quiet = traffic.isMoving ? 0 : quiet + 1;
		if (quiet < QUIET_TURNS || isSystemBusy()) {
			realSetImmediate(turn);
			return;
		}
		quiet = 0;
		if (jest.getTimerCount() > 0) {
			jest.advanceTimersToNextTimer();
			realSetImmediate(turn);
		} else realSetTimeout(turn, REAL_PAUSE);
	};
	jest.useFakeTimers({ doNotFake: [...UNTOUCHED] });
	globalThis.setTimeout = atLeastOneMillisecond(setTimeout);
	traffic.watch();
	realSetImmediate(turn);
	return () => {
		if (isOver) return;
		isOver = true;
		traffic.leave();
		jest.useRealTimers();
	};
}

function isSystemBusy(): boolean {
	return process.getActiveResourcesInfo().some((name) => SYSTEM_WORK.test(name));
}

/** Virtual time for each test of a file or a describe block. */
export function useVirtualTime(): void {
	let leave: () => void;
	beforeEach(() => void (leave = startVirtualTime()));
	afterEach(() => leave());
}

/** The outcome of `work` in virtual time. */
export async function inVirtualTime<T>(work: () => Promise<T>): Promise<T> {
	const stop = startVirtualTime();
	return await work().finally(stop);
}
