/** All bounds of waits and retries, which docs/reliability.md quotes. Times are in milliseconds. */
export const BOUNDS = {
	/** Tries of one request, including the first. */
	tries: 10,
	/** No try of an item starts later than this after its first. */
	itemBudget: 5 * 60_000,
	/** First wait. Each further one is twice as long, with jitter between half and all of it. */
	firstWait: 1_000,
	/** Longest wait, and the longest Retry-After that is respected. */
	longestWait: 30_000,
	/**
	 * How long the result of an unclear try may still appear: a service that lost the response may carry the
	 * request out late. Nothing is created again before.
	 */
	lateCreate: 25_000,
	/** The same after a try that ended by the Timeout option, since the service is slow then. */
	lateCreateAfterTimeout: 40_000,
	/** Writes of one item after an etag conflict (412), beyond the first. */
	conflictWrites: 10,
	/** Longest wait before the write after a conflict, times the number of conflicts. */
	conflictWait: 300,
	/** How long an entity may stay `initializing` before an update gives up. */
	initializing: 60_000,
	/** How long the service may need to carry out a change that it has accepted. */
	settle: 120_000,
	/** Wait between two looks at such a change. */
	settlePause: 2_000,
	/** How long a new run may stay unreadable before it is returned as it is. */
	newRun: 60_000,
	/** First wait between two looks at a batch. Each further one is half as long again. */
	batchPause: 2_000,
	/** How far the clocks of one service may differ. */
	clockSkew: 1_000,
	/**
	 * How far this machine's clock may be ahead if the service does not show its time, as in Kerberos. With less,
	 * the result of a create could be missed and created twice. With more, somebody's older entity could be taken
	 * for it.
	 */
	unknownClock: 5 * 60_000,
	/** Items in a row that may end with the service unreachable before each of the others gets only one try. */
	patience: 3,
	/** How long a download may stand still before it counts as broken. */
	standstill: 60_000,
	/** A poll of the trigger, below n8n's shortest interval of a minute. n8n may allow less. */
	poll: 50_000,
	/** How long a user waits for a list before it shows what is wrong instead. */
	list: 10_000,
} as const;
